package rest_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

func TestHasTellsNullFromMissing(t *testing.T) {
	o := rest.ParseObject(t.Context(), []byte(document))
	for name, want := range map[string]bool{"text": true, "empty": true, "null": true, "missing": false, "TEXT": false} {
		if got := o.Has(name); got != want {
			t.Errorf("Has(%s) = %v", name, got)
		}
	}
	if o.String("missing"); o.Has("text") {
		t.Error("something is there after a mistake")
	}
}

func TestTextAndInteger(t *testing.T) {
	type value struct {
		Text    string
		IsText  bool
		Integer int64
		IsInt   bool
	}
	for raw, want := range map[string]value{
		"":                    {},
		"null":                {},
		"true":                {},
		"[]":                  {},
		"{}":                  {},
		`""`:                  {IsText: true},
		`"\u00e9"`:            {Text: "é", IsText: true},
		`"42"`:                {Text: "42", IsText: true},
		"42":                  {Integer: 42, IsInt: true},
		"-4.2e1":              {Integer: -42, IsInt: true},
		"0":                   {IsInt: true},
		"4.2":                 {},
		"9223372036854775808": {},
	} {
		var got value
		got.Text, got.IsText = rest.Text(json.RawMessage(raw))
		got.Integer, got.IsInt = rest.Integer(json.RawMessage(raw))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", raw, diff)
		}
	}
}
