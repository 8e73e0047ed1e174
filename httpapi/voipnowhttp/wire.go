package voipnowhttp

import (
	"github.com/pbxkit/pbxkit/internal/wire/voipnowwire"
	"github.com/pbxkit/pbxkit/voipnow"
)

// wireCall returns a call as the options have it. Assumed: the link is that of the
// owner of the extension charged, whoever asks.
func (c *call) wireCall(v voipnow.Call) voipnowwire.PhoneCall {
	p := voipnowwire.NewPhoneCall(v, c.baseURL()+c.path(voipnow.Ref{User: v.UserID, Extension: v.Extension, Call: v.ID}))
	switch c.opts.LinkKeys {
	case LinkSingular:
		p.Links = voipnowwire.Link{}
	case LinkPlural:
		p.Link = voipnowwire.Link{}
	}
	for i := range p.Views {
		c.reshape(&p.Views[i])
	}
	return p
}

func (c *call) reshape(v *voipnowwire.PhoneCallView) {
	v.Status.Quoted = !c.opts.NumericStatus
	if c.opts.OnHoldKey == OnHoldCamel {
		v.OnHold, v.OnHoldCamel = voipnowwire.Time{}, v.OnHold
	}
}
