package pbxtest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// requestsOfEveryKind are requests that differ in what net/http does with them.
func requestsOfEveryKind() map[string]message {
	large := createRoom
	large.body = strings.Replace(roomBody, "{", "{"+strings.Repeat(" ", 300<<10), 1)
	chunked := createRoom
	chunked.chunked = true
	head := listRooms
	head.method = http.MethodHead
	expecting := createRoom.with("Expect: 100-continue")
	return map[string]message{
		"GET": getLine, "HEAD": head, "DELETE without an answer's body": hangUpNone,
		"POST": createRoom, "POST of a large body": large, "POST of unknown length": chunked, "POST that asks first": expecting,
		"POST of a form": createToken,
	}
}

// onFreshAndUsed runs a test for each kind of message over a connection that is new,
// and over one that was used before.
func onFreshAndUsed(t *testing.T, c connection, test func(t *testing.T, r *http.Request)) {
	for name, r := range requestsOfEveryKind() {
		t.Run(name+" over a fresh connection", func(t *testing.T) {
			c.client.CloseIdleConnections()
			test(t, r.to(t, c.url))
		})
		if !c.socket {
			continue
		}
		t.Run(name+" over a used connection", func(t *testing.T) {
			c.send(t, getLine)
			test(t, reusing(t, r.to(t, c.url)))
		})
	}
}

func TestAResetIsAResetAndSeenOnce(t *testing.T) {
	overEveryConnection(t, func(t *testing.T, c connection) {
		onFreshAndUsed(t, c, func(t *testing.T, r *http.Request) {
			rule := c.pbx.Fault(t, pbxtest.Fault{Break: pbxtest.Reset})
			defer rule.Remove()
			before := c.pbx.Journal().Len()
			if _, err := c.client.Do(r); !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("the client sees %v, want a reset", err)
			}
			if rule.Hits() != 1 {
				t.Errorf("%d requests were hit, want 1: the client must not send it again by itself", rule.Hits())
			}
			entries := c.pbx.Journal().Entries()[before:]
			if len(entries) != 1 || entries[0].Status != 0 || entries[0].Fault != rule {
				t.Errorf("the journal has %v, want the reset", entries)
			}
			rule.Remove()
			if got := c.send(t, getLine); got.Status != http.StatusOK {
				t.Errorf("after the fault the answer is %v", got)
			}
		})
	})
}

func TestATruncatedAnswerEndsUnexpectedly(t *testing.T) {
	overEveryConnection(t, func(t *testing.T, c connection) {
		onFreshAndUsed(t, c, func(t *testing.T, r *http.Request) {
			rule := c.pbx.Fault(t, pbxtest.Fault{Status: 500, Body: "0123456789", Break: pbxtest.Truncate})
			defer rule.Remove()
			response, err := c.client.Do(r)
			if r.Method == http.MethodHead { // of which nothing but the head can be missing
				checkTruncated(t, nil, err)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if response.StatusCode != 500 || response.ContentLength != 10 {
				t.Errorf("the answer is %d with a length of %d, want 500 and 10", response.StatusCode, response.ContentLength)
			}
			body, err := io.ReadAll(response.Body)
			if string(body) != "01234" {
				t.Errorf("%q arrives, want a half", body)
			}
			checkTruncated(t, rule, err)
		})
	})
}

func TestAnAnswerWithoutABodyIsTruncatedBeforeItBegins(t *testing.T) {
	overEveryConnection(t, func(t *testing.T, c connection) {
		onFreshAndUsed(t, c, func(t *testing.T, r *http.Request) {
			rule := c.pbx.Fault(t, pbxtest.Fault{Status: http.StatusNoContent, Break: pbxtest.Truncate})
			defer rule.Remove()
			_, err := c.client.Do(r)
			checkTruncated(t, rule, err)
		})
	})
}

// checkTruncated checks what a client gets, and that it got it at the first attempt.
func checkTruncated(t *testing.T, rule *pbxtest.Rule, err error) {
	t.Helper()
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("the client sees %v, want an unexpected end", err)
	}
	if rule != nil && rule.Hits() != 1 {
		t.Errorf("%d requests were hit, want 1", rule.Hits())
	}
}

// What the vendor answers is what is cut.
func TestTheVendorsAnswerIsTruncated(t *testing.T) {
	overEveryConnection(t, func(t *testing.T, c connection) {
		whole := c.send(t, getLine)
		c.pbx.Fault(t, pbxtest.Fault{Operation: xivo.GetUserLine, Break: pbxtest.Truncate})
		response, err := c.client.Do(getLine.to(t, c.url))
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		half, err := io.ReadAll(response.Body)
		checkTruncated(t, nil, err)
		if want := whole.Body[:len(whole.Body)/2]; string(half) != want {
			t.Errorf("%q arrives, want %q", half, want)
		}
		c.pbx.Fault(t, pbxtest.Fault{Operation: voipnow.HangUpPhoneCalls, Break: pbxtest.Truncate})
		checkTruncated(t, nil, c.fails(t, hangUpNone)) // answered 204
	})
}

func TestAStalledAnswerLastsUntilTheClientGivesUp(t *testing.T) {
	overEverySocket(t, func(t *testing.T, c connection) {
		onFreshAndUsed(t, c, func(t *testing.T, r *http.Request) {
			rule := c.pbx.Fault(t, pbxtest.Fault{Status: 200, Body: "0123456789", Break: pbxtest.Stall})
			defer rule.Remove()
			ctx, cancel := context.WithCancel(r.Context())
			defer cancel()
			if r.Method == http.MethodHead {
				ctx = onFirstByte(ctx, cancel)
			}
			response, err := c.client.Do(r.WithContext(ctx))
			if err == nil {
				half := make([]byte, 5)
				if _, err := io.ReadFull(response.Body, half); err != nil || string(half) != "01234" {
					t.Errorf("%q arrives with %v, want a half", half, err)
				}
				cancel()
				_, err = response.Body.Read(half)
			}
			checkGivenUp(t, rule, err)
		})
	})
}

func TestAnAnswerWithoutABodyIsStalledBeforeItBegins(t *testing.T) {
	overEverySocket(t, func(t *testing.T, c connection) {
		onFreshAndUsed(t, c, func(t *testing.T, r *http.Request) {
			rule := c.pbx.Fault(t, pbxtest.Fault{Status: http.StatusNoContent, Break: pbxtest.Stall})
			defer rule.Remove()
			ctx, cancel := context.WithCancel(r.Context())
			defer cancel()
			_, err := c.client.Do(r.WithContext(onFirstByte(ctx, cancel)))
			checkGivenUp(t, rule, err)
		})
	})
}

