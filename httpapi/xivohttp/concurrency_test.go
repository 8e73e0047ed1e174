package xivohttp_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
)

// client asks a server over real connections.
type client struct {
	t    *testing.T
	http *http.Client
	base string
}

// do sends a request and decodes the answer, if there is to be one, into v.
func (c client) do(method, path, body string, wantStatus int, v any) {
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.base+xivohttp.Prefix+path, strings.NewReader(body))
	if err != nil {
		c.t.Error(err)
		return
	}
	r.Header.Set("X-Auth-Token", docsToken)
	r.Header.Set("Content-Type", jsonType)
	got, err := resttest.Send(c.http, r)
	if err == nil && v != nil {
		err = json.Unmarshal([]byte(got.Body), v)
	}
	if got.Status != wantStatus || err != nil {
		c.t.Errorf("%s %s: %v, error %v, want status %d", method, path, got, err, wantStatus)
	}
}

// onePage is a page of anything.
type onePage struct {
	Total int
	List  []struct {
		ID   int64
		UUID string
	}
}

// TestNothingIsLostAmongWriters has many clients write, on records of their own
// and on one that they share, while others read pages. Every page must be one of
// a single moment, and in the end everything must be there.
func TestNothingIsLostAmongWriters(t *testing.T) {
	const writers, each, readers = 6, 25, 3
	server := httptest.NewServer(newPBX(t))
	defer server.Close()
	transport := &http.Transport{MaxIdleConnsPerHost: 4 * writers}
	defer transport.CloseIdleConnections()
	c := client{t, &http.Client{Transport: transport}, server.URL}

	var writing sync.WaitGroup
	var written atomic.Bool
	for w := range writers {
		for _, write := range []func(n int){
			func(n int) {
				c.do("POST", "/2.0/meetingrooms", fmt.Sprintf(`{"name": "room %d", "displayName": "Room", "number": %d}`, n, 10_000+n), 200, nil)
			},
			func(n int) { // all to one user
				c.do("POST", fmt.Sprintf("/2.0/users/8/preferences/key%d", n), `{"value": "", "value_type": "string"}`, 204, nil)
			},
			func(n int) { // all to one list
				c.do("POST", newlist, fmt.Sprintf(`{"phoneNumber": "%d"}`, n), 200, nil)
			},
			func(n int) { // all the same one, of which one wins
				c.do("PUT", "/2.0/users/1/services", fmt.Sprintf(`{"busy": {"destination": "%d"}}`, n), 200, nil)
			},
		} {
			writing.Go(func() {
				for i := range each {
					write(w*each + i)
				}
			})
		}
	}
	var reading sync.WaitGroup
	for range readers {
		reading.Go(func() {
			rooms, requests := 2, 0
			for !written.Load() {
				rooms = c.checkPages("/2.0/meetingrooms/find", rooms)
				requests = c.checkPages("/1.0/callback_requests/find", requests)
			}
		})
	}
	writing.Wait()
	written.Store(true)
	reading.Wait()

	const all = writers * each
	var rooms, requests onePage
	var preferences []struct{ Key string }
	c.do("POST", "/2.0/meetingrooms/find", "{}", 200, &rooms)
	c.do("POST", "/1.0/callback_requests/find", "{}", 200, &requests)
	c.do("GET", "/2.0/users/8/preferences", "", 200, &preferences)
	if rooms.Total != 2+all || rooms.distinct() != 2+all {
		t.Errorf("%d rooms, %d of them distinct, want %d", rooms.Total, rooms.distinct(), 2+all)
	}
	if requests.Total != 2+all || requests.distinct() != 2+all {
		t.Errorf("%d requests, %d of them distinct, want %d", requests.Total, requests.distinct(), 2+all)
	}
	keys := map[string]bool{}
	for _, p := range preferences {
		keys[p.Key] = true
	}
	if len(preferences) != all || len(keys) != all {
		t.Errorf("%d preferences, %d of them distinct, want %d", len(preferences), len(keys), all)
	}
}

// checkPages reads a page past the first record. There must be no fewer records
// than there were before; it returns how many there are.
func (c client) checkPages(path string, before int) int {
	var p onePage
	c.do("POST", path, `{"offset": 1, "limit": 50}`, 200, &p)
	if p.Total < before {
		c.t.Errorf("%s: %d records, and %d before", path, p.Total, before)
	}
	if want := min(50, max(0, p.Total-1)); len(p.List) != want || p.distinct() != want {
		c.t.Errorf("%s: a page of %d, %d of them distinct, of %d", path, len(p.List), p.distinct(), p.Total)
	}
	return p.Total
}

// distinct returns how many records a page has that are not another one's twin.
func (p onePage) distinct() int {
	ids := map[any]bool{}
	for _, r := range p.List {
		ids[r] = true
	}
	return len(ids)
}
