package remote_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pbxkit/pbxkit/internal/remote"
	"github.com/pbxkit/pbxkit/internal/wire"
)

const token = `a4c1/f0"de&`

var (
	read   = &wire.Operation{Name: "GetThing", Method: "GET", Path: "/api/things/:id"}
	write  = &wire.Operation{Name: "SetThing", Method: "PUT", Path: "/api/things/:id"}
	create = &wire.Operation{Name: "CreateThing", Method: "POST", Path: "/api/things"}
)

var errRefused = errors.New("refused in the vendor's terms")

var vendor = remote.Vendor{
	Name: "thingclient", Prefix: "/api",
	Refusal: func(_ *wire.Operation, a *remote.Answer) error {
		if text, ok := strings.CutPrefix(string(a.Body), "refused: "); ok {
			return fmt.Errorf("%w: %s", errRefused, text)
		}
		return nil
	},
	BadStatus: func(_ *wire.Operation, e *remote.UnexpectedError) error { return e },
}

// transport answers requests without a network.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answer is an answer of a transport.
func answer(status int, header http.Header, body io.Reader) *http.Response {
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(body), ContentLength: -1}
}

func newClient(t *testing.T, rt http.RoundTripper, opts ...remote.Option) *remote.Client {
	t.Helper()
	opts = append([]remote.Option{remote.WithHTTPClient(&http.Client{Transport: rt})}, opts...)
	c, err := remote.New(vendor, "http://pbx.test", &remote.Header{Name: "X-Token", Value: token}, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// unexpected returns the error of a request that has to be an *UnexpectedError.
func unexpected(t *testing.T, err error) *remote.UnexpectedError {
	t.Helper()
	e, ok := errors.AsType[*remote.UnexpectedError](err)
	if !ok {
		t.Fatalf("error is a %T (%v), want an *UnexpectedError", err, err)
	}
	return e
}

func TestARequestIsSentAsItWasMade(t *testing.T) {
	var got []string
	c := newClient(t, transport(func(r *http.Request) (*http.Response, error) {
		body := []byte{}
		if r.Body != nil {
			body, _ = io.ReadAll(r.Body)
		}
		got = append(got, fmt.Sprintf("%s %s %q %q %s", r.Method, r.URL, r.Header.Get("X-Token"), r.Header.Get("Content-Type"), body))
		return answer(200, nil, strings.NewReader("{}")), nil
	}))
	put, err := remote.Request{Operation: write, Params: []string{".."}}.WithJSON(map[string]any{"a": "<é>"})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []remote.Request{
		{Operation: read, Params: []string{"a/b é"}, Query: map[string][]string{"x": {"1&2"}}},
		put,
		{Operation: create, Open: true},
	} {
		if _, err := c.Do(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		`GET http://pbx.test/api/things/a%2Fb%20%C3%A9?x=1%262 "a4c1/f0\"de&" "" `,
		`PUT http://pbx.test/api/things/%2E%2E "a4c1/f0\"de&" "application/json" {"a":"\u003cé\u003e"}`,
		`POST http://pbx.test/api/things "" "" `,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestBaseURLs(t *testing.T) {
	for base, want := range map[string]string{
		"http://pbx.test":                "http://pbx.test/api/things/1",
		"https://pbx.test:9100/":         "https://pbx.test:9100/api/things/1",
		"http://pbx.test/api":            "http://pbx.test/api/things/1",
		"http://pbx.test/api/":           "http://pbx.test/api/things/1",
		"http://pbx.test/a/pbx//":        "http://pbx.test/a/pbx/api/things/1",
		"http://pbx.test/a%2Fb/api":      "http://pbx.test/a%2Fb/api/things/1",
		"http://[::1]:9100":              "http://[::1]:9100/api/things/1",
		"":                               "must be one such as",
		"pbx.test":                       "must be one such as",
		"pbx.test:9100":                  "must be one such as",
		"ftp://pbx.test":                 "must be one such as",
		"http://":                        "must be one such as",
		"http:pbx.test":                  "must be one such as",
		"http://hunter2:x%zz@pbx.test":   "must be one such as",
		"http://root:hunter2@pbx.test":   "must not have a user or a password",
		"http://pbx.test?token=hunter2":  "must not have a query or a fragment",
		"http://pbx.test/#token=hunter2": "must not have a query or a fragment",
	} {
		var got string
		client := &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
			got = r.URL.String()
			return answer(200, nil, strings.NewReader("")), nil
		})}
		c, err := remote.New(vendor, base, &remote.Header{Name: "X-Token", Value: token}, remote.WithHTTPClient(client))
		if err == nil {
			_, err = c.Do(t.Context(), remote.Request{Operation: read, Params: []string{"1"}})
		}
		if err != nil {
			got = err.Error()
			if strings.Contains(got, "hunter2") {
				t.Errorf("%s: the error %q repeats what may be a password", base, got)
			}
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", base, got, want)
		}
	}
}

func TestOptionsThatMakeNoSenseAreRefused(t *testing.T) {
	for _, opt := range []remote.Option{remote.WithHTTPClient(nil), remote.WithMaxAnswer(0), remote.WithMaxAnswer(-1)} {
		if _, err := remote.New(vendor, "http://pbx.test", &remote.Header{}, opt); err == nil {
			t.Error("no error")
		}
	}
}

// broken is a body that ends early.
type broken struct{ text string }

func (b *broken) Read(p []byte) (int, error) {
	n := copy(p, b.text)
	b.text = b.text[n:]
	if n == 0 {
		return 0, io.ErrUnexpectedEOF
	}
	return n, nil
}

func TestAnAnswerOfAnotherShapeIsKept(t *testing.T) {
	html := http.Header{"Content-Type": {"text/html"}}
	long := strings.Repeat("x", 5000)
	for _, c := range []struct {
		name   string
		answer *http.Response
		want   remote.UnexpectedError // but for what all have
		is     error
		text   string
	}{
		{"HTML for an error", answer(502, html, strings.NewReader("<h1>Bad Gateway</h1>")),
			remote.UnexpectedError{Status: 502, ContentType: "text/html", Body: []byte("<h1>Bad Gateway</h1>")}, remote.ErrStatus,
			`GetThing (GET /api/things/1): status 502, text/html: the answer is a refusal that is not in the vendor's terms: "<h1>Bad Gateway</h1>"`},
		{"HTML for an answer", answer(200, html, strings.NewReader("<h1>Log in</h1>")),
			remote.UnexpectedError{Status: 200, ContentType: "text/html", Body: []byte("<h1>Log in</h1>")}, remote.ErrShape, "it is not an object"},
		{"nothing", answer(200, nil, strings.NewReader(" \n")),
			remote.UnexpectedError{Status: 200, Body: []byte(" \n")}, remote.ErrShape, "it is empty"},
		{"null", answer(200, nil, strings.NewReader("null")),
			remote.UnexpectedError{Status: 200, Body: []byte("null")}, remote.ErrShape, "it is not an object"},
		{"an array", answer(200, nil, strings.NewReader("[{}]")),
			remote.UnexpectedError{Status: 200, Body: []byte("[{}]")}, remote.ErrShape, "it is not an object"},
		{"half of it", answer(200, nil, strings.NewReader(`{"id":1,`)),
			remote.UnexpectedError{Status: 200, Body: []byte(`{"id":1,`)}, remote.ErrShape, "unexpected end of JSON input"},
		{"more than it", answer(200, nil, strings.NewReader(`{}{}`)),
			remote.UnexpectedError{Status: 200, Body: []byte(`{}{}`)}, remote.ErrShape, "after top-level value"},
		{"a member of another type", answer(200, nil, strings.NewReader(`{"id":"1"}`)),
			remote.UnexpectedError{Status: 200, Body: []byte(`{"id":"1"}`)}, remote.ErrShape, "cannot unmarshal string into Go struct field .id"},
		{"an end before the end", answer(200, nil, &broken{`{"id":`}),
			remote.UnexpectedError{Status: 200, Body: []byte(`{"id":`)}, io.ErrUnexpectedEOF, "reading the answer: unexpected EOF"},
		{"too much", answer(200, nil, strings.NewReader(strings.Repeat("x", 20_001))),
			remote.UnexpectedError{Status: 200, Body: []byte(long[:4096]), Cut: true}, remote.ErrTooLarge, strings.Repeat("x", 200) + `"…`},
		{"many objects that say nothing", answer(200, nil, strings.NewReader(`{"list":[`+strings.Repeat("{},", 5000)+"{}]}")),
			remote.UnexpectedError{Status: 200, Body: []byte((`{"list":[` + strings.Repeat("{},", 5000))[:4096]), Cut: true}, remote.ErrShape, "too many objects for its size"},
		{"a redirect", answer(302, http.Header{"Location": {"https://root:pw@login.test/a%2Fb?token=hunter2#x"}}, strings.NewReader("")),
			remote.UnexpectedError{Status: 302, Location: "https://login.test/a/b"}, remote.ErrRedirect, "a redirect, which is not followed"},
		{"an informational status", answer(101, nil, strings.NewReader("")), remote.UnexpectedError{Status: 101}, remote.ErrStatus, "status 101"},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := newClient(t, transport(func(*http.Request) (*http.Response, error) { return c.answer, nil }), remote.WithMaxAnswer(20_000))
			a, err := client.Do(t.Context(), remote.Request{Operation: read, Params: []string{"1"}})
			if err == nil {
				err = a.JSON(false, &struct {
					ID   int        `json:"id"`
					List []struct{} `json:"list"`
				}{})
			}
			got := unexpected(t, err)
			if !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.text) {
				t.Errorf("error = %v, want a %v and %q", err, c.is, c.text)
			}
			shown := *got
			shown.Err = nil
			c.want.Operation, c.want.Method, c.want.Path = "GetThing", "GET", "/api/things/1"
			if diff := cmp.Diff(c.want, shown, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatTheVendorRefusesIsTheVendorsError(t *testing.T) {
	c := newClient(t, transport(func(*http.Request) (*http.Response, error) {
		return answer(400, nil, strings.NewReader("refused: "+token+" is taken")), nil
	}))
	_, err := c.Do(t.Context(), remote.Request{Operation: create})
	if !errors.Is(err, errRefused) || err.Error() != errRefused.Error()+": [credential] is taken" {
		t.Errorf("error = %v", err)
	}
}

func TestAnyStatusOf2xxIsASuccess(t *testing.T) {
	for _, status := range []int{200, 201, 202, 204, 299} {
		c := newClient(t, transport(func(*http.Request) (*http.Response, error) { return answer(status, nil, strings.NewReader("")), nil }))
		if _, err := c.Do(t.Context(), remote.Request{Operation: create}); err != nil {
			t.Errorf("%d: %v", status, err)
		}
	}
}

// TestNothingShowsTheCredential has it repeated wherever an answer can, in the forms
// that JSON, URLs and HTML have.
func TestNothingShowsTheCredential(t *testing.T) {
	forms := []string{token, `a4c1/f0\"de\u0026`, `a4c1/f0\"de&`, `a4c1\/f0\"de&`, `a4c1\/f0\"de\u0026`, "a4c1%2Ff0%22de%26", "a4c1/f0&#34;de&amp;"}
	for _, status := range []int{200, 302, 401, 500} {
		for _, form := range forms {
			c := newClient(t, transport(func(*http.Request) (*http.Response, error) {
				header := http.Header{"Content-Type": {form}, "Location": {"http://pbx.test/" + form}}
				return answer(status, header, strings.NewReader(strings.Repeat("x", 4090)+form)), nil
			}))
			a, err := c.Do(t.Context(), remote.Request{Operation: read, Params: []string{"1"}})
			if err == nil {
				err = a.JSON(true, &[]int{})
			}
			showsNothing(t, err)
		}
	}
	for _, form := range forms {
		c := newClient(t, transport(func(*http.Request) (*http.Response, error) { return nil, errors.New("no way to send " + form) }))
		_, err := c.Do(t.Context(), remote.Request{Operation: read, Params: []string{"1"}, Query: map[string][]string{"secret": {"hunter2"}}})
		showsNothing(t, err)
		showsNothing(t, fmt.Errorf("%+v %v", c, *c))
	}
}

func showsNothing(t *testing.T, err error) {
	t.Helper()
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Error("failed", "error", err)
	slog.New(slog.NewJSONHandler(&log, nil)).Error("failed", "error", err)
	shown := fmt.Sprintf("%v %+v %#v %s", err, err, err, log.String())
	if e, ok := errors.AsType[*remote.UnexpectedError](err); ok {
		shown += fmt.Sprintf("%s %s %s %#v", e.Body, e.ContentType, e.Location, e.Err)
	}
	for _, part := range []string{"a4c1", "f0&", "hunter2"} {
		if strings.Contains(shown, part) {
			t.Errorf("%q: %.300q shows it", part, shown)
		}
	}
}

func TestTextThatIsNotUTF8IsNotSent(t *testing.T) {
	type inner struct {
		P *string `json:"p"`
		A any     `json:"a"`
	}
	bad := "\xff"
	for _, body := range []any{bad, inner{P: &bad}, inner{A: bad}, []inner{{A: []string{"a", bad}}}, map[string]any{"a": bad}, map[string]any{bad: 1}, [1]string{bad}} {
		if _, err := (remote.Request{Operation: create}).WithJSON(body); !errors.Is(err, remote.ErrText) {
			t.Errorf("WithJSON(%q): error = %v", body, err)
		}
	}
	good := "\ufffd é \\ufffd"
	for _, body := range []any{good, inner{P: &good}, inner{}, nil, 1, []byte("a"), [2]byte{}, map[string]any{good: nil}} {
		if _, err := (remote.Request{Operation: create}).WithJSON(body); err != nil {
			t.Errorf("WithJSON(%q): error = %v", body, err)
		}
	}
}

// TestAnEndedContextEndsTheWait has a server that never answers, and one that stops in
// the middle of its answer.
func TestAnEndedContextEndsTheWait(t *testing.T) {
	for _, half := range []string{"", `{"id":`} {
		t.Run("after "+half, func(t *testing.T) {
			waiting := make(chan struct{}, 1)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if half != "" {
					_, _ = io.WriteString(w, half)
					_ = http.NewResponseController(w).Flush()
				}
				waiting <- struct{}{}
				<-r.Context().Done()
			}))
			defer server.Close()
			c, err := remote.New(vendor, server.URL, &remote.Header{Name: "X-Token", Value: token}, remote.WithRetry(remote.Retry{Attempts: 9}))
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			go func() {
				<-waiting
				cancel()
			}()
			if _, err := c.Do(ctx, remote.Request{Operation: read, Params: []string{"1"}}); !errors.Is(err, context.Canceled) {
				t.Errorf("error = %v, want a %v", err, context.Canceled)
			}
		})
	}
}

// noted is a body that notes that it was closed.
type noted struct {
	io.Reader
	closed int
}

func (n *noted) Close() error { n.closed++; return nil }

func TestEveryAnswerIsClosed(t *testing.T) {
	for status, text := range map[int]io.Reader{
		200: strings.NewReader("{}"), 201: endless{}, 202: &broken{}, 302: strings.NewReader(""), 400: strings.NewReader("refused: x"), 500: strings.NewReader("x"),
	} {
		body := &noted{Reader: text}
		c := newClient(t, transport(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: status, Header: http.Header{}, Body: body, ContentLength: -1}, nil
		}))
		_, _ = c.Do(t.Context(), remote.Request{Operation: create})
		if body.closed == 0 {
			t.Errorf("%d: the answer was not closed", status)
		}
	}
}

