package users

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
)

// The words that names are made of, each as likely as the others of its list, so
// that every value that a query can ask for selects as many users.
var (
	givenNames = strings.Fields(`Ada Adam Alice Alma André Anna Anton Beth Bruno Carl Carmen Chloé Clara Daniel Diana
		Elena Elias Emil Emma Erik Eva Felix Fiona Frank Greta Hanna Hugo Ida Ines Iris Ivan Jack Jan Jürgen
		Karl Laura Lena Leo Lina Louis Lucas Maria Marta Max Mia Mona Nadia Nina Nora Olga Oscar Otto Paul
		Peter Rosa Sara Søren Sofia Tom Vera Viktor Walter Zoë Yusuf`)
	familyStarts = strings.Fields(`Alder Amber Ash Birch Bramble Cedar Clover Copper Elm Fern Hazel Juniper Larch Maple Thistle Willow`)
	familyEnds   = strings.Fields(`beck bridge brook dale field ford gate hill holm mead mill ridge son stone thorpe wood`)
	labels       = strings.Fields(`red green blue yellow orange purple white black brown pink grey teal`)
	entities     = []string{"Head Office", "Workshop", "Branch"}
	sites        = []string{"default", "mds1", "mds2"}
	siteNames    = []string{"MDS Main", "MDS 1", "MDS 2"}
	lineTypes    = []string{"phone", "phone", "phone", "webrtc", "ua"}
)

// Site is a media server that users are on.
type Site struct{ Name, DisplayName string }

// Sites returns the media servers.
func Sites() []Site {
	list := make([]Site, len(sites))
	for i := range list {
		list[i] = Site{sites[i], siteNames[i]}
	}
	return list
}

// Generate returns the first n users, in the order of their IDs. It is the same
// users every time.
func Generate(n int) iter.Seq[*User] {
	return func(yield func(*User) bool) {
		for i := range n {
			if !yield(user(i, 0)) {
				return
			}
		}
	}
}

// Edit returns the i-th change to the first n users: one of them, whole, with
// another name, other labels and another entity. ID and phone number stay.
func Edit(n, i int) *User {
	return user(int(mix(what(edits), i)%uint64(n)), i+1)
}

// user returns the i-th user after a number of changes.
func user(i, round int) *User {
	roll := func(w what, of int) int { return int(mix(w+what(round)<<8, i) % uint64(of)) }
	u := &User{ID: int64(i + 1), FirstName: givenNames[roll(given, len(givenNames))], LastName: family(roll)}
	u.FullName = u.FirstName + " " + u.LastName
	u.Login = fmt.Sprintf("%s%d", ascii(u.FirstName), i+1)
	u.Email = u.Login + "@example.com"
	u.MobileNumber = fmt.Sprintf("063998%04d", roll(mobile, 10_000))
	u.Labels = someLabels(roll)
	if roll(withoutEntity, 50) > 0 {
		u.Entity = entities[roll(entity, len(entities))]
	}
	if mix(withoutLine, i)%40 > 0 {
		site := int(mix(onSite, i) % uint64(len(sites)))
		u.PhoneNumber = phone(i)
		u.LineType = lineTypes[mix(lineType, i)%uint64(len(lineTypes))]
		u.Site, u.SiteName = sites[site], siteNames[site]
		u.ProvisioningID = int64(100_000 + i)
	}
	return u
}

// family returns a family name: one of 256, or in every third case a double one,
// so that a million people are not called by a few thousand names.
func family(roll func(what, int) int) string {
	name := familyStarts[roll(start, len(familyStarts))] + familyEnds[roll(end, len(familyEnds))]
	if roll(double, 3) > 0 {
		return name
	}
	return name + "-" + familyStarts[roll(secondStart, len(familyStarts))] + familyEnds[roll(secondEnd, len(familyEnds))]
}

// someLabels returns up to three labels, each once.
func someLabels(roll func(what, int) int) []string {
	var some []string
	for k := range roll(labelCount, 4) {
		label := labels[roll(firstLabel+what(k), len(labels))]
		if !slices.Contains(some, label) {
			some = append(some, label)
		}
	}
	return some
}

// phone returns the number of the i-th user.
func phone(i int) string { return strconv.Itoa(10_000_000 + i) }

var toASCII = strings.NewReplacer("é", "e", "ë", "e", "ü", "ue", "ø", "oe")

func ascii(name string) string { return strings.ToLower(toASCII.Replace(name)) }

// what is what a number is drawn for, so that the draws for one user have nothing
// to do with each other.
type what uint64

const (
	given what = iota
	start
	end
	double
	secondStart
	secondEnd
	mobile
	labelCount
	firstLabel
	secondLabel
	thirdLabel
	withoutEntity
	entity
	withoutLine
	onSite
	lineType
	edits
)

// mix returns 64 bits that look random: two steps of splitmix64.
func mix(w what, i int) uint64 { return splitmix(splitmix(uint64(w)) ^ uint64(i)) }

func splitmix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
