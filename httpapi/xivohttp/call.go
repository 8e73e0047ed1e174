package xivohttp

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/text"
	"github.com/pbxkit/pbxkit/xivo"
)

// call is a request whose parameters and body are read in the vendor's terms. The
// first mistake is kept in err, and what is read after it is empty.
type call struct {
	*Handler
	r      *http.Request
	params rest.Params
	err    error
}

func (c *call) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// failed reports whether something was wrong, with the call or with an object
// read from its body.
func (c *call) failed(o *rest.Object) bool {
	if err := o.Err(); err != nil {
		c.fail(err)
	}
	return c.err != nil
}

// id reads the first parameter of the path as the framework's Long. The status
// and text of the refusal are observed, its envelope is assumed.
func (c *call) id() int64 {
	s := c.params.At(0)
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || s[0] == '+' || s[0] == '-' {
		c.fail(xivo.ErrInvalidParameter.Refuse("Cannot parse parameter id as Long: For input string: %q", text.Clip(s)))
	}
	return n
}

// uuid reads the first parameter of the path, called name, as a UUID.
func (c *call) uuid(name string) xivo.UUID {
	s := c.params.At(0)
	uuid, ok := xivo.ParseUUID(s)
	if !ok {
		c.fail(xivo.ErrInvalidParameter.Refuse("Cannot parse parameter %s as UUID: Invalid UUID string: %s", name, text.Clip(s)))
	}
	return uuid
}

// queryBool reads a parameter of the query as the framework's Boolean. Of a
// repeated one the first counts; an empty one is missing (assumed).
func (c *call) queryBool(name string) bool {
	switch rest.Query(c.r).Get(name) {
	case "", "false", "0":
		return false
	case "true", "1":
		return true
	}
	c.fail(xivo.ErrInvalidParameter.Refuse("Cannot parse parameter %s as Boolean: should be true, false, 0 or 1", name))
	return false
}

// object reads the body as a JSON object. Assumed: members of unknown names are
// ignored, those in another case among them, and null is the same as no member.
func (c *call) object() *rest.Object {
	if c.err != nil {
		return rest.FailedObject(c.err)
	}
	body := c.read(c.opts.MaxJSON, "Expecting text/json or application/json body", "application/json", "text/json")
	if c.err != nil {
		return rest.FailedObject(c.err)
	}
	return rest.ParseObject(c.r.Context(), body)
}

// csv reads the body as text. That text/csv is accepted is assumed.
func (c *call) csv() []byte {
	return c.read(c.opts.MaxCSV, "Expecting text/plain body", "text/plain", "text/csv")
}

// read reads the body; wrongType is the message of the refusal for another
// content type.
func (c *call) read(limit int64, wrongType string, mediaTypes ...string) []byte {
	if c.err != nil {
		return nil
	}
	body, err := rest.ReadBody(c.r, limit, mediaTypes...)
	if errors.Is(err, rest.ErrMediaType) {
		err = xivo.ErrUnsupportedMedia.Refuse("%s", wrongType)
	}
	if err != nil {
		c.fail(err)
	}
	return body
}
