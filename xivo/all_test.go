package xivo_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/xivo"
)

// asked is a find that notes the pages it was asked for, of a list of numbers.
type asked struct {
	rows  int
	most  int // of a page, whatever is asked for; 0: as asked
	fails int // the number of the page that fails, from 1
	pages []string
}

var errFind = errors.New("no answer")

func (a *asked) find(_ context.Context, in xivo.Find) (xivo.Page[int], error) {
	a.pages = append(a.pages, fmt.Sprintf("%d+%d", in.Offset, *in.Limit))
	if len(a.pages) == a.fails {
		return xivo.Page[int]{}, errFind
	}
	page := xivo.Page[int]{Total: a.rows}
	end := min(in.Offset+*in.Limit, a.rows)
	if a.most > 0 {
		end = min(end, in.Offset+a.most)
	}
	for i := in.Offset; i < end; i++ {
		page.List = append(page.List, i)
	}
	return page, nil
}

func TestAllAsksForAPageAtATime(t *testing.T) {
	for _, c := range []struct {
		name  string
		asked asked
		in    xivo.Find
		stop  int // after so many; 0: never
		first int
		n     int
		pages []string
	}{
		{"none", asked{}, xivo.Find{}, 0, 0, 0, []string{"0+100"}},
		{"a page", asked{rows: 100}, xivo.Find{}, 0, 0, 100, []string{"0+100"}},
		{"several", asked{rows: 250}, xivo.Find{}, 0, 0, 250, []string{"0+100", "100+100", "200+100"}},
		{"from an offset", asked{rows: 250}, xivo.Find{Offset: 120}, 0, 120, 130, []string{"120+100", "220+100"}},
		{"up to a limit", asked{rows: 250}, xivo.Find{Limit: new(120)}, 0, 0, 120, []string{"0+100", "100+20"}},
		{"a small limit", asked{rows: 250}, xivo.Find{Limit: new(3)}, 0, 0, 3, []string{"0+3"}},
		{"limit 0", asked{rows: 250}, xivo.Find{Limit: new(0)}, 0, 0, 0, nil},
		{"no more than wanted", asked{rows: 250}, xivo.Find{}, 100, 0, 100, []string{"0+100"}},
		{"a server with shorter pages", asked{rows: 120, most: 50}, xivo.Find{}, 0, 0, 120, []string{"0+100", "50+100", "100+100"}},
		{"past the end", asked{rows: 5}, xivo.Find{Offset: 9}, 0, 0, 0, []string{"9+100"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := 0
			for v, err := range xivo.All(t.Context(), c.asked.find, c.in) {
				if err != nil {
					t.Fatal(err)
				}
				if v != c.first+n {
					t.Fatalf("result %d is %d", n, v)
				}
				if n++; n == c.stop {
					break
				}
			}
			if n != c.n {
				t.Errorf("%d results, want %d", n, c.n)
			}
			if diff := cmp.Diff(c.pages, c.asked.pages); diff != "" {
				t.Errorf("pages (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAllEndsWithTheError(t *testing.T) {
	a := asked{rows: 250, fails: 2}
	n := 0
	var last error
	for _, err := range xivo.All(t.Context(), a.find, xivo.Find{}) {
		n, last = n+1, err
	}
	if n != 101 || !errors.Is(last, errFind) {
		t.Errorf("%d results, the last error %v", n, last)
	}
}

func TestAllDoesNotBelieveALimitThatTheServerIgnores(t *testing.T) {
	n := 0
	for range xivo.All(t.Context(), func(context.Context, xivo.Find) (xivo.Page[int], error) {
		return xivo.Page[int]{Total: 9, List: make([]int, 9)}, nil
	}, xivo.Find{Limit: new(2)}) {
		n++
	}
	if n != 2 {
		t.Errorf("%d results, want 2", n)
	}
}

func TestAllTakesAFindOfAService(t *testing.T) {
	svc := newService()
	for i := range 3 {
		if _, err := svc.MeetingRooms.Create(t.Context(), xivo.MeetingRoom{Name: fmt.Sprint(i), DisplayName: "Room", Number: int64(i)}); err != nil {
			t.Fatal(err)
		}
	}
	var names []string
	for room, err := range xivo.All(t.Context(), svc.MeetingRooms.Find, xivo.Find{Offset: 1}) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, room.Name)
	}
	if diff := cmp.Diff([]string{"1", "2"}, names); diff != "" {
		t.Errorf("rooms (-want +got):\n%s", diff)
	}
	for _, err := range xivo.All(t.Context(), svc.Users.Find, xivo.Find{Limit: new(-1)}) {
		if !errors.Is(err, xivo.ErrInvalidParameter) {
			t.Errorf("a negative limit: error = %v", err)
		}
	}
}
