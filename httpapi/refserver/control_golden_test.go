package refserver

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/pbxkit/pbxkit/internal/golden"
	"github.com/pbxkit/pbxkit/pbxtest"
)

const testToken = "the-control-token"

// newTestControl returns the control API of a server whose identifiers and clock are
// the same in every run.
func newTestControl(t testing.TB, opts ...pbxtest.Option) *control {
	t.Helper()
	pbx, err := pbxtest.New(opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pbx.Close)
	return newControl(pbx, testToken, true)
}

// TestControlExchanges plays the files in a bubble, where requests take no time.
func TestControlExchanges(t *testing.T) {
	for _, file := range golden.Load(t, "testdata/*.txt") {
		t.Run(filepath.Base(file.Name), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &goldenServer{control: newTestControl(t)}
				for _, e := range file.Exchanges {
					server.from = "127.0.0.1:1"
					for _, d := range e.Directives {
						if err := server.Direct(t.Context(), d.Name, d.Value); err != nil {
							t.Fatalf("%v: %v", &e, err)
						}
					}
					if diff := e.Play(t.Context(), server); diff != "" {
						t.Errorf("%v: %s %s (-want +got):\n%s", &e, e.Method, e.Target, diff)
					}
				}
			})
		})
	}
}

// goldenServer is a control API before which the IDs of tenants, which are random,
// are tenant-1, tenant-2 and so on, in the order in which they were made.
type goldenServer struct {
	control *control
	from    string // where requests come from
	tenants []string
}

// Direct carries out the directive "from".
func (s *goldenServer) Direct(_ context.Context, name, value string) error {
	if name != "from" {
		return fmt.Errorf("unknown directive %s", name)
	}
	s.from = value
	return nil
}

func (s *goldenServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in, out []string
	for i, id := range s.tenants {
		in = append(in, tenantName(i), id)
		out = append(out, id, tenantName(i))
	}
	real := strings.NewReplacer(in...)
	r.RemoteAddr = s.from
	r.URL.Path, r.URL.RawQuery = real.Replace(r.URL.Path), real.Replace(r.URL.RawQuery)
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(err) // it is a string
	}
	r.Body = io.NopCloser(strings.NewReader(real.Replace(string(body))))
	for _, values := range r.Header {
		for i := range values {
			values[i] = real.Replace(values[i])
		}
	}
	answer := httptest.NewRecorder()
	s.control.ServeHTTP(answer, r)
	if created := new(tenantBody); json.Unmarshal(answer.Body.Bytes(), created) == nil && created.Credentials != nil && created.ID != "" {
		out = append(out, created.ID, tenantName(len(s.tenants)))
		s.tenants = append(s.tenants, created.ID)
	}
	text := strings.NewReplacer(out...).Replace(answer.Body.String())
	maps.Copy(w.Header(), answer.Header())
	if answer.Header().Get("Content-Length") != "" {
		w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	}
	w.WriteHeader(answer.Code)
	io.WriteString(w, text)
}

func tenantName(i int) string { return "tenant-" + strconv.Itoa(i+1) }
