package voipnowhttp

import (
	"strconv"
	"time"

	"github.com/pbxkit/pbxkit/voipnow"
)

// phoneCall is a call on the wire, in the order of the vendor's table. All members
// but id can be left out, because a request can ask for some of them only.
type phoneCall struct {
	ID        string          `json:"id"`
	Extension string          `json:"extension,omitempty"`
	OwnerID   string          `json:"ownerId,omitempty"`
	OwnerName string          `json:"ownerName,omitempty"`
	Answered  string          `json:"answered,omitempty"`
	Published string          `json:"published,omitempty"`
	Nonce     string          `json:"nonce,omitempty"`
	Views     []phoneCallView `json:"phoneCallView,omitzero"`
	Link      *link           `json:"link,omitempty"`
	Links     *link           `json:"links,omitempty"`
}

type link struct {
	Self string `json:"self"`
}

// phoneCallView is a view on the wire.
type phoneCallView struct {
	ID          string   `json:"id"`
	Extension   string   `json:"extension"`
	Answered    string   `json:"answered,omitempty"`
	Ringing     string   `json:"ringing,omitempty"`
	Recording   string   `json:"recording,omitempty"`
	Parked      string   `json:"parked,omitempty"`
	Flow        int      `json:"flow,omitempty"`
	Status      any      `json:"status"` // string, or int
	CallerID    string   `json:"callerId,omitempty"`
	Source      []string `json:"source"`
	Destination []string `json:"destination"`
	ParkedPos   *int64   `json:"parkedPos,omitempty"`
	ParkedBy    string   `json:"parkedBy,omitempty"`
	Disposition *int64   `json:"disposition,omitempty"`
	OnHold      string   `json:"onhold,omitempty"`
	OnHoldCamel string   `json:"onHold,omitempty"`
	Holder      int      `json:"holder,omitempty"`
}

func (c *call) wireCall(v voipnow.Call) phoneCall {
	p := phoneCall{
		ID: v.ID, Extension: v.Extension, OwnerID: v.OwnerID, OwnerName: v.OwnerName,
		Answered: wireTime(v.Answered), Published: wireTime(v.Published), Nonce: v.Nonce,
		Views: make([]phoneCallView, len(v.Views)),
	}
	for i := range v.Views {
		p.Views[i] = c.wireView(&v, &v.Views[i])
	}
	// Assumed: the link is that of the owner of the extension charged, whoever asks.
	self := &link{c.baseURL() + c.path(voipnow.Ref{User: v.UserID, Extension: v.Extension, Call: v.ID})}
	if c.opts.LinkKeys != LinkPlural {
		p.Link = self
	}
	if c.opts.LinkKeys != LinkSingular {
		p.Links = self
	}
	return p
}

// stub leaves out of a call what is not known before a change has been made.
func (p phoneCall) stub() phoneCall {
	return phoneCall{ID: p.ID, Extension: p.Extension, Link: p.Link, Links: p.Links}
}

func (c *call) wireView(of *voipnow.Call, v *voipnow.View) phoneCallView {
	p := phoneCallView{
		ID: v.ID, Extension: v.Extension,
		Answered: wireTime(v.Answered), Ringing: wireTime(v.Ringing), Recording: wireTime(v.Recording), Parked: wireTime(v.Parked),
		Flow: int(v.Flow), Status: c.wireStatus(v.Status), CallerID: v.CallerID, Source: v.Source, Destination: v.Destination,
		ParkedPos: v.ParkedPos, ParkedBy: v.ParkedBy, Disposition: v.Disposition,
	}
	since, holder := of.OnHold(v)
	if c.opts.OnHoldKey == OnHoldCamel {
		p.OnHoldCamel = wireTime(since)
	} else {
		p.OnHold = wireTime(since)
	}
	if holder {
		p.Holder = 1
	}
	return p
}

func (c *call) wireStatus(s voipnow.Status) any {
	if c.opts.NumericStatus {
		return int(s)
	}
	return strconv.Itoa(int(s))
}

// wireTime returns a time as text; that of no time is left out.
func wireTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
