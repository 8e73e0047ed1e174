package broadworkshttp

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/broadworkswire"
)

// ErrorBody is a shape of the bodies of refusals. The vendor describes "a details
// attribute or a list of error objects"; its own client knows all of these.
type ErrorBody int

// The shapes.
const (
	ErrorList    ErrorBody = iota // {"errors":[{"code":404,"message":"Not Found","details":{"reason":"..."}}]}
	ErrorNested                   // the same with details as of BroadWorks itself: {"errors":{"0":{"summary":"..."}}}
	ErrorDetails                  // {"details":"..."}
	ErrorCore                     // {"error":"..."}, as of APIO Core itself
)

// errorBody returns the body of a refusal.
func errorBody(e *broadworks.Error, shape ErrorBody) any {
	switch shape {
	case ErrorDetails:
		return broadworkswire.ErrorDetails{Details: e.Reason()}
	case ErrorCore:
		return broadworkswire.ErrorCore{Error: e.Reason()}
	case ErrorNested:
		return broadworkswire.NewNestedErrorList(e)
	}
	return broadworkswire.NewErrorList(e)
}

// wireError puts any error into the vendor's terms.
func wireError(err error) *broadworks.Error {
	if e, ok := errors.AsType[*broadworks.Error](err); ok && isRefusal(e.Status) {
		return e
	}
	if errors.Is(err, rest.ErrTooLarge) {
		return broadworks.ErrTooLarge
	}
	return broadworks.ErrInternal
}

// isRefusal reports whether a status can be that of a refusal. 207 and 304 are
// among those that the vendor documents.
func isRefusal(status int) bool {
	return status == http.StatusMultiStatus || 300 <= status && status < 600
}

// bodyError puts a mistake in a body into the vendor's terms.
func bodyError(op broadworks.Operation, err error) error {
	e, ok := errors.AsType[*rest.BodyError](err)
	switch {
	case !ok:
		return err
	case e.Member == "":
		return broadworks.ErrMediaType.Refuse("the body has to be a JSON object: %s", e.Reason)
	}
	switch op {
	case broadworks.Login:
		return broadworks.ErrAuthentication.Refuse("%v", e)
	case broadworks.UpdateUserMusicOnHold, broadworks.UpdateGroupMusicOnHold:
		return broadworks.ErrFailedToUpdate.Refuse("%v", e)
	}
	return broadworks.ErrBadRequest.Refuse("%v", e)
}

// audited is an answer with one more member, the id of its audit record.
type audited struct {
	answer any // a JSON object that is not empty
	field  string
	id     int64
}

// MarshalJSON implements json.Marshaler.
func (a audited) MarshalJSON() ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(a.answer); err != nil {
		return nil, err
	}
	name, err := json.Marshal(a.field)
	if err != nil {
		return nil, err
	}
	object := bytes.TrimSuffix(buf.Bytes(), []byte("}\n"))
	return fmt.Appendf(object, ",%s:%d}", name, a.id), nil
}
