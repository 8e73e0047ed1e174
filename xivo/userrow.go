package xivo

import (
	"slices"
	"strings"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// UserRecord is everything that is kept about a user, for seeding: what the API
// cannot make, and what it can. It is one record, so that a request about a user
// reads or writes one record.
type UserRecord struct {
	ID                  int64        `json:"id,omitempty"` // 0: the next free one
	FirstName           string       `json:"firstName,omitempty"`
	LastName            string       `json:"lastName,omitempty"`
	Login               string       `json:"login,omitempty"` // unique; "" if the user has none
	Password            string       `json:"password,omitempty"`
	Entity              string       `json:"entity,omitempty"`
	Labels              []string     `json:"labels,omitempty"` // without repeats; answers keep the order
	Email               string       `json:"email,omitempty"`
	MobilePhoneNumber   string       `json:"mobilePhoneNumber,omitempty"`
	ExternalPhoneNumber string       `json:"externalPhoneNumber,omitempty"`
	Line                *Line        `json:"line,omitempty"`
	Services            Services     `json:"services,omitzero"`
	Preferences         []Preference `json:"preferences,omitempty"` // in order of creation
	Rights              *Rights      `json:"rights,omitempty"`      // nil: no profile
}

func (u UserRecord) clone() UserRecord {
	u.Labels = slices.Clone(u.Labels)
	u.Preferences = slices.Clone(u.Preferences)
	if u.Line != nil {
		line := *u.Line
		u.Line = &line
	}
	if u.Rights != nil {
		rights := u.Rights.clone()
		u.Rights = &rights
	}
	return u
}

// userRow is what is stored of a user.
type userRow struct {
	UserRecord
	// FullName is the first and the last name, trimmed (assumed), which every
	// filter about it would otherwise put together for each user.
	FullName string `json:"fullName"`
	// MDSDisplayName is the display name of the media server that the line is
	// on: filters ask for it, and it rarely changes.
	MDSDisplayName string `json:"mdsDisplayName,omitempty"`
}

// Clone returns a copy for the store.
func (u *userRow) Clone() *userRow {
	c := *u
	c.UserRecord = u.UserRecord.clone()
	return &c
}

// newUserRow returns the row of a user, whose line is yet to be located.
func newUserRow(u UserRecord) *userRow {
	return &userRow{UserRecord: u.clone(), FullName: strings.TrimSpace(u.FirstName + " " + u.LastName)}
}

// views makes what the API shows of users. It shares nothing with the rows. One makes
// what belongs together, a page for example.
type views struct{ texts texts }

func (v *views) user(u *userRow) User {
	view := User{FullName: u.FullName, Entity: u.Entity, Labels: v.texts.copy(u.Labels)}
	if l := u.Line; l != nil {
		view.Provisioning, view.LineType, view.PhoneNumber = l.ProvisioningID, l.LineType, l.Extension
		view.MDSName, view.MDSDisplayName = l.Site, u.MDSDisplayName
	}
	return view
}

// contact is user for an entry of an address book.
func (v *views) contact(u *userRow) Contact {
	view := Contact{
		FirstName: u.FirstName, LastName: u.LastName, Email: u.Email, MobilePhoneNumber: u.MobilePhoneNumber,
		ExternalPhoneNumber: u.ExternalPhoneNumber, Labels: v.texts.copy(u.Labels),
	}
	if u.Line != nil {
		view.InternalPhoneNumber = u.Line.Extension
	}
	return view
}

// texts are where copies of short lists are kept, several in one piece of memory. Pieces
// grow with what is copied, but stay small, as each is there for as long as anyone has
// one of its lists.
type texts []string

const largestPiece = 64

// copy returns a copy of a list, and never none.
func (t *texts) copy(list []string) []string {
	if len(list) == 0 {
		return []string{}
	}
	if len(list) > cap(*t)-len(*t) {
		size := min(largestPiece, max(4, 2*cap(*t)))
		if len(list) > size/2 {
			return listOf(list)
		}
		*t = make(texts, 0, size)
	}
	begin := len(*t)
	*t = append(*t, list...)
	return slices.Clip((*t)[begin:])
}

// notNil makes a list an empty one rather than none.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// listOf returns a copy of a list, and never none.
func listOf[T any](list []T) []T { return append([]T{}, list...) }

// userColumns are the columns that the vendor lists; the name labels is assumed.
var userColumns = columns{
	"phoneNumber": "phoneNumber", "fullName": "fullName", "entity": "entity",
	"mdsDisplayName": "mdsDisplayName", "label": "label", "labels": "label",
}

var userTable = store.NewTable("xivo_users", func(u *userRow) int64 { return u.ID }, filter.NewFields(
	filter.Nullable("phoneNumber", func(u *userRow) (string, bool) {
		if u.Line == nil {
			return "", false
		}
		return u.Line.Extension, true
	}),
	filter.Column("fullName", func(u *userRow) string { return u.FullName }),
	filter.Nullable("entity", func(u *userRow) (string, bool) { return u.Entity, u.Entity != "" }),
	filter.Nullable("mdsDisplayName", func(u *userRow) (string, bool) { return u.MDSDisplayName, u.Line != nil }),
	filter.Column("label", func(u *userRow) []string { return u.Labels }),
	// Not among the columns: for the services' own queries.
	filter.Nullable("login", func(u *userRow) (string, bool) { return u.Login, u.Login != "" }),
	filter.Nullable("profile", func(u *userRow) (string, bool) {
		if u.Rights == nil {
			return "", false
		}
		return string(u.Rights.Type), true
	}),
	filter.Nullable("site", func(u *userRow) (string, bool) {
		if u.Line == nil {
			return "", false
		}
		return u.Line.Site, true
	}),
)).Index("phoneNumber", "fullName", "entity", "mdsDisplayName", "label")

var userByLogin = store.NewUnique(userTable, "xivo_users_login_key", func(u *userRow) (string, bool) {
	return u.Login, u.Login != ""
}).On("login")

// The unique keys of lines, which live in the records of their users.
var (
	_                    = store.NewUnique(userTable, "xivo_lines_pkey", lineKey(func(l *Line) int64 { return l.ID }))
	_                    = store.NewUnique(userTable, "xivo_lines_extension_key", lineKey(extensionKey))
	userByLineName       = store.NewUnique(userTable, "xivo_lines_name_key", lineKey(func(l *Line) string { return l.Name }))
	userByProvisioningID = store.NewUnique(userTable, "xivo_lines_provisioning_key", lineKey(func(l *Line) int64 { return l.ProvisioningID }))
)

// extensionKey is what makes a number unique: the same extension can exist in
// several contexts.
func extensionKey(l *Line) [2]string { return [2]string{l.Context, l.Extension} }

// lineKey lifts a key of a line to the user who has it.
func lineKey[K any](key func(*Line) K) func(*userRow) (K, bool) {
	return func(u *userRow) (K, bool) {
		if u.Line == nil {
			var none K
			return none, false
		}
		return key(u.Line), true
	}
}
