package users

import (
	"math/bits"
	"strings"
)

// Params are values that the queries ask for.
type Params struct {
	Phone      string    // the number of a user
	Prefix     string    // what full names begin with
	Part       string    // what is in full names, regardless of case
	Labels     [2]string // what users have both of
	Entity     string    // what users belong to,
	ExceptSite string    // and the display name of the media server that they are not on
}

// ParamsFor returns the i-th values to ask n users for. Each selects as many users
// as the others, and phone numbers are spread evenly from the first one on, so that
// an engine that is asked for a few of them only has no advantage.
func ParamsFor(n, i int) Params {
	label := i % len(labels)
	return Params{
		Phone:      phone(withLine(place(n, i), n)),
		Prefix:     givenNames[(i*7+31)%len(givenNames)] + " ",
		Part:       strings.ToUpper(parts[i%len(parts)][:1]) + parts[i%len(parts)][1:],
		Labels:     [2]string{labels[label], labels[(label+1+i/len(labels)%(len(labels)-1))%len(labels)]},
		Entity:     entities[i%len(entities)],
		ExceptSite: siteNames[i/len(entities)%len(siteNames)],
	}
}

// parts are ends of family names that are in no other part of a name. They have no
// letter to which a letter that is not of ASCII is lowered, so that SQLite, which
// knows ASCII only, gives the same answers.
var parts = strings.Fields("son ford dale gate mead holm")

// place returns a number below n: the middle, then the quarters, the eighths, in
// the order of van der Corput.
func place(n, i int) int {
	hi, _ := bits.Mul64(bits.Reverse64(uint64(i+1)), uint64(n))
	return int(hi)
}

// withLine returns the first user from the i-th one on who has a line.
func withLine(i, n int) int {
	for range n {
		if user(i, 0).PhoneNumber != "" {
			return i
		}
		i = (i + 1) % n
	}
	return i
}
