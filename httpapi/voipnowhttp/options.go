package voipnowhttp

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

// Options change how a handler works. The zero value is the documented or assumed
// behaviour. Where the vendor's documents disagree with each other, an option
// answers as the other document has it.
type Options struct {
	// BaseURL is what links in answers begin with, such as
	// https://pbx.example.com; "" stands for what the request was sent to.
	BaseURL string

	// MaxBody bounds the size of a body in bytes; 0 stands for 1 MiB (assumed).
	// A larger one is refused as an invalid one.
	MaxBody int64

	// SingularPath serves /uapi/phoneCall as /uapi/phoneCalls: the examples of
	// OffHold and StartRecording are printed so.
	SingularPath bool

	// LegacyPrefix serves /unifiedapi as /uapi: official apps of old ask for it.
	LegacyPrefix bool

	// AcceptedStub answers OnHold and OffHold of one call with 202 and no more
	// of the call than its id, extension and links, as the first of the two
	// answers that the OnHold example prints. That a server sends one of them
	// only is assumed.
	AcceptedStub bool

	// NumericStatus writes the status of a view as a number.
	NumericStatus bool

	// OnHoldKey is the name of a view's member onhold.
	OnHoldKey OnHoldKey

	// LinkKeys is under which names a call has its link.
	LinkKeys LinkKeys

	// EmptyListStatus is the status of a list when there are no calls: 200, for
	// which 0 stands, or 204, which has no body.
	EmptyListStatus int

	// Logger is told the cause of each answer 500, which clients are not; nil
	// keeps it.
	Logger *slog.Logger
}

// OnHoldKey is a name of the member that says since when a view is on hold.
type OnHoldKey string

// The names: that of the example, which is the default, and that of the table.
const (
	OnHoldLower OnHoldKey = "onhold"
	OnHoldCamel OnHoldKey = "onHold"
)

// LinkKeys is under which names a call has its link.
type LinkKeys string

// The names: link is that of the OnHold page, links that of the others. The
// default is both (assumed).
const (
	LinkBoth     LinkKeys = "both"
	LinkSingular LinkKeys = "link"
	LinkPlural   LinkKeys = "links"
)

// complete checks options and puts defaults in.
func (o Options) complete() (Options, error) {
	o.MaxBody = cmp.Or(o.MaxBody, rest.DefaultLimit)
	o.OnHoldKey = cmp.Or(o.OnHoldKey, OnHoldLower)
	o.LinkKeys = cmp.Or(o.LinkKeys, LinkBoth)
	o.BaseURL = strings.TrimRight(o.BaseURL, "/")
	switch {
	case o.BaseURL != "" && !isServer(o.BaseURL):
		return o, fmt.Errorf("voipnowhttp: BaseURL %q is not the URL of a server", o.BaseURL)
	case o.EmptyListStatus != 0 && o.EmptyListStatus != http.StatusOK && o.EmptyListStatus != http.StatusNoContent:
		return o, fmt.Errorf("voipnowhttp: EmptyListStatus %d is neither 200 nor 204", o.EmptyListStatus)
	case o.OnHoldKey != OnHoldLower && o.OnHoldKey != OnHoldCamel:
		return o, fmt.Errorf("voipnowhttp: unknown OnHoldKey %q", o.OnHoldKey)
	case o.LinkKeys != LinkBoth && o.LinkKeys != LinkSingular && o.LinkKeys != LinkPlural:
		return o, fmt.Errorf("voipnowhttp: unknown LinkKeys %q", o.LinkKeys)
	}
	return o, nil
}

// isServer reports whether a URL is one that paths can be added to.
func isServer(base string) bool {
	u, err := url.Parse(base)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") && !strings.ContainsAny(base, "?#")
}

// ServedPrefixes returns the paths below which a handler with these options
// serves everything.
func (o Options) ServedPrefixes() []string {
	if o.LegacyPrefix {
		return []string{Prefix, OAuthPrefix, legacyPrefix}
	}
	return []string{Prefix, OAuthPrefix}
}

// rename puts the names of today into a path that has others which are served too.
func (o Options) rename(segments []string) {
	if o.LegacyPrefix && len(segments) > 0 && segments[0] == legacyPrefix[1:] {
		segments[0] = Prefix[1:]
	}
	if o.SingularPath && len(segments) > 1 && segments[1] == "phoneCall" {
		segments[1] = "phoneCalls"
	}
}
