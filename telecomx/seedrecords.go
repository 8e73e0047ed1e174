package telecomx

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// loader puts the records of one fixture into the store.
type loader struct {
	*core
	tx   store.Tx
	seen map[[2]string]bool // what has been loaded, by kind and key
}

// wrong refuses a member of a record.
func wrong(member, why string) error {
	return &Error{Status: ErrInvalidValue.Status, Code: member, Message: member + ": " + why}
}

// inRecord says why a member is wrong, where the API says no more than that it is.
func inRecord(prefix string, err error) error {
	if e, ok := errors.AsType[*Error](err); ok && errors.Is(err, ErrInvalidValue) && e.Err != nil {
		return wrong(prefix+e.Code, e.Err.Error())
	}
	return err
}

// first refuses a record that the fixture has already.
func (l *loader) first(kind, member, key string) error {
	k := [2]string{kind, key}
	if l.seen[k] {
		return wrong(member, "the fixture has it already")
	}
	l.seen[k] = true
	return nil
}

// require refuses a member that does not hold what is expected.
func require(member string, holds bool, why string) error {
	if !holds {
		return wrong(member, why)
	}
	return nil
}

func checkID(member, id string) error { return require(member, isID(id), anID.why) }

func checkText(member, s string) error {
	return require(member, isText(s), "expected UTF-8 without U+0000")
}

// checkTime refuses a moment that JSON has no form for.
func checkTime(member string, t time.Time) error {
	return require(member, 1 <= t.Year() && t.Year() <= 9999, "expected a year of four digits")
}

func (l *loader) customer(ctx context.Context, c Customer) error {
	if err := cmp.Or(checkID("id", c.ID), l.first("customer", "id", idKey(c.ID)), checkText("name", c.Name)); err != nil {
		return err
	}
	seeded := c.Settings
	c.Settings = defaultSettings()
	in := seeded.input()
	if err := in.apply(&c.Settings); err != nil {
		return inRecord("settings.", err)
	}
	// The vendor writes milliseconds.
	until := seeded.Billing.InvoicedUntil.UTC().Truncate(time.Millisecond)
	if err := checkTime("settings.billing.invoicedUntil", until); err != nil {
		return err
	}
	c.Settings.Billing.InvoicedUntil = until
	return customerTable.Put(ctx, l.tx, &c)
}

// input returns the request that makes these settings of the default ones.
func (s *Settings) input() SettingsInput {
	return SettingsInput{
		DefaultMusicOnHold:  unlessZero(s.DefaultMusicOnHold),
		MasterPINCode:       unlessZero(s.MasterPINCode),
		DefaultLanguage:     unlessZero(s.DefaultLanguage),
		DefaultNumber:       unlessZero(s.DefaultNumber),
		DefaultVoiceAccount: unlessZero(s.DefaultVoiceAccount),
		NationalPrefix:      unlessZero(s.NationalPrefix),
		CallerIDName:        unlessZero(s.CallerIDName),
		VoicemailBreakout:   unlessZero(s.VoicemailBreakout),
		Recording: To(RecordingInput{
			Mode:      unlessZero(s.Recording.Mode),
			Quality:   unlessZero(s.Recording.Quality),
			Retention: unlessZero(s.Recording.Retention),
		}),
		PresentMobileOnLocalToMobile: To(s.PresentMobileOnLocalToMobile),
	}
}

// unlessZero returns the change to a value, or none for the zero value.
func unlessZero[V comparable](v V) Change[V] {
	if v == *new(V) {
		return Change[V]{}
	}
	return To(v)
}

// customerID returns the id of a customer that a record refers to, as the customer
// itself has it.
func (l *loader) customerID(ctx context.Context, member, id string) (string, error) {
	c, err := getCustomer(ctx, l.tx, id)
	if errors.Is(err, ErrCustomerNotFound) {
		return "", wrong(member, "unknown customer")
	}
	if err != nil {
		return "", err
	}
	return c.ID, nil
}

func (l *loader) checkReseller(ctx context.Context, c Customer) error {
	if c.ParentReseller == "" {
		return nil
	}
	_, err := l.customerID(ctx, "parentReseller", c.ParentReseller)
	return err
}

