package users

import "slices"

// User is a user as XiVO keeps one, in one record. A text that is empty is
// missing, as NULL in SQL is.
type User struct {
	ID             int64
	FirstName      string
	LastName       string
	FullName       string
	Login          string
	Email          string
	MobileNumber   string
	Entity         string // "" if the user belongs to none
	Labels         []string
	PhoneNumber    string // unique; this and what follows is "" if the user has no line
	LineType       string
	Site           string // the media server
	SiteName       string // what it is called
	ProvisioningID int64
}

// Clone returns a copy that shares nothing with u.
func (u *User) Clone() *User {
	c := *u
	c.Labels = slices.Clone(u.Labels)
	return &c
}
