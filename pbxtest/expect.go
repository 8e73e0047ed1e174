package pbxtest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Expect fails the test unless a request was served by an operation and has what the
// matchers ask for. It returns the first such request. An operation that is nil
// stands for any, and for none.
func (j *Journal) Expect(t TB, op Operation, matchers ...Matcher) Entry {
	t.Helper()
	f := j.find(op, matchers)
	switch {
	case f.wrong != "":
		t.Errorf("pbxtest: %s", f.wrong)
	case len(f.matching) == 0:
		t.Errorf("pbxtest: no request%s%s", f.about, f.nearest())
	default:
		return f.matching[0].redacted()
	}
	return Entry{}
}

// ExpectNone fails the test if there is a request as [Journal.Expect] wants one, or
// if there may have been one that the journal has forgotten.
func (j *Journal) ExpectNone(t TB, op Operation, matchers ...Matcher) {
	t.Helper()
	f := j.find(op, matchers)
	switch n := len(f.matching); {
	case f.wrong != "":
		t.Errorf("pbxtest: %s", f.wrong)
	case n > 0:
		t.Errorf("pbxtest: %s%s, want none:%s", requests(n), f.about, lines(f.matching))
	case f.forgotten > 0:
		t.Errorf("pbxtest: maybe there was a request%s, want none%s", f.about, f.note())
	}
}

// ExpectOnly fails the test unless there are requests as [Journal.Expect] wants
// them, and no others, nor any that the journal has forgotten.
func (j *Journal) ExpectOnly(t TB, op Operation, matchers ...Matcher) {
	t.Helper()
	f := j.find(op, matchers)
	switch n := len(f.misses); {
	case f.wrong != "":
		t.Errorf("pbxtest: %s", f.wrong)
	case len(f.matching) == 0:
		t.Errorf("pbxtest: no request%s%s", f.about, f.nearest())
	case n > 0:
		t.Errorf("pbxtest: want only requests%s, and %d of %d are others\nthe others:%s%s", f.about, n, n+len(f.matching), f.describe(f.misses), f.note())
	case f.forgotten > 0:
		t.Errorf("pbxtest: want only requests%s, maybe there were others%s", f.about, f.note())
	}
}

// ExpectCount fails the test unless there are n requests as [Journal.Expect] wants
// them, or if there may have been more that the journal has forgotten.
func (j *Journal) ExpectCount(t TB, n int, op Operation, matchers ...Matcher) {
	t.Helper()
	f := j.find(op, matchers)
	switch got := len(f.matching); {
	case f.wrong != "":
		t.Errorf("pbxtest: %s", f.wrong)
	case got > n:
		t.Errorf("pbxtest: %s%s, want %d:%s", requests(got), f.about, n, lines(f.matching))
	case got == 0 && n > 0:
		t.Errorf("pbxtest: %s%s, want %d%s", requests(got), f.about, n, f.nearest())
	case got < n:
		t.Errorf("pbxtest: %s%s, want %d:%s%s", requests(got), f.about, n, lines(f.matching), f.nearest())
	case f.forgotten > 0:
		t.Errorf("pbxtest: maybe there were more than %s%s%s", requests(n), f.about, f.note())
	}
}

// ExpectOrder fails the test unless the operations were served in this order. There
// may be other requests before, between and after. An operation that is nil stands
// for any, and for none.
func (j *Journal) ExpectOrder(t TB, ops ...Operation) {
	t.Helper()
	for _, op := range ops {
		if wrong := checkOperation(op); wrong != "" {
			t.Errorf("pbxtest: %s", wrong)
			return
		}
	}
	records, forgotten := j.kept()
	next := 0 // of the records
	for i, op := range ops {
		at := slices.IndexFunc(records[next:], func(r *record) bool { return r.is(op) })
		if at < 0 {
			t.Errorf("pbxtest: no request%s%s%s%s%s", aboutOperation(op), after(ops[:i], records[:next]), instead(op, records, next), note(forgotten), j.elsewhere())
			return
		}
		next += at + 1
	}
}

// after says which part of an order there is, which the last one of the records ends.
func after(ops []Operation, records []*record) string {
	if len(ops) == 0 {
		return ""
	}
	names := make([]string, len(ops))
	for i, op := range ops {
		names[i] = nameOf(op)
	}
	return fmt.Sprintf(" after request %d, which completes %s", records[len(records)-1].entry.Number, strings.Join(names, ", "))
}

// instead says which requests there are instead of one for op among the records from
// next on.
func instead(op Operation, records []*record, next int) string {
	var earlier string
	for _, r := range slices.Backward(records[:next]) {
		if op != nil && r.is(op) {
			earlier = fmt.Sprintf("\nthe last one was request %d", r.entry.Number)
			break
		}
	}
	if next == len(records) {
		return earlier + "\nnothing follows"
	}
	return earlier + "\nwhat follows is:" + lines(records[next:])
}

// found is the journal as an expectation sees it.
type found struct {
	about     string // of a request as it is wanted, in words
	wrong     string // with the expectation itself; "" for nothing
	op        Operation
	matching  []*record
	misses    []miss
	forgotten int64
	elsewhere func() string // of the journal
}

// miss is a request that is not as expected.
type miss struct {
	*record
	reasons []string // none if the operation did not serve it
}