// checkDefaultMusic comes when all classes are there.
func (l *loader) checkDefaultMusic(ctx context.Context, c Customer) error {
	return inRecord("settings.", l.checkMusicOnHold(ctx, l.tx, &c))
}

func (l *loader) employee(ctx context.Context, e Employee) (err error) {
	if err := e.check(); err != nil {
		return err
	}
	if err := cmp.Or(l.first("employee", "id", idKey(e.ID)), l.first("username", "username", usernameKey(e.Username))); err != nil {
		return err
	}
	if e.Customer, err = l.customerID(ctx, "customer", e.Customer); err != nil {
		return err
	}
	err = employeeTable.Put(ctx, l.tx, &e)
	if errors.Is(err, store.ErrExists) {
		return wrong("username", "another employee has it")
	}
	return err
}

// check refuses what no employee can have.
func (e *Employee) check() error {
	var language string
	return cmp.Or(
		checkID("id", e.ID),
		checkText("username", e.Username),
		require("username", e.Username != "", "expected an e-mail address"),
		checkText("password", e.Password),
		require("level", slices.Contains(levels, e.Level), fmt.Sprintf("expected one of %v", levels)),
		checkText("name", e.Name),
		inRecord("", aLanguage.apply("language", &language, unlessZero(e.Language))),
	)
}

func (l *loader) token(ctx context.Context, t Token) error {
	switch {
	case t.Value == "" || !isText(t.Value):
		return wrong("value", "expected a text that is not empty")
	case !t.expires() && !t.Deadline.IsZero():
		return wrong("deadline", "a persistent token or one of a machine has none")
	case t.expires() && t.Deadline.IsZero():
		t.Deadline = l.deadline()
	}
	t.Deadline = t.Deadline.UTC()
	row := newTokenRow(t)
	if err := cmp.Or(checkTime("deadline", t.Deadline), l.first("token", "value", row.Hash)); err != nil {
		return err
	}
	if isID(t.Employee) {
		holder, err := employeeTable.Get(ctx, l.tx, idKey(t.Employee))
		if err == nil {
			row.Employee = holder.ID
			return tokenTable.Put(ctx, l.tx, row)
		}
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return wrong("employee", "unknown employee")
}

func (l *loader) class(ctx context.Context, m MusicOnHold) (err error) {
	if err := cmp.Or(checkID("id", m.ID), l.first("class", "id", idKey(m.ID))); err != nil {
		return err
	}
	if !m.common() {
		if m.Customer, err = l.customerID(ctx, "customer", m.Customer); err != nil {
			return err
		}
	}
	in := MusicInput{Name: To(m.Name)}
	if err := in.apply(&m); err != nil {
		return err
	}
	if err := cmp.Or(checkSongs(m.Songs), l.checkMove(ctx, &m)); err != nil {
		return err
	}
	return musicTable.Put(ctx, l.tx, &m)
}

// checkMove refuses to take a class that is there from other customers whose
// default it is.
func (l *loader) checkMove(ctx context.Context, m *MusicOnHold) error {
	if m.common() || l.deviate.AnyMusicOnHold {
		return nil
	}
	old, err := musicTable.Get(ctx, l.tx, idKey(m.ID))
	switch {
	case errors.Is(err, store.ErrNotFound) || err == nil && sameID(old.Customer, m.Customer):
		return nil
	case err != nil:
		return err
	}
	users, err := customerTable.All(ctx, l.tx, filter.Cmp{Field: "defaultMusicOnHold", Op: filter.Eq, Value: idKey(m.ID)})
	for _, user := range users {
		if !sameID(user.ID, m.Customer) {
			return wrong("customer", "the class is the default of another")
		}
	}
	return err
}

func checkSongs(songs []Song) error {
	seen := map[string]bool{}
	for i, s := range songs {
		at := fmt.Sprintf("songs[%d].", i)
		err := cmp.Or(
			checkID(at+"id", s.ID),
			require(at+"id", !seen[idKey(s.ID)], "the class has it already"),
			checkText(at+"name", s.Name),
			require(at+"length", s.Length >= 0, "expected a number of seconds"),
		)
		if err != nil {
			return err
		}
		seen[idKey(s.ID)] = true
	}
	return nil
}
