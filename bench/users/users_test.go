package users

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const many = 10_000

func TestGenerateMakesTheSameUsersEveryTime(t *testing.T) {
	more := slices.Collect(Generate(many))
	if diff := cmp.Diff(more[:100], slices.Collect(Generate(100))); diff != "" {
		t.Errorf("the first hundred of many, and a hundred (-many +hundred):\n%s", diff)
	}
	if len(more) != many {
		t.Errorf("%d users, want %d", len(more), many)
	}
}

func TestUsersHaveUniqueKeysAndMissingValues(t *testing.T) {
	phones, logins := map[string]bool{}, map[string]bool{}
	var withoutLine, withoutEntity, withoutLabels, notASCII int
	names := map[string]bool{}
	for u := range Generate(many) {
		names[u.FullName] = true
		if logins[u.Login] || u.PhoneNumber != "" && phones[u.PhoneNumber] {
			t.Fatalf("user %d has the login %s or the number %s of another", u.ID, u.Login, u.PhoneNumber)
		}
		logins[u.Login], phones[u.PhoneNumber] = true, true
		if u.PhoneNumber == "" {
			withoutLine++
		}
		if (u.PhoneNumber == "") != (u.Site == "") || (u.Site == "") != (u.SiteName == "") {
			t.Errorf("user %d has a part of a line: %+v", u.ID, u)
		}
		if u.Entity == "" {
			withoutEntity++
		}
		if len(u.Labels) == 0 {
			withoutLabels++
		}
		if strings.ContainsFunc(u.FullName, func(r rune) bool { return r > 127 }) {
			notASCII++
		}
	}
	for what, n := range map[string]int{"line": withoutLine, "entity": withoutEntity, "labels": withoutLabels, "a name in ASCII": notASCII} {
		if n < many/200 || n > many/2 {
			t.Errorf("%d of %d users without %s", n, many, what)
		}
	}
	if len(names) < many/2 {
		t.Errorf("%d users have %d names", many, len(names))
	}
}

func TestEditKeepsTheIDAndThePhoneNumber(t *testing.T) {
	all := slices.Collect(Generate(100))
	changed := 0
	for i := range 1000 {
		u := Edit(100, i)
		before := all[u.ID-1]
		if u.PhoneNumber != before.PhoneNumber {
			t.Errorf("edit %d gives user %d the number %s, want %s", i, u.ID, u.PhoneNumber, before.PhoneNumber)
		}
		if u.FullName != before.FullName && !slices.Equal(u.Labels, before.Labels) {
			changed++
		}
	}
	if changed < 700 {
		t.Errorf("%d of 1000 edits change name and labels", changed)
	}
}

func TestCloneSharesNothing(t *testing.T) {
	u := &User{ID: 1, Labels: []string{"red"}}
	c := u.Clone()
	c.Labels[0] = "blue"
	if diff := cmp.Diff(&User{ID: 1, Labels: []string{"red"}}, u); diff != "" {
		t.Errorf("after a change of the clone (-want +got):\n%s", diff)
	}
}

// Engines that are slow are asked for a few values only.
func TestParamsSelectAboutAsManyUsersEach(t *testing.T) {
	all := slices.Collect(Generate(many))
	count := func(match func(*User) bool) (n int) {
		for _, u := range all {
			if match(u) {
				n++
			}
		}
		return n
	}
	for i := range 30 {
		p := ParamsFor(many, i)
		for _, test := range []struct {
			what     string
			got      int
			min, max int
		}{
			{"phone " + p.Phone, count(func(u *User) bool { return u.PhoneNumber == p.Phone }), 1, 1},
			{"prefix " + p.Prefix, count(func(u *User) bool { return strings.HasPrefix(u.FullName, p.Prefix) }), many / 100, many / 40},
			{"part " + p.Part, count(func(u *User) bool { return strings.Contains(strings.ToLower(u.FullName), strings.ToLower(p.Part)) }), many / 15, many / 9},
			{"labels " + strings.Join(p.Labels[:], ","), count(func(u *User) bool {
				return slices.Contains(u.Labels, p.Labels[0]) && slices.Contains(u.Labels, p.Labels[1])
			}), many / 200, many / 60},
			{"entity " + p.Entity + ", not " + p.ExceptSite, count(func(u *User) bool {
				return u.Entity == p.Entity && u.SiteName != "" && u.SiteName != p.ExceptSite
			}), many / 6, many / 4},
		} {
			if test.got < test.min || test.got > test.max {
				t.Errorf("%s selects %d users of %d, want %d to %d", test.what, test.got, many, test.min, test.max)
			}
		}
	}
}

func TestParamsSpreadPhoneNumbersEvenly(t *testing.T) {
	var places []int
	for i := range 7 {
		places = append(places, place(800, i))
	}
	if diff := cmp.Diff([]int{400, 200, 600, 100, 500, 300, 700}, places); diff != "" {
		t.Errorf("places among 800 (-want +got):\n%s", diff)
	}
}

func TestSitesAreThoseOfUsers(t *testing.T) {
	names := map[string]string{"": ""}
	for _, s := range Sites() {
		names[s.Name] = s.DisplayName
	}
	for u := range Generate(1000) {
		if name, ok := names[u.Site]; !ok || name != u.SiteName {
			t.Errorf("user %d is on %q, called %q", u.ID, u.Site, u.SiteName)
		}
	}
}