// find holds all requests against an expectation.
func (j *Journal) find(op Operation, matchers []Matcher) *found {
	f := &found{about: aboutOperation(op) + with(matchers), wrong: checkOperation(op), op: op, elsewhere: j.elsewhere}
	for _, m := range matchers {
		if f.wrong == "" {
			f.wrong = m.check(op)
		}
	}
	if f.wrong != "" {
		return f
	}
	var records []*record
	records, f.forgotten = j.kept()
	for _, r := range records {
		if !r.is(op) {
			f.misses = append(f.misses, miss{record: r})
			continue
		}
		if reasons := j.differences(r, matchers); len(reasons) > 0 {
			f.misses = append(f.misses, miss{r, reasons})
		} else {
			f.matching = append(f.matching, r)
		}
	}
	return f
}

// differences says what of a request is not as expected.
func (j *Journal) differences(r *record, matchers []Matcher) []string {
	var reasons []string
	for _, m := range matchers {
		if reason := m.differs(j, r); reason != "" {
			reasons = append(reasons, reason)
		}
	}
	return reasons
}

// is reports whether an operation served the request.
func (r *record) is(op Operation) bool {
	return op == nil || r.entry.Operation == op.String() && r.entry.Vendor == op.Vendor()
}

// How near a request is to an operation.
const (
	served = iota // by the operation
	meant         // for the operation most likely, though none served it
	sameVendor
	far
)

// rank orders misses.
func (m *miss) rank(op Operation) int {
	switch {
	case len(m.reasons) > 0:
		return served
	case m.entry.Operation == "" && closest(m.entry.Method, m.entry.Path).is(op):
		return meant
	case m.entry.Vendor == op.Vendor():
		return sameVendor
	}
	return far
}

// mostMisses is how many requests an expectation that fails shows.
const mostMisses = 5

// nearest describes the requests that came the closest to those that were not found.
func (f *found) nearest() string {
	near := f.near()
	var what string
	switch {
	case len(near) > 0 && len(f.matching) > 0:
		what = "\nthe nearest others:" + f.describe(near)
	case len(near) > 0:
		what = "\nthe nearest:" + f.describe(near)
	case len(f.matching) == 0:
		what = "\nthere was no other request"
	}
	return what + f.note() + f.elsewhere()
}

// near returns the misses that are for the operation, the nearest first. Those for
// others say something only if there is none for it.
func (f *found) near() []miss {
	ranks := make(map[*record]int, len(f.misses))
	for _, m := range f.misses {
		ranks[m.record] = m.rank(f.op)
	}
	all := slices.SortedStableFunc(slices.Values(f.misses), func(a, b miss) int {
		return cmp.Or(cmp.Compare(ranks[a.record], ranks[b.record]), cmp.Compare(len(a.reasons), len(b.reasons)))
	})
	others := slices.IndexFunc(all, func(m miss) bool { return ranks[m.record] > meant })
	if others < 0 || others == 0 && len(f.matching) == 0 {
		return all
	}
	return all[:others]
}

// describe says what misses are, and why they are none.
func (f *found) describe(misses []miss) string {
	var b strings.Builder
	for _, m := range misses[:min(len(misses), mostMisses)] {
		b.WriteString(m.line())
		for _, reason := range m.reasons {
			b.WriteString("\n      " + reason)
		}
		if f.op != nil && m.entry.Operation == f.op.String() && !m.is(f.op) {
			fmt.Fprintf(&b, "\n      it is %s %s", m.entry.Vendor, m.entry.Operation)
		}
	}
	return b.String() + more(len(misses))
}

// lines describes requests.
func lines(records []*record) string {
	var b strings.Builder
	for _, r := range records[:min(len(records), mostMisses)] {
		b.WriteString(r.line())
	}
	return b.String() + more(len(records))
}

func (r *record) line() string {
	e := r.redacted()
	return "\n   " + e.String()
}

func more(n int) string {
	if n <= mostMisses {
		return ""
	}
	return fmt.Sprintf("\n   and %d more", n-mostMisses)
}

func (f *found) note() string { return note(f.forgotten) }

// note says that the journal does not know everything.
func note(forgotten int64) string {
	if forgotten == 0 {
		return ""
	}
	return fmt.Sprintf("\nthe journal has forgotten %s, see JournalLimits", requests(int(forgotten)))
}

func requests(n int) string {
	if n == 1 {
		return "1 request"
	}
	return fmt.Sprintf("%d requests", n)
}

// elsewhere says that a request may be in another journal.
func (s *Server) elsewhere() string {
	switch {
	case s.parent != nil:
		return "\ntenants have journals of their own, and this one is a tenant's"
	case len(s.Tenants()) > 0:
		return "\ntenants have journals of their own, and this one is the server's"
	}
	return ""
}

func aboutOperation(op Operation) string {
	if op == nil {
		return ""
	}
	return " for " + nameOf(op)
}

// nameOf names an operation with its vendor.
func nameOf(op Operation) string {
	if op == nil {
		return "any operation"
	}
	return op.Vendor() + " " + op.String()
}

// with says what matchers ask for.
func with(matchers []Matcher) string {
	if len(matchers) == 0 {
		return ""
	}
	words := make([]string, len(matchers))
	for i, m := range matchers {
		words[i] = m.what
	}
	last := len(words) - 1
	if last == 0 {
		return " with " + words[0]
	}
	return " with " + strings.Join(words[:last], ", ") + " and " + words[last]
}
