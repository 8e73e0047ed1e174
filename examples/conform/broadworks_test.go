package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/pbxtest"
)

// onFoo are the users that the tests look at.
const onFoo = "foo/foogroup/foouser,foo/othergroup/otheruser"

var testedBroadWorks = tested{
	vendor: broadworksVendor,
	start: func(t *testing.T) *pbxtest.Server {
		pbx := pbxtest.Run(t)
		if err := pbx.BroadWorks.Seed.Load(t.Context(), &broadworks.Fixture{Tokens: []broadworks.Token{{Value: token, Username: "system"}}}); err != nil {
			t.Fatal(err)
		}
		return pbx
	},
	export: func(t *testing.T, pbx *pbxtest.Server) any {
		f, err := pbx.BroadWorks.Seed.Dump(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return f
	},
}

func TestALieOfBroadWorksIsCaughtAndNamed(t *testing.T) {
	on := []string{"-on", onFoo}
	writes := []string{"-on", onFoo, "-writes"}
	testedBroadWorks.catches(t, []caught{
		{"status", broadworks.GetUserMusicOnHold, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			answer(w, truth, max(truth.Code, 410), truth.Body.String())
		}, "GetUserMusicOnHold: it answers with status 410, and not with 200, 403, 404", on},
		{"status of a success", broadworks.GetUserLoginInfo, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			answer(w, truth, 201, truth.Body.String())
		}, "GetUserLoginInfo: it answers with status 201, and not with 200", nil},
		{"missing member", broadworks.ListUserAnnouncements, replacing(`"name":"My Music",`, ""),
			"ListUserAnnouncements: status 200: member announcements[].name is missing in some answers", on},
		{"missing member everywhere", broadworks.GetGroupMusicOnHold, replacing(`"isActiveDuringCallPark":true,`, ""),
			"GetGroupMusicOnHold: status 200: member isActiveDuringCallPark is missing", on},
		{"null for a source", broadworks.GetUserMusicOnHold, replacing(`"internalSource":{"messageSourceSelection":"Group"}`, `"internalSource":null`),
			"GetUserMusicOnHold: status 200: member internalSource is null, and not object", on},
		{"type", broadworks.ListGroupAnnouncements, replacing(`"fileSize":"78"`, `"fileSize":78`),
			"ListGroupAnnouncements: status 200: member announcements[].fileSize is integer, and not string", on},
		{"order", broadworks.ListUserAnnouncements, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			const first, second = `"name":"APIO Group Test Announcement"`, `"name":"My Music"`
			answer(w, truth, truth.Code, strings.NewReplacer(first, second, second, first).Replace(truth.Body.String()))
		}, "files are not listed by name and type", on},
		{"extra", broadworks.GetUserMusicOnHold, replacing(`{"isActive"`, `{"active":true,"isActive"`),
			"GetUserMusicOnHold: status 200: member active is an additional one: boolean", on},
		{"cut body", broadworks.GetUserLoginInfo, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			w.Header().Set("Content-Length", fmt.Sprint(truth.Body.Len()))
			answer(w, truth, truth.Code, truth.Body.String()[:10])
		}, "GetUserLoginInfo: no answer: the answer ends early: unexpected EOF", nil},
		{"half of the JSON", broadworks.GetUserLoginInfo, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			answer(w, truth, truth.Code, truth.Body.String()[:10])
		}, "GetUserLoginInfo: status 200: the body is not JSON, and not object", nil},
		{"redirect", broadworks.ListGroupAnnouncements, func(w http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) {
			http.Redirect(w, r, "/login?token="+strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), http.StatusFound)
		}, "ListGroupAnnouncements: it answers with status 302, and not with 200", on},
		{"HTML for an error", broadworks.GetUserMusicOnHold, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			if truth.Code < 400 {
				answer(w, truth, truth.Code, truth.Body.String())
				return
			}
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(truth.Code)
			fmt.Fprint(w, "<h1>Oh</h1>")
		}, `GetUserMusicOnHold: status 404: the content type is "text/html", and not "application/json"`, on},
		{"slow", broadworks.GetUserLoginInfo, func(_ http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) {
			<-r.Context().Done()
		}, "GetUserLoginInfo: no answer: ", append(on, "-timeout", "300ms")},
		{"reset", broadworks.Login, func(http.ResponseWriter, *http.Request, *httptest.ResponseRecorder) {
			panic(http.ErrAbortHandler)
		}, "Login: no answer: EOF", nil},
		{"a selection that there is not", broadworks.GetGroupMusicOnHold, replacing(`"System"`, `"Group"`), "source.messageSourceSelection = Group", on},
		{"a file that is not in the repository", broadworks.GetUserMusicOnHold, replacing("My Music", "Your Music"), `the repository does not have "Your Music" WAV`, on},
		{"an account without ids", broadworks.GetUserLoginInfo, replacing(`"user_level":16`, `"user_level":12`), "an account of user_level 12 lacks ids", nil},
		{"a login that anyone may use", broadworks.Login, func(w http.ResponseWriter, _ *http.Request, _ *httptest.ResponseRecorder) {
			http.SetCookie(w, &http.Cookie{Name: "sessionid", Value: "x"})
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, `{"ids":{},"profile":{"user_level":16,"is_first_login":false}}`)
		}, "Login: error = <nil>", nil},
		{"an update that changes nothing", broadworks.UpdateUserMusicOnHold, replacing(`"isActive":true`, `"isActive":false`), "Update (-want +got)", writes},
		{"an update that takes what there is not", broadworks.UpdateUserMusicOnHold, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			answer(w, truth, 200, truth.Body.String())
		}, "Update: error = <nil>", writes},
	})
}

