package xivowire

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"github.com/pbxkit/pbxkit/xivo"
)

// Profile is a user with a profile; name is the last name.
type Profile struct {
	Name      string           `json:"name"`
	FirstName string           `json:"firstname"`
	Login     string           `json:"login"`
	Profile   xivo.ProfileType `json:"profile"`
}

func NewProfile(p xivo.Profile) Profile { return Profile(p) }

func (p Profile) Record() xivo.Profile { return xivo.Profile(p) }

// Rights are a profile and its rights, in answers and requests.
type Rights struct {
	Type xivo.ProfileType `json:"type"`
	Data RightsData       `json:"data"`
}

func NewRights(r xivo.Rights) Rights { return Rights{r.Type, RightsData(r.Data)} }

func (r Rights) Record() xivo.Rights { return xivo.Rights{Type: r.Type, Data: xivo.RightsData(r.Data)} }

// RightsData is written with the members that the vendor describes first, and then
// those that it does not, as they were sent.
type RightsData xivo.RightsData

// known are the members that the vendor describes.
type known struct {
	QueueIDs         []int64 `json:"queueIds,omitzero"`
	GroupIDs         []int64 `json:"groupIds,omitzero"`
	IncallIDs        []int64 `json:"incallIds,omitzero"`
	RecordingAccess  *bool   `json:"recordingAccess,omitempty"`
	DissuasionAccess *bool   `json:"dissuasionAccess,omitempty"`
}

var knownRights = []string{"queueIds", "groupIds", "incallIds", "recordingAccess", "dissuasionAccess"}

// IsKnownRight reports whether the vendor describes a member of the data.
func IsKnownRight(name string) bool { return slices.Contains(knownRights, name) }

// MarshalJSON implements json.Marshaler.
func (d RightsData) MarshalJSON() ([]byte, error) {
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

// UnmarshalJSON implements json.Unmarshaler. Names are compared exactly: a member that
// differs in case is one that the vendor does not describe.
func (d *RightsData) UnmarshalJSON(data []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	*d = RightsData{}
	for name, value := range map[string]any{
		"queueIds": &d.QueueIDs, "groupIds": &d.GroupIDs, "incallIds": &d.IncallIDs,
		"recordingAccess": &d.RecordingAccess, "dissuasionAccess": &d.DissuasionAccess,
	} {
		if raw, ok := all[name]; ok {
			if err := json.Unmarshal(raw, value); err != nil {
				return err
			}
			delete(all, name)
		}
	}
	if len(all) > 0 {
		d.Extra = all
	}
	return nil
}
