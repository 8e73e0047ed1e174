package xivohttp

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/xivo"
)

// profile is a user with a profile on the wire; name is the last name.
type profile struct {
	Name      string           `json:"name"`
	FirstName string           `json:"firstname"`
	Login     string           `json:"login"`
	Profile   xivo.ProfileType `json:"profile"`
}

func wireProfile(p xivo.Profile) profile { return profile(p) }

// rights are a profile and its rights on the wire.
type rights struct {
	Type xivo.ProfileType `json:"type"`
	Data rightsData       `json:"data"`
}

func wireRights(r xivo.Rights) rights { return rights{r.Type, rightsData(r.Data)} }

// rightsData is written with the members that the vendor describes first, and
// then those that it does not, as they were sent.
type rightsData xivo.RightsData

// known are the members that the vendor describes.
type known struct {
	QueueIDs         []int64 `json:"queueIds,omitzero"`
	GroupIDs         []int64 `json:"groupIds,omitzero"`
	IncallIDs        []int64 `json:"incallIds,omitzero"`
	RecordingAccess  *bool   `json:"recordingAccess,omitempty"`
	DissuasionAccess *bool   `json:"dissuasionAccess,omitempty"`
}

var knownRights = []string{"queueIds", "groupIds", "incallIds", "recordingAccess", "dissuasionAccess"}

func (d rightsData) MarshalJSON() ([]byte, error) {
	body, err := json.Marshal(known{d.QueueIDs, d.GroupIDs, d.IncallIDs, d.RecordingAccess, d.DissuasionAccess})
	if err != nil || len(d.Extra) == 0 {
		return body, err
	}
	buf := bytes.NewBuffer(bytes.TrimSuffix(body, []byte("}")))
	for _, name := range slices.Sorted(maps.Keys(d.Extra)) {
		if buf.Len() > 1 {
			buf.WriteByte(',')
		}
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		buf.Write(key)
		buf.WriteByte(':')
		buf.Write(d.Extra[name])
	}
	buf.WriteByte('}')
	return buf.Bytes(), nil
}

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
		if raw := data.Raw(name); raw != nil && !slices.Contains(knownRights, name) {
			if r.Data.Extra == nil {
				r.Data.Extra = map[string]json.RawMessage{}
			}
			r.Data.Extra[name] = raw
		}
	}
	return r
}

func listProfiles(ctx context.Context, svc *xivo.Service, _ *call) (any, error) {
	list, err := svc.Rights.Profiles(ctx)
	return rest.List(list, wireProfile), err
}

func getRights(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	r, err := svc.Rights.Get(ctx, c.params.At(0))
	return wireRights(r), err
}

func setRights(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	o := c.object()
	in := rightsInput(o)
	if c.failed(o) {
		return nil, nil
	}
	r, err := svc.Rights.Set(ctx, c.params.At(0), in)
	return wireRights(r), err
}

func deleteRights(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	return noContent{}, svc.Rights.Delete(ctx, c.params.At(0))
}
