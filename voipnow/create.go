package voipnow

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/pbxkit/pbxkit/store"
)

// SimpleCall is a call to be made between two parties.
type SimpleCall struct {
	Extension string       // the one charged, and the phone that calls: a phone terminal
	Views     []SimpleView // exactly one (assumed)
	Nonce     string       // sent back with the call; "" for none
}

// SimpleView says who is to be called.
type SimpleView struct {
	Source      []string // at least one
	Destination []string // at least one
	CallerID    string   // such as John Doe <4242>; "" for none
}

func (s calls) CreateSimple(ctx context.Context, caller Caller, user string, in SimpleCall) (Call, error) {
	now := s.now()
	return update(ctx, s.core, func(tx store.Tx) (Call, error) {
		to, err := resolve(ctx, tx, caller, Ref{User: user, Extension: in.Extension})
		switch {
		case err != nil:
			return Call{}, err
		case to.extension == nil || to.extension.Type != TypePhoneTerminal:
			return Call{}, ErrExtension
		case !in.isComplete():
			return Call{}, ErrRequest
		}
		row, err := newSimpleCall(ctx, tx, to.extension, in, now)
		if err != nil {
			return Call{}, err
		}
		if row.ID, err = draw(ctx, s.ids.CallID, func(id string) (bool, error) { return callTable.Has(ctx, tx, id) }); err != nil {
			return Call{}, err
		}
		return row.Call, callTable.Insert(ctx, tx, row)
	})
}

// isComplete reports whether there is what a call needs, in the documented forms.
func (in SimpleCall) isComplete() bool {
	if len(in.Views) != 1 || checkText("nonce", in.Nonce) != nil {
		return false
	}
	v := in.Views[0]
	return areNumbers(v.Source) && areNumbers(v.Destination) && isCallerID(v.CallerID) &&
		len(v.Source) > 0 && len(v.Destination) > 0
}

// areNumbers reports whether all texts are numbers of extensions or phones.
func areNumbers(texts []string) bool {
	for _, s := range texts {
		if !consistsOf(s, isNumberChar) {
			return false
		}
	}
	return true
}

// isCallerID reports whether a text is a caller id or empty. The space is not in
// the documented grammar but in every documented example.
func isCallerID(s string) bool {
	return s == "" || consistsOf(s, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("<>+* ", r)
	})
}

// newSimpleCall returns the call, ringing, with a view for each party that is an
// extension, or else for the one charged (all of it assumed).
func newSimpleCall(ctx context.Context, tx store.ReadTx, charged *Extension, in SimpleCall, now time.Time) (*callRow, error) {
	row := &callRow{}
	row.Extension, row.Published, row.Nonce = in.Extension, now, in.Nonce
	if err := row.charge(ctx, tx, charged); err != nil {
		return nil, err
	}
	sent := in.Views[0]
	locals, all, err := row.localParties(ctx, tx, sent)
	if err != nil {
		return nil, err
	}
	flow := FlowOutgoing
	if all {
		flow = FlowLocal
	}
	if len(locals) == 0 {
		locals = []string{in.Extension}
	}
	for i, number := range locals {
		row.Views = append(row.Views, View{
			ID: fmt.Sprintf("%02d", i), Extension: number, Ringing: now, Flow: flow, Status: StatusRinging,
			CallerID: sent.CallerID, Source: cloneTexts(sent.Source), Destination: cloneTexts(sent.Destination),
		})
	}
	return row, row.place(ctx, tx)
}

// localParties returns the numbers of the parties that are extensions, each once,
// and whether all parties are.
func (c *callRow) localParties(ctx context.Context, tx store.ReadTx, v SimpleView) (locals []string, all bool, err error) {
	all = true
	seen := map[string]bool{}
	for _, numbers := range [][]string{v.Source, v.Destination} {
		for _, n := range numbers {
			number := extendedNumber(c.Prefix, n)
			local, err := extensionTable.Has(ctx, tx, number)
			switch {
			case err != nil:
				return nil, false, err
			case !local:
				all = false
			case !seen[number]:
				locals = append(locals, n)
			}
			seen[number] = true
		}
	}
	return locals, all, nil
}
