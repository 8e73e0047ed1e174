package engines

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pbxkit/pbxkit/bench/users"
)

// question is a question to an engine, and what the answer is: those that match, in
// an order.
type question struct {
	name    string
	ask     func(Engine) (Page, error)
	matches func(*users.User) bool
	order   func(a, b *users.User) int
	offset  int
}

func (q question) want(all []*users.User) Page {
	var found []*users.User
	for _, u := range all {
		if q.matches(u) {
			found = append(found, u)
		}
	}
	slices.SortFunc(found, q.order)
	total := len(found)
	found = found[min(q.offset, total):]
	return Page{found[:min(Limit, len(found))], total}
}

// questions asks for the values that are measured, and for some that are not there.
func questions(n int) []question {
	params := []users.Params{
		{Phone: "1", Prefix: "Jack", Part: "zz", Labels: [2]string{"red", "mauve"}, Entity: "Nowhere", ExceptSite: "MDS 1"},
		{Phone: "10000000 ", Prefix: "Zzz", Part: "A", Labels: [2]string{"mauve", "red"}, Entity: "Branch", ExceptSite: "Nowhere"},
		{Phone: "10000001%", Prefix: "J", Part: "-", Labels: [2]string{"red", "red"}, Entity: "Workshop", ExceptSite: "mds 1"},
		{Phone: "x", Prefix: "Søren Alder", Part: "a ALDER", Labels: [2]string{"Red", "blue"}, Entity: "branch", ExceptSite: "MDS 2"},
	}
	for i := range 12 {
		params = append(params, users.ParamsFor(n, i))
	}
	byID := func(a, b *users.User) int { return cmp.Compare(a.ID, b.ID) }
	list := []question{{
		name: "First", ask: Engine.First, matches: func(*users.User) bool { return true }, order: byName,
	}}
	for _, p := range params {
		add := func(name string, ask func(Engine) (Page, error), order func(a, b *users.User) int, offset int, matches func(*users.User) bool) {
			list = append(list, question{fmt.Sprintf("%s of %+v", name, p), ask, matches, order, offset})
		}
		add("ByPhone", func(e Engine) (Page, error) { return e.ByPhone(p.Phone) }, byID, 0,
			func(u *users.User) bool { return u.PhoneNumber == p.Phone })
		add("ByPrefix", func(e Engine) (Page, error) { return e.ByPrefix(p.Prefix) }, byName, 0,
			func(u *users.User) bool { return strings.HasPrefix(u.FullName, p.Prefix) })
		add("ByPart", func(e Engine) (Page, error) { return e.ByPart(p.Part) }, byID, 0,
			func(u *users.User) bool {
				return strings.Contains(strings.ToLower(u.FullName), strings.ToLower(p.Part))
			})
		add("ByLabels", func(e Engine) (Page, error) { return e.ByLabels(p.Labels[0], p.Labels[1]) }, byID, 0,
			func(u *users.User) bool {
				return slices.Contains(u.Labels, p.Labels[0]) && slices.Contains(u.Labels, p.Labels[1])
			})
		for _, offset := range []int{0, 15, 1000} {
			add("ByEntity", func(e Engine) (Page, error) { return e.ByEntity(p.Entity, p.ExceptSite, offset) }, byNameDesc, offset,
				func(u *users.User) bool {
					return u.Entity == p.Entity && u.SiteName != "" && u.SiteName != p.ExceptSite
				})
		}
	}
	return list
}

func TestEnginesGiveTheSameAnswers(t *testing.T) {
	for _, n := range sizes {
		all := slices.Collect(users.Generate(n))
		list := questions(n)
		var before, after []Page
		for _, q := range list {
			before = append(before, q.want(all))
		}
		const edits = 100
		for i := range edits {
			u := users.Edit(n, i)
			all[u.ID-1] = u
		}
		for _, q := range list {
			after = append(after, q.want(all))
		}
		for _, kind := range Kinds() {
			t.Run(fmt.Sprintf("%s/%d", kind.Name, n), func(t *testing.T) {
				t.Parallel()
				e := open(t, kind, n)
				every := 1
				switch {
				case kind.Name == "badgerhold": // each answer takes milliseconds
					every = 25
				case kind.Name == "bexpr" && n > 1000:
					every = 5
				}
				for i := 0; i < len(list); i += every {
					check(t, kind, e, list[i], before[i])
				}
				for i := range edits {
					if err := e.Replace(users.Edit(n, i)); err != nil {
						t.Fatal(err)
					}
				}
				for i := 0; i < len(list); i += every {
					check(t, kind, e, list[i], after[i])
				}
			})
		}
	}
}

func check(t *testing.T, kind Kind, e Engine, q question, want Page) {
	t.Helper()
	got, err := q.ask(e)
	if err != nil {
		t.Fatalf("%s: %v", q.name, err)
	}
	if kind.Partial {
		want = Page{slices.Clone(want.Rows), want.Total}
		for i, u := range want.Rows {
			want.Rows[i] = Visible(u)
		}
	}
	if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", q.name, diff)
	}
}

// open returns an engine with n users.
func open(t testing.TB, kind Kind, n int) Engine {
	t.Helper()
	e, err := kind.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := e.Load(users.Generate(n)); err != nil {
		t.Fatal(err)
	}
	return e
}
