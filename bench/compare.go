package main

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// plan says what to measure and how thoroughly.
type plan struct {
	users     int
	engines   []string // the first one is what the others are compared with
	workloads []workload
	runs      int
	time      time.Duration // of a run
	budget    time.Duration // of a cell
	together  int           // how many engines are in memory beside the first
	cpu       bool          // take times of processors
	progress  io.Writer
}

// cell is what one engine came to with one workload.
type cell struct {
	samples []sample
	base    []sample // of the first engine, at the same time
	spent   time.Duration
}

// comparison is the outcome.
type comparison struct {
	cells    map[string]map[string]*cell // by engine and workload
	checked  map[string]int              // how many answers have been compared
	failures []error                     // of engines that gave up
}

// loading is the request to load an engine.
func (p plan) loading(engine string) request {
	return request{Do: "load", Engine: engine, Users: p.users, CPU: p.cpu}
}

// clock says what times are, for people.
func (p plan) clock() string {
	if p.cpu {
		return "Processor time"
	}
	return "Time"
}

// compare measures the first engine beside all others, as many at once as the plan
// says, run by run in turn.
func (p plan) compare() (*comparison, error) {
	c := &comparison{cells: map[string]map[string]*cell{}, checked: map[string]int{}}
	fmt.Fprintln(p.progress, "loading", p.engines[0])
	base, _, err := start(p.loading(p.engines[0]))
	if err != nil {
		return nil, err
	}
	defer base.stop()
	want, err := p.digests(base, nil)
	if err != nil {
		return nil, err
	}
	for _, w := range p.workloads { // a first run is for the processor to get going
		if _, err := base.ask(request{Do: "measure", Workload: w.name, Time: p.time}); err != nil {
			return nil, err
		}
	}
	peers := p.engines[1:]
	if len(peers) == 0 {
		return c, c.measure(p, base, nil)
	}
	for group := range slices.Chunk(peers, max(1, min(p.together, len(peers)))) {
		if err := c.compareGroup(p, base, want, group); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// compareGroup measures some engines beside the first. One that fails is noted, and
// the others go on; one that gives another answer ends everything.
func (c *comparison) compareGroup(p plan, base *worker, want map[string][]uint64, group []string) error {
	var peers []*worker
	defer func() {
		for _, w := range peers {
			w.stop()
		}
	}()
	for _, name := range group {
		fmt.Fprintln(p.progress, "loading", name)
		w, _, err := start(p.loading(name))
		if err != nil {
			c.failures = append(c.failures, err)
			continue
		}
		peers = append(peers, w)
		got, err := p.digests(w, want)
		if err != nil {
			return err
		}
		for _, list := range got {
			c.checked[name] += len(list)
		}
	}
	return c.measure(p, base, peers)
}

// digests asks an engine all questions, and compares the answers with those of
// another.
func (p plan) digests(w *worker, want map[string][]uint64) (map[string][]uint64, error) {
	all := map[string][]uint64{}
	for _, load := range p.workloads {
		if load.ask == nil {
			continue
		}
		got, err := w.ask(request{Do: "digest", Workload: load.name, Time: p.budget / 4})
		if err != nil {
			return nil, err
		}
		all[load.name] = got.Digests
		for i := range min(len(got.Digests), len(want[load.name])) {
			if got.Digests[i] != want[load.name][i] {
				return nil, fmt.Errorf("%s: %s: the answer for the values number %d differs from that of %s", w.engine, load.name, i, p.engines[0])
			}
		}
	}
	return all, nil
}

func (c *comparison) measure(p plan, base *worker, peers []*worker) error {
	for run := range p.runs {
		for _, load := range p.workloads {
			fmt.Fprintf(p.progress, "\rrun %d of %d: %-10s", run+1, p.runs, load.name)
			ask := request{Do: "measure", Workload: load.name, Run: run, Time: p.time}
			baseAnswer, err := base.ask(ask)
			if err != nil {
				return err
			}
			own := c.cell(base.engine, load.name)
			own.samples = append(own.samples, baseAnswer.Sample)
			for _, w := range peers {
				cell := c.cell(w.engine, load.name)
				if w.stopped || cell.spent > p.budget {
					continue
				}
				begin := time.Now()
				answer, err := w.ask(ask)
				if err != nil {
					c.failures = append(c.failures, err)
					w.stop()
					continue
				}
				cell.spent += time.Since(begin)
				cell.samples = append(cell.samples, answer.Sample)
				cell.base = append(cell.base, baseAnswer.Sample)
			}
		}
	}
	fmt.Fprintln(p.progress)
	return nil
}

// cell returns the cell of an engine and a workload.
func (c *comparison) cell(engine, workload string) *cell {
	if c.cells[engine] == nil {
		c.cells[engine] = map[string]*cell{}
	}
	if c.cells[engine][workload] == nil {
		c.cells[engine][workload] = &cell{}
	}
	return c.cells[engine][workload]
}