// endless is a body without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestAnEndlessAnswerEndsAtTheBound(t *testing.T) {
	for _, claimed := range []int64{-1, 0, 5, 1 << 60} {
		c := newClient(t, transport(func(*http.Request) (*http.Response, error) {
			a := answer(200, nil, endless{})
			a.ContentLength = claimed
			return a, nil
		}))
		if _, err := c.Do(t.Context(), remote.Request{Operation: read, Params: []string{"1"}}); !errors.Is(err, remote.ErrTooLarge) {
			t.Errorf("error = %v, want a %v", err, remote.ErrTooLarge)
		}
	}
}

func TestTheCallersHTTPClientIsRespectedAndNotChanged(t *testing.T) {
	t.Run("timeout", func(t *testing.T) {
		blocked := transport(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		c := newClient(t, nil, remote.WithHTTPClient(&http.Client{Transport: blocked, Timeout: time.Millisecond}))
		_, err := c.Do(t.Context(), remote.Request{Operation: read, Params: []string{"1"}})
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error = %v, want a %v", err, context.DeadlineExceeded)
		}
	})
	t.Run("redirects", func(t *testing.T) {
		var asked []string
		rt := transport(func(r *http.Request) (*http.Response, error) {
			asked = append(asked, r.URL.Host+r.URL.Path+" "+r.Header.Get("X-Token")+r.Header.Get("Referer"))
			switch r.URL.Path {
			case "/api/things/1":
				return answer(307, http.Header{"Location": {"/near"}}, strings.NewReader("")), nil
			case "/near":
				return answer(307, http.Header{"Location": {"http://else.test/far"}}, strings.NewReader("")), nil
			}
			return answer(200, nil, strings.NewReader("{}")), nil
		})
		user := &http.Client{Transport: rt}
		c := newClient(t, nil, remote.WithHTTPClient(user))
		if _, err := c.Do(t.Context(), remote.Request{Operation: read, Params: []string{"1"}}); !errors.Is(err, remote.ErrRedirect) {
			t.Errorf("without a CheckRedirect: error = %v", err)
		}
		if user.CheckRedirect != nil {
			t.Error("the caller's client was changed")
		}
		user.CheckRedirect = func(*http.Request, []*http.Request) error { return nil }
		c = newClient(t, nil, remote.WithHTTPClient(user))
		if _, err := c.Do(t.Context(), remote.Request{Operation: read, Params: []string{"1"}}); err != nil {
			t.Errorf("with a CheckRedirect: error = %v", err)
		}
		want := []string{"pbx.test/api/things/1 " + token, "pbx.test/api/things/1 " + token, "pbx.test/near " + token + "http://pbx.test/api/things/1", "else.test/far "}
		if diff := cmp.Diff(want, asked); diff != "" {
			t.Errorf("asked (-want +got):\n%s", diff)
		}
	})
}

