package voipnow

import (
	"context"
	"slices"
	"time"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// CallService is the resource PhoneCalls. Every method first looks for what its
// [Ref] addresses, and returns, whichever comes first: ErrUser if there is no such
// user, ErrAccessDenied if the caller does not see it, ErrExtension if it has no
// such extension, ErrPhoneCall if the id of the call cannot be one. The order is
// assumed.
type CallService interface {
	// Check looks for what a Ref addresses and does nothing. If the Ref names a
	// call, there must be one (ErrPhoneCall).
	Check(ctx context.Context, caller Caller, ref Ref) error

	// OnHold has a view of a call hold it, and returns the call
	// (PUT /uapi/phoneCalls/{userId}/{extension}/{phoneCallId}, action OnHold).
	// Assumed: all views are returned, and one that holds already keeps its
	// time. The call has to be one of the extension's (ErrPhoneCall) and the
	// view one of the call's that is on the call (ErrView, assumed for the
	// second part).
	OnHold(ctx context.Context, caller Caller, ref Ref, view string) (Call, error)

	// OnHoldAll has the view hold every call of the extension, or the one that
	// ref names, that has this view on the call, and returns these calls, the
	// first published first (PUT /uapi/phoneCalls/{userId}/{extension}). That
	// it exists is documented, everything else assumed.
	OnHoldAll(ctx context.Context, caller Caller, ref Ref, view string) ([]Call, error)

	// OffHold has a view of a call hold it no longer, and returns the call. A
	// hold of another view stays, and a view that does not hold is left as it
	// is (assumed). The call has to be named: the page of this action does not
	// speak of all calls (assumed). The errors are those of OnHold.
	OffHold(ctx context.Context, caller Caller, ref Ref, view string) (Call, error)

	// List returns a page of the calls of the extension, or of the one that ref
	// names (GET /uapi/phoneCalls/{userId}/{extension}). Assumed: a call that is
	// not there is no error, and the page is empty.
	List(ctx context.Context, caller Caller, ref Ref, q CallQuery) (CallPage, error)

	// HangUp ends the calls of the extension, or the one that ref names, and
	// returns their ids (DELETE /uapi/phoneCalls/{userId}/{extension}). With a
	// phone number, only calls end that have it as a source, a destination or
	// the extension of a view. Assumed: a call that is not there is no error.
	HangUp(ctx context.Context, caller Caller, ref Ref, phoneNumber string) ([]string, error)

	// CreateSimple makes a call between two parties
	// (POST /uapi/phoneCalls/{userId}/simple). The extension of the call has to
	// be a phone terminal (ErrExtension); everything else that is wrong with it
	// is an ErrRequest (assumed).
	CreateSimple(ctx context.Context, caller Caller, user string, in SimpleCall) (Call, error)
}

// Call is a call in progress.
type Call struct {
	CallRecord
	UserID    string `json:"userId"`    // the owner of the extension
	OwnerID   string `json:"ownerId"`   // the organization of that user
	OwnerName string `json:"ownerName"` // its name
}

// CallRecord is what is known of a call by itself. Times are whole seconds with
// the offset they were given with (assumed).
type CallRecord struct {
	ID        string    `json:"id"`
	Extension string    `json:"extension"` // the one charged, extended or short; it may be no party
	Answered  time.Time `json:"answered,omitzero"`
	Published time.Time `json:"published,omitzero"` // when the call entered the system
	Nonce     string    `json:"nonce,omitempty"`    // "" unless whoever made the call sent one (assumed)
	Views     []View    `json:"phoneCallView"`      // never nil in an answer

	// OrganizationID says whose a short Extension is; "" if it is extended.
	OrganizationID string `json:"organizationId,omitempty"`
}

// View is a call as one party sees it.
type View struct {
	ID          string    `json:"id"`        // unique in the call
	Extension   string    `json:"extension"` // extended or short
	Answered    time.Time `json:"answered,omitzero"`
	Ringing     time.Time `json:"ringing,omitzero"`
	Recording   time.Time `json:"recording,omitzero"`
	Parked      time.Time `json:"parked,omitzero"`
	Flow        Flow      `json:"flow,omitempty"`
	Status      Status    `json:"status"`
	CallerID    string    `json:"callerId,omitempty"`
	Source      []string  `json:"source"`      // never nil in an answer
	Destination []string  `json:"destination"` // never nil in an answer
	ParkedPos   *int64    `json:"parkedPos,omitempty"`
	ParkedBy    string    `json:"parkedBy,omitempty"`
	Disposition *int64    `json:"disposition,omitempty"` // 0 to 5

	// Held is since when this view holds the call; zero if it does not. See
	// [Call.OnHold] for what the others see of it.
	Held time.Time `json:"held,omitzero"`
}

// Status is what a view of a call is doing. Holding is no status: a view that
// holds is on the call.
type Status int

// The statuses.
const (
	StatusUnknown Status = iota
	StatusOffHook
	StatusTrying
	StatusRinging
	StatusOtherSideRinging
	StatusOnCall
)

// Flow is where a call comes from and goes to; 0 if that is not known.
type Flow int

// The flows.
const (
	FlowLocal    Flow = 2
	FlowOutgoing Flow = 4 // to a public number
	FlowIncoming Flow = 8 // from a public number
)

// OnHold returns since when a view of the call is on hold, zero if it is not, and
// whether it is the one that holds. A view that does not hold is on hold since
// the first of the others holds (assumed).
func (c *CallRecord) OnHold(v *View) (since time.Time, holder bool) {
	if !v.Held.IsZero() {
		return v.Held, true
	}
	for i := range c.Views {
		if held := c.Views[i].Held; !held.IsZero() && (since.IsZero() || held.Before(since)) {
			since = held
		}
	}
	return since, false
}

// view returns the view with an id, or nil.
func (c *CallRecord) view(id string) *View {
	for i := range c.Views {
		if c.Views[i].ID == id {
			return &c.Views[i]
		}
	}
	return nil
}

// callRow is what is stored of a call: also what follows from the organizations,
// users and extensions it refers to, so that one record answers a request.
type callRow struct {
	Call
	Prefix string `json:"prefix"` // of the extension charged

	// Where the call belongs: the extensions of the call and its views, in
	// extended form, their owners, and the owners' organizations (assumed).
	Extensions    []string `json:"extensions"`
	Owners        []string `json:"owners"`
	Organizations []string `json:"organizations"`

	Numbers []string `json:"numbers"` // of its views and their parties, see place
}

// Clone returns a copy that shares nothing with c.
func (c *callRow) Clone() *callRow {
	clone := *c
	clone.CallRecord = c.CallRecord.clone()
	clone.Extensions, clone.Owners = slices.Clone(c.Extensions), slices.Clone(c.Owners)
	clone.Organizations, clone.Numbers = slices.Clone(c.Organizations), slices.Clone(c.Numbers)
	return &clone
}

func (c CallRecord) clone() CallRecord {
	c.Views = append(make([]View, 0, len(c.Views)), c.Views...)
	for i := range c.Views {
		v := &c.Views[i]
		v.Source, v.Destination = cloneTexts(v.Source), cloneTexts(v.Destination)
		v.ParkedPos, v.Disposition = clonePtr(v.ParkedPos), clonePtr(v.Disposition)
	}
	return c
}

// cloneTexts returns a copy that is not nil.
func cloneTexts(texts []string) []string { return append(make([]string, 0, len(texts)), texts...) }

func clonePtr[T any](p *T) *T {
	if p == nil {
		return nil
	}
	return new(*p)
}

// The fields of calls that filters ask about.
const (
	fieldID            = "id"
	fieldPublished     = "published"
	fieldPublishedText = "publishedText"
	fieldExtensions    = "extensions"
	fieldOwners        = "owners"
	fieldOrganizations = "organizations"
	fieldNumbers       = "numbers"
)

var callTable = store.NewTable("voipnow_calls", func(c *callRow) string { return c.ID }, filter.NewFields(
	filter.Column(fieldID, func(c *callRow) string { return c.ID }),
	filter.Column(fieldPublished, func(c *callRow) int64 { return c.Published.UnixMicro() }),
	filter.Column(fieldPublishedText, func(c *callRow) string { return c.Published.Format(time.RFC3339) }),
	filter.Column(fieldExtensions, func(c *callRow) []string { return c.Extensions }),
	filter.Column(fieldOwners, func(c *callRow) []string { return c.Owners }),
	filter.Column(fieldOrganizations, func(c *callRow) []string { return c.Organizations }),
	filter.Column(fieldNumbers, func(c *callRow) []string { return c.Numbers }),
)).Index(fieldExtensions)

// isAt reports whether one of the sets of where a call belongs holds a value.
func (c *callRow) isAt(field, value string) bool {
	switch field {
	case fieldExtensions:
		return slices.Contains(c.Extensions, value)
	case fieldOwners:
		return slices.Contains(c.Owners, value)
	}
	return slices.Contains(c.Organizations, value)
}

type calls struct{ *core }

func (s calls) Check(ctx context.Context, caller Caller, ref Ref) error {
	_, err := view(ctx, s.core, func(tx store.ReadTx) (struct{}, error) {
		to, err := resolve(ctx, tx, caller, ref)
		if err == nil && ref.Call != "" {
			_, err = to.call(ctx, tx, ref.Call)
		}
		return struct{}{}, err
	})
	return err
}

// shown returns calls as the API shows them.
func shown(rows []*callRow) []Call {
	list := make([]Call, len(rows))
	for i, row := range rows {
		list[i] = row.Call
	}
	return list
}
