package contract

import (
	"bytes"
	"fmt"
	"maps"
	"mime/multipart"
	"net/url"
	"slices"
	"testing"
)

const (
	urlencoded = "application/x-www-form-urlencoded"
	inParts    = "multipart/form-data"
)

func isForm(mediaType string) bool { return mediaType == urlencoded || mediaType == inParts }

// setForm gives a request a form of one of the two kinds as its body. The header of
// one in parts needs their boundary.
func (x *exchange) setForm(t *testing.T, mediaType string, fields map[string]any) {
	t.Helper()
	if mediaType == urlencoded {
		values := url.Values{}
		for name, value := range fields {
			values.Set(name, fmt.Sprint(value))
		}
		x.body = values.Encode()
		return
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if err := w.WriteField(name, fmt.Sprint(fields[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	x.body = body.String()
	if x.header.Get("Content-Type") == inParts {
		x.header.Set("Content-Type", w.FormDataContentType())
	}
}
