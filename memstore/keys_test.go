package memstore

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/store"
)

// randomKeyText makes texts of bytes that mean something in a key.
func randomKeyText(r *rand.Rand) string {
	text := make([]byte, r.IntN(6))
	for i := range text {
		text[i] = "\x00\x01\x02ab\xff"[r.IntN(6)]
	}
	return string(text)
}

func TestCutTextIsTheTextThatTheKeyWasMadeFrom(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 5000 {
		text := randomKeyText(r)
		entry := append([]byte{keyPresent}, store.FieldKey(text)...)
		whole := append(slices.Clone(entry), store.EncodeKey(randomKeyText(r))...)
		got, ok := cutText(whole)
		if !ok || string(got) != text {
			t.Fatalf("cutText(%q) = %q, %t, want %q", whole, got, ok, text)
		}
		for i := range entry {
			if got, ok := cutText(entry[:i]); ok {
				t.Fatalf("cutText(%q) = %q, of a text that is not whole", entry[:i], got)
			}
		}
	}
}

func TestAfterIsTheEndOfAPrefix(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		prefix := "\x01" + randomKeyText(r)
		key := "\x01" + randomKeyText(r)
		before, within := key < string(after([]byte(prefix))), strings.HasPrefix(key, prefix)
		if want := within || key < prefix; before != want {
			t.Fatalf("%q is before after(%q): %t, want %t", key, prefix, before, want)
		}
	}
	if got := after([]byte{1, 0xFF, 0xFF}); !bytes.Equal(got, []byte{2}) {
		t.Errorf("after is %q", got)
	}
}
