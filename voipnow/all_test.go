package voipnow_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/pbxkit/pbxkit/voipnow"
)

// pages has a number of calls, and notes what it is asked for. It may lose one in between.
type pages struct {
	voipnow.CallService
	total int
	lose  bool
	asked []string
}

func (p *pages) List(_ context.Context, caller voipnow.Caller, ref voipnow.Ref, q voipnow.CallQuery) (voipnow.CallPage, error) {
	p.asked = append(p.asked, fmt.Sprint(caller.UserID, ref.Extension, q.FilterBy, " ", q.Count, "+", q.StartIndex))
	if q.StartIndex > voipnow.MaxStartIndex {
		return voipnow.CallPage{}, voipnow.ErrStartIndex
	}
	page := voipnow.CallPage{Total: p.total, Count: q.Count, StartIndex: q.StartIndex}
	end := min(q.StartIndex+q.Count, p.total)
	if p.lose && q.StartIndex > 0 {
		end = q.StartIndex
	}
	for i := q.StartIndex; i < end; i++ {
		page.Calls = append(page.Calls, voipnow.Call{CallRecord: voipnow.CallRecord{ID: fmt.Sprint(i)}})
	}
	return page, nil
}

func TestAllPagesThroughCalls(t *testing.T) {
	for _, c := range []struct {
		name  string
		pages pages
		q     voipnow.CallQuery
		stop  int // after so many
		want  int
		asked []string
		err   error
	}{
		{"none", pages{}, voipnow.CallQuery{}, -1, 0, []string{"12@self 100+0"}, nil},
		{"one page", pages{total: 100}, voipnow.CallQuery{}, -1, 100, []string{"12@self 100+0"}, nil},
		{"more", pages{total: 101}, voipnow.CallQuery{}, -1, 101, []string{"12@self 100+0", "12@self 100+100"}, nil},
		{"small pages from the second on", pages{total: 5}, voipnow.CallQuery{Count: 2, StartIndex: 1, FilterBy: "id"}, -1, 4, []string{"12@selfid 2+1", "12@selfid 2+3"}, nil},
		{"stopped", pages{total: 500}, voipnow.CallQuery{}, 3, 3, []string{"12@self 100+0"}, nil},
		{"calls end meanwhile", pages{total: 500, lose: true}, voipnow.CallQuery{}, -1, 100, []string{"12@self 100+0", "12@self 100+100"}, nil},
		{"more than can be paged to", pages{total: 9000}, voipnow.CallQuery{Count: 4000}, -1, 8000, []string{"12@self 4000+0", "12@self 4000+4000", "12@self 4000+8000"}, voipnow.ErrStartIndex},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := 0
			var last error
			for call, err := range voipnow.All(t.Context(), &c.pages, voipnow.Caller{UserID: "12"}, voipnow.Ref{User: "@me", Extension: "@self"}, c.q) {
				if last != nil {
					t.Error("an error is not the last thing")
				}
				if last = err; err != nil {
					continue
				}
				if want := fmt.Sprint(c.q.StartIndex + n); call.ID != want {
					t.Errorf("call %s, want %s", call.ID, want)
				}
				if n++; n == c.stop {
					break
				}
			}
			if n != c.want || !errors.Is(last, c.err) || !slices.Equal(c.pages.asked, c.asked) {
				t.Errorf("%d calls, error %v, asked %q; want %d, %v, %q", n, last, c.pages.asked, c.want, c.err, c.asked)
			}
		})
	}
}

func TestAllBeginsAnewEachTime(t *testing.T) {
	p := &pages{total: 3}
	all := voipnow.All(t.Context(), p, voipnow.Caller{}, voipnow.Ref{}, voipnow.CallQuery{Count: 2})
	for range 2 {
		n := 0
		for range all {
			n++
		}
		if n != 3 {
			t.Errorf("%d calls, want 3", n)
		}
	}
}
