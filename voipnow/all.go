package voipnow

import (
	"cmp"
	"context"
	"iter"
)

// pageSize is how many calls [All] asks for at once, if nobody says.
const pageSize = 100

// All returns the calls that a List selects, a page of q.Count at a time (0 stands for
// 100), of any service:
//
//	for call, err := range voipnow.All(ctx, svc.Calls, caller, ref, voipnow.CallQuery{}) {
//		if err != nil {
//			return err
//		}
//		…
//	}
//
// It begins at q.StartIndex. An error is the last thing it yields, such as ErrStartIndex
// where there are more calls than the API can page to ([MaxStartIndex]). Pages are of
// different moments: calls that begin or end in the meantime may be missed or come twice.
func All(ctx context.Context, calls CallService, caller Caller, ref Ref, q CallQuery) iter.Seq2[Call, error] {
	q.Count = cmp.Or(q.Count, pageSize)
	return func(yield func(Call, error) bool) {
		for q := q; ; {
			page, err := calls.List(ctx, caller, ref, q)
			if err != nil {
				yield(Call{}, err)
				return
			}
			for _, call := range page.Calls {
				if !yield(call, nil) {
					return
				}
			}
			q.StartIndex += len(page.Calls)
			if len(page.Calls) == 0 || q.StartIndex >= page.Total {
				return
			}
		}
	}
}
