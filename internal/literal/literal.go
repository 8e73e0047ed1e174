// Package literal reads numbers as they stand in JSON.
package literal

import (
	"errors"
	"strconv"
	"strings"
)

// Int64 reads a JSON number that has an integral value within 64 bits, in any
// form: 42, 42.0, 4.2e1, 4200e-2. It never builds the digits of a large exponent,
// nor loses any of a large number.
func Int64(s string) (int64, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	if _, err := strconv.ParseFloat(s, 64); errors.Is(err, strconv.ErrSyntax) {
		return 0, false // a program can put any text into a json.Number
	}
	mantissa, exponent, _ := strings.Cut(strings.ToLower(s), "e")
	sign, mantissa := cutSign(mantissa)
	whole, fraction, _ := strings.Cut(mantissa, ".")
	all := whole + fraction
	exp := boundedExponent(exponent, len(s)+20)
	significant := strings.TrimRight(all, "0")
	exp += len(all) - len(significant) - len(fraction)
	significant = strings.TrimLeft(significant, "0")
	switch {
	case significant == "":
		return 0, true
	case exp < 0 || len(significant)+exp > 19:
		return 0, false
	}
	n, err := strconv.ParseInt(sign+significant+strings.Repeat("0", exp), 10, 64)
	if err != nil {
		return 0, false // n is the nearest
	}
	return n, true
}

// boundedExponent reads an exponent and moves it within ±limit. If the limit
// exceeds the length of the literal by more than the digits of an int64, that
// changes no answer, and sums of the result and lengths cannot overflow.
func boundedExponent(s string, limit int) int {
	exp, _ := strconv.Atoi(s) // 0 if s is empty, the nearest int if s is beyond
	return max(-limit, min(exp, limit))
}

func cutSign(s string) (sign, rest string) {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		return s[:1], s[1:]
	}
	return "", s
}
