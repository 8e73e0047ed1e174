package httpapi_test

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

func newXiVO(opts ...xivo.Option) *xivo.Service {
	return xivo.New(memstore.New(xivo.Tables()...), opts...)
}

func newHandler(t testing.TB, services httpapi.Services) *httpapi.Handler {
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

// all are the services of every vendor.
func all() httpapi.Services {
	db := memstore.New(slices.Concat(xivo.Tables(), voipnow.Tables(), telecomx.Tables(), broadworks.Tables())...)
	return httpapi.Services{
		XiVO: xivo.New(db, xivo.WithToken("secret")), VoipNow: voipnow.New(db), TelecomX: telecomx.New(db), BroadWorks: broadworks.New(db),
	}
}

func TestMatchNamesTheOperationThatServesARequest(t *testing.T) {
	h, err := httpapi.NewHandler(all(), httpapi.Options{
		VoipNow:    voipnowhttp.Options{SingularPath: true, LegacyPrefix: true},
		TelecomX:   telecomxhttp.Options{OwnUpdate: true},
		BroadWorks: broadworkshttp.Options{SingularUserPath: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	const user = "/tenants/t/groups/g/users/u%2F1/services/music_on_hold/"
	for request, want := range map[string]string{
		"GET /configmgt/api/2.0/users":                                                "xivo ListUsers map[]",
		"HEAD /configmgt//api/2.0/users/7/line":                                       "xivo GetUserLine map[id:7]",
		"PUT /configmgt/api/2.0/users/7/preferences/a%2Fb":                            "xivo UpdateUserPreference map[id:7 key:a/b]",
		"GET /configmgt/api/2.0/users/":                                               "xivo",
		"PATCH /configmgt/api/2.0/users":                                              "xivo",
		"PUT /uapi/phoneCalls/@me/0003*210/1a":                                        "voipnow UpdatePhoneCall map[extension:0003*210 phoneCallId:1a userId:@me]",
		"PUT /unifiedapi/phoneCall/@me/0003*210/1a/":                                  "voipnow UpdatePhoneCall map[extension:0003*210 phoneCallId:1a userId:@me]",
		"POST /oauth/token.php":                                                       "voipnow CreateToken map[]",
		"GET /oauth/token.php":                                                        "voipnow",
		"POST /pbx/settings":                                                          "telecomx UpdateOwnSettings map[]",
		"GET /pbx/settings/52/":                                                       "telecomx GetSettings map[customer:52]",
		"PUT " + broadworkshttp.GatewayPrefix + user:                                  "broadworks UpdateUserMusicOnHold map[group_id:g tenant_id:t user_id:u/1]",
		"PUT " + broadworkshttp.GatewayPrefix + strings.Replace(user, "s/u", "/u", 1): "broadworks UpdateUserMusicOnHold map[group_id:g tenant_id:t user_id:u/1]",
		"PUT " + broadworkshttp.GatewayPrefix + strings.TrimSuffix(user, "/"):         "broadworks",
		"GET /": "",
	} {
		method, target, _ := strings.Cut(request, " ")
		vendor, match, ok := h.Match(httptest.NewRequest(method, target, nil))
		got := vendor
		if ok {
			got = fmt.Sprintf("%s %s %v", vendor, match.Name, maps.Collect(match.Values()))
		}
		if got != want {
			t.Errorf("%s is for %q, want %q", request, got, want)
		}
	}
}

func TestMatchValueIsThatOfOneParameter(t *testing.T) {
	h := newHandler(t, all())
	_, match, _ := h.Match(httptest.NewRequest("GET", "/configmgt/api/2.0/users/7/preferences/a", nil))
	for name, want := range map[string]string{"id": "7", "key": "a", "Id": "", "users": "", "": ""} {
		if got := match.Value(name); got != want {
			t.Errorf("the value of %q is %q, want %q", name, got, want)
		}
	}
}

func TestRefuseAnswersInTheTermsOfTheVendorOfThePath(t *testing.T) {
	h := newHandler(t, all())
	lost := errors.New("lost")
	for _, c := range []struct {
		path   string
		err    error
		status int
		body   string
	}{
		{"/configmgt/api/2.0/users", xivo.ErrDuplicate.Refuse("Twice"), 400, `{"error":"Duplicate","message":"Twice"}`},
		{"/configmgt/api/nowhere", lost, 500, `{"error":"UnhandledError","message":"Internal error"}`},
		{"/uapi/phoneCalls/@me/@self", voipnow.ErrAccessDenied, 401, `{"error":{"code":"access_denied","message":"You are not authorized to use this request."}}`},
		{"/oauth/token.php", voipnow.ErrInvalidClient, 400, `{"error":"invalid_client"}`},
		{"/pbx/settings", telecomx.ErrExpired, 401, `{"code":401,"message":"expired","description":"Session has expired, please login"}`},
		{broadworkshttp.GatewayPrefix + "/", broadworks.ErrForbidden, 403, `{"errors":[{"code":403,"message":"Forbidden"}]}`},
		{"/nowhere", lost, 404, unknown},
	} {
		rec := httptest.NewRecorder()
		h.Refuse(rec, httptest.NewRequest("GET", c.path, nil), c.err)
		if rec.Code != c.status || rec.Body.String() != c.body {
			t.Errorf("%s: %d %s, want %d %s", c.path, rec.Code, rec.Body, c.status, c.body)
		}
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
