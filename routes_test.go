package pbxkit_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write README.md's table of routes anew")

// titles are the headings of the table of routes.
var titles = map[string]string{
	"xivo": "XiVO", "voipnow": "VoipNow", "telecomx": "TelecomX", "broadworks": "BroadWorks behind APIO",
}

const (
	routesBegin = "<!-- routes: go test . -update -->\n"
	routesEnd   = "<!-- end of routes -->\n"
)

// TestREADMEListsTheServedRoutes compares the table in README.md with the lists
// of routes, each of which a test of its adapter compares with what is served.
func TestREADMEListsTheServedRoutes(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(string(readme), routesBegin)
	got, after, ok2 := strings.Cut(rest, routesEnd)
	if !ok1 || !ok2 {
		t.Fatalf("README.md has no %s … %s", strings.TrimSpace(routesBegin), strings.TrimSpace(routesEnd))
	}
	want := routesTable(t)
	if *update {
		if err := os.WriteFile("README.md", []byte(before+routesBegin+want+routesEnd+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("table of routes; \"go test . -update\" writes it (-want +got):\n%s", diff)
	}
}

func routesTable(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("\n| Vendor | Method | Path | Operation | Evidence |\n|---|---|---|---|---|\n")
	for _, v := range vendors {
		list, err := os.ReadFile("httpapi/" + v + "http/testdata/routes.txt")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(list)) {
			f := strings.Fields(line)
			if len(f) == 0 || f[0] == "#" {
				continue
			}
			if len(f) != 5 {
				t.Fatalf("%s: %q has %d columns, want 5", v, line, len(f))
			}
			fmt.Fprintf(&b, "| %s | %s | `%s` | %s | %s |\n", titles[v], f[1], f[2], f[3], f[4])
		}
	}
	b.WriteString("\n")
	return b.String()
}
