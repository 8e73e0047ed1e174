package broadworkshttp_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
)

// client asks a server over real connections.
type client struct {
	t    *testing.T
	http *http.Client
	base string
}

// do sends a request that has to succeed, and decodes the answer into v.
func (c client) do(method, path, body string, v any) {
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, strings.NewReader(body))
	if err != nil {
		c.t.Error(err)
		return
	}
	r.Header.Set("Authorization", "Bearer token-system")
	got, err := resttest.Send(c.http, r)
	if err == nil {
		err = json.Unmarshal([]byte(got.Body), v)
	}
	if got.Status != 200 || err != nil {
		c.t.Errorf("%s %s: %v, error %v", method, path, got, err)
	}
}

// TestPutsOfDifferentMembersLoseNeither has several clients change a member each
// of one object, over and over, while others read. What was sent last of every
// member has to be there in the end, and no reader may see half of an update.
func TestPutsOfDifferentMembersLoseNeither(t *testing.T) {
	server := httptest.NewServer(newSystem(t, broadworkshttp.Options{}))
	defer server.Close()
	c := client{t, server.Client(), server.URL}
	const rounds = 50
	files := []string{"My Music", "APIO Group Test Announcement"}
	var wg sync.WaitGroup
	for _, body := range []func(i int) string{
		func(i int) string { return fmt.Sprintf(`{"isActive":%t}`, i%2 == 0) },
		func(i int) string { return fmt.Sprintf(`{"useAlternateSourceForInternalCalls":%t}`, i%2 == 0) },
		func(i int) string { return fmt.Sprintf(`{"source":{"audioFile":{"name":%q}}}`, files[i%2]) },
		func(i int) string { return fmt.Sprintf(`{"internalSource":{"audioFile":{"name":%q}}}`, files[1-i%2]) },
		func(i int) string {
			return fmt.Sprintf(`{"source":{"messageSourceSelection":%q}}`, []string{"Group", "Custom"}[i%2])
		},
	} {
		wg.Go(func() {
			for i := range rounds {
				c.do("PUT", musicPath, body(i), new(map[string]any))
			}
		})
	}
	wg.Go(func() {
		for range rounds {
			var list struct{ Announcements []any }
			c.do("GET", "/api/v01/p1/tenants/foo/groups/foogroup/users/foouser/announcements/?addUsages=true", "", &list)
			if len(list.Announcements) != 2 {
				t.Errorf("%d announcements", len(list.Announcements))
			}
		}
	})
	wg.Wait()
	var got, want map[string]any
	c.do("GET", musicPath, "", &got)
	last := `{"isActive":false,"source":{"messageSourceSelection":"Custom","audioFile":{"name":"APIO Group Test Announcement","mediaType":"WAV"}},
		"useAlternateSourceForInternalCalls":false,"internalSource":{"messageSourceSelection":"Group","audioFile":{"name":"My Music","mediaType":"WAV"}}}`
	if err := json.Unmarshal([]byte(last), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
