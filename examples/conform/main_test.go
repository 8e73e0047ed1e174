package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
	"github.com/pbxkit/pbxkit/xivo/xivotest"
)

// What opens the PBXs of these tests, by its environment.
const (
	token    = "a4c1f0de-7b52"
	password = "a4c1f0de-9b17"
)

// command runs the command and returns its exit code and what it wrote.
func command(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	getenv := func(name string) string {
		return map[string]string{"PBXKIT_TOKEN": token, "PBXKIT_PASSWORD": password}[name]
	}
	code = run(t.Context(), args, getenv, &http.Transport{DisableKeepAlives: true}, &out, &errs)
	for _, text := range []string{out.String(), errs.String()} {
		if strings.Contains(text, token) || strings.Contains(text, password) {
			t.Errorf("a credential is shown: %s", text)
		}
	}
	return code, out.String(), errs.String()
}

// lie is a handler that answers something else than it should to one operation.
type lie func(w http.ResponseWriter, r *http.Request, truth *httptest.ResponseRecorder)

// tested is a vendor and its double, as the tests need them.
type tested struct {
	vendor vendor
	start  func(t *testing.T) *pbxtest.Server // which the token opens

	// export returns the records of the double, but for what is different after what
	// was made has been removed.
	export func(t *testing.T, pbx *pbxtest.Server) any
}

var allTested = []tested{testedXiVO, testedVoipNow, testedTelecomX, testedBroadWorks}

// command runs the command for the vendor.
func (v tested) command(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	return command(t, append([]string{"-vendor", v.vendor.name}, args...)...)
}

// serve serves the double over TCP, with a lie about an operation.
func (v tested) serve(t *testing.T, about fmt.Stringer, lie lie) (url string, pbx *pbxtest.Server) {
	t.Helper()
	pbx = v.start(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if op, _ := v.vendor.match(r); lie == nil || op != about.String() {
			pbx.Handler().ServeHTTP(w, r)
			return
		}
		truth := httptest.NewRecorder()
		pbx.Handler().ServeHTTP(truth, r)
		lie(w, r, truth)
	}))
	t.Cleanup(server.Close)
	return server.URL, pbx
}

// answer answers the truth with another status and body.
func answer(w http.ResponseWriter, truth *httptest.ResponseRecorder, status int, body string) {
	w.Header().Set("Content-Type", truth.Header().Get("Content-Type"))
	w.WriteHeader(status)
	_, _ = fmt.Fprint(w, body)
}

// replacing is a lie that replaces a text in the body.
func replacing(old, with string) lie {
	return func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
		answer(w, truth, truth.Code, strings.ReplaceAll(truth.Body.String(), old, with))
	}
}

func TestAFaithfulServerIsFoundFaithful(t *testing.T) {
	for _, v := range allTested {
		t.Run(v.vendor.name, func(t *testing.T) {
			url, pbx := v.serve(t, nil, nil)
			before := v.export(t, pbx)
			for _, args := range [][]string{{"-url", url}, {"-url", url, "-writes"}, {}} {
				code, stdout, stderr := v.command(t, args...)
				if code != same || stderr != "" || strings.Contains(stdout, "differs") || !strings.Contains(stdout, " 0 broken") {
					t.Errorf("%q: exit code %d\n%s%s", args, code, stdout, stderr)
				}
				// Read-only is read-only; and what was made is removed again.
				if diff := cmp.Diff(before, v.export(t, pbx)); diff != "" {
					t.Errorf("%q left something (-before +after):\n%s", args, diff)
				}
			}
		})
	}
}

// caught is a lie, and how it is named.
type caught struct {
	name  string
	about fmt.Stringer
	lie   lie
	want  string // in what is written
	args  []string
}

// catches runs the command on servers that lie.
func (v tested) catches(t *testing.T, lies []caught) {
	for _, c := range lies {
		t.Run(c.name, func(t *testing.T) {
			url, _ := v.serve(t, c.about, c.lie)
			code, stdout, stderr := v.command(t, append(c.args, "-url", url)...)
			if code != differs || stderr != "" {
				t.Errorf("exit code %d, want %d; %s", code, differs, stderr)
			}
			if !strings.Contains(strings.ReplaceAll(stdout, "\u00a0", " "), c.want) {
				t.Errorf("no %q in\n%s", c.want, stdout)
			}
			if !slices.ContainsFunc(strings.Split(stdout, "\n"), func(line string) bool {
				fields := strings.Fields(line)
				return len(fields) > 2 && fields[0] == c.about.String() && fields[len(fields)-1] == "differs"
			}) {
				t.Errorf("the table does not say that %s differs:\n%s", c.about, stdout)
			}
		})
	}
}

// removes checks that what was made is removed though the server says of an operation,
// once it is done, that it has failed.
func (v tested) removes(t *testing.T, abouts []fmt.Stringer, args ...string) {
	for _, about := range abouts {
		url, pbx := v.serve(t, about, func(w http.ResponseWriter, _ *http.Request, _ *httptest.ResponseRecorder) {
			w.WriteHeader(http.StatusBadGateway)
		})
		before := v.export(t, pbx)
		if code, stdout, _ := v.command(t, append(args, "-url", url, "-writes")...); code != differs {
			t.Errorf("%s: exit code %d\n%s", about, code, stdout)
		}
		if diff := cmp.Diff(before, v.export(t, pbx)); diff != "" {
			t.Errorf("%s: something is left (-before +after):\n%s", about, diff)
		}
	}
}

