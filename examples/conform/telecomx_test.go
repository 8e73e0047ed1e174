package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
)

var testedTelecomX = tested{
	vendor: telecomxVendor,
	start: func(t *testing.T) *pbxtest.Server {
		pbx := pbxtest.Run(t)
		owner := telecomx.Documentation().Tokens[0].Employee
		if err := pbx.TelecomX.Seed.Load(t.Context(), &telecomx.Fixture{Tokens: []telecomx.Token{{Value: token, Employee: owner, Machine: true}}}); err != nil {
			t.Fatal(err)
		}
		return pbx
	},
	export: func(t *testing.T, pbx *pbxtest.Server) any {
		f, err := pbx.TelecomX.Seed.Dump(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		f.Tokens = nil // sessions come and slide
		return f
	},
}

func TestALieOfTelecomXIsCaughtAndNamed(t *testing.T) {
	testedTelecomX.catches(t, []caught{
		{"status", telecomx.GetMusicOnHold, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			answer(w, truth, max(truth.Code, 403), truth.Body.String())
		}, "GetMusicOnHold: it answers with status 403, and not with 200, 404", nil},
		{"status of a success", telecomx.GetOwnSettings, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			answer(w, truth, 201, truth.Body.String())
		}, "GetOwnSettings: it answers with status 201, and not with 200", nil},
		{"missing member", telecomx.ListMusicOnHold, replacing(`"name":"Free classics",`, ""),
			"ListMusicOnHold: status 200: member musicOnHold[].name is missing in some answers", nil},
		{"missing member everywhere", telecomx.GetOwnSettings, replacing(`"callerIdNameOutbound":"CUSTOMER",`, ""),
			"GetOwnSettings: status 200: member callerIdNameOutbound is missing", nil},
		{"the right spelling", telecomx.GetOwnSettings, replacing("retension", "retention"),
			"GetOwnSettings: status 200: member recording.retention is an additional one: integer", nil},
		{"type", telecomx.GetSettings, replacing(`"retension":7`, `"retension":"7"`),
			"GetSettings: status 200: member recording.retension is string, and not integer", nil},
		{"order", telecomx.ListMusicOnHold, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			const first, second = `"name":"Default music"`, `"name":"Free classics"`
			answer(w, truth, truth.Code, strings.NewReplacer(first, second, second, first).Replace(truth.Body.String()))
		}, "classes are not listed by name, then by id", nil},
		{"extra", telecomx.ValidateToken, replacing(`"success"`, `"expiresInMinutes":15,"success"`),
			"ValidateToken: status 200: member expiresInMinutes is an additional one: integer", nil},
		{"cut body", telecomx.ListMusicOnHold, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			w.Header().Set("Content-Length", fmt.Sprint(truth.Body.Len()))
			answer(w, truth, truth.Code, truth.Body.String()[:10])
		}, "ListMusicOnHold: no answer: the answer ends early: unexpected EOF", nil},
		{"half of the JSON", telecomx.ListMusicOnHold, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			answer(w, truth, truth.Code, truth.Body.String()[:10])
		}, "ListMusicOnHold: status 200: the body is not JSON, and not object", nil},
		{"redirect", telecomx.GetOwnSettings, func(w http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) {
			http.Redirect(w, r, "/login?token="+strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), http.StatusFound)
		}, "GetOwnSettings: it answers with status 302, and not with 200", nil},
		{"HTML for an error", telecomx.GetMusicOnHold, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			if truth.Code < 400 {
				answer(w, truth, truth.Code, truth.Body.String())
				return
			}
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(truth.Code)
			fmt.Fprint(w, "<h1>Oh</h1>")
		}, `GetMusicOnHold: status 404: the content type is "text/html", and not "application/json"`, nil},
		{"slow", telecomx.GetMusicOnHold, func(_ http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) {
			<-r.Context().Done()
		}, "GetMusicOnHold: no answer: ", []string{"-timeout", "300ms"}},
		{"reset", telecomx.Ping, func(http.ResponseWriter, *http.Request, *httptest.ResponseRecorder) {
			panic(http.ErrAbortHandler)
		}, "Ping: no answer: EOF", nil},
		{"a total that is none", telecomx.ListMusicOnHold, replacing(`"total":3`, `"total":2`), "the second class (-want +got)", nil},
		{"a master PIN code that is hidden", telecomx.GetOwnSettings, replacing(`"masterPinCode":"1234567890",`, ""), "the master PIN code is another one", nil},
		{"settings of another customer", telecomx.GetSettings, replacing(`"_id":"1234567890ABCDEF12345678"`, `"_id":"1234567890ABCDEF12345679"`),
			"the settings of 1234567890ABCDEF12345678 are those of 1234567890ABCDEF12345679", []string{"-on", telecomxCustomer}},
		{"a token of another level", telecomx.ValidateToken, replacing("OWNER", "PERSONAL"), "the master PIN code is hidden (-want +got)", nil},
		{"an update that changes nothing", telecomx.UpdateMusicOnHold, replacing(`"random":true`, `"random":false`), "Update of one member (-want +got)", []string{"-writes"}},
		{"a login that anyone may use", telecomx.Login, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			answer(w, truth, 200, `{"token":"x","expiresInMinutes":15,"employee":"","customer":"","accessLevel":"OWNER"}`)
		}, "Login: error = <nil>", []string{"-writes"}},
	})
}

func TestWhatIsMadeInTelecomXIsRemovedThoughTheServerLies(t *testing.T) {
	testedTelecomX.removes(t, []fmt.Stringer{
		telecomx.CreateMusicOnHold, telecomx.UpdateMusicOnHold, telecomx.GetMusicOnHold, telecomx.UpdateSettings, telecomx.DeleteMusicOnHold,
	}, "-on", telecomxCustomer)
}

func TestATelecomXThatTakesNoTokenCannotBeAsked(t *testing.T) {
	url, _ := testedTelecomX.serve(t, nil, nil)
	code, stdout, stderr := testedTelecomX.command(t, "-url", url, "-token", "another")
	if code != couldNotRun || !strings.Contains(stderr, "the PBX does not take the credential") || stdout != "" {
		t.Errorf("exit code %d; %s%s", code, stdout, stderr)
	}
}

func TestATelecomXIsLookedAtByWhoeverLogsIn(t *testing.T) {
	for _, c := range []struct {
		user, password string
		code           int
		want           string // in what is written
	}{
		{"manager@example.com", "mysecret password", same, " 0 broken"},
		{"personal@example.com", "mysecret password", same, "skipped: needs an account of level VIEWER, and this one has PERSONAL"},
		{"manager@example.com", "hunter2", couldNotRun, "the PBX does not take the credential"},
	} {
		url, _ := testedTelecomX.serve(t, nil, nil)
		var out, errs strings.Builder
		args := []string{"-vendor", "telecomx", "-url", url, "-user", c.user}
		getenv := func(name string) string { return map[string]string{"PBXKIT_PASSWORD": c.password}[name] }
		code := run(t.Context(), args, getenv, &http.Transport{DisableKeepAlives: true}, &out, &errs)
		if text := out.String() + errs.String(); code != c.code || !strings.Contains(text, c.want) || strings.Contains(text, c.password) {
			t.Errorf("%s: exit code %d, want %d and %q\n%s", c.user, code, c.code, c.want, text)
		}
	}
}
