package main

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestThePBXAnswers(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	const want = `2 users work at night:
  Ada Byron [sales night]
  Alan Turing [night support]
Ada has line 1, number 1000
a second line is refused: 404 LineNotFound, Unable to create line for user Id 1
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}