func TestWhatARequestHoldsBackShowsInNoError(t *testing.T) {
	const password = "hunter2&"
	answers := map[string]*http.Response{
		"a refusal":      answer(400, nil, strings.NewReader("no: hunter2%26, hunter2&amp;")),
		"a success":      answer(200, nil, strings.NewReader(`["fresh", "hunter2\u0026"]`)),
		"a redirect":     answer(302, http.Header{"Location": {"/hunter2&"}}, strings.NewReader("fresh hunter2&")),
		"half an answer": answer(200, nil, &broken{"fresh hunter2&"}),
	}
	for name, resp := range answers {
		c := newClient(t, transport(func(*http.Request) (*http.Response, error) { return resp, nil }))
		a, err := c.Do(t.Context(), remote.Request{Operation: create, Open: true, Secrets: []string{password}, Private: true})
		if err == nil {
			err = a.JSON(false, new(struct{}))
		}
		e := unexpected(t, err)
		if text := fmt.Sprintf("%v %+v %s", err, *e, e.Body); strings.Contains(text, "hunter2") || strings.Contains(text, "fresh") {
			t.Errorf("%s: %s", name, text)
		}
		if kept := len(e.Body) > 0; kept != (e.Status >= 400) || kept == e.Cut {
			t.Errorf("%s: body %q, cut %t", name, e.Body, e.Cut)
		}
	}
}

