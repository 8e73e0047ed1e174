package xivohttp

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

func listPreferences(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	if c.err != nil {
		return nil, nil
	}
	list, err := svc.Preferences.List(ctx, id)
	return wire.List(list, xivowire.NewPreference), err
}

func getPreference(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id, key := c.id(), c.params.At(1)
	if c.err != nil {
		return nil, nil
	}
	p, err := svc.Preferences.Get(ctx, id, key)
	p.Key = ""
	return xivowire.NewPreference(p), err
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
