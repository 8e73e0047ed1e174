package voipnow

import (
	"context"
	"slices"

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

// numbers returns the numbers that occur in a call. Those of extensions of the
// organization do in both forms, extended and short (assumed).
func (c *callRow) numbers() []string {
	var numbers []string
	for _, v := range c.Views {
		numbers = append(numbers, v.Extension)
		numbers = append(numbers, v.Source...)
		numbers = append(numbers, v.Destination...)
	}
	for _, n := range numbers {
		switch extended := extendedNumber(c.Prefix, n); {
		case extendedNumber(c.Prefix, shortNumber(n)) == n:
			numbers = append(numbers, shortNumber(n))
		case slices.Contains(c.Extensions, extended):
			numbers = append(numbers, extended)
		}
	}
	return numbers
}
