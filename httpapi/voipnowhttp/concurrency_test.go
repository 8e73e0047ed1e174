package voipnowhttp_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/goldentest"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/internal/suite"
)

// Both parties of calls hold and let go at once, while others list and calls come
// and go. At the end every view holds that was told to last.
func TestConcurrentRequestsLoseNothing(t *testing.T) {
	p := newPBX(t)
	const calls = 5
	for i := range calls {
		text := strings.ReplaceAll(goldentest.TwoParties, "ab00000000000000c011", fmt.Sprintf("call%d", i))
		if err := p.seed(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(p)
	defer server.Close()

	var group sync.WaitGroup
	do := func(want int, method, path, body string) {
		r, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, strings.NewReader(body))
		if err != nil {
			t.Error(err)
			return
		}
		r.Header.Set("Authorization", "Bearer "+docsToken)
		if got, err := resttest.Send(server.Client(), r); err != nil || got.Status != want {
			t.Errorf("%s %s: %v, error %v, want status %d", method, path, got, err, want)
		}
	}
	for i := range calls {
		for _, view := range []string{"00", "01"} {
			group.Go(func() {
				path := fmt.Sprintf("/uapi/phoneCalls/@me/@self/call%d/", i)
				for _, action := range []string{"OnHold", "OffHold", "OnHold"} {
					do(200, "PUT", path, fmt.Sprintf(`{"action": %q, "phoneCallViewId": %q}`, action, view))
				}
			})
		}
		group.Go(func() {
			do(200, "GET", "/uapi/phoneCalls/12/210?count=2", "")
			do(200, "POST", "/uapi/phoneCalls/@me/simple", `{"extension": "211", "phoneCallView": [{"source": "211", "destination": "1"}]}`)
			do(200, "POST", "/oauth/token.php", "grant_type=client_credentials&client_id=example-app&client_secret=example-secret")
		})
	}
	group.Wait()

	ended := 0
	for _, call := range p.dump(t).Calls {
		if call.Extension == "211" {
			ended++
		}
		for _, v := range call.Views {
			if strings.HasPrefix(call.ID, "call") && v.Held.IsZero() {
				t.Errorf("view %s of %s does not hold", v.ID, call.ID)
			}
		}
	}
	suite.Equal(t, "calls made", ended, calls)
	suite.Equal(t, "tokens", len(p.dump(t).Tokens), 1+calls)
}
