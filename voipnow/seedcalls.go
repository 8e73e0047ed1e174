package voipnow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/pbxkit/pbxkit/internal/seeding"
	"github.com/pbxkit/pbxkit/internal/text"
	"github.com/pbxkit/pbxkit/store"
)

func (l *loader) call(ctx context.Context, in CallRecord) error {
	row := &callRow{Call: Call{CallRecord: in.clone()}}
	if row.Published.IsZero() {
		row.Published = l.now()
	}
	if err := l.checkCall(&row.CallRecord); err != nil {
		return err
	}
	if err := l.settle(ctx, row); err != nil {
		return err
	}
	return callTable.Put(ctx, l.tx, row)
}

// settle finds out what follows from the extensions of a call.
func (l *loader) settle(ctx context.Context, row *callRow) error {
	charged, err := row.chargedExtension(ctx, l.tx)
	if err != nil {
		return err
	}
	if err := row.charge(ctx, l.tx, charged); err != nil {
		return err
	}
	return row.place(ctx, l.tx)
}

// checkCall checks what a call says by itself. There is no rule for the order of
// its times: in the vendor's own example a call is answered before it is published.
func (l *loader) checkCall(c *CallRecord) error {
	if !isAlphanumeric(c.ID) {
		return invalid("id", "expected letters and digits")
	}
	if err := checkText("nonce", c.Nonce); err != nil {
		return err
	}
	if err := storableAll(times{{"published", &c.Published}, {"answered", &c.Answered}}); err != nil {
		return err
	}
	seen := map[string]bool{}
	for i := range c.Views {
		path := fmt.Sprintf("phoneCallView[%d].", i)
		if seen[c.Views[i].ID] {
			return invalid(path+"id", "%s is there twice", text.Clip(c.Views[i].ID))
		}
		seen[c.Views[i].ID] = true
		if err := l.checkView(path, &c.Views[i]); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) checkView(path string, v *View) error {
	switch {
	case !consistsOf(v.Extension, isExtensionChar):
		return invalid(path+"extension", "expected the number of an extension")
	case v.Status < StatusUnknown || v.Status > StatusOnCall:
		return invalid(path+"status", "expected 0 to %d", StatusOnCall)
	case v.Flow != 0 && v.Flow != FlowLocal && v.Flow != FlowOutgoing && v.Flow != FlowIncoming:
		return invalid(path+"flow", "expected 2, 4 or 8")
	case v.Disposition != nil && (*v.Disposition < 0 || *v.Disposition > 5):
		return invalid(path+"disposition", "expected 0 to 5")
	case !isCallerID(v.CallerID):
		return invalid(path+"callerId", "expected letters, digits, spaces and <>+*")
	case !areNumbers(v.Source):
		return invalid(path+"source", "expected numbers")
	case !areNumbers(v.Destination):
		return invalid(path+"destination", "expected numbers")
	case !v.Held.IsZero() && !l.canHold(v):
		return invalid(path+"held", "a view with status %d cannot hold the call", v.Status)
	}
	return seeding.InTurn(
		func() error { return requireText(path+"id", v.ID) },
		func() error { return checkText(path+"parkedBy", v.ParkedBy) },
		func() error {
			return storableAll(times{
				{path + "answered", &v.Answered}, {path + "ringing", &v.Ringing}, {path + "recording", &v.Recording},
				{path + "parked", &v.Parked}, {path + "held", &v.Held},
			})
		},
	)
}

// times are members of a record that are times.
type times []struct {
	member string
	t      *time.Time
}

func storableAll(all times) error {
	for _, m := range all {
		if err := storable(m.member, m.t); err != nil {
			return err
		}
	}
	return nil
}

// storable cuts a time to whole seconds and refuses one that JSON cannot express,
// such as one in a year of five digits.
func storable(member string, t *time.Time) error {
	*t = t.Truncate(time.Second)
	if _, err := t.MarshalText(); err != nil {
		return invalid(member, "is not a time that can be written")
	}
	return nil
}

// recheck looks once more at what was loaded earlier, if the records of a fixture
// can have pulled the ground from under it.
func (l *loader) recheck(ctx context.Context, f *Fixture) error {
	if len(f.Organizations)+len(f.Users)+len(f.Extensions) == 0 {
		return nil
	}
	extensions, err := extensionTable.All(ctx, l.tx, nil)
	if err != nil {
		return err
	}
	for _, e := range extensions {
		if err := l.checkNumber(ctx, e); err != nil {
			return seeding.At("extension "+e.Number, err)
		}
	}
	calls, err := callTable.All(ctx, l.tx, nil)
	if err != nil {
		return err
	}
	for _, c := range calls {
		if err := l.resettle(ctx, c); err != nil {
			return seeding.At("call "+c.ID, err)
		}
	}
	return nil
}

func (l *loader) resettle(ctx context.Context, row *callRow) error {
	if err := l.settle(ctx, row); err != nil {
		return err
	}
	return callTable.Replace(ctx, l.tx, row)
}

func (s seed) Answer(ctx context.Context, id string) error {
	now := s.now()
	return s.change(ctx, func(tx store.Tx) error {
		_, err := callTable.Update(ctx, tx, id, func(c *callRow) error {
			c.answer(now)
			return nil
		})
		return err
	})
}

// answer keeps the times of those who have answered already.
func (c *callRow) answer(now time.Time) {
	if c.Answered.IsZero() {
		c.Answered = now
	}
	for i := range c.Views {
		v := &c.Views[i]
		v.Status = StatusOnCall
		if v.Answered.IsZero() {
			v.Answered = now
		}
	}
}

func (s seed) End(ctx context.Context, id string) error {
	return s.change(ctx, func(tx store.Tx) error { return callTable.Delete(ctx, tx, id) })
}

// change is update for a change of one call.
func (s seed) change(ctx context.Context, write func(store.Tx) error) error {
	_, err := update(ctx, s.core, func(tx store.Tx) (struct{}, error) {
		err := write(tx)
		if errors.Is(err, store.ErrNotFound) {
			err = ErrPhoneCall
		}
		return struct{}{}, err
	})
	return err
}
