package rest

import (
	"log/slog"
	"net/http"
)

// LogError tells a logger, unless it is nil, the cause of an answer that keeps it
// from the client. The query is left out: some vendors take tokens there.
func LogError(l *slog.Logger, r *http.Request, message string, err error) {
	if l != nil {
		l.ErrorContext(r.Context(), message, "method", r.Method, "path", r.URL.Path, "error", err)
	}
}
