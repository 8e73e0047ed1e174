// Filters that arrive as data, on records of the program's own.
//
//	go run ./examples/find
package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"slices"

	"github.com/pbxkit/pbxkit/filter"
)

// Device is something on the network.
type Device struct {
	Name  string
	Ports int64
	Site  string // "" if it is in stock
	Tags  []string
}

// fields is what can be asked about a Device.
var fields = filter.NewFields(
	filter.Column("name", func(d *Device) string { return d.Name }),
	filter.Column("ports", func(d *Device) int64 { return d.Ports }),
	filter.Nullable("site", func(d *Device) (string, bool) { return d.Site, d.Site != "" }),
	filter.Column("tags", func(d *Device) []string { return d.Tags }),
)

var devices = []*Device{
	{Name: "switch-01", Ports: 48, Site: "Lyon", Tags: []string{"poe", "core"}},
	{Name: "switch-02", Ports: 8, Site: "Paris", Tags: []string{"poe"}},
	{Name: "Switch-03", Ports: 24},
	{Name: "router-01", Ports: 4, Site: "Paris", Tags: []string{"core"}},
}

// condition is a comparison as clients write it.
type condition struct {
	Field string `json:"field"`
	Op    string `json:"op"`
	Value any    `json:"value"`
}

var requests = []string{
	`[{"field":"name","op":"ilike","value":"switch-%"},{"field":"ports","op":">=","value":"24"}]`,
	`[{"field":"tags","op":"contains_all","value":["poe","core"]}]`,
	`[{"field":"site","op":"!=","value":"Paris"}]`, // as in SQL, not what has no site
	`[{"field":"site","op":"is null"}]`,
	`[]`,
	`[{"field":"ports","op":">","value":"many"}]`,
	`[{"field":"price","op":"<","value":100}]`,
}

func main() {
	if err := run(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(w io.Writer) error {
	// By site, devices without one last; then by the number of ports, the
	// largest first.
	bySite, err := fields.Compare([]filter.Order{{Field: "site"}, {Field: "ports", Desc: true}})
	if err != nil {
		return err
	}
	for _, request := range requests {
		fmt.Fprintln(w, request)
		found, err := find([]byte(request))
		if err != nil {
			fmt.Fprintf(w, "  refused: %v\n", err)
			continue
		}
		slices.SortStableFunc(found, bySite)
		for _, d := range found {
			fmt.Fprintf(w, "  %s, %d ports, %s\n", d.Name, d.Ports, cmp.Or(d.Site, "in stock"))
		}
	}
	return nil
}

// find returns the devices of which all conditions are true.
func find(request []byte) ([]*Device, error) {
	var conditions []condition
	if err := json.Unmarshal(request, &conditions); err != nil {
		return nil, err
	}
	var all filter.And
	for _, c := range conditions {
		op, ok := filter.ParseOp(c.Op)
		if !ok {
			return nil, fmt.Errorf("unknown operator %q", c.Op)
		}
		all = append(all, filter.Cmp{Field: c.Field, Op: op, Value: c.Value})
	}
	// Check converts values to the types of the fields, and is the only place
	// that refuses: what it returns can be matched.
	checked, err := fields.Check(all)
	if err != nil {
		return nil, err
	}
	matches := fields.Match(checked)
	var found []*Device
	for _, d := range devices {
		if matches(d) {
			found = append(found, d)
		}
	}
	return found, nil
}
