package main

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/bench/engines"
	"github.com/pbxkit/pbxkit/bench/internal/report"
	"github.com/pbxkit/pbxkit/bench/users"
)

// TestMain has the test program be a worker, as the command is.
func TestMain(m *testing.M) {
	if slices.Equal(os.Args[1:], []string{workerArg}) {
		if err := run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr); err != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// quick are flags for runs that measure next to nothing.
func quick(more ...string) []string {
	return append([]string{"-n", "150", "-runs", "2", "-time", "1ms", "-budget", "500ms"}, more...)
}

func runCommand(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(args, nil, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// table returns the cells of the one table in a text.
func table(t *testing.T, text string) [][]string {
	t.Helper()
	var rows [][]string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|-") {
			continue
		}
		var row []string
		for cell := range strings.SplitSeq(strings.Trim(strings.TrimSpace(line), "|"), "|") {
			row = append(row, strings.TrimSpace(cell))
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		t.Fatalf("no table in\n%s", text)
	}
	return rows
}

func TestTheCommandPrintsARatioForEveryEngineAndQuery(t *testing.T) {
	out := runCommand(t, quick("-together", "2", "-engines", "pbxkit,loop,memdb,mattn,modernc")...)
	rows := table(t, out)
	if got, want := len(rows[0]), 2+len(workloads()); got != want {
		t.Errorf("%d columns, want %d", got, want)
	}
	var names []string
	for _, row := range rows[1:] {
		names = append(names, row[0])
		for i, cell := range row[2:] {
			if cell == "" || strings.ContainsAny(cell, "–-") || strings.Contains(cell, "failed") {
				t.Errorf("%s: %s: %q, want a figure", row[0], rows[0][2+i], cell)
			}
		}
	}
	if diff := cmp.Diff([]string{"pbxkit", "loop", "memdb", "mattn", "modernc"}, names); diff != "" {
		t.Errorf("engines (-want +got):\n%s", diff)
	}
	for _, want := range []string{"Time with 150 users", "medians of 2", "Go 1.", "loop: ", " answers are those of pbxkit"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
}

func TestTheCommandMeasuresASingleEngine(t *testing.T) {
	rows := table(t, runCommand(t, quick("-engines", "loop", "-queries", "order,equal")...))
	if diff := cmp.Diff([]string{"engine", "version", "order, total of all", "unique ="}, rows[0]); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
}

func TestTheCommandTakesProcessorTimes(t *testing.T) {
	if !hasProcessTime {
		t.Skip("this system does not tell")
	}
	out := runCommand(t, quick("-cpu", "-engines", "pbxkit,loop", "-queries", "order,write")...)
	if want := "Processor time with 150 users"; !strings.HasPrefix(out, want) || len(table(t, out)) != 3 {
		t.Errorf("output is\n%s\nwant %q and two rows", out, want)
	}
}

func TestTheCommandPrintsMemoryAndLoadTimes(t *testing.T) {
	memory := table(t, runCommand(t, quick("-memory", "-engines", "pbxkit,loop,mattn")...))
	load := table(t, runCommand(t, quick("-load", "-engines", "pbxkit,loop,mattn")...))
	for _, rows := range [][][]string{memory, load} {
		if len(rows) != 4 || rows[3][0] != "mattn" {
			t.Errorf("rows are %q, want one for each engine", rows)
		}
	}
	record := figure(t, memory[2][2])
	for _, row := range memory[1:] {
		all, beyond := figure(t, row[2]), figure(t, row[3])
		if all < 100 || all-beyond < record-20 || all-beyond > record+20 { // rounding, and what two processes differ by
			t.Errorf("%s takes %d bytes a user, %d of them beyond a record of %d", row[0], all, beyond, record)
		}
	}
}

// figure returns a number as a table prints it.
func figure(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(text, ",", ""))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestACellThatTakesTooLongGetsFewerRunsAndSaysSo(t *testing.T) {
	rows := table(t, runCommand(t, quick("-runs", "3", "-budget", "0s", "-engines", "pbxkit,loop", "-queries", "order,mix1")...))
	for _, cell := range rows[2][2:] {
		if !strings.HasSuffix(cell, " (1)") {
			t.Errorf("cell %q without time for a second run, want (1) at its end", cell)
		}
	}
}

func TestTheCommandRefusesWhatIsWrong(t *testing.T) {
	for _, args := range [][]string{
		{"-engines", "oracle"}, {"-queries", "equal,nothing"}, {"-queries", ""}, {"-n", "0"}, {"-runs", "0"}, {"-colour"}, {"more"}, {workerArg, "more"},
	} {
		if err := run(args, nil, io.Discard, io.Discard); err == nil {
			t.Errorf("%q is not refused", args)
		}
	}
}

func TestManyUsersAreMeasuredWithFewEnginesAtOnce(t *testing.T) {
	for n, want := range map[string]int{"1000": len(engines.Kinds()), "1000000": 3} {
		o, err := parse([]string{"-n", n}, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if o.together != want {
			t.Errorf("%s users: %d engines at once, want %d", n, o.together, want)
		}
	}
}

func TestAnotherAnswerIsNoticed(t *testing.T) {
	w, _, err := start(request{Do: "load", Engine: "loop", Users: 150})
	if err != nil {
		t.Fatal(err)
	}
	defer w.stop()
	p := plan{engines: []string{"other"}, workloads: workloads(), budget: time.Minute}
	digests, err := p.digests(w, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(digests)); len(got) != 6 || len(digests["equal"]) != paramCount {
		t.Errorf("digests of %v, %d each, want six and %d", got, len(digests["equal"]), paramCount)
	}
	if _, err := p.digests(w, digests); err != nil {
		t.Errorf("the same answers: %v", err)
	}
	digests["labels"][3]++
	if _, err := p.digests(w, digests); err == nil || !strings.Contains(err.Error(), "loop: labels: the answer for the values number 3 differs from that of other") {
		t.Errorf("another answer: %v", err)
	}
}

func TestDigestsTellAnswersApart(t *testing.T) {
	u := &users.User{ID: 1, FullName: "a"}
	seen := map[uint64]int{}
	for i, page := range []engines.Page{
		{}, {Total: 1}, {Rows: []*users.User{u}, Total: 1}, {Rows: []*users.User{u, {FullName: "b"}}, Total: 2},
		{Rows: []*users.User{{FullName: "b"}, u}, Total: 2}, {Rows: []*users.User{{FullName: "a", Labels: []string{"x"}}}, Total: 1},
	} {
		if other, ok := seen[digest(page)]; ok {
			t.Errorf("pages %d and %d have the same digest", other, i)
		}
		seen[digest(page)] = i
	}
}

// stub is an engine that counts what it is asked, takes a millisecond for each
// question by a clock of its own, and fails if it is told to.
type stub struct {
	engines.Engine
	asked, written int
	now            time.Duration
	err            error
}

func (s *stub) answer() (engines.Page, error) {
	s.asked++
	s.now += time.Millisecond
	return engines.Page{}, s.err
}

func (s *stub) ByPhone(string) (engines.Page, error)          { return s.answer() }
func (s *stub) ByPrefix(string) (engines.Page, error)         { return s.answer() }
func (s *stub) ByLabels(string, string) (engines.Page, error) { return s.answer() }
func (s *stub) First() (engines.Page, error)                  { return s.answer() }

func (s *stub) Replace(*users.User) error {
	s.written++
	s.now += 10 * time.Millisecond
	return nil
}

func (s *stub) subject() *subject {
	return newSubject(s, 100, func() time.Duration { return s.now })
}

func TestAMixIsAWriteAndItsQueries(t *testing.T) {
	e := &stub{}
	s := e.subject()
	for range 3 {
		if err := s.do(findWorkload("mix10"), 0); err != nil {
			t.Fatal(err)
		}
	}
	if e.written != 3 || e.asked != 30 {
		t.Errorf("%d writes and %d queries, want 3 and 30", e.written, e.asked)
	}
}

func TestASampleIsTheTimeOfOne(t *testing.T) {
	for _, test := range []struct {
		workload string
		atLeast  time.Duration
		want     sample
		asked    int // at least
	}{
		{"equal", 0, sample{Nanoseconds: 1e6}, 1},
		{"equal", time.Second, sample{Nanoseconds: 1e6}, 1000},
		{"write", time.Second, sample{Nanoseconds: 10e6}, 0},
		{"mix1", time.Second, sample{Nanoseconds: 11e6}, 90},
		{"mix100", time.Second, sample{Nanoseconds: 110e6}, 900},
		{"mix100", 22 * time.Millisecond, sample{Nanoseconds: 110e6}, 104},
		{"mix100", 21 * time.Millisecond, sample{Nanoseconds: 110e6, Estimated: true}, 4},
	} {
		e := &stub{}
		got, err := e.subject().measure(findWorkload(test.workload), 0, test.atLeast)
		if err != nil {
			t.Fatal(err)
		}
		if got != test.want || e.asked < test.asked {
			t.Errorf("%s for %v: %+v of %d queries, want %+v of %d at least", test.workload, test.atLeast, got, e.asked, test.want, test.asked)
		}
		if test.want.Estimated && e.asked != test.asked {
			t.Errorf("%s is estimated from %d queries, want %d", test.workload, e.asked, test.asked)
		}
	}
}

func TestErrorsOfAnEngineEndTheMeasurement(t *testing.T) {
	want := errors.New("broken")
	s := (&stub{err: want}).subject()
	for _, name := range []string{"equal", "mix1", "mix100"} {
		if _, err := s.measure(findWorkload(name), 0, time.Millisecond); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	if _, err := s.digests(findWorkload("order"), time.Second); !errors.Is(err, want) {
		t.Errorf("digests: %v, want %v", err, want)
	}
}

func TestAnEngineThatFailsIsNotDropped(t *testing.T) {
	p := plan{engines: []string{"loop", "nowhere"}, workloads: workloads()[:1], users: 10, runs: 1, time: time.Microsecond, budget: time.Second, together: 1, progress: io.Discard}
	c, err := p.compare()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	c.print(&out, p, report.ThisMachine())
	if rows := table(t, out.String()); rows[2][0] != "nowhere" || rows[2][2] != "failed" {
		t.Errorf("rows are %q, want nowhere to have failed", rows)
	}
	if want := `failed: nowhere: load : no engine is called "nowhere"`; !strings.Contains(out.String(), want) {
		t.Errorf("%q is not in\n%s", want, &out)
	}
}

func TestCellsSayHowTheyCameAbout(t *testing.T) {
	took := func(ns ...float64) (list []sample) {
		for _, n := range ns {
			list = append(list, sample{Nanoseconds: n})
		}
		return list
	}
	for _, test := range []struct {
		cell cell
		want string
	}{
		{cell{samples: took(30, 10, 20), base: took(5, 4, 6)}, "4.0"},
		{cell{samples: took(1000), base: took(5)}, "200 (1)"},
		{cell{samples: []sample{{10, false}, {10, true}, {10, true}}, base: took(20, 20, 20)}, "≈ 0.50"},
		{cell{samples: took(10, 10, 10), base: []sample{{20, true}, {20, false}, {20, false}}}, "≈ 0.50"},
		{cell{}, "failed"},
	} {
		if got := test.cell.ratio(3); got != test.want {
			t.Errorf("cell of %v is %q, want %q", test.cell, got, test.want)
		}
	}
}

func TestAWorkerAnswersWhatItCannotDoWithAnError(t *testing.T) {
	var out bytes.Buffer
	in := strings.NewReader(`{"Do":"measure","Workload":"equal"} {"Do":"load","Engine":"loop","Users":3} {"Do":"sing","Workload":"equal"} {"Do":"digest","Workload":"?"}`)
	if err := work(in, &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 4 {
		t.Fatalf("%d replies, want 4", len(lines))
	}
	for i, failed := range []bool{true, false, true, true} {
		if got := !strings.Contains(lines[i], `"Error":""`); got != failed {
			t.Errorf("reply %d is %s, want an error: %v", i, lines[i], failed)
		}
	}
	if err := work(strings.NewReader("no JSON"), io.Discard); err == nil {
		t.Error("a request that is no JSON is not refused")
	}
}