func TestMusicIsPutBackThoughTheServerLies(t *testing.T) {
	testedBroadWorks.removes(t, []fmt.Stringer{
		broadworks.UpdateUserMusicOnHold, broadworks.GetUserMusicOnHold, broadworks.ListUserAnnouncements,
	}, "-on", onFoo)
}

func TestABroadWorksIsLookedAtByWhoeverLogsIn(t *testing.T) {
	for _, c := range []struct {
		user, password string
		args           []string
		code           int
		want           string // in what is written
	}{
		{"foouser", "IAmAStrongPassword", nil, same, "skipped: needs an account of user_level 8, and this one has 0"},
		{"foouser", "IAmAStrongPassword", []string{"-writes"}, same, "skipped: writes, and nobody is named whose music may be changed"},
		{"foouser", "IAmAStrongPassword", []string{"-writes", "-on", "foo/foogroup/foouser"}, same, " 0 broken"},
		{"readonly", "IAmAStrongPassword", []string{"-on", "foo/foogroup/foouser"}, same, " 0 broken"},
		{"ApioUser1@sip.netaxis.be", "IAmAStrongPassword", []string{"-writes", "-on", "Apio/ApioGroup/ApioUser1%40sip.netaxis.be"}, same, " 0 broken"},
		{"system", "IAmAStrongPassword", []string{"-on", "foo/foogroup/nomoh"}, same, "skipped: user nomoh does not have Music On Hold"},
		{"system", "IAmAStrongPassword", nil, same, "skipped: no user is named to look at, and the account is none"},
		{"system", "hunter2", nil, couldNotRun, "the PBX does not take the credential"},
		{"system", "IAmAStrongPassword", []string{"-on", "foo/foogroup"}, couldNotRun, `-on: "foo/foogroup" is not tenant/group/user`},
		{"system", "IAmAStrongPassword", []string{"-on", "foo//x"}, couldNotRun, `-on: "foo//x" is not tenant/group/user`},
	} {
		url, pbx := testedBroadWorks.serve(t, nil, nil)
		before := musicOf(t, pbx)
		var out, errs strings.Builder
		args := append([]string{"-vendor", "broadworks", "-url", url, "-user", c.user}, c.args...)
		getenv := func(name string) string { return map[string]string{"PBXKIT_PASSWORD": c.password}[name] }
		code := run(t.Context(), args, getenv, &http.Transport{DisableKeepAlives: true}, &out, &errs)
		if text := out.String() + errs.String(); code != c.code || !strings.Contains(text, c.want) || strings.Contains(text, c.password) {
			t.Errorf("%s %q: exit code %d, want %d and %q\n%s", c.user, c.args, code, c.code, c.want, text)
		}
		if after := musicOf(t, pbx); after != before {
			t.Errorf("%s %q: music is %+v, and was %+v", c.user, c.args, after, before)
		}
	}
}

// musicOf returns the music that the documentation fixture gives its user.
func musicOf(t *testing.T, pbx *pbxtest.Server) broadworks.MusicOnHold {
	t.Helper()
	user := broadworks.UserRef{TenantID: "foo", GroupID: "foogroup", UserID: "foouser"}
	m, err := pbx.BroadWorks.MusicOnHold.Get(t.Context(), broadworks.Caller{Level: broadworks.System}, user)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
