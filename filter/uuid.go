package filter

import "strings"

// UUID is a universally unique identifier in its canonical text form: 8-4-4-4-12
// hexadecimal digits in lower case. UUIDs compare as that text does.
type UUID string

// ParseUUID returns the canonical form of s, which may be in any case.
func ParseUUID(s string) (UUID, bool) {
	if len(s) != 36 {
		return "", false
	}
	for i := range len(s) {
		switch i {
		case 8, 13, 18, 23:
			if s[i] != '-' {
				return "", false
			}
		default:
			if !isHex(s[i]) {
				return "", false
			}
		}
	}
	return UUID(strings.ToLower(s)), true
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}