// onFirstByte has something done when the server has said anything at all.
func onFirstByte(ctx context.Context, do func()) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotFirstResponseByte: do})
}

// checkGivenUp checks that a client ended a wait, and that nothing is left of it.
func checkGivenUp(t *testing.T, rule *pbxtest.Rule, err error) {
	t.Helper()
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the client sees %v, want its own decision", err)
	}
	if rule.Hits() != 1 {
		t.Errorf("%d requests were hit, want 1", rule.Hits())
	}
	eventually(t, "the end of the stalled answer", func() bool { return serving("(*Server).serveHTTP") == 0 })
}

func TestTheClientsDeadlineEndsAStall(t *testing.T) {
	for name, f := range map[string]pbxtest.Fault{
		"half way":         {Break: pbxtest.Stall},
		"before the start": {Status: http.StatusNoContent, Break: pbxtest.Stall},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := inMemory(pbxtest.Run(t))
				c.client.Timeout = 5 * time.Second
				c.pbx.Fault(t, f)
				start := time.Now()
				err := c.fails(t, getLine)
				if !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("the client sees %v, want its deadline", err)
				}
				if took := time.Since(start); took != c.client.Timeout {
					t.Errorf("the client waited %v, want %v", took, c.client.Timeout)
				}
			})
		})
	}
}

func TestClosingTheBodyEndsAStall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := inMemory(pbxtest.Run(t))
		c.pbx.Fault(t, pbxtest.Fault{Break: pbxtest.Stall})
		response, err := c.client.Do(getLine.to(t, c.url))
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Second, func() { response.Body.Close() })
		if _, err := io.ReadAll(response.Body); !errors.Is(err, http.ErrBodyReadAfterClose) {
			t.Errorf("the client reads %v, want that it has closed the body", err)
		}
	})
}

// held are requests that would wait for ever.
var held = map[string]pbxtest.Fault{
	"stalled half way":         {Break: pbxtest.Stall},
	"stalled before the start": {Status: http.StatusNoContent, Break: pbxtest.Stall},
	"held back":                {Latency: time.Hour, OnClock: true},
	"held back late":           {Latency: time.Hour, OnClock: true, Late: true},
}

func TestCloseEndsWhatWaits(t *testing.T) {
	for name, f := range held {
		t.Run(name, func(t *testing.T) {
			overEveryConnection(t, func(t *testing.T, c connection) { closeEnds(t, c, c.pbx, f) })
		})
		t.Run(name+" by a tenant", func(t *testing.T) {
			overEveryConnection(t, func(t *testing.T, c connection) { closeEnds(t, c, c.pbx.Tenant(t), f) })
		})
	}
}

// closeEnds checks that closing the server of a connection ends a request that a
// fault of pbx, which is the server or a tenant of it, has hit.
func closeEnds(t *testing.T, c connection, pbx *pbxtest.Server, f pbxtest.Fault) {
	t.Helper()
	rule := pbx.Fault(t, f)
	failure := make(chan error)
	go func() { failure <- c.fails(t, listRoomsOf(pbx)) }()
	eventually(t, "the request", func() bool { return rule.Hits() == 1 })
	c.pbx.Close()
	if err := <-failure; err == nil {
		t.Error("the client sees no error")
	}
	eventually(t, "the end of the request", func() bool { return serving("(*Server).serveHTTP") == 0 })
}

// A bubble must not meet the channels of what is outside.
func TestAServerOutsideABubbleServesInside(t *testing.T) {
	pbx := pbxtest.Run(t)
	for _, f := range held {
		rule := pbx.Fault(t, f)
		synctest.Test(t, func(t *testing.T) {
			c := inMemory(pbx)
			c.client.Timeout = time.Minute
			if err := c.fails(t, getLine); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the client sees %v, want its deadline", err)
			}
		})
		rule.Remove()
	}
	rule := pbx.Fault(t, pbxtest.Fault{Latency: time.Second})
	synctest.Test(t, func(t *testing.T) {
		c := inMemory(pbx)
		do(t, c.client, getLine.to(t, c.url).WithContext(context.Background())) // which nothing ends
	})
	rule.Remove()
	pbx.Advance(24 * time.Hour)
	pbx.Close()
}

func TestCloseOfATenantEndsItsStalls(t *testing.T) {
	pbx := pbxtest.Run(t)
	tenant := pbx.Tenant(t)
	tenant.Fault(t, pbxtest.Fault{Break: pbxtest.Stall})
	c := overTCP(tenant)
	response, err := c.client.Do(listRoomsOf(tenant).to(t, c.url))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	tenant.Close()
	if _, err := io.ReadAll(response.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("the client reads %v, want an unexpected end", err)
	}
}

// A fault answers what the vendor does where the error has its place.
func TestADocumentedErrorIsInTheVendorsWords(t *testing.T) {
	anonymous := func(r message) message { r.header = nil; return r }
	badSecret := createToken
	badSecret.body += "x"
	noRoom := message{method: "GET", path: "/configmgt/api/2.0/meetingrooms/99", header: []string{asXiVO}}
	for _, tt := range []struct {
		name string
		same message // is refused with the error
		of   message // is not
		err  error
		want answer
	}{
		{"xivo", anonymous(getLine), getLine, xivo.ErrUnauthorized,
			answer{Status: 401, Body: `{"error":"Unauthorized","message":"Missing or invalid X-Auth-Token"}`}},
		{"xivo with a message", noRoom, listRooms, &xivo.Error{Status: 500, Code: "NotFoundError", Message: "Meeting room 99 not found"},
			answer{Status: 500, Body: `{"error":"NotFoundError","message":"Meeting room 99 not found"}`}},
		{"voipnow", anonymous(listCalls), listCalls, voipnow.ErrAccessDenied,
			answer{Status: 401, Body: `{"error":{"code":"access_denied","message":"You are not authorized to use this request."}}`}},
		{"voipnow's tokens", badSecret, createToken, voipnow.ErrInvalidClient,
			answer{Status: 400, Body: `{"error":"invalid_client"}`}},
		{"telecomx", anonymous(getSettings), getSettings, telecomx.ErrLoginRequired,
			answer{Status: 401, Body: `{"code":401,"message":"credentials_invalid","description":"Authorization required, please login"}`}},
		{"broadworks", anonymous(getMusic), getMusic, broadworks.ErrUnauthorized.Refuse("missing or malformed credentials"),
			answer{Status: 401, Body: `{"errors":[{"code":401,"message":"Unauthorized","details":{"reason":"missing or malformed credentials"}}]}`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			overEveryConnection(t, func(t *testing.T, c connection) {
				same := c.send(t, tt.same)
				rule := c.pbx.Fault(t, pbxtest.Fault{Err: tt.err})
				got := c.send(t, tt.of)
				same.Header.Del("Date")
				got.Header.Del("Date")
				if diff := cmp.Diff(same, got); diff != "" {
					t.Errorf("the fault answers otherwise than the vendor (-want +got):\n%s", diff)
				}
				if got.Status != tt.want.Status || got.Body != tt.want.Body {
					t.Errorf("the answer is %d %s, want %d %s", got.Status, got.Body, tt.want.Status, tt.want.Body)
				}
				rule.Remove()
				if again := c.send(t, tt.of); again.Status >= 400 {
					t.Errorf("without the fault the answer is %v", again)
				}
			})
		})
	}
}

