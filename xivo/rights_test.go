package xivo_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/xivo"
)

// TestMembersTheReferenceDoesNotKnowAreBounded: they are kept as they were sent,
// so that what could not be read back must not be stored.
func TestMembersTheReferenceDoesNotKnowAreBounded(t *testing.T) {
	nested := func(levels int) string { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }
	for _, tt := range []struct {
		name, value string
		ok          bool
	}{
		{"a number", `7`, true},
		{"an object", `{"from":"2018-01-01"}`, true},
		{"100 levels", nested(100), true},
		{"brackets in a text", `["` + strings.Repeat("[", 200) + `\"{{"]`, true},
		{"101 levels", nested(101), false},
		{"many levels", nested(9000), false},
		{"no JSON", `{"from":`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			svc := newService()
			if err := svc.Seed.Load(t.Context(), xivo.Documentation()); err != nil {
				t.Fatal(err)
			}
			_, err := svc.Rights.Set(t.Context(), "jmenage", xivo.Rights{
				Type: xivo.ProfileTeacher,
				Data: xivo.RightsData{Extra: map[string]json.RawMessage{"period": json.RawMessage(tt.value)}},
			})
			if tt.ok != (err == nil) || err != nil && !errors.Is(err, xivo.ErrInvalidJSON) {
				t.Errorf("Set: %v, want success: %v", err, tt.ok)
			}
		})
	}
}
