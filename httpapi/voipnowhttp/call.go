package voipnowhttp

import (
	"context"
	"net/http"
	"strings"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/voipnowwire"
	"github.com/pbxkit/pbxkit/voipnow"
)

// call is a request under way.
type call struct {
	*Handler
	r      *http.Request
	params rest.Params
	caller voipnow.Caller

	values *rest.Values // of the query, once read
}

// authorized lets a request through whose credential the service accepts.
func authorized(next serve) serve {
	return func(ctx context.Context, c *call) (reply, error) {
		caller, err := c.svc.Auth.Check(ctx, c.credential())
		if err != nil {
			return reply{}, err
		}
		c.caller = caller
		return next(ctx, c)
	}
}

func (c *call) credential() voipnow.Credential {
	if values := c.r.Header["Authorization"]; len(values) > 0 {
		return voipnow.Credential{Authorization: &values[0]}
	}
	return voipnow.Credential{AccessRequestToken: c.query().Get(tokenParameter)}
}

const tokenParameter = "accessRequestToken"

// query reads the query, once; of a repeated parameter the first counts.
func (c *call) query() *rest.Values {
	if c.values == nil {
		c.values = rest.Query(c.r)
	}
	return c.values
}

// ref returns what the path addresses.
func (c *call) ref() voipnow.Ref {
	return voipnow.Ref{User: c.params.At(0), Extension: c.params.At(1), Call: c.params.At(2)}
}

// object reads the body. Its content type means nothing.
func (c *call) object() *rest.Object { return rest.ReadObject(c.r, c.opts.MaxBody) }

// refuse refuses a request whose body is at fault, unless what the path addresses
// is at fault already.
func (c *call) refuse(ctx context.Context, ref voipnow.Ref, fault *voipnow.Error) (reply, error) {
	if err := c.svc.Calls.Check(ctx, c.caller, ref); err != nil {
		return reply{}, err
	}
	return reply{}, fault
}

// baseURL returns what links begin with.
func (c *call) baseURL() string {
	switch {
	case c.opts.BaseURL != "":
		return c.opts.BaseURL
	case c.r.TLS != nil:
		return "https://" + c.r.Host
	}
	return "http://" + c.r.Host
}

// path returns the path of calls. Nothing in it needs to be escaped, once the
// service has accepted it; * and @ must not be.
func (c *call) path(ref voipnow.Ref) string {
	path := voipnowwire.CallsPath + "/" + ref.User + "/" + ref.Extension
	return strings.TrimSuffix(path+"/"+ref.Call, "/")
}
