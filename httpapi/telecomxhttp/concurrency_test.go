package telecomxhttp_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

// TestConcurrentClients has clients over real connections that log in, change
// different members of one customer's settings, make classes and look around,
// while time passes and the others do the same.
func TestConcurrentClients(t *testing.T) {
	p := newPBX(t, telecomxhttp.Options{})
	server := httptest.NewServer(p)
	defer server.Close()
	members := []string{
		`{"masterPinCode":"4711"}`, `{"defaultLanguage":"en"}`, `{"nationalPrefix":"+46"}`, `{"recording":{"mode":"DEMAND"}}`,
		`{"recording":{"retension":14}}`, `{"presentMobileOnLocalToMobile":true}`, `{"callerIdNameOutbound":"PREFIX"}`, `{"voicemailBreakout":"aaaaaaaaaaaaaaaaaaaaaaaa"}`,
	}
	var clients sync.WaitGroup
	for i, member := range members {
		clients.Go(func() {
			c := client{t: t, url: server.URL}
			c.post("/auth/login", `{"username":"user@domain.com","password":"mysecret password","cookie":true}`)
			for range 10 {
				p.clock.Advance(time.Second)
				c.post("/pbx/settings/"+example, member)
				c.send("GET", "/pbx/settings", "")
				c.post("/pbx/musiconhold", fmt.Sprintf(`{"name":"of %d"}`, i))
				c.send("GET", "/pbx/musiconhold?full=1", "")
			}
		})
	}
	clients.Wait()

	dump := p.dump(t)
	want := telecomx.Documentation().Customers[0].Settings
	want.MasterPINCode, want.DefaultLanguage, want.NationalPrefix, want.VoicemailBreakout = "4711", "en", "+46", "aaaaaaaaaaaaaaaaaaaaaaaa"
	want.Recording.Mode, want.Recording.Retention = telecomx.RecordOnDemand, 14
	want.PresentMobileOnLocalToMobile, want.CallerIDName = true, telecomx.CallerIDPrefix
	suite.Equal(t, "settings", dump.Customers[0].Settings, want)
	suite.Equal(t, "number of classes", len(dump.MusicOnHold), 3+10*len(members))
	suite.Equal(t, "number of tokens", len(dump.Tokens), 7+len(members))
}

// client is a client with a cookie jar of its own.
type client struct {
	t      *testing.T
	url    string
	cookie string
}

func (c *client) post(path, body string) { c.send("POST", path, body) }

func (c *client) send(method, path, body string) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Error(err)
		return
	}
	r.Header.Set("Cookie", c.cookie)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Error(err)
		return
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		c.t.Errorf("%s %s: %s %s %v", method, path, resp.Status, answer, err)
	}
	if set := resp.Header.Get("Set-Cookie"); set != "" {
		c.cookie, _, _ = strings.Cut(set, ";")
	}
}
