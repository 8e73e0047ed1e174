// Package literal reads numbers as they stand in JSON.
package literal

import (
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
	mantissa, exponent, _ := strings.Cut(strings.ToLower(s), "e")
	exp, err := strconv.Atoi(exponent)
	if exponent != "" && err != nil {
		// An exponent beyond int still leaves zero zero.
		return 0, strings.Trim(mantissa, "+-0.") == "" && mantissa != ""
	}
	sign, mantissa := cutSign(mantissa)
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if len(whole)+len(fraction) == 0 {
		return 0, false
	}
	all := whole + fraction
	significant := strings.TrimRight(all, "0")
	exp += len(all) - len(significant) - len(fraction)
	significant = strings.TrimLeft(significant, "0")
	switch {
	case significant == "":
		return 0, true
	case exp < 0 || len(significant) > 19 || exp > 19-len(significant):
		return 0, false
	}
	n, err := strconv.ParseInt(sign+significant+strings.Repeat("0", exp), 10, 64)
	return n, err == nil
}

func cutSign(s string) (sign, rest string) {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		return s[:1], s[1:]
	}
	return "", s
}
