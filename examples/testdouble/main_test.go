package main

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheProgramPrintsWhatHappened(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	const want = `XiVO: Ada Alderbrook has the number ""
XiVO: Max Fernhill has the number "1002"
XiVO: user 1 has the number "1001" now
VoipNow: call c0ffee is on hold since 2026-01-01 00:00:00 +0000 UTC
TelecomX: recordings are kept for 7 days
BroadWorks: music on hold is played: false

The PBX was asked:
  FindUsers 200
  CreateUserLine 503
  CreateUserLine 503
  CreateUserLine 200
  CreateToken 200
  UpdatePhoneCall 200
  Login 200
  UpdateSettings 200
  UpdateUserMusicOnHold 200
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}
