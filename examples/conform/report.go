package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/pbxkit/pbxkit/xivo/xivotest"
)

// report is what came of a comparison.
type report struct {
	Vendor     string   `json:"vendor"`
	Operations []row    `json:"operations"`
	Promises   []result `json:"promises"`
}

// row is what is known of an operation.
type row struct {
	Operation  string   `json:"operation"`
	Method     string   `json:"method"`
	Path       string   `json:"path"`
	Documented string   `json:"documented"` // statuses; in brackets those that no page of the vendor has
	Expected   string   `json:"expected"`   // those that the double, or the PBX before, answered
	Observed   string   `json:"observed"`   // those that came
	Verdict    string   `json:"verdict"`    // same, differs or not asked
	Why        []string `json:"why,omitempty"`
}

// compare makes the report of a run.
func compare(v vendor, known evidence, want shapes, s *seen, results []result) *report {
	r := &report{Vendor: v.name, Promises: results}
	for _, op := range v.operations {
		of := row{
			Operation: op.Name, Method: op.Method, Path: op.Path, Verdict: "same",
			Documented: known.statuses(op.Name), Expected: statuses(want[op.Name]), Observed: statuses(s.shapes[op.Name]),
		}
		of.Why = append(of.Why, s.failures[op.Name]...)
		if len(s.shapes[op.Name]) == 0 {
			of.Observed = "-"
		}
		if want[op.Name] != nil {
			of.Why = append(of.Why, differences(want[op.Name], s.shapes[op.Name])...)
		} else {
			of.Expected = "-"
		}
		for _, p := range results {
			if _, asked := s.asked[p.Name][op.Name]; asked && p.Verdict == xivotest.Failed {
				of.Why = append(of.Why, "a promise is broken: "+strings.ReplaceAll(p.Name, "_", " "))
			}
		}
		switch {
		case len(of.Why) > 0:
			of.Verdict = "differs"
		case of.Observed == "-":
			of.Verdict = "not asked"
		}
		r.Operations = append(r.Operations, of)
	}
	return r
}

// differ reports whether anything differs.
func (r *report) differ() bool {
	return slices.ContainsFunc(r.Operations, func(o row) bool { return o.Verdict == "differs" }) ||
		slices.ContainsFunc(r.Promises, func(p result) bool { return p.Verdict == xivotest.Failed })
}

// write writes the report: as a table, as JSON, or both.
func (r *report) write(c config, stdout io.Writer) error {
	if c.json != "" {
		text, err := json.MarshalIndent(r, "", "\t")
		if err != nil {
			return err
		}
		text = append(text, '\n')
		if c.json == "-" {
			_, err = stdout.Write(text)
			return err
		}
		if err := os.WriteFile(c.json, text, 0o666); err != nil {
			return err
		}
	}
	return r.table(stdout)
}

func (r *report) table(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "OPERATION\tDOCUMENTED\tEXPECTED\tOBSERVED\tVERDICT")
	for _, o := range r.Operations {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", o.Operation, o.Documented, o.Expected, o.Observed, o.Verdict)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(w, "In brackets: what no page of the vendor documents.")
	for _, o := range r.Operations {
		for _, why := range o.Why {
			fmt.Fprintf(w, "%s: %s\n", o.Operation, why)
		}
	}
	skipped := map[string]int{}
	for _, p := range r.Promises {
		switch p.Verdict {
		case xivotest.Failed:
			fmt.Fprintf(w, "broken: %s\n\t%s\n", strings.ReplaceAll(p.Name, "_", " "), strings.ReplaceAll(strings.Join(p.Text, "\n"), "\n", "\n\t"))
		case xivotest.Skipped:
			skipped[strings.Join(p.Text, " ")]++
		}
	}
	return r.summary(w, skipped)
}

func (r *report) summary(w io.Writer, skipped map[string]int) error {
	counts := map[xivotest.Verdict]int{}
	for _, p := range r.Promises {
		counts[p.Verdict]++
	}
	fmt.Fprintf(w, "%d promises kept, %d broken, %d skipped\n", counts[xivotest.Passed], counts[xivotest.Failed], counts[xivotest.Skipped])
	for _, why := range slices.Sorted(maps.Keys(skipped)) {
		fmt.Fprintf(w, "%d skipped: %s\n", skipped[why], why)
	}
	return nil
}