// Whoever else's error it is, the vendor has not expected it.
func TestAForeignErrorIsAnInternalOne(t *testing.T) {
	c := inMemory(pbxtest.Run(t))
	for _, err := range []error{errors.New("out of order"), context.DeadlineExceeded, io.EOF} {
		rule := c.pbx.Fault(t, pbxtest.Fault{Err: err})
		for _, r := range []message{getLine, listCalls, createToken, getSettings, getMusic} {
			if got := c.send(t, r); got.Status != 500 || strings.Contains(got.Body, err.Error()) {
				t.Errorf("%s is answered %d %s, want a 500 that tells nothing", r.path, got.Status, got.Body)
			}
		}
		rule.Remove()
	}
}

func TestAnyStatusCanBeAnswered(t *testing.T) {
	html := http.Header{"content-type": {"text/html"}, "X-Trace": {"a", "b"}}
	for name, tt := range map[string]struct {
		fault pbxtest.Fault
		want  answer
	}{
		"a page of a proxy": {
			pbxtest.Fault{Status: 502, Header: html, Body: "<h1>Bad Gateway</h1>"},
			answer{502, http.Header{"Content-Type": {"text/html"}, "X-Trace": {"a", "b"}, "Content-Length": {"20"}}, "<h1>Bad Gateway</h1>"},
		},
		"a body of no said type": {
			pbxtest.Fault{Status: 418, Body: "short"},
			answer{418, http.Header{"Content-Type": {"text/plain; charset=utf-8"}, "Content-Length": {"5"}}, "short"},
		},
		"no body":      {pbxtest.Fault{Status: 503}, answer{503, http.Header{"Content-Length": {"0"}}, ""}},
		"no content":   {pbxtest.Fault{Status: 204}, answer{204, http.Header{}, ""}},
		"not modified": {pbxtest.Fault{Status: 304}, answer{304, http.Header{}, ""}},
		"a status of no name": {
			pbxtest.Fault{Status: 999}, answer{999, http.Header{"Content-Length": {"0"}}, ""},
		},
		"too many requests": {
			pbxtest.Fault{RetryAfter: 90 * time.Second, Times: 1},
			answer{429, http.Header{"Retry-After": {"90"}, "Content-Length": {"0"}}, ""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			overEveryConnection(t, func(t *testing.T, c connection) {
				c.pbx.Fault(t, tt.fault)
				got := c.send(t, getLine)
				got.Header.Del("Date")
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("another answer (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestTooManyRequestsEnd(t *testing.T) {
	c := inMemory(pbxtest.Run(t))
	c.pbx.Fault(t, pbxtest.Fault{RetryAfter: time.Second, Times: 2})
	var got []int
	for range 4 {
		got = append(got, c.send(t, getLine).Status)
	}
	if diff := cmp.Diff([]int{429, 429, 200, 200}, got); diff != "" {
		t.Errorf("other answers (-want +got):\n%s", diff)
	}
}

func TestHEADHasTheHeadOfTheFault(t *testing.T) {
	head := listRooms
	head.method = http.MethodHead
	for name, f := range map[string]pbxtest.Fault{
		"a status":           {Status: 502, Body: "<h1>Bad Gateway</h1>"},
		"a documented error": {Err: xivo.ErrUnhandled},
	} {
		t.Run(name, func(t *testing.T) {
			overEveryConnection(t, func(t *testing.T, c connection) {
				c.pbx.Fault(t, f)
				want, got := c.send(t, listRooms), c.send(t, head)
				want.Body = ""
				want.Header.Del("Date")
				got.Header.Del("Date")
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("HEAD differs from GET (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestLatencyPassesInRealTime(t *testing.T) {
	for name, f := range map[string]pbxtest.Fault{
		"alone":                {},
		"and then an error":    {Err: xivo.ErrUnhandled},
		"and then a reset":     {Break: pbxtest.Reset},
		"after it took effect": {Late: true, Status: 503},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := inMemory(pbxtest.Run(t))
				f.Latency, f.Times = 3*time.Second, 1
				c.pbx.Fault(t, f)
				start := time.Now()
				if response, err := c.client.Do(createRoom.to(t, c.url)); err == nil {
					response.Body.Close()
				}
				if took := time.Since(start); took != f.Latency {
					t.Errorf("the answer took %v, want %v", took, f.Latency)
				}
				start = time.Now()
				c.send(t, getLine)
				if took := time.Since(start); took != 0 {
					t.Errorf("after the fault the answer took %v", took)
				}
			})
		})
	}
}

func TestLatencyOnTheClockWaitsForTheClock(t *testing.T) {
	for name, opts := range map[string][]pbxtest.Option{
		"that stands still": nil,
		"that goes":         {pbxtest.WithClock(time.Now)},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := inMemory(pbxtest.Run(t, opts...))
				c.pbx.Fault(t, pbxtest.Fault{Operation: xivo.GetUserLine, Latency: 10 * time.Second, OnClock: true})
				answered := false
				go func() {
					c.send(t, getLine)
					answered = true
				}()
				synctest.Wait()
				c.send(t, listRooms) // others do not wait
				c.pbx.Advance(10*time.Second - 1)
				if synctest.Wait(); answered {
					t.Fatal("the answer came too early")
				}
				c.pbx.Advance(1)
				if synctest.Wait(); !answered {
					t.Fatal("the answer did not come")
				}
			})
		})
	}
}

func TestLatencyOnAClockThatGoesPassesByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := inMemory(pbxtest.Run(t, pbxtest.WithClock(time.Now)))
		c.pbx.Fault(t, pbxtest.Fault{Latency: 10 * time.Second, OnClock: true})
		start := time.Now()
		c.send(t, getLine)
		if took := time.Since(start); took != 10*time.Second {
			t.Errorf("the answer took %v, want 10s", took)
		}
	})
}

// What a client has given up before it was answered does not happen after all.
func TestARequestGivenUpTakesNoEffect(t *testing.T) {
	overEveryConnection(t, func(t *testing.T, c connection) {
		for _, name := range []string{"POST", "POST of a large body", "POST of unknown length"} {
			r := requestsOfEveryKind()[name]
			rule := c.pbx.Fault(t, pbxtest.Fault{Latency: time.Hour, OnClock: true})
			before := c.pbx.Journal().Len()
			ctx, cancel := context.WithCancel(t.Context())
			failure := make(chan error)
			go func() {
				_, err := c.client.Do(r.to(t, c.url).WithContext(ctx))
				failure <- err
			}()
			eventually(t, "the request", func() bool { return rule.Hits() == 1 })
			cancel()
			if err := <-failure; !errors.Is(err, context.Canceled) {
				t.Errorf("the client sees %v, want its own decision", err)
			}
			eventually(t, "the end of the request", func() bool { return c.pbx.Journal().Len() == before+1 })
			c.pbx.Advance(time.Hour)
			if hasRoom(t, c.pbx) {
				t.Errorf("%s took effect", name)
			}
			rule.Remove()
		}
	})
}

func TestLateMeansThatTheRequestTookEffect(t *testing.T) {
	const second = time.Second
	for _, tt := range []struct {
		name  string
		fault pbxtest.Fault
		late  bool // it takes effect although it is not said
	}{
		{name: "a status", fault: pbxtest.Fault{Status: 503}},
		{name: "a documented error", fault: pbxtest.Fault{Err: xivo.ErrUnhandled}},
		{name: "a reset", fault: pbxtest.Fault{Break: pbxtest.Reset}},
		{name: "a status that is truncated", fault: pbxtest.Fault{Status: 503, Body: "0123", Break: pbxtest.Truncate}},
		{name: "an error that is truncated", fault: pbxtest.Fault{Err: xivo.ErrUnhandled, Break: pbxtest.Truncate}},
		{name: "a status with latency", fault: pbxtest.Fault{Status: 503, Latency: second}},
		{name: "a reset with latency", fault: pbxtest.Fault{Break: pbxtest.Reset, Latency: second}},
		{name: "the answer, truncated", fault: pbxtest.Fault{Break: pbxtest.Truncate}, late: true},
		{name: "the answer, stalled", fault: pbxtest.Fault{Break: pbxtest.Stall}, late: true},
		{name: "the answer with latency", fault: pbxtest.Fault{Latency: second}, late: true},
	} {
		for _, late := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, late is %v", tt.name, late), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c := inMemory(pbxtest.Run(t))
					c.client.Timeout = time.Minute
					tt.fault.Late = late
					c.pbx.Fault(t, tt.fault)
					if response, err := c.client.Do(createRoom.to(t, c.url)); err == nil {
						io.Copy(io.Discard, response.Body)
						response.Body.Close()
						if response.StatusCode == http.StatusOK != (tt.late) {
							t.Errorf("the answer is %d", response.StatusCode)
						}
					}
					if got, want := hasRoom(t, c.pbx), late || tt.late; got != want {
						t.Errorf("it took effect: %v, want %v", got, want)
					}
				})
			})
		}
	}
}

