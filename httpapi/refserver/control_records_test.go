package refserver

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/pbxtest"
)

// newTenant adds a tenant and returns the query that names it.
func newTenant(t *testing.T, c *control) string {
	t.Helper()
	var body tenantBody
	if err := json.Unmarshal([]byte(mustOrder(t, c, "POST", "/tenants", "")), &body); err != nil {
		t.Fatal(err)
	}
	return "?tenant=" + body.ID
}

func TestAnExportOfATenantIsImportedAnywhere(t *testing.T) {
	c := newTestControl(t)
	one, two := newTenant(t, c), newTenant(t, c)
	before := mustOrder(t, c, "GET", "/fixture", "")
	for _, from := range []string{one, two, ""} {
		f := mustOrder(t, c, "GET", "/fixture"+from, "")
		for _, to := range []string{one, two, ""} {
			mustOrder(t, c, "PUT", "/fixture"+to, f)
		}
	}
	if after := mustOrder(t, c, "GET", "/fixture", ""); after != before {
		t.Error("the records have changed on the way")
	}
}

func TestATenantImportsATokenThatHasExpired(t *testing.T) {
	c := newTestControl(t)
	f := pbxtest.Documentation()
	f.VoipNow.Tokens[0].Expires = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	var text strings.Builder
	if err := f.Encode(&text); err != nil {
		t.Fatal(err)
	}
	mustOrder(t, c, "PUT", "/fixture"+newTenant(t, c), text.String())
	mustOrder(t, c, "PUT", "/fixture", text.String())
	newTenant(t, c)
}

func TestExportsAndImportsGoTogether(t *testing.T) {
	c := newTestControl(t)
	f := mustOrder(t, c, "GET", "/fixture", "")
	var wg sync.WaitGroup
	for method, body := range map[string]string{"PUT": f, "GET": ""} {
		wg.Go(func() {
			for range 5 {
				if w := c.order(method, "/fixture", strings.NewReader(body)); w.Code >= 300 {
					t.Errorf("%s: %d %s", method, w.Code, w.Body)
				}
			}
		})
	}
	wg.Wait()
}
