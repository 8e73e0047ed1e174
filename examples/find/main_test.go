package main

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFiltersSelectOrAreRefused(t *testing.T) {
	var out bytes.Buffer
	if err := run(&out); err != nil {
		t.Fatal(err)
	}
	const want = `[{"field":"name","op":"ilike","value":"switch-%"},{"field":"ports","op":">=","value":"24"}]
  switch-01, 48 ports, Lyon
  Switch-03, 24 ports, in stock
[{"field":"tags","op":"contains_all","value":["poe","core"]}]
  switch-01, 48 ports, Lyon
[{"field":"site","op":"!=","value":"Paris"}]
  switch-01, 48 ports, Lyon
[{"field":"site","op":"is null"}]
  Switch-03, 24 ports, in stock
[]
  switch-01, 48 ports, Lyon
  switch-02, 8 ports, Paris
  router-01, 4 ports, Paris
  Switch-03, 24 ports, in stock
[{"field":"ports","op":">","value":"many"}]
  refused: filter: ports > "many": 'many' is not an integer within 64 bits
[{"field":"price","op":"<","value":100}]
  refused: filter: price < 100: unknown field
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}