func TestShapesAreStoredWithoutValuesAndCompared(t *testing.T) {
	dir := t.TempDir()
	url, _ := testedXiVO.serve(t, nil, nil)
	if code, stdout, stderr := command(t, "-url", url, "-record", dir); code != same {
		t.Fatalf("exit code %d\n%s%s", code, stdout, stderr)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "xivo", "*.json"))
	if len(files) < 15 {
		t.Errorf("%d files", len(files))
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, value := range []string{token, "Bond", "1050", "pbxkit-", "myConfRoom", "sales", "0230210092", "jbond"} {
			if bytes.Contains(text, []byte(value)) {
				t.Errorf("%s has the value %s", filepath.Base(file), value)
			}
		}
	}
	room, err := os.ReadFile(filepath.Join(dir, "xivo", "ListMeetingRooms.json"))
	if err != nil {
		t.Fatal(err)
	}
	var got map[int]*shape
	if err := json.Unmarshal(room, &got); err != nil {
		t.Fatal(err)
	}
	want := map[int]*shape{200: {ContentType: []string{"application/json"}, Members: map[string]*member{
		"": {Types: []string{"array"}}, "[]": {Types: []string{"object"}}, "[].id": {Types: []string{"integer"}},
		"[].name": {Types: []string{"string"}}, "[].displayName": {Types: []string{"string"}}, "[].number": {Types: []string{"integer"}},
		"[].userPin": {Types: []string{"integer"}, Missing: true},
	}}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(member{})); diff != "" {
		t.Errorf("shape (-want +got):\n%s", diff)
	}

	// A later run of the same PBX, and of one that has changed; and the double.
	if code, stdout, _ := command(t, "-url", url, "-check", dir); code != same {
		t.Errorf("unchanged: exit code %d\n%s", code, stdout)
	}
	changed, _ := testedXiVO.serve(t, xivo.ListMeetingRooms, replacing(`"displayName"`, `"label"`))
	code, stdout, _ := command(t, "-url", changed, "-check", dir)
	for _, want := range []string{"member [].displayName is missing", "member [].label is an additional one: string"} {
		if code != differs || !strings.Contains(stdout, want) {
			t.Errorf("changed: exit code %d, no %q in\n%s", code, want, stdout)
		}
	}
	if code, stdout, _ := command(t, "-record", dir); code != same {
		t.Errorf("the double: exit code %d\n%s", code, stdout)
	}
	if code, stdout, _ := command(t, "-check", dir); code != same {
		t.Errorf("the double, compared with itself: exit code %d\n%s", code, stdout)
	}
}

func TestTheReportIsJSONToo(t *testing.T) {
	url, _ := testedXiVO.serve(t, xivo.GetMeetingRoom, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
		answer(w, truth, min(truth.Code, 404), truth.Body.String())
	})
	file := filepath.Join(t.TempDir(), "report.json")
	code, stdout, _ := command(t, "-url", url, "-json", "-")
	codeOfFile, _, _ := command(t, "-url", url, "-json", file)
	text, err := os.ReadFile(file)
	if err != nil || code != differs || codeOfFile != differs {
		t.Fatalf("exit codes %d and %d, error %v", code, codeOfFile, err)
	}
	for _, text := range []string{stdout, string(text)} {
		var r report
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(r.Operations, func(o row) bool { return o.Operation == string(xivo.GetMeetingRoom) })
		got := r.Operations[i]
		want := row{
			Operation: "GetMeetingRoom", Method: "GET", Path: "/configmgt/api/2.0/meetingrooms/:id", Documented: "200, (400), (401), 500", Expected: "200, 500",
			Observed: "200, 404", Verdict: "differs", Why: got.Why,
		}
		if diff := cmp.Diff(want, got); diff != "" || len(got.Why) != 2 {
			t.Errorf("row %q (-want +got):\n%s", got.Why, diff)
		}
		if len(r.Operations) != 38 || !slices.ContainsFunc(r.Promises, func(p xivotest.Result) bool { return p.Verdict == xivotest.Failed }) {
			t.Errorf("%d operations and %d promises, none of them broken", len(r.Operations), len(r.Promises))
		}
	}
}

func TestAPBXThatCannotBeAskedIsNoDifference(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	url, _ := testedXiVO.serve(t, nil, nil)
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"nobody listens", []string{"-url", gone.URL}, "the PBX does not answer: "},
		{"another token", []string{"-url", url, "-token", "another"}, "the PBX does not take the credential"},
		{"no URL at all", []string{"-url", "xivo.example"}, "the base URL must be one such as"},
		{"another vendor", []string{"-vendor", "asterisk"}, `there is no suite for vendor "asterisk"`},
		{"no shapes", []string{"-url", url, "-check", t.TempDir()}, "no shapes are stored"},
		{"an unknown flag", []string{"-what"}, "flag provided but not defined"},
		{"an argument", []string{"what"}, `unknown argument "what"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, stdout, stderr := command(t, c.args...)
			if code != couldNotRun || !strings.Contains(stderr, c.want) || stdout != "" {
				t.Errorf("exit code %d, want %d and %q; %s%s", code, couldNotRun, c.want, stdout, stderr)
			}
		})
	}
}
