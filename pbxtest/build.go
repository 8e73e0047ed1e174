package pbxtest

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pbxkit/pbxkit/internal/seeding"
)

// Build returns the fixture of the records that fn names: for tests that want a
// handful of them.
//
//	f, err := pbxtest.Build(func(b *pbxtest.Builder) {
//		b.XiVO.Queue("support")
//		b.XiVO.User("Ada Alderbrook").Line("1001").Labels("red")
//		b.XiVO.Agent("2001").Of("Ada Alderbrook").In("support")
//	})
//
// Records refer to each other by name, and may come before what they refer to. What
// is not said has a sensible value; ids follow from names, or count from 1. If a
// VoipNow, TelecomX or BroadWorks has records and no token, [DefaultToken] is made
// for the first person: of VoipNow's users, or else its organizations; of TelecomX's
// employees who can log in; of BroadWorks' accounts. In place of a missing employee
// there is the OWNER owner@example.com of the first customer, and in place of a
// missing account the System account system. The token of a XiVO is no record.
//
// What a Builder cannot say can be put in the fixture, which loads as it is.
//
// Names that are unknown or ambiguous, repeats and values that a vendor refuses are
// errors that say which call is wrong, as in
//
//	xivo agent "2001": no user is called "Ada"
//
// All of them come back as one.
func Build(fn func(b *Builder)) (*Fixture, error) {
	b := newBuilder()
	fn(b)
	b.VoipNow.addToken()
	b.TelecomX.addToken()
	b.BroadWorks.addToken()
	return b.fixture()
}

// Builder collects the records of a fixture, by vendor. It is for one goroutine,
// while [Build] runs.
type Builder struct {
	XiVO       XiVOBuilder
	VoipNow    VoipNowBuilder
	TelecomX   TelecomXBuilder
	BroadWorks BroadWorksBuilder

	clock time.Time // zero: the fixture has none
	draft *draft
}

func newBuilder() *Builder {
	b := &Builder{draft: &draft{taken: map[[2]string]*statement{}}}
	b.XiVO.draft, b.VoipNow.draft, b.TelecomX.draft, b.BroadWorks.draft = b.draft, b.draft, b.draft, b.draft
	b.VoipNow.now = func() time.Time {
		if b.clock.IsZero() {
			return defaultStart
		}
		return b.clock
	}
	return b
}

// Clock sets the time of the clocks of XiVO and VoipNow, at which the calls begin as
// well. Without it the fixture has no clock, and calls begin at midnight UTC on
// 1 January 2026.
func (b *Builder) Clock(at time.Time) { b.clock = at }

// fixture returns what was said, or everything that is wrong with it. Each time that
// a vendor refuses a record, the next one is found without it.
func (b *Builder) fixture() (*Fixture, error) {
	d := b.draft
	for _, s := range d.statements {
		s.settle()
	}
	for {
		d.drop()
		f, at := d.fixture()
		_, err := load(f)
		switch {
		case err == nil:
			return b.finish(f)
		case !at.blame(err):
			return nil, err
		}
	}
}

// finish returns a fixture that loads, unless something had to be left out.
func (b *Builder) finish(f *Fixture) (*Fixture, error) {
	if err := b.draft.err(); err != nil {
		return nil, err
	}
	if !b.clock.IsZero() {
		part(&f.XiVO).Clock, part(&f.VoipNow).Clock = b.clock, b.clock
	}
	return f, nil
}

// draft is everything that was said, in order.
type draft struct {
	statements []*statement
	taken      map[[2]string]*statement // by what is unique, and its value
}

// statement is one record that was said.
type statement struct {
	draft   *draft
	subject string         // as errors name it, such as xivo agent "2001"
	list    string         // of the fixture, such as xivo.agents
	resolve func()         // completes the record once everything is said; nil if it is complete
	put     func(*Fixture) // adds the record

	settled bool
	errs    []error
	needs   []*statement // what the record refers to
	dropped bool         // it is wrong, or something that it needs
}

// say adds a statement about a record, which put adds to a list of a fixture.
func (d *draft) say(list, subject string, put func(*Fixture)) *statement {
	s := &statement{draft: d, subject: subject, list: list, put: put}
	d.statements = append(d.statements, s)
	return s
}

// settle resolves the statement, if that has not been done.
func (s *statement) settle() {
	if s.settled {
		return
	}
	s.settled = true
	if s.resolve != nil {
		s.resolve()
	}
}

