package voipnow

import (
	"context"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

func (s calls) HangUp(ctx context.Context, caller Caller, ref Ref, phoneNumber string) ([]string, error) {
	return update(ctx, s.core, func(tx store.Tx) ([]string, error) {
		to, err := resolve(ctx, tx, caller, ref)
		if err != nil {
			return nil, err
		}
		page, err := callTable.Find(ctx, tx, store.Query{
			Filter: and(to.calls(), oneCall(ref.Call), withNumber(phoneNumber)), Order: byPublished,
		})
		if err != nil {
			return nil, err
		}
		ids := make([]string, len(page.Rows))
		for i, call := range page.Rows {
			if err := callTable.Delete(ctx, tx, call.ID); err != nil {
				return nil, err
			}
			ids[i] = call.ID
		}
		return ids, nil
	})
}

// withNumber selects the calls in which a number occurs, or all calls without one.
// What cannot be a number occurs nowhere.
func withNumber(number string) filter.Expr {
	switch {
	case number == "":
		return nil
	case !areNumbers([]string{number}):
		return filter.Or{}
	}
	return filter.Cmp{Field: fieldNumbers, Op: filter.ContainsAll, Value: []string{number}}
}
