package pgstore

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"
)

// identifier is a name in SQL, quoted. The only texts that become part of a
// statement are of this type or written in this package.
type identifier string

// maxName is how many bytes PostgreSQL keeps of a name.
const maxName = 63

// quote makes an identifier of a name. One that is too long is cut, and ends in
// what tells it from others that begin alike.
func quote(name string) identifier {
	return identifier(`"` + strings.ReplaceAll(short(name), `"`, `""`) + `"`)
}

// short returns the name as PostgreSQL keeps it.
func short(name string) string {
	if len(name) <= maxName {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	tail := "~" + hex.EncodeToString(sum[:8])
	cut := maxName - len(tail)
	for !utf8.RuneStart(name[cut]) {
		cut--
	}
	return name[:cut] + tail
}
