package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/pbxkit/pbxkit/bench/engines"
	"github.com/pbxkit/pbxkit/bench/internal/report"
)

// print writes the comparison as one table, with what is needed to read it.
func (c *comparison) print(w io.Writer, p plan, m report.Machine) {
	header := []string{"engine", "version"}
	for _, load := range p.workloads {
		header = append(header, load.title)
	}
	var rows [][]string
	for i, engine := range p.engines {
		row := []string{engine, version(m, engine)}
		for _, load := range p.workloads {
			cell := c.cell(engine, load.name)
			if i == 0 {
				row = append(row, mark(report.Duration(median(cell.samples)), cell.samples))
			} else {
				row = append(row, cell.ratio(p.runs))
			}
		}
		rows = append(rows, row)
	}
	fmt.Fprintf(w, "%s with %s users: that of %s, and how many times as much the others need; medians of %d interleaved runs. %s.\n\n",
		p.clock(), report.Thousands(p.users), p.engines[0], p.runs, m)
	report.Table(w, header, rows)
	fmt.Fprintln(w)
	for _, load := range p.workloads {
		fmt.Fprintf(w, "- %s: %s\n", load.title, load.detail)
	}
	fmt.Fprintf(w, "\nA cell in brackets is of that many runs only, as each takes long; one with ≈ is estimated from a write and four queries.\n")
	for _, engine := range p.engines[1:] {
		if n := c.checked[engine]; n > 0 {
			fmt.Fprintf(w, "%s: %d answers are those of %s.\n", engine, n, p.engines[0])
		}
	}
	for _, err := range c.failures {
		fmt.Fprintf(w, "failed: %v\n", err)
	}
}

// ratio returns how many times as long as the first engine another takes.
func (c *cell) ratio(runs int) string {
	if len(c.samples) == 0 {
		return "failed"
	}
	text := mark(report.Number(median(c.samples)/median(c.base)), c.samples, c.base)
	if len(c.samples) < runs {
		text += fmt.Sprintf(" (%d)", len(c.samples))
	}
	return text
}

// mark marks a figure that is estimated in part.
func mark(text string, from ...[]sample) string {
	if slices.ContainsFunc(slices.Concat(from...), func(s sample) bool { return s.Estimated }) {
		return "≈ " + text
	}
	return text
}

// median returns the median of what samples took, in nanoseconds.
func median(samples []sample) float64 {
	times := make([]float64, len(samples))
	for i, s := range samples {
		times[i] = s.Nanoseconds
	}
	return report.Median(times)
}

// version returns the version of an engine.
func version(m report.Machine, engine string) string {
	for _, k := range engines.Kinds() {
		if k.Name == engine {
			return m.Version(k.Module)
		}
	}
	return ""
}
