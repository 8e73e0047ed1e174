package remote

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"unicode/utf8"

	"github.com/pbxkit/pbxkit/internal/wire"
)

// Request is a request for an operation.
type Request struct {
	Operation   *wire.Operation
	Params      []string   // of the path, in order
	Query       url.Values // nil for none
	Body        []byte
	ContentType string   // of the body; "" for none
	Repeatable  bool     // whether it may be sent again though it is a POST
	Open        bool     // whether it needs no credential, as a login
	Secrets     []string // what must not show in errors, beside the credential
	Private     bool     // whether the answer is a credential: of a success, or a redirect, no error keeps the body
	Once        bool     // whether it is not sent again though its method allows it: it may reach what came in the meantime
}

// shortestSecret is the length of the shortest text that is kept out of errors. Hiding
// shorter ones would leave nothing of an answer, as they are part of any text.
const shortestSecret = 4

// Secret returns the Secrets of a request that is about somebody else's password, or
// token, which may be of any length.
func Secret(text string) []string {
	if len(text) < shortestSecret {
		return nil
	}
	return []string{text}
}

func (r *Request) idempotent() bool {
	return r.Repeatable || r.Operation.Method != http.MethodPost && !r.Once
}

// ErrText is wrong with a body that holds text which is not UTF-8. Sending it would
// change it: JSON has Unicode only, and encoding/json puts U+FFFD in its place.
var ErrText = errors.New("the body is not valid UTF-8")

// WithJSON returns the request with a body.
func (r Request) WithJSON(body any) (Request, error) {
	if !isText(reflect.ValueOf(body)) {
		return r, ErrText
	}
	text, err := json.Marshal(body)
	r.Body, r.ContentType = text, "application/json"
	return r, err
}

// isText reports whether all text in a value is UTF-8.
func isText(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String:
		return utf8.ValidString(v.String())
	case reflect.Pointer, reflect.Interface:
		return v.IsNil() || isText(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if !isText(v.Field(i)) {
				return false
			}
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 { // json.RawMessage
			return v.Kind() == reflect.Array || utf8.Valid(v.Bytes())
		}
		for i := range v.Len() {
			if !isText(v.Index(i)) {
				return false
			}
		}
	case reflect.Map:
		for name, value := range v.Seq2() {
			if !isText(name) || !isText(value) {
				return false
			}
		}
	}
	return true
}
