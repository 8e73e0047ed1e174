package pbxtest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
)

// A thousand tests, each with a fork of one server, see their own writes and nothing
// of the others'.
func TestAThousandForksAreIndependent(t *testing.T) {
	const users = 5000
	seeded := pbxtest.Run(t, pbxtest.Generated(pbxtest.Population{Users: users}))
	before, err := seeded.XiVO.MeetingRooms.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Run("forks", func(t *testing.T) {
		for i := range 1000 {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				pbx := seeded.Fork(t)
				client := &http.Client{Transport: pbx.Transport()}
				if i%20 == 0 { // also over sockets, which are fewer
					client = pbx.Client()
				}
				inOwnPlace(t, pbx, client, i, len(before))
			})
		}
	})
	if n := seeded.Journal().Len(); n != 0 {
		t.Errorf("%d requests reached the server that was forked", n)
	}
	after, err := seeded.XiVO.MeetingRooms.List(t.Context())
	if diff := cmp.Diff(before, after); diff != "" || err != nil {
		t.Errorf("rooms of the server that was forked, error %v (-before +after):\n%s", err, diff)
	}
}

// inOwnPlace makes a room of a name that all make, of a number that only this one
// makes, and checks that there is no other new one.
func inOwnPlace(t *testing.T, pbx *pbxtest.Server, client *http.Client, i, others int) {
	url := "http://pbx.test"
	if i%20 == 0 {
		url = pbx.URL()
	}
	ask := func(method, path, body string) []byte {
		r, err := http.NewRequestWithContext(t.Context(), method, url+"/configmgt/api/2.0/"+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Auth-Token", pbx.Credentials.XiVO.Token)
		r.Header.Set("Content-Type", "application/json")
		response, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		answer, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != 200 {
			t.Fatalf("%s %s: %s %s, error %v", method, path, response.Status, answer, err)
		}
		return answer
	}
	number := 100_000 + i
	ask("POST", "meetingrooms", fmt.Sprintf(`{"name": "mine", "displayName": "Mine", "number": %d}`, number))
	var rooms []struct {
		Name   string
		Number int
	}
	if err := json.Unmarshal(ask("GET", "meetingrooms", ""), &rooms); err != nil {
		t.Fatal(err)
	}
	if last := rooms[len(rooms)-1]; len(rooms) != others+1 || last.Number != number {
		t.Errorf("%d rooms, the last %v; want %d, and number %d", len(rooms), last, others+1, number)
	}
	pbx.Journal().ExpectOrder(t, xivo.CreateMeetingRoom, xivo.ListMeetingRooms)
	if n := pbx.Journal().Len(); n != 2 {
		t.Errorf("%d requests in the journal, want 2", n)
	}
}
