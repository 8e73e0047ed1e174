package voipnowwire

import (
	"cmp"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/voipnow"
)

// PhoneCall is a call, in the order of the vendor's table. All members but id can be
// left out, because a request can ask for some of them only.
type PhoneCall struct {
	ID        string          `json:"id"`
	Extension string          `json:"extension,omitempty"`
	OwnerID   string          `json:"ownerId,omitempty"`
	OwnerName string          `json:"ownerName,omitempty"`
	Answered  Time            `json:"answered,omitzero"`
	Published Time            `json:"published,omitzero"`
	Nonce     string          `json:"nonce,omitempty"`
	Views     []PhoneCallView `json:"phoneCallView,omitzero"`
	Link      Link            `json:"link,omitzero"`
	Links     Link            `json:"links,omitzero"`
}

// Link is where a call is.
type Link struct {
	Self string `json:"self"`
}

// path returns the path of a link. Nearly none has anything in it that a URL escapes.
func (l Link) path() string {
	if !strings.ContainsAny(l.Self, "%?# ") {
		return l.Self
	}
	u, err := url.Parse(l.Self)
	if err != nil {
		return ""
	}
	return u.Path
}

// PhoneCallView is a view. callerID, which one sample prints, is read as callerId:
// encoding/json takes names in any case where it finds no better one.
type PhoneCallView struct {
	ID          string  `json:"id"`
	Extension   string  `json:"extension"`
	Answered    Time    `json:"answered,omitzero"`
	Ringing     Time    `json:"ringing,omitzero"`
	Recording   Time    `json:"recording,omitzero"`
	Parked      Time    `json:"parked,omitzero"`
	Flow        Number  `json:"flow,omitempty"`
	Status      Status  `json:"status"`
	CallerID    string  `json:"callerId,omitempty"`
	Source      Texts   `json:"source"`
	Destination Texts   `json:"destination"`
	ParkedPos   *Number `json:"parkedPos,omitempty"`
	ParkedBy    string  `json:"parkedBy,omitempty"`
	Disposition *Number `json:"disposition,omitempty"`
	OnHold      Time    `json:"onhold,omitzero"` // the example's name
	OnHoldCamel Time    `json:"onHold,omitzero"` // the table's name
	Holder      Number  `json:"holder,omitempty"`
}

// NewPhoneCall returns a call with a link to itself under both names.
func NewPhoneCall(c voipnow.Call, self string) PhoneCall {
	link := Link{self}
	return PhoneCall{
		ID: c.ID, Extension: c.Extension, OwnerID: c.OwnerID, OwnerName: c.OwnerName,
		Answered: NewTime(c.Answered), Published: NewTime(c.Published), Nonce: c.Nonce,
		Views: wire.List(c.Views, func(v voipnow.View) PhoneCallView { return newView(&c.CallRecord, v) }),
		Link:  link, Links: link,
	}
}

func newView(of *voipnow.CallRecord, v voipnow.View) PhoneCallView {
	p := PhoneCallView{
		ID: v.ID, Extension: v.Extension,
		Answered: NewTime(v.Answered), Ringing: NewTime(v.Ringing), Recording: NewTime(v.Recording), Parked: NewTime(v.Parked),
		Flow: Number(v.Flow), Status: Status{v.Status, true}, CallerID: v.CallerID, Source: v.Source, Destination: v.Destination,
		ParkedPos: (*Number)(v.ParkedPos), ParkedBy: v.ParkedBy, Disposition: (*Number)(v.Disposition),
	}
	since, holder := of.OnHold(&v)
	p.OnHold = NewTime(since)
	if holder {
		p.Holder = 1
	}
	return p
}

// Record returns the call that p stands for. Whose extension is charged only the link
// says, and the organization of a short one only the owner.
func (p PhoneCall) Record() voipnow.Call {
	user, extension := p.charged()
	c := voipnow.Call{UserID: user, OwnerID: p.OwnerID, OwnerName: p.OwnerName, CallRecord: voipnow.CallRecord{
		ID: p.ID, Extension: cmp.Or(p.Extension, extension), Answered: p.Answered.Record(), Published: p.Published.Record(), Nonce: p.Nonce,
		Views: wire.List(p.Views, PhoneCallView.record),
	}}
	if !strings.Contains(c.Extension, "*") {
		c.OrganizationID = p.OwnerID
	}
	return c
}

// charged returns the user and the extension that the link names: "" without one. A word
// such as @me is no user.
func (p PhoneCall) charged() (user, extension string) {
	_, rest, _ := strings.Cut(cmp.Or(p.Link, p.Links).path(), "/phoneCalls/")
	user, rest, _ = strings.Cut(rest, "/")
	extension, _, _ = strings.Cut(rest, "/")
	if strings.HasPrefix(user, "@") {
		user = ""
	}
	if strings.HasPrefix(extension, "@") {
		extension = ""
	}
	return user, extension
}

func (v PhoneCallView) record() voipnow.View {
	r := voipnow.View{
		ID: v.ID, Extension: v.Extension,
		Answered: v.Answered.Record(), Ringing: v.Ringing.Record(), Recording: v.Recording.Record(), Parked: v.Parked.Record(),
		Flow: voipnow.Flow(v.Flow), Status: v.Status.Value, CallerID: v.CallerID, Source: v.Source.list(), Destination: v.Destination.list(),
		ParkedPos: pointer(v.ParkedPos), ParkedBy: v.ParkedBy, Disposition: pointer(v.Disposition),
	}
	if v.Holder != 0 { // the others are on hold, which follows from it
		r.Held = cmp.Or(v.OnHold, v.OnHoldCamel).Record()
	}
	return r
}

// Stub leaves out of a call what is not known before a change has been made.
func (p PhoneCall) Stub() PhoneCall {
	return PhoneCall{ID: p.ID, Extension: p.Extension, Link: p.Link, Links: p.Links}
}

// CallRef is a call of which nothing but the id is left. Assumed: the page says that
// ids are returned, not how; so it is read as a text alone as well.
type CallRef struct {
	ID string `json:"id"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (r *CallRef) UnmarshalJSON(value []byte) (err error) {
	if isText(value) {
		r.ID, err = text(value)
		return err
	}
	type members CallRef
	return json.Unmarshal(value, (*members)(r))
}
