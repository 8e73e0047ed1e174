package pbxtest_test

import (
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/pbxtest"
)

// manyHeaders are more than the journal keeps.
func manyHeaders() []string {
	var all []string
	for i := range 150 {
		all = append(all, fmt.Sprintf("A-%03d: %d", i, i)) // before Content-Type
	}
	return all
}

func TestAnEntryIsCut(t *testing.T) {
	long := strings.Repeat("9", 200<<10)
	cut := long[:4<<10] + "…"
	for name, tt := range map[string]struct {
		message message
		got     func(e pbxtest.Entry) any
		want    any
	}{
		"path": {
			message{method: "GET", path: "/" + long},
			func(e pbxtest.Entry) any { return e.Path },
			"/" + long[:4<<10-1] + "…",
		},
		"path with a character at the limit": {
			message{method: "GET", path: "/a" + strings.Repeat("%C3%A9", 4<<10)},
			func(e pbxtest.Entry) any { return e.Path },
			"/a" + strings.Repeat("é", 2<<10-1) + "…",
		},
		"path of the limit": {
			message{method: "GET", path: "/" + long[:4<<10-1]},
			func(e pbxtest.Entry) any { return e.Path },
			"/" + long[:4<<10-1],
		},
		"method": {
			message{method: long, path: "/"},
			func(e pbxtest.Entry) any { return e.Method },
			cut,
		},
		"query": {
			message{method: "GET", path: "/?" + long},
			func(e pbxtest.Entry) any { return e.Query },
			cut,
		},
		"value of the path": {
			message{method: "GET", path: "/configmgt/api/2.0/users/" + long + "/line"},
			func(e pbxtest.Entry) any { return e.Values },
			map[string]string{"id": cut},
		},
		"value of a header": {
			message{method: "GET", path: "/", header: []string{"X-A: " + long, "X-B: b"}},
			func(e pbxtest.Entry) any { return e.Header["X-A"][0] + e.Header.Get("X-B") },
			cut + "b",
		},
		"name of a header": {
			message{method: "GET", path: "/", header: []string{"X" + long + ": a"}},
			func(e pbxtest.Entry) any { return e.Header["X"+long[:4<<10-1]+"…"] },
			[]string{"a"},
		},
		"headers": {
			message{method: "GET", path: "/", header: append(manyHeaders(), "Content-Type: text/plain")},
			func(e pbxtest.Entry) any {
				return []any{len(e.Header), e.Header.Get("Content-Type"), e.Header.Get("A-000")}
			},
			[]any{100, "text/plain", "0"},
		},
		"values of a header that is repeated": {
			message{method: "GET", path: "/", header: slices.Repeat([]string{"X-A: a"}, 150)},
			func(e pbxtest.Entry) any { return len(e.Header["X-A"]) },
			100,
		},
		"headers together": {
			message{method: "GET", path: "/", header: slices.Repeat([]string{"X-A: " + long[:4000]}, 10)},
			func(e pbxtest.Entry) any { return len(e.Header["X-A"]) },
			4,
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := memory(t)
			c.send(t, tt.message)
			if diff := cmp.Diff(tt.want, tt.got(c.pbx.Journal().Entries()[0])); diff != "" {
				t.Errorf("-want +got:\n%.500s", diff)
			}
		})
	}
}

func TestAnAnswersHeaderIsCut(t *testing.T) {
	c := memory(t)
	header := http.Header{"X-Long": {strings.Repeat("9", 200<<10)}}
	c.pbx.Fault(t, pbxtest.Fault{Status: 500, Header: header})
	if got := c.send(t, listRooms).Header.Get("X-Long"); got != header.Get("X-Long") {
		t.Errorf("the client gets %d bytes", len(got))
	}
	if got := c.pbx.Journal().Entries()[0].AnswerHeader.Get("X-Long"); got != header.Get("X-Long")[:4<<10]+"…" {
		t.Errorf("the journal has %d bytes", len(got))
	}
}

func TestUnreadMembersAreCutAndCounted(t *testing.T) {
	var body strings.Builder
	body.WriteString(`{"name":"board","displayName":"Board","number":1060`)
	for i := range 250 {
		fmt.Fprintf(&body, `,"a%03d%s":1`, i, strings.Repeat("x", 200))
	}
	body.WriteString("}")
	c := memory(t)
	r := createRoom
	r.body = body.String()
	c.send(t, r)
	u := c.pbx.Journal().Unread()[0]
	if u.More != 150 || u.Entry.MoreUnread != 150 || len(u.Members) != 100 || len(u.Entry.Unread) != 100 {
		t.Errorf("%d members and %d more, want 100 and 150", len(u.Members), u.More)
	}
	if want := "a000" + strings.Repeat("x", 96) + "…"; u.Members[0] != want {
		t.Errorf("the first is %s, want %s", u.Members[0], want)
	}
	if !strings.Contains(u.String(), "… and 150 more of 1. POST") {
		t.Errorf("%s does not say that there are 150 more", u)
	}
}

