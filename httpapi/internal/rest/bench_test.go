package rest_test

import (
	"context"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

// BenchmarkObject parses a body and looks at five members, one of them an object
// with two. It is to cost the same as ever if nobody records what is looked at.
func BenchmarkObject(b *testing.B) {
	body := []byte(`{"id": 1, "name": "room", "number": 1050, "open": true, "recording": {"mode": "never", "quality": "mono"}}`)
	read := func(b *testing.B, ctx context.Context) {
		o := rest.ParseObject(ctx, body)
		o.Int("id")
		o.String("name")
		o.OptInt("number")
		o.OptBool("open")
		recording := o.Object("recording")
		recording.OptString("mode")
		recording.OptString("quality")
		if err := o.Err(); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("unrecorded", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			read(b, b.Context())
		}
	})
	b.Run("recorded", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var reads rest.Reads
			read(b, rest.WithReads(b.Context(), &reads))
			if unread := reads.Unread(); unread != nil {
				b.Fatal(unread)
			}
		}
	})
}
