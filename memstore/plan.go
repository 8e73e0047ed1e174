package memstore

import (
	"context"
	"math"
	"slices"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// planner answers one query about the rows of a table. Which plan is best follows
// from how many rows each part of the filter selects, which the indexes know
// exactly, and from what a step of each plan costs.
type planner struct {
	ctx   context.Context
	t     *table
	r     *records
	q     *store.Query
	notes *notes // nil if nobody wants to know

	parts []*part
	rest  []filter.Expr // what no index can answer

	order *index // lists the rows in the order of the query; nil if none does
	desc  bool   // backwards
}

// method is a way to answer a query.
type method uint8

const (
	scan  method = iota + 1 // look at every row
	walk                    // look at every row, in the order of an index
	cut                     // the page is a piece of an index
	read                    // read the values in an index
	fetch                   // look at the rows of one part
	meet                    // intersect the rows of parts
)

// plan is a method, with the parts that it uses and about how many nanoseconds it
// takes.
type plan struct {
	method method
	parts  []*part
	rest   []filter.Expr // what has to be asked of each row that the parts select
	cost   float64
	page   paging // of meet
}

// paging is how meet finds the page in a set of rows; the zero paging is the
// cheaper one.
type paging uint8

const (
	byWalk paging = iota + 1 // along the order, testing whether they are in the set
	bySort                   // comparing the rows of the set
)

// What a step costs, in nanoseconds: measured with rows of users, and right within
// a factor of two, which is all that a choice needs.
const (
	costScan  = 40   // a row, in the order of their numbers, in which they came
	costFetch = 60   // a row anywhere
	costRead  = 20   // a value in an index
	costEntry = 3    // a number in an index: to count it, or set or test its bit
	costSort  = 30   // a comparison of two rows
	costChunk = 80   // 4,096 bits of two sets
	costPlan  = 500  // finding a place in an index
	costSet   = 1500 // making a set, however small
)

// small is how many rows are looked at without further thought.
const small = 32

func newPlanner(ctx context.Context, t *table, r *records, q *store.Query, notes *notes) *planner {
	p := &planner{ctx: ctx, t: t, r: r, q: q, notes: notes}
	p.order, p.desc = t.orderIndex(q.Order)
	return p
}

// orderIndex returns the index that lists all rows in an order, or nil, and whether
// backwards.
func (t *table) orderIndex(order []filter.Order) (ix *index, desc bool) {
	switch len(order) {
	case 0:
		return t.indexes[0], false
	case 1:
		if ix := t.index(t.schema.IndexOn(order[0].Field)); ix != nil && ix.listsAll() {
			return ix, order[0].Desc
		}
	}
	return nil, false
}

// choose returns the best plan.
func (p *planner) choose() plan {
	if p.q.Filter == nil && p.order != nil {
		return plan{method: cut}
	}
	if p.r.rows.Len() <= small {
		if p.order != nil && !p.q.CountOnly {
			return p.walk()
		}
		return p.scan()
	}
	plans := p.plans()
	best := plans[0]
	for _, other := range plans[1:] {
		if other.cost < best.cost {
			best = other
		}
	}
	return best
}

// plans returns all plans that answer the query.
func (p *planner) plans() []plan {
	p.parts, p.rest = p.r.split(p.t, p.q.Filter)
	for _, part := range p.parts {
		p.lookUp(part)
	}
	plans := []plan{p.scan()}
	if p.order != nil && !p.q.CountOnly {
		plans = append(plans, p.walk())
	}
	if len(p.parts)+len(p.rest) == 0 {
		if p.order != nil || p.q.CountOnly {
			plans = append(plans, plan{method: cut, cost: costPlan})
		}
		return plans
	}
	if len(p.parts) == 0 {
		return plans
	}
	if first := p.parts[0]; len(p.parts) == 1 && len(p.rest) == 0 && (p.q.CountOnly || p.inOrder(first)) {
		if first.exact() {
			plans = append(plans, plan{method: cut, parts: p.parts, cost: costPlan})
		} else {
			plans = append(plans, plan{method: read, parts: p.parts, cost: costPlan + costRead*float64(first.count())})
		}
	}
	return append(plans, p.fetch(), p.meet())
}

// inOrder reports whether the entries of a part are in the order of the query: they
// are of the index that it is ordered by, or all of one value and in the order of
// the primary key.
func (p *planner) inOrder(part *part) bool {
	return part.ix == p.order || part.only != "" && len(p.q.Order) == 0
}

func (p *planner) scan() plan {
	n := float64(p.r.rows.Len())
	return plan{method: scan, rest: p.rest, cost: n*costScan + p.sort(n)}
}

func (p *planner) walk() plan {
	n := float64(p.r.rows.Len())
	return plan{method: walk, rest: p.rest, cost: n * costFetch}
}

// fetch looks at the rows of the part with the fewest.
func (p *planner) fetch() plan {
	first := p.parts[0]
	for _, part := range p.parts[1:] {
		if part.count() < first.count() {
			first = part
		}
	}
	n := float64(first.count())
	cost := n * costFetch
	if !p.inOrder(first) {
		cost += p.sort(n)
	}
	return plan{method: fetch, parts: []*part{first}, cost: costPlan + cost}
}

// sort returns what it costs to put rows in order, or to find the first of them.
func (p *planner) sort(rows float64) float64 {
	if p.q.CountOnly || rows < 2 {
		return 0
	}
	end := rows
	if e := p.pageEnd(); e > 0 {
		end = min(end, float64(e))
	}
	// Those that are among the first so far are kept and sorted, the others are
	// compared once.
	pushed := min(rows, end*(1+math.Log(rows/end)))
	return costSort * (rows + pushed*math.Log2(end+1))
}

// pageEnd returns how many of the first rows the page needs; 0 stands for all.
func (p *planner) pageEnd() int {
	if p.q.Limit == 0 || p.q.Offset+p.q.Limit < 0 { // none, or beyond int
		return 0
	}
	return p.q.Offset + p.q.Limit
}

// meet intersects parts as sets of rows: those that have a bitmap already, and
// others for as long as it costs less to make one than it saves looking at rows.
// Without a rest, no row is looked at to count them.
func (p *planner) meet() plan {
	n := float64(p.r.rows.Len())
	pl := plan{method: meet, rest: p.rest}
	selected := n
	for _, part := range p.byCost() {
		share, cost := part.share(p.r.rows.Len()), part.bitsCost(p.r)
		saved := selected * (1 - share) * costFetch
		if len(p.rest) == 0 {
			saved = selected * costFetch // if it is the last, there is nothing to look at
		}
		if len(pl.parts) > 0 && cost > saved {
			pl.rest = slices.Concat(pl.rest, part.exprs)
			continue
		}
		pl.parts = append(pl.parts, part)
		pl.cost += cost
		selected *= share
	}
	pl.cost += costPlan + n/4096*costChunk*float64(len(pl.parts)) + p.pageCost(n, selected, len(pl.rest) > 0)
	return pl
}

// pageCost returns what it costs to find the page among so many of n rows that are
// known by number.
func (p *planner) pageCost(n, selected float64, look bool) float64 {
	collect := selected*costFetch + p.sort(selected)
	switch {
	case p.q.CountOnly && !look:
		return 0
	case look || p.order == nil:
		return collect
	}
	return min(collect, p.walkCost(n, selected))
}

// walkCost returns what it costs to walk along the order of n rows until the page is
// full, if so many of them count.
func (p *planner) walkCost(n, selected float64) float64 {
	end := selected
	if e := p.pageEnd(); e > 0 {
		end = min(end, float64(e))
	}
	return p.steps(n, selected)*costEntry + end*costFetch
}

// steps returns how many entries are walked for that.
func (p *planner) steps(n, selected float64) float64 {
	end := float64(p.pageEnd())
	if end == 0 || end >= selected {
		return n
	}
	return end * n / selected
}
