package main

import (
	"fmt"
	"hash/fnv"
	"time"

	"github.com/pbxkit/pbxkit/bench/engines"
	"github.com/pbxkit/pbxkit/bench/users"
)

// workload is what is measured, a column of the table.
type workload struct {
	name   string // for the flag -queries
	title  string // of the column
	detail string // what it is in SQL

	// ask is the question, if the workload is one.
	ask func(engines.Engine, users.Params) (engines.Page, error)

	// A workload that is none writes once and then asks this many questions.
	queries int
}

const offset = 1000

func workloads() []workload {
	return []workload{
		{name: "equal", title: "unique =", detail: "`phone = ?`",
			ask: func(e engines.Engine, p users.Params) (engines.Page, error) { return e.ByPhone(p.Phone) }},
		{name: "prefix", title: "prefix, order, total", detail: "`full_name like 'Jack %' order by full_name limit 20`, and how many there are",
			ask: func(e engines.Engine, p users.Params) (engines.Page, error) { return e.ByPrefix(p.Prefix) }},
		{name: "ilike", title: "ilike '%son%', total", detail: "`full_name ilike '%son%' order by id limit 20`, and how many",
			ask: func(e engines.Engine, p users.Params) (engines.Page, error) { return e.ByPart(p.Part) }},
		{name: "labels", title: "two labels, total", detail: "`labels @> {red, blue} order by id limit 20`, and how many",
			ask: func(e engines.Engine, p users.Params) (engines.Page, error) {
				return e.ByLabels(p.Labels[0], p.Labels[1])
			}},
		{name: "compare", title: "= and !=, order desc, offset, total",
			detail: fmt.Sprintf("`entity = ? and site_name != ? order by full_name desc offset %d limit 20`, and how many", offset),
			ask: func(e engines.Engine, p users.Params) (engines.Page, error) {
				return e.ByEntity(p.Entity, p.ExceptSite, offset)
			}},
		{name: "order", title: "order, total of all", detail: "`order by full_name limit 20`, and how many",
			ask: func(e engines.Engine, _ users.Params) (engines.Page, error) { return e.First() }},
		{name: "write", title: "write", detail: "replaces a user, whose name, labels and entity change, in a transaction of its own", queries: 0},
		{name: "mix1", title: "write + 1 query", detail: "a write and then a query, which is `equal`, `prefix`, `labels` or `order` in turn", queries: 1},
		{name: "mix10", title: "write + 10 queries", detail: "a write and then ten of them", queries: 10},
		{name: "mix100", title: "write + 100 queries", detail: "a write and then a hundred of them", queries: 100},
	}
}

// inMix are the questions that follow a write. Without the two that look at many
// users with any engine, or the write would hardly count.
var inMix = []func(engines.Engine, users.Params) (engines.Page, error){
	func(e engines.Engine, p users.Params) (engines.Page, error) { return e.ByPhone(p.Phone) },
	func(e engines.Engine, p users.Params) (engines.Page, error) { return e.ByPrefix(p.Prefix) },
	func(e engines.Engine, p users.Params) (engines.Page, error) {
		return e.ByLabels(p.Labels[0], p.Labels[1])
	},
	func(e engines.Engine, _ users.Params) (engines.Page, error) { return e.First() },
}

// subject is an engine with users in it, under measurement.
type subject struct {
	engine engines.Engine
	users  int
	params []users.Params
	clock  clock
	edits  int // made
	asked  int // in mixes
}

// paramCount is how many values are asked for in turn.
const paramCount = 24

func newSubject(e engines.Engine, n int, c clock) *subject {
	s := &subject{engine: e, users: n, clock: c}
	for i := range paramCount {
		s.params = append(s.params, users.ParamsFor(n, i))
	}
	return s
}

// do does a workload for the i-th time.
func (s *subject) do(w *workload, i int) error {
	if w.ask != nil {
		_, err := w.ask(s.engine, s.params[i%len(s.params)])
		return err
	}
	if err := s.write(); err != nil {
		return err
	}
	return s.askMix(w.queries)
}

func (s *subject) write() error {
	s.edits++
	return s.engine.Replace(users.Edit(s.users, s.edits))
}

func (s *subject) askMix(n int) error {
	for range n {
		ask := inMix[s.asked%len(inMix)]
		if _, err := ask(s.engine, s.params[s.asked/len(inMix)%len(s.params)]); err != nil {
			return err
		}
		s.asked++
	}
	return nil
}

// sample is what one run of a workload came to.
type sample struct {
	Nanoseconds float64 // for one time
	Estimated   bool    // from a write and one round of the questions
}

// measure does a workload, for the i-th run, often enough to take a time.
func (s *subject) measure(w *workload, run int, atLeast time.Duration) (sample, error) {
	if w.ask == nil && w.queries > len(inMix) {
		if estimate, err := s.estimate(w); err != nil || estimate > 5*atLeast {
			return sample{float64(estimate), true}, err
		}
	}
	for n := 1; ; {
		start := s.clock()
		for i := range n {
			if err := s.do(w, run+i); err != nil {
				return sample{}, err
			}
		}
		took := s.clock() - start
		if took >= atLeast {
			return sample{Nanoseconds: float64(took) / float64(n)}, nil
		}
		enough := 1.2 * float64(n) * float64(atLeast) / float64(max(took, 1))
		n = int(max(float64(n+1), min(enough, float64(100*n))))
	}
}

// estimate returns how long a mix would take.
func (s *subject) estimate(w *workload) (time.Duration, error) {
	start := s.clock()
	if err := s.write(); err != nil {
		return 0, err
	}
	write := s.clock() - start
	if err := s.askMix(len(inMix)); err != nil {
		return 0, err
	}
	return write + (s.clock()-start-write)*time.Duration(w.queries)/time.Duration(len(inMix)), nil
}

// digests returns one number for each answer to a question, for as many values as
// there is time for, one at least.
func (s *subject) digests(w *workload, atMost time.Duration) ([]uint64, error) {
	var list []uint64
	for start := time.Now(); len(list) < len(s.params) && (len(list) == 0 || time.Since(start) < atMost); {
		page, err := w.ask(s.engine, s.params[len(list)])
		if err != nil {
			return nil, err
		}
		list = append(list, digest(page))
	}
	return list, nil
}

func digest(page engines.Page) uint64 {
	h := fnv.New64a()
	fmt.Fprintln(h, page.Total)
	for _, u := range page.Rows {
		fmt.Fprintf(h, "%+v\n", *engines.Visible(u))
	}
	return h.Sum64()
}
