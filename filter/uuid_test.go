package filter_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/filter"
)

func TestParseUUIDReturnsTheCanonicalForm(t *testing.T) {
	const canonical = "01234567-89ab-cdef-0123-456789abcdef"
	for _, c := range []struct {
		in   string
		want filter.UUID
		ok   bool
	}{
		{canonical, canonical, true},
		{strings.ToUpper(canonical), canonical, true},
		{"01234567-89Ab-cDEf-0123-456789aBcdef", canonical, true},
		{"00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000", true}, // any version
		{"", "", false},
		{canonical[:35], "", false},
		{canonical + "0", "", false},
		{" " + canonical, "", false},
		{"{" + canonical[:34] + "}", "", false},
		{strings.ReplaceAll(canonical, "-", ""), "", false},
		{strings.ReplaceAll(canonical, "-", ":"), "", false},
		{"0123456-789ab-cdef-0123-456789abcdef", "", false},
		{"01234567-89ab-cdef-0123-456789abcdeg", "", false},
		{"01234567-89ab-cdef-0123-456789abcdeG", "", false},
		{"01234567-89ab-cdef-0123-456789abcde`", "", false}, // the bytes next to the digits
		{"01234567-89ab-cdef-0123-456789abcde@", "", false},
		{"01234567-89ab-cdef-0123-456789abcde/", "", false},
		{"01234567-89ab-cdef-0123-456789abcde:", "", false},
		{"01234567-89ab-cdef-0123-456789abcde\x10", "", false}, // 0x10 and a bit is 0
		{"01234567-89ab-cdef-0123-456789abcdé", "", false},
	} {
		got, ok := filter.ParseUUID(c.in)
		if got != c.want || ok != c.ok {
			t.Errorf("ParseUUID(%q) = %q, %v, want %q, %v", c.in, got, ok, c.want, c.ok)
		}
	}
}

func TestUUIDIsATextInJSON(t *testing.T) {
	data, err := json.Marshal(uuid1)
	if err != nil {
		t.Fatal(err)
	}
	var got filter.UUID
	if err := json.Unmarshal(data, &got); err != nil || got != uuid1 {
		t.Errorf("%s read back = %q, %v, want %q", data, got, err, uuid1)
	}
}
