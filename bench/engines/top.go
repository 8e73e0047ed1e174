package engines

import (
	"cmp"
	"strings"

	"github.com/pbxkit/pbxkit/bench/users"
)

// top counts users and keeps the first of them, in a heap whose root is the last of
// those kept: what one writes by hand when sorting everything is too slow.
type top struct {
	compare func(a, b *users.User) int
	keep    int
	total   int
	rows    []*users.User
}

// byName is the order of full names.
func byName(a, b *users.User) int {
	if c := strings.Compare(a.FullName, b.FullName); c != 0 {
		return c
	}
	return cmp.Compare(a.ID, b.ID)
}

// byNameDesc is the reverse of byName.
func byNameDesc(a, b *users.User) int { return byName(b, a) }

// add counts a user.
func (t *top) add(u *users.User) {
	t.total++
	switch {
	case len(t.rows) < t.keep:
		t.rows = append(t.rows, u)
		t.up(len(t.rows) - 1)
	case t.compare(u, t.rows[0]) < 0:
		t.rows[0] = u
		t.down(len(t.rows))
	}
}

// page returns what is left of the first users without some.
func (t *top) page(offset int) Page {
	for n := len(t.rows) - 1; n > 0; n-- { // the last of all to the end, and again
		t.rows[0], t.rows[n] = t.rows[n], t.rows[0]
		t.down(n)
	}
	return Page{Rows: t.rows[min(offset, len(t.rows)):], Total: t.total}
}

func (t *top) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if t.compare(t.rows[i], t.rows[parent]) <= 0 {
			return
		}
		t.rows[i], t.rows[parent] = t.rows[parent], t.rows[i]
		i = parent
	}
}

// down sinks the root into the first n rows.
func (t *top) down(n int) {
	for i := 0; ; {
		last := 2*i + 1
		if last >= n {
			return
		}
		if last+1 < n && t.compare(t.rows[last+1], t.rows[last]) > 0 {
			last++
		}
		if t.compare(t.rows[last], t.rows[i]) <= 0 {
			return
		}
		t.rows[i], t.rows[last] = t.rows[last], t.rows[i]
		i = last
	}
}

// firsts counts users that come in order, and keeps the first of them.
type firsts struct {
	offset int
	page   Page
}

func (f *firsts) add(u *users.User) {
	if f.page.Total >= f.offset && f.page.Total < f.offset+Limit {
		f.page.Rows = append(f.page.Rows, u)
	}
	f.page.Total++
}
