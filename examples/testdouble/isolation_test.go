package main

import (
	"fmt"
	"testing"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
)

// Records that take long to make are made once. Each test works on a fork of its own,
// which costs the same at any size, and can do what it likes at the same time as the
// others.
func TestParallelTestsEachHaveAPBXOfTheirOwn(t *testing.T) {
	seeded := pbxtest.Run(t, pbxtest.Generated(pbxtest.Population{Users: 500}))
	for i := range 20 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			pbx := seeded.Fork(t)
			room := XiVORoom{Name: "ours", DisplayName: fmt.Sprint(i), Number: 5000}
			if _, err := newXiVO(pbx).EnsureMeetingRoom(t.Context(), room); err != nil {
				t.Fatal(err)
			}
			page, err := pbx.XiVO.MeetingRooms.Find(t.Context(), xivo.Find{
				Filters: []xivo.Filter{{Field: "name", Operator: "=", Value: "ours"}},
			})
			if err != nil || len(page.List) != 1 || page.List[0].DisplayName != fmt.Sprint(i) {
				t.Errorf("rooms %+v, error %v; want the one of this test", page.List, err)
			}
			pbx.Journal().ExpectOnly(t, xivo.CreateMeetingRoom, pbxtest.Status(200))
		})
	}
}

// Tests that cannot have a server each, as they are of a program that is configured
// with one URL, share it: a tenant is told by its credentials.
func TestTenantsShareAServerAndNothingElse(t *testing.T) {
	shared := pbxtest.Run(t, pbxtest.Built(ada))
	for i := range 5 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			pbx := shared.Tenant(t)
			if pbx.URL() != shared.URL() {
				t.Fatalf("the tenant is at %s, want %s", pbx.URL(), shared.URL())
			}
			pbx.Fault(t, pbxtest.Fault{Operation: xivo.CreateUserLine, Status: 503, Times: 1})
			if _, err := newXiVO(pbx).CreateLine(t.Context(), 1, desk); err != nil {
				t.Fatal(err)
			}
			pbx.Journal().ExpectOnly(t, xivo.CreateUserLine, pbxtest.Sender(pbx.Credentials.XiVO.Token))
			pbx.Journal().ExpectCount(t, 2, xivo.CreateUserLine)
		})
	}
}