// A client that retries what was done meets what it has done itself.
func TestARetryOfALateFaultIsADuplicate(t *testing.T) {
	c := inMemory(pbxtest.Run(t))
	c.pbx.Fault(t, pbxtest.Fault{Operation: xivo.CreateMeetingRoom, Break: pbxtest.Reset, Late: true, Times: 1})
	if err := c.fails(t, createRoom); !errors.Is(err, syscall.ECONNRESET) {
		t.Fatalf("the client sees %v, want a reset", err)
	}
	if got := c.send(t, createRoom); got.Status != 400 || !strings.Contains(got.Body, "Duplicate") {
		t.Errorf("the retry is answered %d %s, want a Duplicate", got.Status, got.Body)
	}
}

// ---- Which requests are hit.

func TestAFaultIsAboutSomeRequests(t *testing.T) {
	otherLine := getLine
	otherLine.path = "/configmgt/api/2.0/users/3/line"
	pref := message{method: "GET", path: "/configmgt/api/2.0/users/3/preferences/preferred_device", header: []string{asXiVO}}
	head := getLine
	head.method = http.MethodHead
	byQuery := message{method: "GET", path: "/uapi/phoneCalls/@me/@self?accessRequestToken=Bearer+token"}
	byParam := message{method: "GET", path: "/pbx/settings?token=token-owner"}
	byCookie := message{method: "GET", path: "/pbx/settings", header: []string{"Cookie: token=token-owner"}}
	byMember := message{method: "POST", path: "/pbx/settings/1234567890ABCDEF12345678", body: `{"token":"token-owner"}`}
	byBasic := message{method: "GET", path: "/pbx/settings", header: []string{"Authorization: Basic YWRhOnNlc2FtZTpvcGVu"}} // ada:sesame:open
	login := message{method: "POST", path: "/auth/login", body: `{"username":"owner@example.com","password":"mysecret password"}`}
	loginByQuery := message{method: "GET", path: "/auth/login?username=owner@example.com&password=mysecret+password"}
	gateway := message{method: "POST", path: "/api/v1/login/", body: `{"username":"system","password":"IAmAStrongPassword"}`}
	nobodys := message{method: "GET", path: "/confgmt/api/2.0/users", header: []string{asXiVO}}
	unknown := message{method: "GET", path: "/configmgt/api/2.0/usrs", header: []string{asXiVO}}

	for _, tt := range []struct {
		name   string
		fault  pbxtest.Fault
		hits   []message
		misses []message
	}{
		{"any", pbxtest.Fault{}, []message{getLine, head, listCalls, createToken, getSettings, getMusic, nobodys, unknown}, nil},
		{"an operation", pbxtest.Fault{Operation: xivo.GetUserLine},
			[]message{getLine, otherLine, head}, []message{listRooms, deletePref, listCalls, unknown, nobodys}},
		{"an operation that has namesakes", pbxtest.Fault{Operation: telecomx.Login},
			[]message{login}, []message{gateway, loginByQuery, getSettings}},
		{"the namesake", pbxtest.Fault{Operation: broadworks.Login},
			[]message{gateway}, []message{login, loginByQuery, getMusic}},
		{"a vendor", pbxtest.Fault{Vendor: "voipnow"},
			[]message{listCalls, createToken, hangUpNone}, []message{getLine, getSettings, getMusic, nobodys}},
		{"a vendor by its unknown routes", pbxtest.Fault{Vendor: "xivo"},
			[]message{getLine, unknown}, []message{nobodys, listCalls}},
		{"the vendor of an error", pbxtest.Fault{Err: broadworks.ErrNotFound},
			[]message{getMusic, gateway}, []message{getLine, getSettings}},
		{"a method", pbxtest.Fault{Method: "DELETE"},
			[]message{deletePref, hangUpNone}, []message{getLine, createRoom, createToken}},
		{"a method that is served as another", pbxtest.Fault{Method: "HEAD", Operation: xivo.GetUserLine},
			[]message{head}, []message{getLine}},
		{"a value", pbxtest.Fault{Values: map[string]string{"id": "1"}},
			[]message{getLine, head}, []message{otherLine, listRooms, unknown}},
		{"values", pbxtest.Fault{Values: map[string]string{"id": "3", "key": "preferred_device"}},
			[]message{pref}, []message{otherLine, getLine, listRooms}},
		{"a header of XiVO", pbxtest.Fault{Credential: "secret"},
			[]message{getLine, createRoom, nobodys}, []message{listCalls, getSettings, login}},
		{"a bearer, or the query of VoipNow", pbxtest.Fault{Credential: "token"},
			[]message{listCalls, byQuery}, []message{getLine, createToken}},
		{"the form of an app", pbxtest.Fault{Credential: "example-app"},
			[]message{createToken}, []message{listCalls, getLine}},
		{"all places of TelecomX", pbxtest.Fault{Credential: "token-owner"},
			[]message{getSettings, byParam, byCookie, byMember}, []message{getLine, login, byBasic}},
		{"a username", pbxtest.Fault{Credential: "owner@example.com"},
			[]message{login, loginByQuery}, []message{getSettings, gateway}},
		{"a username of another vendor", pbxtest.Fault{Credential: "system"},
			[]message{gateway}, []message{getMusic, login}},
		{"the username of Basic", pbxtest.Fault{Credential: "ada"},
			[]message{byBasic}, []message{getSettings}},
		{"everything together", pbxtest.Fault{Operation: xivo.GetUserLine, Vendor: "xivo", Method: "GET", Values: map[string]string{"id": "1"}, Credential: "secret"},
			[]message{getLine}, []message{otherLine, head, listRooms}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := inMemory(pbxtest.Run(t))
			if tt.fault.Err == nil {
				tt.fault.Status = 418
			}
			rule := c.pbx.Fault(t, tt.fault)
			for i, r := range tt.hits {
				if c.send(t, r); rule.Hits() != i+1 {
					t.Fatalf("%s %s is not hit", r.method, r.path)
				}
			}
			for _, r := range tt.misses {
				if c.send(t, r); rule.Hits() != len(tt.hits) {
					t.Fatalf("%s %s is hit", r.method, r.path)
				}
			}
		})
	}
}

