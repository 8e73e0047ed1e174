package broadworkshttp

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"strings"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

// call is a request whose path and body are read in the vendor's terms.
type call struct {
	*Handler
	w      http.ResponseWriter
	r      *http.Request
	op     broadworks.Operation
	params rest.Params
	caller broadworks.Caller
}

// user returns the ids in the path. Operations on a group have no user's.
func (c *call) user() broadworks.UserRef {
	return broadworks.UserRef{TenantID: c.params.At(0), GroupID: c.params.At(1), UserID: c.params.At(2)}
}

func (c *call) group() broadworks.GroupRef {
	return broadworks.GroupRef{TenantID: c.params.At(0), GroupID: c.params.At(1)}
}

// object reads the body, which of every method may be a JSON object or nothing.
// Assumed: nothing is the same as {}, and the content type does not matter, which
// the vendor's examples print in quotes.
func (c *call) object() *rest.Object {
	body, err := rest.ReadAnyBody(c.r, c.opts.MaxBody)
	if err != nil {
		return rest.FailedObject(err)
	}
	if len(bytes.TrimSpace(body)) > 0 {
		return rest.ParseObject(c.r.Context(), body)
	}
	if c.opts.EmptyBody416 && (c.r.Method == http.MethodPut || c.r.Method == http.MethodPost) {
		return rest.FailedObject(broadworks.ErrMediaType.Refuse("the body must not be empty"))
	}
	return rest.ParseObject(c.r.Context(), []byte("{}"))
}

// mistake returns the refusal of a request for a mistake in its body; nil if
// there is none. What is checked before the body has the first word.
func (c *call) mistake(ctx context.Context, wrong error) error {
	if wrong == nil {
		return nil
	}
	if err := c.svc.Auth.Allow(ctx, c.caller, c.op, c.user()); err != nil {
		return err
	}
	return bodyError(c.op, wrong)
}

// flag reads an argument of a GET, which the vendor documents as a member of the
// body and its own client sends in the query. The query wins (assumed).
func (c *call) flag(o *rest.Object, name string) (bool, error) {
	query := rest.Query(c.r)
	if !query.Has(name) {
		b := o.NotNull(name).OptBool(name)
		return b != nil && *b, o.Err()
	}
	switch strings.ToLower(query.Get(name)) { // True is how Python writes it
	case "true", "1":
		return true, o.Err()
	case "false", "0":
		return false, o.Err()
	}
	return false, cmp.Or[error](o.Err(), &rest.BodyError{Member: name, Reason: "expected true or false"})
}
