package report

import (
	"math"
	"strings"
	"testing"
)

func TestTableIsPaddedMarkdown(t *testing.T) {
	var got strings.Builder
	Table(&got, []string{"engine", "µs"}, [][]string{{"a", "1,234"}, {"büro", ""}})
	want := `
| engine | µs    |
|--------|-------|
| a      | 1,234 |
| büro   |       |
`
	if got.String() != want[1:] {
		t.Errorf("table is\n%swant%s", &got, want)
	}
}

func TestNumberHasTwoDigitsThatCount(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0", 0.001234: "0.0012", 0.5: "0.50", 0.99: "0.99", 1: "1.0", 1.25: "1.2", 9.94: "9.9", 9.97: "10", 0.996: "1.0", 10: "10", 99.4: "99", 99.7: "100", 123: "120",
		1234: "1,200", 1_250_001: "1,300,000", math.NaN(): "–", math.Inf(1): "–",
	} {
		if got := Number(x); got != want {
			t.Errorf("Number(%v) = %s, want %s", x, got, want)
		}
	}
}

func TestThousandsHasCommas(t *testing.T) {
	for n, want := range map[int]string{
		0: "0", 999: "999", 1000: "1,000", 12345: "12,345", 123456: "123,456", 1234567: "1,234,567", -999: "-999", -123456: "-123,456",
	} {
		if got := Thousands(n); got != want {
			t.Errorf("Thousands(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestDurationChoosesTheUnit(t *testing.T) {
	for ns, want := range map[float64]string{
		0: "0 ns", 12.3: "12 ns", 999: "1,000 ns", 55: "55 ns", 1000: "1.0 µs", 56_700: "57 µs", 1e6: "1.0 ms", 2.5e9: "2.5 s", 61e9: "61 s", math.NaN(): "– ns",
	} {
		if got := Duration(ns); got != want {
			t.Errorf("Duration(%v) = %s, want %s", ns, got, want)
		}
	}
}

func TestMedianIsTheMiddleOne(t *testing.T) {
	list := []float64{9, 1, 5, 100, 2}
	if got := Median(list); got != 5 {
		t.Errorf("median of five is %v, want 5", got)
	}
	if got := Median(list[:4]); got != 7 {
		t.Errorf("median of four is %v, want 7, the mean of the middle ones", got)
	}
	if got := Median(nil); !math.IsNaN(got) {
		t.Errorf("median of nothing is %v, want NaN", got)
	}
	if list[0] != 9 {
		t.Error("Median has changed the list")
	}
}

func TestThisMachineNamesWhatFiguresDependOn(t *testing.T) {
	m := ThisMachine()
	for _, want := range []string{"Go 1.", "/", "cores"} {
		if !strings.Contains(m.String(), want) {
			t.Errorf("machine is %q, want %q in it", m, want)
		}
	}
	if got := m.Version("example.com/no/such/module"); got != "–" {
		t.Errorf("version of no module is %q, want –", got)
	}
}