// The credential that counts is the one by which the vendor decides.
func TestTheCredentialIsWhatTheVendorLooksAt(t *testing.T) {
	for _, tt := range []struct {
		name string
		r    message
		want string
	}{
		{"a login with a cookie of before", message{method: "POST", path: "/auth/login", body: `{"username":"new"}`, header: []string{"Cookie: token=old"}}, "new"},
		{"a login with a header", message{method: "GET", path: "/auth/login?username=new", header: []string{"X-Api-Key: old"}}, "new"},
		{"a login without a username", message{method: "POST", path: "/auth/login", body: `{}`, header: []string{"Cookie: token=old"}}, "old"},
		{"a token to validate", message{method: "GET", path: "/auth/validateToken?token=asked", header: []string{"X-Api-Key: asker"}}, "asked"},
		{"a member before the query", message{method: "POST", path: "/pbx/musiconhold?token=query", body: `{"token":"member"}`}, "member"},
		{"the query before a cookie", message{method: "GET", path: "/pbx/settings?token=query", header: []string{"Cookie: token=cookie"}}, "query"},
		{"a header before everything", message{method: "POST", path: "/pbx/musiconhold?token=query", body: `{"token":"member"}`, header: []string{"X-Api-Key: header"}}, "header"},
		{"Authorization before X-API-Key", message{method: "GET", path: "/pbx/settings", header: []string{"X-Api-Key: key", "Authorization: Bearer bearer"}}, "bearer"},
		{"a gateway's login with a cookie of before", message{method: "POST", path: "/api/v1/login/", body: `{"username":"new"}`, header: []string{"Cookie: sessionid=old"}}, "new"},
		{"a header before a session", message{method: "GET", path: "/api/v1/session/user_login_info/", header: []string{"Cookie: sessionid=old", "Authorization: Bearer new"}}, "new"},
		{"an app with a token", message{method: "POST", path: "/oauth/token.php", body: "client_id=app", header: []string{"Authorization: Bearer token"}}, "app"},
		{"an app with Basic alone", message{method: "POST", path: "/oauth/token.php", body: "grant_type=x", header: []string{"Authorization: Basic YXBwOnNlY3JldA=="}}, "app"},
		{"a header before VoipNow's query", message{method: "GET", path: "/uapi/phoneCalls/@me/@self?accessRequestToken=query", header: []string{"Authorization: Bearer header"}}, "header"},
		{"XiVO's header, with a blank in it", message{method: "GET", path: "/configmgt/api/2.0/users?token=no", header: []string{"X-Auth-Token: two words", "Authorization: Bearer no"}}, "two words"},
		{"nothing that XiVO knows", message{method: "GET", path: "/configmgt/api/2.0/users?token=no", header: []string{"Authorization: Bearer no"}}, ""},
		{"X-API-Key, with a blank in it", message{method: "GET", path: "/pbx/settings", header: []string{"X-Api-Key: two words"}}, "two words"},
		{"a header at nobody's path", message{method: "GET", path: "/", header: []string{"X-Auth-Token: two words", "Cookie: token=no"}}, "two words"},
		{"the query at nobody's path", message{method: "GET", path: "/?username=ada", header: []string{"Cookie: token=no"}}, "ada"},
		{"a cookie at nobody's path", message{method: "GET", path: "/", header: []string{"Cookie: token=yes"}}, "yes"},
		{"a body of any length", message{method: "POST", path: "/auth/login", body: `{"a":"` + strings.Repeat("x", 200<<10) + `","username":"late"}`}, "late"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := inMemory(pbxtest.Run(t))
			c.send(t, tt.r)
			c.pbx.Journal().Expect(t, nil, pbxtest.Sender(tt.want))
		})
	}
}

