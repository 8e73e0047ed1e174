package xivowire

import "github.com/pbxkit/pbxkit/xivo"

// Preference is a preference. Its key is missing where it is in the path.
type Preference struct {
	Key       string `json:"key,omitempty"`
	Value     string `json:"value"`
	ValueType string `json:"value_type"`
}

func NewPreference(p xivo.Preference) Preference { return Preference(p) }

func (p Preference) Record() xivo.Preference { return xivo.Preference(p) }
