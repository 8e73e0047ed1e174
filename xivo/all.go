package xivo

import (
	"context"
	"iter"
	"math"
)

// pageSize is how many results [All] asks for at once, as the vendor's browser library
// does (observed).
const pageSize = 100

// All returns what a Find selects, a page at a time, of any service's find method:
//
//	for user, err := range xivo.All(ctx, svc.Users.Find, xivo.Find{Filters: filters}) {
//		if err != nil {
//			return err
//		}
//		…
//	}
//
// It begins at the Offset and ends after Limit results, if there is one. An error is the
// last thing it yields. Pages are of different moments: what is added or removed in the
// meantime may be missed or come twice, unless the order keeps it behind.
func All[T any](ctx context.Context, find func(context.Context, Find) (Page[T], error), in Find) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		left := math.MaxInt
		if in.Limit != nil {
			left = *in.Limit
		}
		for in := in; left != 0; {
			in.Limit = new(min(left, pageSize)) // a negative one is the service's to refuse
			page, err := find(ctx, in)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, v := range page.List {
				if left == 0 || !yield(v, nil) {
					return
				}
				left--
			}
			in.Offset += len(page.List)
			if len(page.List) == 0 || in.Offset >= page.Total {
				return
			}
		}
	}
}