func TestSecretsOfARequestAndOfItsAnswerAreNotShown(t *testing.T) {
	echo := func(status int) transport {
		return func(r *http.Request) (*http.Response, error) {
			body, _ := io.ReadAll(r.Body)
			return answer(status, http.Header{"Set-Cookie": {"other=1", "id=s3ssion; Path=/; Max-Age=60"}}, io.MultiReader(strings.NewReader("s3ssion "), strings.NewReader(string(body)))), nil
		}
	}
	r, err := remote.Request{Operation: create, Secrets: []string{"hunter2"}}.WithJSON("hunter2")
	if err != nil {
		t.Fatal(err)
	}
	_, err = newClient(t, echo(400)).Do(t.Context(), r)
	if got := string(unexpected(t, err).Body); got != `s3ssion "[credential]"` {
		t.Errorf("body of the error = %s", got)
	}
	a, err := newClient(t, echo(200)).Do(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	cookie := a.Cookie("id")
	if cookie == nil || cookie.Value != "s3ssion" || cookie.MaxAge != 60 || a.Cookie("ID") != nil {
		t.Errorf("cookies = %v and %v", cookie, a.Cookie("ID"))
	}
	if got := string(unexpected(t, a.JSON(false, nil)).Body); got != `[credential] "[credential]"` {
		t.Errorf("body of the error = %s", got)
	}
}