// Skip, Every and Times, held against the plainest way to count.
func TestCountingIsAsDocumented(t *testing.T) {
	c := inMemory(pbxtest.Run(t))
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		f := pbxtest.Fault{Operation: xivo.GetUserLine, Status: 418, Skip: r.IntN(4), Every: r.IntN(4), Times: r.IntN(4)}
		rule := c.pbx.Fault(t, pbxtest.Fault{Operation: f.Operation, Status: f.Status, Skip: f.Skip, Every: f.Every, Times: f.Times, MayMiss: true})
		var got, want []int
		var candidates []int // the requests after those that are spared, by number
		for i := range 16 {
			if r.IntN(3) == 0 {
				c.send(t, listRooms) // which does not count
			}
			if c.send(t, getLine).Status == 418 {
				got = append(got, i)
			}
			if i >= f.Skip {
				candidates = append(candidates, i)
			}
		}
		for n, i := range candidates {
			if every := max(f.Every, 1); n%every == 0 && (f.Times == 0 || len(want) < f.Times) {
				want = append(want, i)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v hits other requests (-want +got):\n%s", &f, diff)
		}
		if rule.Hits() != len(want) {
			t.Errorf("%v says %d hits, want %d", &f, rule.Hits(), len(want))
		}
		rule.Remove()
	}
}

func TestTheFirstFaultThatHitsCounts(t *testing.T) {
	c := inMemory(pbxtest.Run(t))
	c.pbx.Fault(t, pbxtest.Fault{Operation: xivo.ListMeetingRooms, Status: 410})
	first := c.pbx.Fault(t, pbxtest.Fault{Status: 411, Skip: 1, Times: 1})
	second := c.pbx.Fault(t, pbxtest.Fault{Status: 412, Skip: 1})
	var got []int
	for range 4 {
		got = append(got, c.send(t, getLine).Status)
	}
	// What the first one hits, the second one does not see.
	if diff := cmp.Diff([]int{200, 411, 412, 412}, got); diff != "" {
		t.Errorf("other answers (-want +got):\n%s", diff)
	}
	if got := c.send(t, listRooms).Status; got != 410 {
		t.Errorf("the answer is %d, want 410", got)
	}
	if first.Hits() != 1 || second.Hits() != 2 {
		t.Errorf("%d and %d hits, want 1 and 2", first.Hits(), second.Hits())
	}
	if got := c.pbx.Faults(); len(got) != 3 || got[1] != first || got[2] != second {
		t.Errorf("%d faults are in force, or in another order", len(got))
	}
}

func TestConcurrentRequestsAreHitExactlySoOften(t *testing.T) {
	c := inMemory(pbxtest.Run(t))
	rule := c.pbx.Fault(t, pbxtest.Fault{Status: 418, Skip: 20, Every: 3, Times: 40})
	var mu sync.Mutex
	got := map[int]int{}
	var wg sync.WaitGroup
	for range 200 {
		wg.Go(func() {
			status := c.send(t, getLine).Status
			mu.Lock()
			defer mu.Unlock()
			got[status]++
		})
	}
	wg.Wait()
	if diff := cmp.Diff(map[int]int{200: 160, 418: 40}, got); diff != "" {
		t.Errorf("other answers (-want +got):\n%s", diff)
	}
	if rule.Hits() != 40 {
		t.Errorf("%d hits, want 40", rule.Hits())
	}
}

// Rules come and go while requests do.
func TestFaultsCanChangeAtAnyTime(t *testing.T) {
	c := inMemory(pbxtest.Run(t))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				rule, err := c.pbx.AddFault(pbxtest.Fault{Status: 418})
				if err != nil {
					t.Error(err)
					return
				}
				if got := c.send(t, getLine).Status; got != 418 {
					t.Errorf("the answer is %d, want 418", got)
				}
				rule.Remove()
				rule.Remove() // once more changes nothing
			}
		})
	}
	wg.Wait()
	if n := len(c.pbx.Faults()); n != 0 {
		t.Errorf("%d faults are left", n)
	}
	if got := c.send(t, getLine).Status; got != 200 {
		t.Errorf("the answer is %d, want 200", got)
	}
}

// ---- What is refused.

// nonsense is an operation that no vendor has.
type nonsense struct{ vendor string }

func (n nonsense) Vendor() string { return n.vendor }
func (n nonsense) String() string { return "BrewCoffee" }

