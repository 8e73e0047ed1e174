package voipnow

import (
	"context"
	"time"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

func (s calls) OnHold(ctx context.Context, caller Caller, ref Ref, view string) (Call, error) {
	now := s.now()
	return s.changeView(ctx, caller, ref, view, func(v *View) error {
		if !s.canHold(v) {
			return ErrView
		}
		v.hold(now)
		return nil
	})
}

func (s calls) OffHold(ctx context.Context, caller Caller, ref Ref, view string) (Call, error) {
	return s.changeView(ctx, caller, ref, view, func(v *View) error {
		v.Held = time.Time{}
		return nil
	})
}

// canHold reports whether a view's status lets it hold the call. Assumed: only a
// party that is on the call has something to hold.
func (c *core) canHold(v *View) bool {
	return v.Status == StatusOnCall || c.deviate.AllowHoldUnanswered
}

// hold keeps the time of a hold that there is.
func (v *View) hold(now time.Time) {
	if v.Held.IsZero() {
		v.Held = now
	}
}

// changeView changes one view of one call.
func (s calls) changeView(ctx context.Context, caller Caller, ref Ref, view string, change func(*View) error) (Call, error) {
	return update(ctx, s.core, func(tx store.Tx) (Call, error) {
		to, err := resolve(ctx, tx, caller, ref)
		if err != nil {
			return Call{}, err
		}
		call, err := to.call(ctx, tx, ref.Call)
		if err != nil {
			return Call{}, err
		}
		v := call.view(view)
		if v == nil {
			return Call{}, ErrView
		}
		before := v.Held
		if err := change(v); err != nil || v.Held.Equal(before) {
			return call.Call, err
		}
		return call.Call, callTable.Replace(ctx, tx, call)
	})
}

func (s calls) OnHoldAll(ctx context.Context, caller Caller, ref Ref, view string) ([]Call, error) {
	now := s.now()
	return update(ctx, s.core, func(tx store.Tx) ([]Call, error) {
		to, err := resolve(ctx, tx, caller, ref)
		if err != nil {
			return nil, err
		}
		if view == "" {
			return nil, ErrView
		}
		page, err := callTable.Find(ctx, tx, store.Query{Filter: and(to.calls(), oneCall(ref.Call)), Order: byPublished})
		if err != nil {
			return nil, err
		}
		held := []Call{}
		for _, call := range page.Rows {
			v := call.view(view)
			if v == nil || !s.canHold(v) {
				continue
			}
			v.hold(now)
			held = append(held, call.Call)
			if err := callTable.Replace(ctx, tx, call); err != nil {
				return nil, err
			}
		}
		return held, nil
	})
}

// byPublished is the order of calls in answers.
var byPublished = []filter.Order{{Field: fieldPublished}}
