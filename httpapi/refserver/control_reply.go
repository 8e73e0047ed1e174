package refserver

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// reply is an answer.
type reply struct {
	status int
	body   encoder // nil for none
}

// encoder is something that has a form in JSON.
type encoder interface{ Encode(w io.Writer) error }

// jsonOf is a value in the form that encoding/json gives it.
type jsonOf struct{ value any }

// Encode writes the value in a line.
func (j jsonOf) Encode(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(j.value)
}

func answer(status int, value any) *reply { return &reply{status, jsonOf{value}} }

func done() *reply { return &reply{status: http.StatusNoContent} }

// send writes the answer, which nobody is to keep: there are credentials in it.
func (a *reply) send(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	var body bytes.Buffer
	if err := a.body.Encode(&body); err != nil {
		body.Reset()
		a = errorReply(w.Header(), err)
		a.body.Encode(&body)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(a.status)
	w.Write(body.Bytes())
}

// controlError is an error that the client is told as it is.
type controlError struct {
	status  int
	message string
	allow   string // methods, of a 405
}

// Error returns the message.
func (e *controlError) Error() string { return e.message }

func refuse(status int, format string, args ...any) error {
	return &controlError{status: status, message: fmt.Sprintf(format, args...)}
}

func badRequest(err error) error { return refuse(http.StatusBadRequest, "%v", err) }

// errorReply returns the answer that tells an error.
func errorReply(h http.Header, err error) *reply {
	status := http.StatusInternalServerError
	if e, ok := errors.AsType[*controlError](err); ok {
		status = e.status
		if e.allow != "" {
			h.Set("Allow", e.allow)
		}
	}
	if status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", "Bearer")
	}
	return answer(status, map[string]string{"error": err.Error()})
}
