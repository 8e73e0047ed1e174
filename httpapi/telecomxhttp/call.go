package telecomxhttp

import (
	"net/http"
	"strconv"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/telecomx"
)

// call is a request whose parameters and body are read in the vendor's terms.
type call struct {
	*Handler
	r      *http.Request
	params rest.Params
	caller telecomx.Caller

	body   *rest.Object // once read
	values *rest.Values // of the query, once read
}

// object reads the body as a JSON object, once: both the token and the members may
// be in it. The content type does not matter (assumed).
func (c *call) object() *rest.Object {
	if c.body == nil {
		c.body = rest.ReadObject(c.r, c.opts.MaxBody)
	}
	return c.body
}

// query reads the query, once; of a repeated parameter the first counts.
func (c *call) query() *rest.Values {
	if c.values == nil {
		c.values = rest.Query(c.r)
	}
	return c.values
}

// credential returns the token that a request carries, as it carries it.
func (c *call) credential() telecomx.Credential {
	if value, ok := header(c.r, "Authorization"); ok {
		return telecomx.Credential{Carrier: telecomx.Bearer, Value: value}
	}
	if value, ok := header(c.r, "X-Api-Key"); ok {
		return telecomx.Credential{Carrier: telecomx.APIKey, Value: value}
	}
	if c.r.Method == http.MethodPost {
		// What is not a string is a token that nobody has.
		if raw := c.object().Raw("token"); raw != nil {
			value, _ := rest.Text(raw)
			return telecomx.Credential{Carrier: telecomx.InBody, Value: value}
		}
	}
	if c.query().Has("token") {
		return telecomx.Credential{Carrier: telecomx.InQuery, Value: c.query().Get("token")}
	}
	if cookie, err := c.r.Cookie(cookieName); err == nil {
		return telecomx.Credential{Carrier: telecomx.InCookie, Value: cookie.Value}
	}
	return telecomx.Credential{}
}

func header(r *http.Request, canonical string) (string, bool) {
	values, ok := r.Header[canonical]
	if !ok || len(values) == 0 {
		return "", false
	}
	return values[0], true
}

// queryInt reads a parameter that is a number. What is no number is not there; one
// too large for an int becomes the largest (assumed).
func (c *call) queryInt(name string) *int {
	n, err := strconv.Atoi(c.query().Get(name))
	if err != nil && n == 0 {
		return nil
	}
	return &n
}

// isTrue reports whether a text of a query stands for true.
func isTrue(s string) bool { return s == "true" || s == "1" }

// change reads a member for the service, which judges it. A value of a wrong type
// becomes wrong, which cannot be right.
func change[V any](o *rest.Object, name string, wrong telecomx.Change[V], read func(*rest.Object, string) (V, bool)) telecomx.Change[V] {
	if o == nil || !o.Has(name) {
		return telecomx.Change[V]{}
	}
	if o.Raw(name) == nil {
		return telecomx.Clear[V]()
	}
	if v, ok := read(o, name); ok {
		return telecomx.To(v)
	}
	return wrong
}

// text reads a text; of a wrong type it is "".
func text[S ~string](o *rest.Object, name string) telecomx.Change[S] {
	return change(o, name, telecomx.To(S("")), func(o *rest.Object, name string) (S, bool) {
		s, ok := rest.Text(o.Raw(name))
		return S(s), ok
	})
}

// integer reads a number; of a wrong type it is 0.
func integer(o *rest.Object, name string) telecomx.Change[int64] {
	return change(o, name, telecomx.To(int64(0)), func(o *rest.Object, name string) (int64, bool) {
		return rest.Integer(o.Raw(name))
	})
}

// boolean reads true or false; of a wrong type it is null.
func boolean(o *rest.Object, name string) telecomx.Change[bool] {
	return change(o, name, telecomx.Clear[bool](), func(o *rest.Object, name string) (bool, bool) {
		s := string(o.Raw(name))
		return s == "true", s == "true" || s == "false"
	})
}
