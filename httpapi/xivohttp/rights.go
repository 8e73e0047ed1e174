package xivohttp

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

func rightsInput(o *rest.Object) xivo.Rights {
	r := xivo.Rights{Type: xivo.ProfileType(o.String("type"))}
	data := o.Object("data")
	if data == nil {
		return r
	}
	r.Data = xivo.RightsData{
		QueueIDs: data.Ints("queueIds"), GroupIDs: data.Ints("groupIds"), IncallIDs: data.Ints("incallIds"),
		RecordingAccess: data.OptBool("recordingAccess"), DissuasionAccess: data.OptBool("dissuasionAccess"),
	}
	for _, name := range data.Names() {
		if raw := data.Raw(name); raw != nil && !xivowire.IsKnownRight(name) {
			if r.Data.Extra == nil {
				r.Data.Extra = map[string]json.RawMessage{}
			}
			r.Data.Extra[name] = bytes.Clone(raw) // without the rest of the body
		}
	}
	return r
}

func listProfiles(ctx context.Context, svc *xivo.Service, _ *call) (any, error) {
	list, err := svc.Rights.Profiles(ctx)
	return wire.List(list, xivowire.NewProfile), err
}

func getRights(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	r, err := svc.Rights.Get(ctx, c.params.At(0))
	return xivowire.NewRights(r), err
}

func setRights(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	o := c.object()
	in := rightsInput(o)
	if c.failed(o) {
		return nil, nil
	}
	r, err := svc.Rights.Set(ctx, c.params.At(0), in)
	return xivowire.NewRights(r), err
}

func deleteRights(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	return noContent{}, svc.Rights.Delete(ctx, c.params.At(0))
}
