package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheProgramPrintsWhatHappened(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	done, asked, _ := strings.Cut(out.String(), "\nThe PBX was asked:\n")
	const want = `XiVO: Ada Alderbrook has the number ""
XiVO: Max Fernhill has the number "1002"
XiVO: user 1 has the number "1001" now
VoipNow: call c0ffee is on hold since 2026-01-01 00:00:00 +0000 UTC
TelecomX: recordings are kept for 7 days
BroadWorks: music on hold is played: false
`
	if diff := cmp.Diff(want, done); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
	if got := strings.Count(asked, "\n"); got != 9 {
		t.Errorf("%d requests, want 9:\n%s", got, asked)
	}
}
