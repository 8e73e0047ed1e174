package report

import (
	"math"
	"slices"
	"strconv"
	"time"
)

// Median returns the median, and NaN of nothing.
func Median(list []float64) float64 {
	if len(list) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(list))
	mid := len(sorted) / 2
	if len(sorted)%2 == 0 {
		return (sorted[mid-1] + sorted[mid]) / 2
	}
	return sorted[mid]
}

// Number returns a number with two digits that count.
func Number(x float64) string {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return "–"
	case x == 0:
		return "0"
	}
	x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'e', 1, 64), 64) // two digits
	digits := 1 - int(math.Floor(math.Log10(math.Abs(x))))
	if digits > 0 {
		return strconv.FormatFloat(x, 'f', digits, 64)
	}
	return Thousands(int(x))
}

// Thousands returns a number with commas.
func Thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// Duration returns a time with two digits that count.
func Duration(ns float64) string {
	for _, unit := range []struct {
		name string
		size time.Duration
	}{{"s", time.Second}, {"ms", time.Millisecond}, {"µs", time.Microsecond}} {
		if ns >= float64(unit.size) {
			return Number(ns/float64(unit.size)) + " " + unit.name
		}
	}
	return Number(ns) + " ns"
}
