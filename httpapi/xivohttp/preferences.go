package xivohttp

import (
	"context"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/xivo"
)

// preference is a preference on the wire; its key is missing where it is in the
// path.
type preference struct {
	Key       string `json:"key,omitempty"`
	Value     string `json:"value"`
	ValueType string `json:"value_type"`
}

func wirePreference(p xivo.Preference) preference { return preference(p) }

func listPreferences(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	if c.err != nil {
		return nil, nil
	}
	list, err := svc.Preferences.List(ctx, id)
	return rest.List(list, wirePreference), err
}

func getPreference(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id, key := c.id(), c.params.At(1)
	if c.err != nil {
		return nil, nil
	}
	p, err := svc.Preferences.Get(ctx, id, key)
	p.Key = ""
	return wirePreference(p), err
}

func createPreference(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	return putPreference(ctx, c, svc.Preferences.Create)
}

func updatePreference(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	return putPreference(ctx, c, svc.Preferences.Update)
}

func putPreference(ctx context.Context, c *call, put func(context.Context, int64, xivo.Preference) error) (any, error) {
	id, key := c.id(), c.params.At(1)
	o := c.object()
	p := xivo.Preference{Key: key, Value: o.String("value"), ValueType: o.String("value_type")}
	if c.failed(o) {
		return nil, nil
	}
	return noContent{}, put(ctx, id, p)
}

func deletePreference(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id, key := c.id(), c.params.At(1)
	if c.err != nil {
		return nil, nil
	}
	return noContent{}, svc.Preferences.Delete(ctx, id, key)
}