// A journal that is full of the largest requests takes what JournalLimits says.
func TestAFullJournalIsBounded(t *testing.T) {
	const entries = 20
	c := memory(t, pbxtest.JournalLimits(entries, 0))
	long := strings.Repeat("9", 1<<20)
	var body strings.Builder
	body.WriteString(`{"name":"board","displayName":"Board","number":1060`)
	for i := range 1000 {
		fmt.Fprintf(&body, `,"a%d%s":1`, i, long[:500])
	}
	body.WriteString("}")
	before := heap()
	for range entries {
		// The texts are made anew each time, so that each entry could keep its own.
		c.send(t, message{method: "GET", path: "/configmgt/api/2.0/users/" + long + "/line?" + long, header: []string{
			"X-A: " + long + "a", "X-B: " + long + "b", asXiVO,
		}})
	}
	// What is short does not keep what was beside it.
	for range entries {
		c.send(t, message{method: "GET", path: "/configmgt/api/2.0/users/1/line?" + long, header: []string{asXiVO}})
	}
	if grown := int64(heap()) - int64(before); grown > entries*100<<10 {
		t.Errorf("%d requests take %d KiB", entries, grown>>10)
	}
	r := createRoom
	r.body = body.String()
	before = heap()
	for range entries {
		c.send(t, r)
		c.pbx.Reset(t.Context())
	}
	c.send(t, r)
	if grown := int64(heap()) - int64(before); grown > entries*100<<10 {
		t.Errorf("%d requests with unread members take %d KiB", entries, grown>>10)
	}
	runtime.KeepAlive(c.pbx)
}

func TestWhatIsCutIsNotKnown(t *testing.T) {
	long := strings.Repeat("9", 5<<10)
	c := memory(t)
	c.send(t, message{method: "GET", path: "/", header: []string{"X-A: " + long}})
	failures := failuresOf(func(t pbxtest.TB) { c.pbx.Journal().Expect(t, nil, pbxtest.Header("X-A", long)) })
	if want := "the header X-A is not known: the journal keeps 4096 bytes of it, see JournalLimits"; len(failures) != 1 || !strings.Contains(failures[0], want) {
		t.Errorf("%q, want %q", failures, want)
	}
}

// What is cut is redacted all the same.
func TestNoCredentialIsSeenInWhatIsCut(t *testing.T) {
	const secret = "sesame"
	long := strings.Repeat(secret, 2000)
	c := memory(t)
	c.send(t, message{method: "GET", path: "/nowhere&password=" + long + "?token=" + long, header: []string{"X-Auth-Token: " + long, "Cookie: token=" + long}})
	form := "preamble\r\n--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n" + secret + "\r\n--b--\r\n"
	c.send(t, message{method: "POST", path: "/nowhere", body: form, header: append(manyHeaders(), "Content-Type: multipart/form-data; boundary=b")})
	for _, e := range c.pbx.Journal().Entries() {
		if text := fmt.Sprintf("%+v %s", e, e.Body); strings.Contains(text, secret) {
			t.Errorf("%.300s shows it", text)
		}
	}
}

func TestSinceIsWhatCameAfter(t *testing.T) {
	c := memory(t, pbxtest.JournalLimits(3, 100))
	for range 5 {
		c.send(t, listRooms)
	}
	for since, want := range map[int64][]int64{0: {3, 4, 5}, 1: {3, 4, 5}, 3: {4, 5}, 5: nil, 9: nil} {
		var got []int64
		for e := range c.pbx.Journal().Since(since) {
			got = append(got, e.Number)
			if header := e.Header.Get("X-Auth-Token"); header != "[redacted]" {
				t.Errorf("the token is %q", header)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("since %d (-want +got):\n%s", since, diff)
		}
	}
	for e := range c.pbx.Journal().Since(0) {
		if e.Number != 3 {
			t.Errorf("the loop goes on after its end")
		}
		break
	}
}

func TestMistakesInCredentialsDoNotShowThem(t *testing.T) {
	c := memory(t)
	for _, text := range []string{`{"password":"sesame",}`, `{"token":"sesame"`, "token=sesame&a=b"} {
		failures := failuresOf(func(t pbxtest.TB) { c.pbx.Journal().Expect(t, nil, pbxtest.Body(text)) })
		if len(failures) != 1 || strings.Contains(failures[0], "sesame") || !strings.Contains(failures[0], "[redacted]") {
			t.Errorf("%q", failures)
		}
		if what := pbxtest.Body(text).String(); strings.Contains(what, "sesame") {
			t.Errorf("%q", what)
		}
	}
	for _, s := range []pbxtest.Script{
		{VoipNowTokens: []string{"ok", "sesame open"}}, {TelecomXTokens: []string{"ok", "sesame open"}}, {BroadWorksSessionIDs: []string{"ok", "sesame open"}},
	} {
		_, err := pbxtest.New(pbxtest.WithScript(s))
		if err == nil || strings.Contains(err.Error(), "sesame") || !strings.Contains(err.Error(), "[1]: [redacted] is not") {
			t.Errorf("%v", err)
		}
	}
}
