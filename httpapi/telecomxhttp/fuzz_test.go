package telecomxhttp_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/internal/golden"
	"github.com/pbxkit/pbxkit/telecomx"
)

// FuzzRoutes sends anything: no request panics, is redirected or answered with
// 500, and a refused one changes nothing but the deadline of the session it used.
func FuzzRoutes(f *testing.F) {
	for _, e := range golden.Exchanges(f, chapters) {
		f.Add(e.Method, e.Target, e.Header.Get("Authorization"), e.Body)
	}
	for _, op := range telecomxhttp.Operations() {
		for _, token := range slices.Sorted(maps.Values(documentedTokens)) {
			f.Add(op.Method, path(op), "Bearer "+token, `{"name":"x","random":true,"customer":"`+foreign+`","recording":{"mode":null,"retension":1e9}}`)
		}
		f.Add(op.Method, path(op)+"?token=session-1", "", `{"token":"session-1"}`)
	}
	base := newFullPBX(f, telecomxhttp.Options{OwnUpdate: true})
	call(base, "GET", "/auth/login?username=user@domain.com&password=mysecret+password", "", "")
	origin := base.db.Snapshot()
	f.Fuzz(func(t *testing.T, method, target, authorization, body string) {
		header := http.Header{}
		if authorization != "" {
			header.Set("Authorization", authorization)
		}
		e := golden.Exchange{Method: method, Target: target, Header: header, Body: body}
		r, err := e.Request(t.Context())
		if err != nil {
			t.Skip("no server would give this to a handler")
		}
		if err := base.db.Restore(t.Context(), origin); err != nil {
			t.Fatal(err)
		}
		base.clock.nanoseconds.Store(int64(time.Minute))
		before := withoutDeadlines(base.dump(t))
		w := httptest.NewRecorder()
		base.ServeHTTP(w, r)
		switch {
		case w.Code >= 500 || w.Code/100 == 3 || w.Code < 200:
			t.Errorf("status %d: %s", w.Code, w.Body)
		case w.Code != http.StatusOK:
			if diff := cmp.Diff(before, withoutDeadlines(base.dump(t))); diff != "" {
				t.Errorf("state after a refusal (-before +after):\n%s", diff)
			}
		}
		if strings.Contains(authorization, "token-personal") && strings.Contains(w.Body.String(), "masterPinCode") && w.Code == http.StatusOK {
			t.Errorf("PERSONAL reads %s", w.Body)
		}
	})
}

func withoutDeadlines(f *telecomx.Fixture) *telecomx.Fixture {
	for i := range f.Tokens {
		f.Tokens[i].Deadline = time.Time{}
	}
	return f
}
