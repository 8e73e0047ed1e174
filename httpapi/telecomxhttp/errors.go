package telecomxhttp

import (
	"errors"
	"net/http"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/telecomxwire"
	"github.com/pbxkit/pbxkit/telecomx"
)

// errorBody is what [Options].ErrorBody stands for if it is nil.
func errorBody(e *telecomx.Error) any { return telecomxwire.NewEnvelope(e) }

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
