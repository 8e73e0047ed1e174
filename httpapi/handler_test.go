package httpapi_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/xivo"
)

func newXiVO(opts ...xivo.Option) *xivo.Service {
	return xivo.New(memstore.New(xivo.Tables()...), opts...)
}

func newHandler(t testing.TB, services httpapi.Services) http.Handler {
	t.Helper()
	h, err := httpapi.NewHandler(services, httpapi.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// The two kinds of an answer to an unknown path: the vendor's, and that of no
// vendor.
const (
	xivoUnknown = `{"error":"NotFoundError","message":"Route not found"}`
	unknown     = "404 page not found\n"
)

func TestAPathGoesToTheVendorWhosePrefixItHas(t *testing.T) {
	h := newHandler(t, httpapi.Services{XiVO: newXiVO(xivo.WithoutAuthentication())})
	for path, want := range map[string]string{
		"/configmgt/api/1.0/sip/ice_servers":     "{}",
		"//configmgt//api/1.0/sip/ice_servers":   "{}",
		"/configmgt/api///1.0//sip//ice_servers": "{}",
		"/c%6Fnfigmgt/api/1.0/sip/ice_servers":   "{}",
		"/configmgt/api":                         xivoUnknown,
		"/configmgt/api/":                        xivoUnknown,
		"/configmgt/api/nothing":                 xivoUnknown,
		"/":                                      unknown,
		"/configmgt":                             unknown,
		"/configmgt/":                            unknown,
		"/configmgt/apis":                        unknown,
		"/configmgt/api2/1.0/sip/ice_servers":    unknown,
		"/configmgtapi/1.0/sip/ice_servers":      unknown,
		"/Configmgt/api/1.0/sip/ice_servers":     unknown,
		"/x/configmgt/api/1.0/sip/ice_servers":   unknown,
		"/configmgt/x/api/1.0/sip/ice_servers":   unknown,
	} {
		u, err := url.ParseRequestURI(path)
		if err != nil {
			t.Fatal(err)
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, &http.Request{Method: "GET", URL: u})
		if body := rec.Body.String(); body != want || rec.Header().Get("Location") != "" {
			t.Errorf("%s: %d %v %q, want %q", path, rec.Code, rec.Header(), body, want)
		}
	}
}

func TestAVendorThatIsNilIsNotServed(t *testing.T) {
	rec := httptest.NewRecorder()
	newHandler(t, httpapi.Services{}).ServeHTTP(rec, httptest.NewRequest("GET", "/configmgt/api/1.0/users", nil))
	if rec.Code != 404 || rec.Body.String() != unknown {
		t.Errorf("status %d, body %q", rec.Code, rec.Body)
	}
}

func TestNewHandlerRefusesAServiceWithoutAuth(t *testing.T) {
	h, err := httpapi.NewHandler(httpapi.Services{XiVO: newXiVO()}, httpapi.Options{})
	if h != nil || err == nil || !strings.HasPrefix(err.Error(), "httpapi: xivohttp: ") {
		t.Errorf("handler %v, error %v", h, err)
	}
}

func TestOptionsReachTheVendor(t *testing.T) {
	h, err := httpapi.NewHandler(httpapi.Services{XiVO: newXiVO(xivo.WithoutAuthentication())},
		httpapi.Options{XiVO: xivohttp.Options{MaxJSON: 1}})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "/configmgt/api/2.0/users/find", strings.NewReader("{}"))
	r.Header.Set("Content-Type", "application/json")
	rec := httptest.NewRecorder()
	if h.ServeHTTP(rec, r); rec.Code != 413 {
		t.Errorf("status %d, body %s", rec.Code, rec.Body)
	}
}

func BenchmarkDispatch(b *testing.B) {
	h := newHandler(b, httpapi.Services{XiVO: newXiVO(xivo.WithToken("secret"))})
	r := httptest.NewRequest("GET", "/configmgt/api/2.0/users", nil)
	s := resttest.NewSender(h, r, "")
	b.ReportAllocs()
	for b.Loop() {
		s.Send(b, http.StatusUnauthorized)
	}
}
