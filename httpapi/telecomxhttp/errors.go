package telecomxhttp

import (
	"errors"
	"net/http"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/telecomx"
)

// envelope is the body of a refusal, unless [Options].ErrorBody says otherwise.
// Assumed: the pages print tables of errors but no body.
type envelope struct {
	Code        int    `json:"code"`
	Message     string `json:"message"`
	Description string `json:"description"`
}

func errorBody(e *telecomx.Error) any { return envelope{e.Status, e.Code, e.Message} }

// Refuse answers with an error: its status and body.
func (h *Handler) Refuse(w http.ResponseWriter, r *http.Request, err error) {
	e, ok := errors.AsType[*telecomx.Error](err)
	if !ok || !rest.IsRefusal(e.Status) {
		e = telecomx.ErrInternal
	}
	if errors.Is(e, telecomx.ErrInternal) {
		rest.LogError(h.opts.Logger, r, "internal error", err)
	}
	body := h.opts.ErrorBody(e)
	if body == nil {
		w.Header().Set("Content-Length", "0")
		w.WriteHeader(e.Status)
		return
	}
	if rest.WriteJSON(w, r, e.Status, body) != nil { // a body of the user's that is no JSON
		_ = rest.WriteJSON(w, r, e.Status, errorBody(e))
	}
}
