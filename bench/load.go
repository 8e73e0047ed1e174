package main

import (
	"fmt"
	"io"

	"github.com/pbxkit/pbxkit/bench/internal/report"
)

// loaded is what a load of an engine came to.
type loaded struct {
	times  []sample
	bytes  int64
	failed error
}

// load loads each engine in a process of its own, in turn. Memory is measured once
// where users are made while they are loaded, time several times where they are ready.
func (p plan) load(runs int, ready bool) map[string]*loaded {
	all := map[string]*loaded{}
	for run := range runs {
		for _, engine := range p.engines {
			if all[engine] == nil {
				all[engine] = &loaded{}
			}
			l := all[engine]
			if l.failed != nil || median(l.times)*float64(len(l.times)) > float64(p.budget) {
				continue
			}
			fmt.Fprintf(p.progress, "\rload %d of %d: %-12s", run+1, runs, engine)
			request := p.loading(engine)
			request.Ready = ready
			w, answer, err := start(request)
			if err != nil {
				l.failed = err
				continue
			}
			w.stop()
			l.times = append(l.times, sample{Nanoseconds: float64(answer.Took)})
			l.bytes = answer.Bytes
		}
	}
	fmt.Fprintln(p.progress)
	return all
}

// printLoad writes how long loads took.
func (p plan) printLoad(w io.Writer, m report.Machine) error {
	all := p.load(p.runs, true)
	var rows [][]string
	for _, engine := range p.engines {
		l := all[engine]
		if l.failed != nil {
			rows = append(rows, []string{engine, version(m, engine), "failed", "", ""})
			continue
		}
		took := median(l.times)
		text := report.Duration(took)
		if len(l.times) < p.runs {
			text += fmt.Sprintf(" (%d)", len(l.times))
		}
		rows = append(rows, []string{
			engine, version(m, engine), text, report.Thousands(int(float64(p.users) / took * 1e9)), report.Number(took / median(all[p.engines[0]].times)),
		})
	}
	fmt.Fprintf(w, "%s to load %s users, records at hand; medians of %d interleaved runs, of fewer where brackets say so. %s.\n\n",
		p.clock(), report.Thousands(p.users), p.runs, m)
	report.Table(w, []string{"engine", "version", "time", "users a second", "ratio to " + p.engines[0]}, rows)
	return failures(all)
}

// slice is the engine that holds nothing but the records.
const slice = "loop"

// printMemory writes how large engines are.
func (p plan) printMemory(w io.Writer, m report.Machine) error {
	measured := p
	measured.engines = append([]string{slice}, p.engines...)
	all := measured.load(1, false)
	var rows [][]string
	for _, engine := range p.engines {
		l := all[engine]
		if l.failed != nil {
			rows = append(rows, []string{engine, version(m, engine), "failed", ""})
			continue
		}
		rows = append(rows, []string{
			engine, version(m, engine), report.Thousands(int(l.bytes) / p.users), report.Thousands(int(l.bytes-all[slice].bytes) / p.users),
		})
	}
	fmt.Fprintf(w, "Memory with %s users, in bytes a user: what is reachable on Go's heap, and SQLite's own pages. %s.\n\n", report.Thousands(p.users), m)
	report.Table(w, []string{"engine", "version", "records and all", "beyond records in a slice"}, rows)
	return failures(all)
}

// failures returns what went wrong.
func failures(all map[string]*loaded) error {
	for _, l := range all {
		if l.failed != nil {
			return l.failed
		}
	}
	return nil
}
