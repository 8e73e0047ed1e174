package xivowire_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"testing/quick"

	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
)

// asEncoded reports whether a value writes itself as encoding/json writes it, without
// the escapes for HTML.
func asEncoded[V wire.Appender](v V) bool {
	var want bytes.Buffer
	enc := json.NewEncoder(&want)
	enc.SetEscapeHTML(false)
	got, err := v.AppendJSON(nil)
	return err == nil && enc.Encode(v) == nil && string(got)+"\n" == want.String()
}

func TestAppendersWriteWhatEncodingJSONWrites(t *testing.T) {
	for name, property := range map[string]any{
		"user":     asEncoded[xivowire.User],
		"line":     asEncoded[xivowire.Line],
		"users":    asEncoded[xivowire.Page[xivowire.User]],
		"meetings": asEncoded[xivowire.Page[xivowire.MeetingRoom]], // which do not write themselves
	} {
		if err := quick.Check(property, nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !asEncoded(xivowire.User{}) || !asEncoded(xivowire.Line{}) || !asEncoded(xivowire.Page[xivowire.User]{}) {
		t.Error("what is empty is written otherwise")
	}
}
