package golden

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

// Server is a vendor's adapter before a state that directives change.
type Server interface {
	http.Handler

	// Direct carries out a directive, before the request of its exchange.
	Direct(ctx context.Context, name, value string) error
}

// Run plays every file that a pattern matches, each against a server of its own.
// The exchanges of a file are played in sequence. They are not subtests, because
// one may rest on those before it.
func Run(t *testing.T, pattern string, newServer func(t *testing.T) Server) {
	t.Helper()
	for _, file := range Load(t, pattern) {
		t.Run(filepath.Base(file.Name), func(t *testing.T) {
			server := newServer(t)
			for _, e := range file.Exchanges {
				e.direct(t, server)
				if diff := e.Play(t.Context(), server); diff != "" {
					t.Errorf("%v: %s %s (-want +got):\n%s", &e, e.Method, e.Target, diff)
				}
			}
		})
	}
}

// direct carries out the directives of an exchange. If one fails, what follows
// would be about another state.
func (e *Exchange) direct(t *testing.T, server Server) {
	t.Helper()
	for _, d := range e.Directives {
		if err := server.Direct(t.Context(), d.Name, d.Value); err != nil {
			t.Fatalf("%s:%d: %s: %s: %v", e.File, d.Line, e.Name, d.Name, err)
		}
	}
}

// File is a file of exchanges.
type File struct {
	Name      string
	Exchanges []Exchange
}

// Load returns the files that a pattern matches, by name.
func Load(t testing.TB, pattern string) []File {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no file is %s: %v", pattern, err)
	}
	files := make([]File, len(names))
	for i, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		exchanges, err := Parse(name, text)
		if err != nil {
			t.Fatal(err)
		}
		files[i] = File{name, exchanges}
	}
	return files
}

// Exchanges returns the exchanges of all files that a pattern matches.
func Exchanges(t testing.TB, pattern string) []Exchange {
	t.Helper()
	var all []Exchange
	for _, file := range Load(t, pattern) {
		all = append(all, file.Exchanges...)
	}
	return all
}
