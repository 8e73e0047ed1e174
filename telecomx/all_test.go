package telecomx_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/telecomx"
)

// listed is a list of classes that notes the pages it was asked for.
type listed struct {
	telecomx.MusicOnHoldService
	classes int
	most    int // of a page, whatever is asked for; 0: as asked
	fails   int // the number of the page that fails, from 1
	pages   []string
}

var errList = errors.New("no answer")

func (l *listed) List(_ context.Context, caller telecomx.Caller, q telecomx.MusicQuery) (telecomx.MusicPage, error) {
	l.pages = append(l.pages, fmt.Sprintf("%s%s %d+%d", caller.Employee, q.Filter, q.Offset, *q.Limit))
	if len(l.pages) == l.fails {
		return telecomx.MusicPage{}, errList
	}
	page := telecomx.MusicPage{Total: l.classes}
	begin := max(q.Offset, 0)
	end := min(begin+*q.Limit, l.classes)
	if l.most > 0 {
		end = min(end, begin+l.most)
	}
	for i := begin; i < end; i++ {
		page.Classes = append(page.Classes, telecomx.MusicOnHold{ID: fmt.Sprint(i)})
	}
	return page, nil
}

func TestAllAsksForAPageAtATime(t *testing.T) {
	for _, c := range []struct {
		name   string
		listed listed
		q      telecomx.MusicQuery
		stop   int // after so many; 0: never
		first  string
		n      int
		err    error
		pages  []string
	}{
		{"none", listed{}, telecomx.MusicQuery{}, 0, "", 0, nil, []string{"ef 0+100"}},
		{"a page", listed{classes: 100}, telecomx.MusicQuery{}, 0, "0", 100, nil, []string{"ef 0+100"}},
		{"several", listed{classes: 250}, telecomx.MusicQuery{}, 0, "0", 250, nil, []string{"ef 0+100", "ef 100+100", "ef 200+100"}},
		{"from an offset", listed{classes: 250}, telecomx.MusicQuery{Offset: 120}, 0, "120", 130, nil, []string{"ef 120+100", "ef 220+100"}},
		{"from before the first", listed{classes: 150}, telecomx.MusicQuery{Offset: -7}, 0, "0", 150, nil, []string{"ef -7+100", "ef 100+100"}},
		{"up to a limit", listed{classes: 250}, telecomx.MusicQuery{Limit: new(120)}, 0, "0", 120, nil, []string{"ef 0+100", "ef 100+20"}},
		{"limit 0", listed{classes: 250}, telecomx.MusicQuery{Limit: new(0)}, 0, "", 0, nil, nil},
		{"no more than wanted", listed{classes: 250}, telecomx.MusicQuery{}, 100, "0", 100, nil, []string{"ef 0+100"}},
		{"a server with shorter pages", listed{classes: 120, most: 50}, telecomx.MusicQuery{}, 0, "0", 120, nil, []string{"ef 0+100", "ef 50+100", "ef 100+100"}},
		{"past the end", listed{classes: 5}, telecomx.MusicQuery{Offset: 9}, 0, "", 0, nil, []string{"ef 9+100"}},
		{"an error", listed{classes: 250, fails: 2}, telecomx.MusicQuery{}, 0, "0", 100, errList, []string{"ef 0+100", "ef 100+100"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.q.Filter = "f"
			var got []string
			var last error
			for class, err := range telecomx.All(t.Context(), &c.listed, telecomx.Caller{Employee: "e"}, c.q) {
				if last = err; err != nil {
					continue
				}
				got = append(got, class.ID)
				if len(got) == c.stop {
					break
				}
			}
			if len(got) != c.n || c.n > 0 && got[0] != c.first || last != c.err {
				t.Errorf("%d classes from %v, error %v; want %d from %s, error %v", len(got), got, last, c.n, c.first, c.err)
			}
			if diff := cmp.Diff(c.pages, c.listed.pages); diff != "" {
				t.Errorf("pages (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAllDoesNotBelieveALimitThatTheServerIgnores(t *testing.T) {
	n := 0
	for range telecomx.All(t.Context(), ignoring{}, telecomx.Caller{}, telecomx.MusicQuery{Limit: new(2)}) {
		n++
	}
	if n != 2 {
		t.Errorf("%d classes, want 2", n)
	}
}

// ignoring is a list that has three classes on each page, whatever is asked for.
type ignoring struct{ telecomx.MusicOnHoldService }

func (ignoring) List(context.Context, telecomx.Caller, telecomx.MusicQuery) (telecomx.MusicPage, error) {
	return telecomx.MusicPage{Total: 9, Classes: make([]telecomx.MusicOnHold, 3)}, nil
}
