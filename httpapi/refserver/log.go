package refserver

import (
	"bufio"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// logRequests logs each request: method, path, status and duration. Headers,
// query and bodies, where credentials are, are never logged. The status is 0 for a
// connection that was broken in place of an answer.
func logRequests(next http.Handler, logger *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		status := &statusWriter{ResponseWriter: w}
		defer func() { // also if the handler panics to break the connection
			logger.LogAttrs(r.Context(), slog.LevelInfo, "request",
				slog.String("method", r.Method), slog.String("path", r.URL.Path),
				slog.Int("status", status.status), slog.Duration("duration", time.Since(start)))
		}()
		next.ServeHTTP(status, r)
		status.end()
	})
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status   int // 0 as long as there is none
	hijacked bool
}

// end is called when the handler has returned.
func (w *statusWriter) end() {
	if w.status == 0 && !w.hijacked {
		w.status = http.StatusOK // which net/http says for a handler that does not
	}
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Hijack serves [http.ResponseController]: nothing is answered over HTTP any more.
func (w *statusWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(w.ResponseWriter).Hijack()
	w.hijacked = err == nil
	return conn, rw, err
}

// Unwrap serves http.ResponseController.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
