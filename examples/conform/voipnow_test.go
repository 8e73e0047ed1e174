package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/voipnow"
)

// theCall is what of VoipNow's double may be held.
const theCall = "@me/0003*210/b817d2618fe6f1804333/01"

var testedVoipNow = tested{
	vendor: voipnowVendor,
	start: func(t *testing.T) *pbxtest.Server {
		pbx := pbxtest.Run(t)
		err := pbx.VoipNow.Seed.Load(t.Context(), &voipnow.Fixture{
			Apps:   []voipnow.App{{ClientID: "an-app", ClientSecret: password, UserID: "12", Trusted: true}},
			Tokens: []voipnow.Token{{Value: token, UserID: "12"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return pbx
	},
	export: func(t *testing.T, pbx *pbxtest.Server) any { return callsOf(t, pbx) },
}

// serveVoipNow returns the arguments with which the command asks the double.
func serveVoipNow(t *testing.T, about fmt.Stringer, lie lie) (args []string, pbx *pbxtest.Server) {
	t.Helper()
	url, pbx := testedVoipNow.serve(t, about, lie)
	return []string{"-vendor", "voipnow", "-url", url}, pbx
}

// callsOf returns the calls of the double. Tokens are given out, and end by themselves.
func callsOf(t *testing.T, pbx *pbxtest.Server) []voipnow.CallRecord {
	t.Helper()
	f, err := pbx.VoipNow.Seed.Dump(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return f.Calls
}

func TestAFaithfulVoipNowIsFoundFaithful(t *testing.T) {
	at, pbx := serveVoipNow(t, nil, nil)
	before := callsOf(t, pbx)
	for _, c := range []struct {
		args []string
		held int // requests to hold
	}{
		{slices.Concat(at, []string{"-user", "an-app"}), 0},
		{at, 0}, // by the token
		{slices.Concat(at, []string{"-on", "@me/0003*210"}), 0},
		{slices.Concat(at, []string{"-user", "an-app", "-writes"}), 1}, // of calls that there are not
		{slices.Concat(at, []string{"-user", "an-app", "-writes", "-on", theCall}), 4},
		{[]string{"-vendor", "voipnow"}, 0},
	} {
		writes := 0
		seen := len(pbx.Journal().Entries())
		code, stdout, stderr := command(t, c.args...)
		if code != same || stderr != "" || strings.Contains(stdout, "differs") || !strings.Contains(stdout, " 0 broken") {
			t.Errorf("%q: exit code %d\n%s%s", c.args, code, stdout, stderr)
		}
		for _, e := range pbx.Journal().Entries()[seen:] {
			if e.Method != http.MethodGet && e.Operation != string(voipnow.CreateToken) {
				writes++
			}
		}
		if writes < c.held || c.held == 0 && writes > 0 {
			t.Errorf("%q: %d requests that write", c.args, writes)
		}
		if diff := cmp.Diff(before, callsOf(t, pbx)); diff != "" {
			t.Errorf("%q changed a call (-before +after):\n%s", c.args, diff)
		}
	}
}

func TestALieOfVoipNowIsCaughtAndNamed(t *testing.T) {
	writes := []string{"-writes", "-on", theCall}
	lies := []caught{
		{"status", voipnow.ListPhoneCalls, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			status := truth.Code
			if status == 400 {
				status = 404
			}
			answer(w, truth, status, truth.Body.String())
		}, "ListPhoneCalls: it answers with status 404, and not with 200, 400", nil},
		{"missing member", voipnow.ListPhoneCalls, replacing(`"ownerName":"Default Organization",`, ""), `call "b817d2618fe6f1804333" has no ownerName`, nil},
		{"missing member of one call", voipnow.GetPhoneCall, replacing(`"ownerName":"Default Organization",`, ""), "GetPhoneCall: status 200: member entry[].ownerName is missing", nil},
		{"type", voipnow.GetPhoneCall, replacing(`"status":"5"`, `"status":5`), "GetPhoneCall: status 200: member entry[].phoneCallView[].status is integer, and not string", nil},
		{"order", voipnow.ListPhoneCalls, func(w http.ResponseWriter, r *http.Request, truth *httptest.ResponseRecorder) {
			body := truth.Body.String()
			if r.URL.Query().Get("sortOrder") == "descending" {
				body = strings.Replace(body, "2012-06-27T16:08:50+02:00", "2012-06-26T16:08:50+02:00", 1)
			}
			answer(w, truth, truth.Code, body)
		}, "calls listed in descending order are in another", nil},
		{"extra", voipnow.CreateToken, replacing(`"token_type"`, `"refresh_token":"x","token_type"`), "CreateToken: status 200: member refresh_token is an additional one: string", nil},
		{"cut body", voipnow.GetPhoneCall, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			w.Header().Set("Content-Length", fmt.Sprint(truth.Body.Len()))
			answer(w, truth, truth.Code, truth.Body.String()[:10])
		}, "GetPhoneCall: no answer: the answer ends early: unexpected EOF", nil},
		{"half of the JSON", voipnow.GetPhoneCall, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			answer(w, truth, truth.Code, truth.Body.String()[:10])
		}, "GetPhoneCall: status 200: the body is not JSON, and not object", nil},
		{"redirect", voipnow.GetPhoneCall, func(w http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) {
			http.Redirect(w, r, "/login?token="+r.Header.Get("Authorization"), http.StatusFound)
		}, "GetPhoneCall: it answers with status 302, and not with 200", nil},
		{"HTML for an error", voipnow.ListPhoneCalls, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			if truth.Code == 400 {
				truth.Header().Set("Content-Type", "text/html")
				truth.Body.Reset()
				truth.Body.WriteString("<h1>Oh</h1>")
			}
			answer(w, truth, truth.Code, truth.Body.String())
		}, `ListPhoneCalls: status 400: the content type is "text/html", and not "application/json"`, nil},
		{"slow", voipnow.GetPhoneCall, func(_ http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) {
			<-r.Context().Done()
		}, "GetPhoneCall: no answer: ", []string{"-timeout", "300ms"}},
		{"reset", voipnow.GetPhoneCall, func(http.ResponseWriter, *http.Request, *httptest.ResponseRecorder) {
			panic(http.ErrAbortHandler)
		}, "GetPhoneCall: no answer: EOF", nil},
		{"a hold that is none", voipnow.UpdatePhoneCall, replacing(`"holder":1`, `"holder":0`), "OnHold: holds (-want +got)", writes},
		{"a total that is none", voipnow.ListPhoneCalls, replacing(`"totalResults":3`, `"totalResults":30`), "the page has 3 calls of 30", nil},
	}
	for i := range lies {
		lies[i].args = append(slices.Clip(lies[i].args), "-user", "an-app")
	}
	testedVoipNow.catches(t, lies)
}

func TestACallIsTakenOffHoldThoughTheServerLies(t *testing.T) {
	lost := func(w http.ResponseWriter, _ *http.Request, _ *httptest.ResponseRecorder) {
		w.WriteHeader(http.StatusBadGateway)
	}
	first := func() lie { // of a hold only, so that it is taken back after an answer that got lost
		return func(w http.ResponseWriter, r *http.Request, truth *httptest.ResponseRecorder) {
			if strings.Contains(truth.Body.String(), "holder") {
				lost(w, r, truth)
				return
			}
			answer(w, truth, truth.Code, truth.Body.String())
		}
	}
	for name, c := range map[string]caught{
		"OnHold": {about: voipnow.UpdatePhoneCall, lie: first()}, "GetPhoneCall": {about: voipnow.GetPhoneCall, lie: first()},
		"all answers": {about: voipnow.UpdatePhoneCall, lie: lost},
	} {
		at, pbx := serveVoipNow(t, c.about, c.lie)
		before := callsOf(t, pbx)
		if code, stdout, _ := command(t, append(at, "-user", "an-app", "-writes", "-on", theCall)...); code != differs {
			t.Errorf("%s: exit code %d\n%s", name, code, stdout)
		}
		if diff := cmp.Diff(before, callsOf(t, pbx)); diff != "" {
			t.Errorf("%s: a call is left on hold (-before +after):\n%s", name, diff)
		}
	}
}

func TestShapesOfVoipNowHaveNoValues(t *testing.T) {
	dir := t.TempDir()
	at, _ := serveVoipNow(t, nil, nil)
	at = append(at, "-user", "an-app", "-writes", "-on", theCall)
	if code, stdout, stderr := command(t, append(at, "-record", dir)...); code != same {
		t.Fatalf("exit code %d\n%s%s", code, stdout, stderr)
	}
	stored, err := load(dir, "voipnow")
	if err != nil || len(stored) != 6 {
		t.Fatalf("%d operations are stored: %v", len(stored), err)
	}
	for _, value := range []string{password, "an-app", "Default Organization", "b817", "0003", "John", "generated"} {
		for op := range stored {
			text, err := os.ReadFile(filepath.Join(dir, "voipnow", op+".json"))
			if err != nil || strings.Contains(string(text), value) {
				t.Errorf("%s has the value %s: %v", op, value, err)
			}
		}
	}
	if code, stdout, _ := command(t, append(at, "-check", dir)...); code != same {
		t.Errorf("unchanged: exit code %d\n%s", code, stdout)
	}
}

func TestAVoipNowThatCannotBeAskedIsNoDifference(t *testing.T) {
	at, _ := serveVoipNow(t, nil, nil)
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"another secret": {[]string{"-user", "an-app", "-password", "x"}, "the PBX refuses everything"},
		"another token":  {[]string{"-token", "x"}, "the PBX does not take the credential"},
	} {
		code, stdout, stderr := command(t, slices.Concat(at, c.args)...)
		if code != couldNotRun || !strings.Contains(stderr, c.want) || stdout != "" {
			t.Errorf("%s: exit code %d, want %d and %q; %s%s", name, code, couldNotRun, c.want, stdout, stderr)
		}
	}
}