// fail says what is wrong with the statement.
func (s *statement) fail(format string, args ...any) {
	s.errs = append(s.errs, seeding.At(s.subject, fmt.Errorf(format, args...)))
}

// once reports whether the statement is the only one about its subject.
func (s *statement) once() bool {
	first := s.draft.take(s, "", s.subject) == s
	if !first {
		s.fail("is there twice")
	}
	return first
}

// claim takes a value that only one record of the list can have.
func (s *statement) claim(what, value string) bool {
	holder := s.draft.take(s, s.list+" "+what, value)
	if holder != s {
		s.fail("the %s %q is that of %s", what, value, holder.subject)
	}
	return holder == s
}

// take gives what is unique to the first statement that asks for it, and returns
// that.
func (d *draft) take(s *statement, what, value string) *statement {
	key := [2]string{what, value}
	if d.taken[key] == nil {
		d.taken[key] = s
	}
	return d.taken[key]
}

// heldBy makes the statement one about a credential, of which no error shows the
// value.
func (s *statement) heldBy(holder *statement, value string) {
	s.needs = append(s.needs, holder)
	if s.draft.take(s, s.list, value) != s {
		s.fail("has the value of another")
	}
}

// subject is a record that others refer to.
type subject interface{ self() *statement }

func (s *statement) self() *statement { return s }

// the returns what a statement refers to by name: the only one of those found. If it
// is not, that is what is wrong with the statement.
func the[R subject](s *statement, kind, name string, found []R) (r R, ok bool) {
	switch len(found) {
	case 0:
		s.fail("no %s is called %q", kind, name)
		return r, false
	case 1:
		return found[0], s.need(found[0])
	}
	s.fail("%d %ss are called %q", len(found), kind, name)
	return r, false
}

// theOnly returns what a statement refers to without a name, as there is no other.
func theOnly[R subject](s *statement, kind string, all []R) (r R, ok bool) {
	switch len(all) {
	case 0:
		s.fail("there is no %s", kind)
		return r, false
	case 1:
		return all[0], s.need(all[0])
	}
	s.fail("which of %d %ss?", len(all), kind)
	return r, false
}

// need says that the statement is nothing without another, and completes that.
func (s *statement) need(other subject) bool {
	s.needs = append(s.needs, other.self())
	other.self().settle()
	return true
}

// drop leaves out what is wrong, and what needs it, about which no more is said.
func (d *draft) drop() {
	for again := true; again; {
		again = false
		for _, s := range d.statements {
			wrong := len(s.errs) > 0 || slices.ContainsFunc(s.needs, func(n *statement) bool { return n.dropped })
			if wrong && !s.dropped {
				s.dropped, again = true, true
			}
		}
	}
}

// places are the statements about the records of a fixture, by their paths.
type places map[string]*statement

// fixture returns what is not dropped.
func (d *draft) fixture() (*Fixture, places) {
	f, at, length := &Fixture{}, places{}, map[string]int{}
	for _, s := range d.statements {
		if s.dropped {
			continue
		}
		s.put(f)
		at[fmt.Sprintf("%s[%d]", s.list, length[s.list])] = s
		length[s.list]++
	}
	return f, at
}

// blame adds what a vendor refuses to the statement about the record, and reports
// whether there is one.
func (at places) blame(err error) bool {
	e, ok := errors.AsType[*seeding.Error](err)
	if !ok {
		return false
	}
	record, rest, _ := strings.Cut(e.Path, "]")
	s := at[record+"]"]
	if s == nil {
		return false
	}
	path := s.subject
	if rest != "" {
		path += ": " + strings.TrimPrefix(rest, ".")
	}
	s.errs = append(s.errs, seeding.At(path, e.Err))
	return true
}

// err returns everything that is wrong, in the order of what was said.
func (d *draft) err() error {
	var errs []error
	for _, s := range d.statements {
		errs = append(errs, s.errs...)
	}
	return errors.Join(errs...)
}

// part returns a vendor's part of a fixture, which comes to be if it is not there.
func part[F any](f **F) *F {
	if *f == nil {
		*f = new(F)
	}
	return *f
}

// hashOf returns bytes that follow from texts, for identifiers.
func hashOf(texts ...string) (b [16]byte) {
	sum := sha256.Sum256([]byte(strings.Join(texts, "\x00")))
	return [16]byte(sum[:16])
}

// where returns those of a list that something holds for.
func where[R any](list []R, holds func(R) bool) (found []R) {
	for _, r := range list {
		if holds(r) {
			found = append(found, r)
		}
	}
	return found
}
