package telecomx

import (
	"context"
	"iter"
	"math"
)

// All returns the classes that a query selects, a page at a time:
//
//	for class, err := range telecomx.All(ctx, svc.MusicOnHold, caller, telecomx.MusicQuery{}) {
//		if err != nil {
//			return err
//		}
//		…
//	}
//
// It begins at the Offset and ends after Limit classes, if there is one. An error is the
// last thing it yields. Pages are of different moments: what is added or removed in the
// meantime may be missed or come twice.
func All(ctx context.Context, music MusicOnHoldService, caller Caller, q MusicQuery) iter.Seq2[MusicOnHold, error] {
	return func(yield func(MusicOnHold, error) bool) {
		left := math.MaxInt
		if q.Limit != nil {
			left = *q.Limit
		}
		for q := q; left > 0; {
			q.Limit = new(min(left, maxLimit))
			page, err := music.List(ctx, caller, q)
			if err != nil {
				yield(MusicOnHold{}, err)
				return
			}
			for _, class := range page.Classes {
				if left == 0 || !yield(class, nil) {
					return
				}
				left--
			}
			q.Offset = max(q.Offset, 0) + len(page.Classes)
			if len(page.Classes) == 0 || q.Offset >= page.Total {
				return
			}
		}
	}
}