func TestAFaultThatMakesNoSenseIsRefused(t *testing.T) {
	pbx := pbxtest.Run(t)
	for _, tt := range []struct {
		fault pbxtest.Fault
		want  string // part of the error
	}{
		{pbxtest.Fault{}, "nothing goes wrong"},
		{pbxtest.Fault{Operation: xivo.ListUsers}, "nothing goes wrong"},
		{pbxtest.Fault{Operation: xivo.ListUsers, Late: true}, "nothing goes wrong"},
		{pbxtest.Fault{Vendor: "asterisk", Status: 500}, `no vendor is called "asterisk": there are xivo, voipnow, telecomx, broadworks`},
		{pbxtest.Fault{Operation: nonsense{"xivo"}, Status: 500}, `xivo has no operation "BrewCoffee", the closest is `},
		{pbxtest.Fault{Operation: nonsense{"asterisk"}, Status: 500}, `no vendor is called "asterisk": there are xivo, voipnow, telecomx, broadworks`},
		{pbxtest.Fault{Operation: xivo.Operation("listUsers"), Status: 500}, `xivo has no operation "listUsers", the closest is ListUsers`},
		{pbxtest.Fault{Operation: xivo.ListUsers, Vendor: "voipnow", Status: 500}, "ListUsers is no operation of voipnow"},
		{pbxtest.Fault{Operation: xivo.ListUsers, Err: telecomx.ErrExpired}, "the error is one of telecomx"},
		{pbxtest.Fault{Vendor: "xivo", Err: broadworks.ErrNotFound}, "the error is one of broadworks"},
		{pbxtest.Fault{Vendor: "xivo", Err: fmt.Errorf("wrapped: %w", voipnow.ErrAccessDenied)}, "the error is one of voipnow"},
		{pbxtest.Fault{Vendor: "voipnow", Err: xivo.ErrDuplicate}, "the error is one of xivo"},
		{pbxtest.Fault{Operation: xivo.ListUsers, Method: "PUT", Status: 500}, "ListUsers is a GET"},
		{pbxtest.Fault{Operation: xivo.CreateMeetingRoom, Method: "HEAD", Status: 500}, "CreateMeetingRoom is a POST"},
		{pbxtest.Fault{Values: map[string]string{"colour": "red"}, Status: 500}, "colour"},
		{pbxtest.Fault{Operation: xivo.ListUsers, Values: map[string]string{"id": "1"}, Status: 500}, "no path of these operations has a parameter id"},
		{pbxtest.Fault{Vendor: "voipnow", Values: map[string]string{"id": "1"}, Status: 500}, "no path of these operations has a parameter id"},
		{pbxtest.Fault{Values: map[string]string{"id": "1", "login": "john"}, Status: 500}, "a parameter id and a login"},
		{pbxtest.Fault{Values: map[string]string{"id": ""}, Status: 500}, `a parameter "id" that is empty`},
		{pbxtest.Fault{Skip: -1, Status: 500}, "a negative number"},
		{pbxtest.Fault{Every: -1, Status: 500}, "a negative number"},
		{pbxtest.Fault{Times: -1, Status: 500}, "a negative number"},
		{pbxtest.Fault{Latency: -1}, "a negative number"},
		{pbxtest.Fault{Status: 500, Err: xivo.ErrUnhandled}, "both an error and a status"},
		{pbxtest.Fault{Break: pbxtest.Stall, Body: "x"}, "a header or body without a status"},
		{pbxtest.Fault{Break: pbxtest.Stall, Header: http.Header{"Retry-After": {"1"}}}, "a header or body without a status"},
		{pbxtest.Fault{Err: xivo.ErrUnhandled, Body: "x"}, "a header or body without a status"},
		{pbxtest.Fault{Status: 199}, "199 is no status"},
		{pbxtest.Fault{Status: 1000}, "1000 is no status"},
		{pbxtest.Fault{Status: -1}, "-1 is no status"},
		{pbxtest.Fault{Status: 204, Body: "x"}, "a body, which an answer 204 has not"},
		{pbxtest.Fault{Status: 304, Body: "x"}, "a body, which an answer 304 has not"},
		{pbxtest.Fault{Break: pbxtest.Reset, Status: 500}, "both an answer and a reset"},
		{pbxtest.Fault{Break: pbxtest.Reset, Err: xivo.ErrUnhandled}, "both an answer and a reset"},
		{pbxtest.Fault{Break: "explode"}, `nothing is called "explode"`},
		{pbxtest.Fault{OnClock: true, Status: 500}, "a clock without a latency"},
		{pbxtest.Fault{Method: "BREW", Status: 500}, `no operation is a "BREW"`},
		{pbxtest.Fault{Method: "get", Vendor: "xivo", Status: 500}, `no operation of xivo is a "get"`},
		{pbxtest.Fault{Method: "PATCH", Vendor: "xivo", Status: 500}, `no operation of xivo is a "PATCH"`},
		{pbxtest.Fault{Status: 500, Header: http.Header{"Retry After": {"1"}}}, `"Retry After" is no name`},
		{pbxtest.Fault{Status: 500, Header: http.Header{"": {"1"}}}, `"" is no name`},
		{pbxtest.Fault{Status: 500, Header: http.Header{"X-A": {"fine", "a\r\nInjected: 1"}}}, "header.X-A: has a space around it or a control character"},
		{pbxtest.Fault{Status: 500, Header: http.Header{"X-A": {" a"}}}, "header.X-A: has a space around it"},
		{pbxtest.Fault{Status: 500, Header: http.Header{"content-length": {"1"}}}, "header.Content-Length: belongs to the connection"},
		{pbxtest.Fault{Status: 500, Header: http.Header{"Transfer-Encoding": {"chunked"}}}, "header.Transfer-Encoding: belongs to the connection"},
		{pbxtest.Fault{Status: 500, Header: http.Header{"Connection": {"close"}}}, "header.Connection: belongs to the connection"},
		{pbxtest.Fault{Status: 500, Header: http.Header{"Trailer": {"X-A"}}}, "header.Trailer: belongs to the connection"},
		{pbxtest.Fault{Status: 500, Header: http.Header{"Trailer:X-A": {"1"}}}, `is no name`},
		{pbxtest.Fault{Status: 500, Header: http.Header{"TE": {"trailers"}}}, "header.Te: belongs to the connection"},
		{pbxtest.Fault{Status: 500, Header: http.Header{"Upgrade": {"h2c"}}}, "header.Upgrade: belongs to the connection"},
	} {
		_, err := pbx.AddFault(tt.fault)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: %v, want an error with %q", tt.fault, err, tt.want)
		}
		failures := failuresOf(func(t pbxtest.TB) { pbx.Fault(t, tt.fault) })
		if len(failures) != 1 || !strings.Contains(failures[0], tt.want) {
			t.Errorf("%+v fails the test with %q, want %q", tt.fault, failures, tt.want)
		}
	}
	if n := len(pbx.Faults()); n != 0 {
		t.Errorf("%d faults are in force", n)
	}
}

func TestWhatMakesSenseIsAccepted(t *testing.T) {
	pbx := pbxtest.Run(t)
	for _, f := range []pbxtest.Fault{
		{Status: 200}, {Status: 999}, {Status: 204, Header: http.Header{"X-A": {"b"}}},
		{Status: 204, Break: pbxtest.Truncate}, {Err: xivo.ErrUnhandled, Break: pbxtest.Stall, Late: true, Latency: 1, OnClock: true},
		{Operation: broadworks.Login, Vendor: "broadworks", Method: "POST", Err: broadworks.ErrNotFound},
		{Operation: xivo.ListUsers, Method: "HEAD", Status: 500},
		{Err: errors.New("any"), Vendor: "telecomx", Values: map[string]string{"customer": "x"}},
		{Method: "HEAD", Status: 418}, {Vendor: "voipnow", Method: "DELETE", Status: 418},
		{Status: 200, Header: http.Header{"X-A": {"b c", "d\te", "é"}, "Date": {"today"}, "X-None": nil}},
		{Break: pbxtest.Reset, Skip: 1, Every: 2, Times: 3, Latency: 1},
	} {
		if _, err := pbx.AddFault(f); err != nil {
			t.Errorf("%+v: %v", f, err)
		}
	}
}

func TestAFaultThatNeverHitsFailsTheTest(t *testing.T) {
	pbx := pbxtest.Run(t)
	hit := pbxtest.Fault{Operation: xivo.GetUserLine, Status: 418}
	missed := pbxtest.Fault{Operation: xivo.GetUserLine, Status: 418, Skip: 1}
	mayMiss := missed
	mayMiss.MayMiss = true
	for _, tt := range []struct {
		fault pbxtest.Fault
		want  []string
	}{
		{hit, nil},
		{missed, []string{"pbxtest: fault on GetUserLine after 1 answering 418 never hit a request"}},
		{mayMiss, nil},
	} {
		got := failuresOf(func(tb pbxtest.TB) {
			pbx.Fault(tb, tt.fault)
			inMemory(pbx).send(t, getLine)
		})
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", &tt.fault, diff)
		}
		if n := len(pbx.Faults()); n != 0 {
			t.Errorf("%v: %d faults are in force after the test", &tt.fault, n)
		}
	}
}

