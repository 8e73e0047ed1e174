package refserver_test

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// TestTheOtherVendorsAreOnTheSamePort sends one request of each vendor's page,
// with the documentation fixture's credential, and without.
func TestTheOtherVendorsAreOnTheSamePort(t *testing.T) {
	for name, test := range map[string]struct {
		path, token  string
		unauthorized int
		contains     string
	}{
		"VoipNow":    {"/uapi/phoneCalls/@me/@self", "token", 401, `"totalResults":3`},
		"TelecomX":   {"/pbx/settings", "token-owner", 401, `"masterPinCode":"1234567890"`},
		"BroadWorks": {"/api/v1/tenants/foo/groups/foogroup/users/foouser/services/music_on_hold/", "token-user", 401, `"audioFile":{"name":"My Music"`},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, "swordfish", "-addr", "127.0.0.1:0")
			host := strings.TrimSuffix(s.banner.urls[0], "/configmgt/api")
			for _, bearer := range []string{"", test.token} {
				req, err := http.NewRequestWithContext(t.Context(), "GET", host+test.path, nil)
				if err != nil {
					t.Fatal(err)
				}
				want := test.unauthorized
				if bearer != "" {
					req.Header.Set("Authorization", "Bearer "+bearer)
					want = 200
				}
				status, body := roundTrip(t, newClient(t), req)
				if status != want || status == 200 && !strings.Contains(body, test.contains) {
					t.Errorf("with token %q: %d %s, want %d", bearer, status, body, want)
				}
			}
		})
	}
}

// TestAnonymousServesTheExamplesAsPrinted sends requests that the vendors' pages
// print without a credential, or with a path in the singular.
func TestAnonymousServesTheExamplesAsPrinted(t *testing.T) {
	s := start(t, "swordfish", "-addr", "127.0.0.1:0", "-anonymous")
	host := strings.TrimSuffix(s.banner.urls[0], "/configmgt/api")
	for _, test := range []struct{ method, path, bearer, body string }{
		{"GET", "/pbx/settings", "", ""},
		{"GET", "/pbx/settings/1234567890ABCDEF12345678", "", ""},
		{"GET", "/api/v1/tenants/foo/groups/foogroup/users/foouser/services/music_on_hold/", "", ""},
		{"PUT", "/api/v1/tenants/foo/groups/foogroup/user/foouser/services/music_on_hold/", "", `{"isActive":true}`},
		{"PUT", "/uapi/phoneCall/@me/0003*210/b817d2618fe6f1804333", "token", `{"action":"OffHold","phoneCallViewId":"01"}`},
	} {
		req, err := http.NewRequestWithContext(t.Context(), test.method, host+test.path, strings.NewReader(test.body))
		if err != nil {
			t.Fatal(err)
		}
		if test.bearer != "" {
			req.Header.Set("Authorization", "Bearer "+test.bearer)
		}
		if status, body := roundTrip(t, newClient(t), req); status != 200 {
			t.Errorf("%s %s: %d %s", test.method, test.path, status, body)
		}
	}
}

// TestAClientThatHasSentEverythingIsAnswered closes its half of the connection
// behind the request, many times, as net/http may take that for a client that
// has gone.
func TestAClientThatHasSentEverythingIsAnswered(t *testing.T) {
	s := start(t, "swordfish", "-addr", "127.0.0.1:0")
	addr := strings.TrimSuffix(strings.TrimPrefix(s.banner.urls[0], "http://"), "/configmgt/api")
	for range 200 {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(conn, "GET /configmgt/api/2.0/users HTTP/1.1\r\nHost: pbx\r\nX-Auth-Token: swordfish\r\nConnection: close\r\n\r\n")
		if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		answer, err := io.ReadAll(conn)
		conn.Close()
		if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 200 ") {
			t.Fatalf("%.300s (%v), want 200", answer, err)
		}
	}
}

func TestOptionsOfTheServerAreRefusedLikeEverything(t *testing.T) {
	s := start(t, "swordfish", "-addr", "127.0.0.1:0")
	req, err := http.NewRequestWithContext(t.Context(), "OPTIONS", strings.TrimSuffix(s.banner.urls[0], "/configmgt/api"), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.URL.Opaque = "*"
	if status, body := roundTrip(t, newClient(t), req); status != 404 {
		t.Errorf("OPTIONS *: %d %s, want 404", status, body)
	}
}
