package broadworkswire

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/pbxkit/pbxkit/broadworks"
)

// The shapes of the bodies of refusals. The vendor describes "a details attribute or a
// list of error objects"; its own client knows all of these.
type (
	// ErrorList is {"errors":[{"code":404,"message":"Not Found","details":{…}}]}.
	ErrorList struct {
		Errors []OneError `json:"errors"`
	}
	// ErrorDetails is {"details":"…"}.
	ErrorDetails struct {
		Details string `json:"details"`
	}
	// ErrorCore is {"error":"…"}, as of APIO Core itself.
	ErrorCore struct {
		Error string `json:"error"`
	}

	// OneError is an element of an ErrorList.
	OneError struct {
		Code    int      `json:"code"`
		Message string   `json:"message"`
		Details *Details `json:"details,omitempty"`
	}
	// Details are words of the gateway's, or of BroadWorks itself:
	// {"errors":{"0":{"summary":"…"}}}.
	Details struct {
		Reason string             `json:"reason,omitempty"`
		Errors map[string]Summary `json:"errors,omitempty"`
	}
	// Summary is an error of BroadWorks itself.
	Summary struct {
		Summary string `json:"summary"`
	}
)

// NewErrorList returns the body for an error; its status is not in it.
func NewErrorList(e *broadworks.Error) ErrorList {
	one := OneError{Code: e.Code, Message: e.Message}
	if e.Details != "" {
		one.Details = &Details{Reason: e.Details}
	}
	return ErrorList{[]OneError{one}}
}

// NewNestedErrorList is [NewErrorList] with what is wrong as BroadWorks itself says it.
func NewNestedErrorList(e *broadworks.Error) ErrorList {
	details := &Details{Errors: map[string]Summary{"0": {e.Reason()}}}
	return ErrorList{[]OneError{{e.Code, e.Message, details}}}
}

// envelope is any of the shapes, read piece by piece: a part of an error that is of
// another type than it should be must not cost the rest.
type envelope struct {
	Errors         json.RawMessage
	Details, Error json.RawMessage
}

// oneError is the first of an envelope's errors.
type oneError struct{ Code, Message, Details json.RawMessage }

// first returns the first of the errors. The others are not decoded, however many a
// body has.
func (e *envelope) first() (one oneError) {
	dec := json.NewDecoder(bytes.NewReader(e.Errors))
	if open, err := dec.Token(); err == nil && open == json.Delim('[') {
		_ = dec.Decode(&one)
	}
	return one
}

// text returns a member that is a text; "" for any other, and for none.
func text(raw json.RawMessage) (s string) {
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// Refusal returns the error that an answer stands for, or nil if its body is of none of
// the shapes: a real gateway has a web server in front of it. What is looked for, and in
// which order, is what the vendor's own client does (observed).
func Refusal(op broadworks.Operation, status int, body []byte) *broadworks.Error {
	var e envelope
	if json.Unmarshal(body, &e) != nil {
		return nil
	}
	one := e.first()
	message, reason := text(one.Message), reason(one.Details)
	if message == "" {
		return worded(op, status, cmp.Or(reason, text(e.Details), text(e.Error)))
	}
	refusal := &broadworks.Error{Status: status, Code: status, Message: message}
	if reason != message { // which is what BroadWorks itself says without details
		refusal.Details = reason
	}
	if code := 0; json.Unmarshal(one.Code, &code) == nil && code != 0 {
		refusal.Code = code
	}
	return withKind(op, refusal)
}

// reason returns what the details of an error say: an object of one of two shapes, or a
// text.
func reason(raw json.RawMessage) string {
	var details struct {
		Reason json.RawMessage
		Errors struct {
			First struct{ Summary json.RawMessage } `json:"0"`
		}
	}
	_ = json.Unmarshal(raw, &details)
	return cmp.Or(text(details.Reason), text(details.Errors.First.Summary), text(raw))
}

// worded returns the error that is one text, or nil for no text. It is the message of a
// kind of the status, or else the details of the kind that the status stands for.
func worded(op broadworks.Operation, status int, words string) *broadworks.Error {
	if words == "" {
		return nil
	}
	for _, kind := range broadworks.Errors() {
		if kind.Status == status && kind.Message == words {
			refusal := *kind
			return &refusal
		}
	}
	if kind := Kind(op, status); kind != nil {
		return kind.Refuse("%s", words)
	}
	return &broadworks.Error{Status: status, Code: status, Message: words}
}

// withKind has a refusal whose code and message are none that package broadworks knows
// be of the kind that its status stands for: which ones a gateway says is assumed.
func withKind(op broadworks.Operation, refusal *broadworks.Error) *broadworks.Error {
	known := func(kind *broadworks.Error) bool { return kind.Status == refusal.Status && kind.Is(refusal) }
	if kind := Kind(op, refusal.Status); kind != nil && !slices.ContainsFunc(broadworks.Errors(), known) {
		refusal.Err = kind
	}
	return refusal
}

// Kind returns the kind of error that the status alone of an answer stands for, or nil
// if it says too little. The vendor documents these statuses, but for 413; which 404
// means a service that is not assigned shows in the message only.
func Kind(op broadworks.Operation, status int) *broadworks.Error {
	switch status {
	case http.StatusBadRequest:
		if op == broadworks.UpdateUserMusicOnHold || op == broadworks.UpdateGroupMusicOnHold {
			return broadworks.ErrFailedToUpdate
		}
		return broadworks.ErrBadRequest
	case http.StatusUnauthorized:
		if op == broadworks.Login {
			return broadworks.ErrAuthentication
		}
		return broadworks.ErrUnauthorized
	case http.StatusForbidden:
		return broadworks.ErrForbidden
	case http.StatusNotFound:
		return broadworks.ErrNotFound
	case http.StatusRequestEntityTooLarge:
		return broadworks.ErrTooLarge
	case http.StatusRequestedRangeNotSatisfiable:
		return broadworks.ErrMediaType
	case http.StatusInternalServerError:
		return broadworks.ErrInternal
	}
	return nil
}