func TestAFaultIsWhatWasAskedFor(t *testing.T) {
	pbx := pbxtest.Run(t)
	asked := pbxtest.Fault{
		Operation: xivo.GetUserLine, Values: map[string]string{"id": "1"}, Status: 503,
		Header: http.Header{"Retry-After": {"1"}}, MayMiss: true,
	}
	rule := pbx.Fault(t, asked)
	want := asked
	want.Values, want.Header = map[string]string{"id": "1"}, http.Header{"Retry-After": {"1"}}
	asked.Values["id"], asked.Header["Retry-After"][0] = "2", "2"
	told := rule.Fault()
	told.Values["id"], told.Header["Retry-After"][0] = "3", "3"
	if diff := cmp.Diff(want, rule.Fault()); diff != "" {
		t.Errorf("the rule changes with what its maker or its reader has (-want +got):\n%s", diff)
	}
}

func TestAFaultsTextHasNoCredential(t *testing.T) {
	f := pbxtest.Fault{
		Operation: xivo.GetUserLine, Vendor: "xivo", Method: "GET", Values: map[string]string{"id": "1"}, Credential: "sesame",
		Skip: 1, Every: 2, Times: 3, Latency: time.Second, OnClock: true, Status: 503, Body: "x", Break: pbxtest.Truncate, Late: true,
	}
	const want = "fault on GetUserLine of vendor xivo with method GET with id=1 with a credential" +
		" after 1 every 2 3 times after 1s answering 503 with a truncate late"
	if got := f.String(); got != want {
		t.Errorf("the fault is %q, want %q", got, want)
	}
	pbx := pbxtest.Run(t)
	f.Skip = -1
	if _, err := pbx.AddFault(f); err == nil || strings.Contains(err.Error(), "sesame") {
		t.Errorf("the error is %v, want one without the credential", err)
	}
}

// ---- Where a fault breaks off without a connection to break.

func TestBreaksOverHTTP2AreSeenToo(t *testing.T) {
	pbx := pbxtest.Run(t)
	host := httptest.NewUnstartedServer(pbx.Handler())
	host.EnableHTTP2 = true
	host.StartTLS()
	defer host.Close()
	c := connection{pbx, host.Client(), host.URL, true}
	if got := get(t, c.client, c.url+"/pbx/settings", asTelecomX); got.Status != 200 {
		t.Fatalf("the answer is %v", got)
	}
	for _, f := range []pbxtest.Fault{
		{Break: pbxtest.Reset}, {Break: pbxtest.Truncate}, {Status: 204, Break: pbxtest.Truncate},
	} {
		rule := pbx.Fault(t, f)
		c.fails(t, createRoom)
		rule.Remove()
	}
	rule := pbx.Fault(t, pbxtest.Fault{Status: 204, Break: pbxtest.Stall})
	ctx, cancel := context.WithCancel(t.Context())
	failure := make(chan error)
	go func() {
		_, err := c.client.Do(getLine.to(t, c.url).WithContext(ctx))
		failure <- err
	}()
	eventually(t, "the stall", func() bool { return rule.Hits() == 1 && serving("(*answer).abort") == 1 })
	cancel()
	if err := <-failure; !errors.Is(err, context.Canceled) {
		t.Errorf("the client sees %v, want its own decision", err)
	}
}

func listRoomsOf(pbx *pbxtest.Server) message {
	r := listRooms
	r.header = []string{"X-Auth-Token: " + pbx.Credentials.XiVO.Token}
	return r
}

// While a body is under way, net/http does not look whether its client is there.
func TestAStallOfALongRequestEndsWithItsClient(t *testing.T) {
	overEverySocket(t, func(t *testing.T, c connection) {
		for name, status := range map[string]int{"body": 200, "no body": 204} {
			t.Run(name, func(t *testing.T) {
				f := pbxtest.Fault{Status: status, Break: pbxtest.Stall}
				if status == 200 {
					f.Body = "0123456789"
				}
				rule := c.pbx.Fault(t, f)
				defer rule.Remove()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				r := createRoom
				r.body = strings.Repeat(" ", 4<<20)
				request := r.to(t, c.url)
				if status == 200 {
					response, err := c.client.Do(request.WithContext(ctx))
					if err != nil {
						t.Fatal(err)
					}
					defer response.Body.Close()
					io.ReadFull(response.Body, make([]byte, 5))
					cancel()
				} else if _, err := c.client.Do(request.WithContext(onFirstByte(ctx, cancel))); err == nil {
					t.Error("there is an answer")
				}
				eventually(t, "the end of the stall", func() bool { return serving("(*answer)") == 0 })
			})
		}
	})
}

// Close does not wait for the rest of a body that never comes.
func TestCloseEndsAStallWhoseRequestNeverEnds(t *testing.T) {
	serve := map[string]func(http.Handler) *httptest.Server{"tcp": httptest.NewServer, "tls": httptest.NewTLSServer}
	for name, start := range serve { // whose connections are not the double's to close
		c := memory(t)
		server := start(c.pbx.Handler())
		defer server.Close()
		c.pbx.Fault(t, pbxtest.Fault{Status: 200, Body: "0123456789", Break: pbxtest.Stall})
		body, writer := io.Pipe()
		defer writer.Close()
		request := createRoom.to(t, server.URL)
		request.Body, request.ContentLength = body, 8<<20
		go writer.Write(make([]byte, 2<<20))
		response, err := server.Client().Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		io.ReadFull(response.Body, make([]byte, 5))
		eventually(t, "the stall over "+name, func() bool { return serving("(*answer).hold") > 0 })
		c.pbx.Close()
		eventually(t, "the end of the stall over "+name, func() bool { return serving("(*answer)") == 0 })
	}
}

func TestTheDateOfAFaultIsSent(t *testing.T) {
	overEveryConnection(t, func(t *testing.T, c connection) {
		c.pbx.Fault(t, pbxtest.Fault{Status: 503, Header: http.Header{"Date": {"today"}}})
		if got := c.send(t, listRooms).Header.Get("Date"); got != "today" {
			t.Errorf("Date: %s", got)
		}
	})
}
