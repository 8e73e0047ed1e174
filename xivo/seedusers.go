package xivo

import (
	"context"
	"errors"
	"fmt"

	"github.com/pbxkit/pbxkit/internal/seeding"
	"github.com/pbxkit/pbxkit/store"
)

const userSequence = "xivo.user"

func (l *loader) user(ctx context.Context, in UserRecord) error {
	u := newUserRow(in)
	if err := u.check(); err != nil {
		return err
	}
	if err := l.number(ctx, userSequence, &u.ID); err != nil {
		return err
	}
	if u.Line != nil {
		if err := l.line(ctx, u); err != nil {
			return seeding.At("line", err)
		}
	}
	if u.Rights != nil {
		rights, err := u.Rights.normalize()
		if err != nil {
			return seeding.At("rights", err)
		}
		u.Rights = &rights
	}
	return userTable.Put(ctx, l.tx, u)
}

// check refuses what no operation of the API could have stored.
func (u *userRow) check() error {
	for _, m := range []struct{ name, value string }{
		{"firstName", u.FirstName}, {"lastName", u.LastName}, {"login", u.Login}, {"password", u.Password},
		{"entity", u.Entity}, {"email", u.Email}, {"mobilePhoneNumber", u.MobilePhoneNumber},
		{"externalPhoneNumber", u.ExternalPhoneNumber},
		{"services.busy.destination", u.Services.Busy.Destination},
		{"services.noanswer.destination", u.Services.NoAnswer.Destination},
		{"services.unconditional.destination", u.Services.Unconditional.Destination},
	} {
		if err := checkText(m.name, m.value); err != nil {
			return err
		}
	}
	labels := map[string]bool{}
	for _, label := range u.Labels {
		if err := requireText("labels", label); err != nil {
			return err
		}
		if labels[label] {
			return invalid("labels", "'%s' is repeated", label)
		}
		labels[label] = true
	}
	keys := map[string]bool{}
	for i, p := range u.Preferences {
		if err := p.check(); err != nil {
			return seeding.At(fmt.Sprintf("preferences[%d]", i), err)
		}
		if keys[p.Key] {
			return invalid("preferences", "key '%s' is repeated", p.Key)
		}
		keys[p.Key] = true
	}
	return nil
}

// line completes and checks a line as LineService does.
func (l *loader) line(ctx context.Context, u *userRow) error {
	in := LineInput{LineType: u.Line.LineType, Extension: u.Line.Extension, Context: u.Line.Context, Site: u.Line.Site, Device: &u.Line.Device}
	if n := u.Line.LineNum; n != 0 {
		in.LineNum = &n // not the line's own, which apply overwrites
	}
	if err := in.check(); err != nil {
		return err
	}
	in.apply(u.Line)
	if err := checkText("name", u.Line.Name); err != nil {
		return err
	}
	if u.Line.ProvisioningID < 0 {
		return invalid("provisioningId", "must not be negative")
	}
	if err := l.number(ctx, lineSequence, &u.Line.ID); err != nil {
		return err
	}
	if err := l.identify(ctx, l.tx, u.Line); err != nil {
		return err
	}
	err := u.locate(ctx, l.tx)
	if errors.Is(err, store.ErrNotFound) {
		return invalid("site", "unknown media server '%s'", u.Line.Site)
	}
	return err
}

func (l *loader) agent(ctx context.Context, a AgentRecord) error {
	if err := requireText("number", a.Number); err != nil {
		return err
	}
	for _, m := range []struct{ name, value string }{
		{"firstName", a.FirstName}, {"lastName", a.LastName}, {"context", a.Context},
	} {
		if err := checkText(m.name, m.value); err != nil {
			return err
		}
	}
	if err := l.number(ctx, agentSequence, &a.ID); err != nil {
		return err
	}
	if a.UserID != 0 {
		known, err := userTable.Has(ctx, l.tx, a.UserID)
		if err != nil {
			return err
		}
		if !known {
			return invalid("userId", "unknown user %d", a.UserID)
		}
	}
	member := map[int64]bool{}
	for i, m := range a.Members {
		known, err := queueTable.Has(ctx, l.tx, m.QueueID)
		switch path := fmt.Sprintf("members[%d].queueId", i); {
		case err != nil:
			return err
		case !known:
			return invalid(path, "unknown queue %d", m.QueueID)
		case member[m.QueueID]:
			return invalid(path, "the agent is a member of queue %d already", m.QueueID)
		}
		member[m.QueueID] = true
	}
	return agentTable.Put(ctx, l.tx, &a)
}
