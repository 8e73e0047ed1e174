package xivo

import (
	"context"
	"errors"

	"github.com/pbxkit/pbxkit/internal/secret"
	"github.com/pbxkit/pbxkit/store"
)

// UserService is the chapter "Users", without lines, and the last operation of
// the chapter "Meeting Rooms", which is about users as well.
type UserService interface {
	// List returns all users by id (GET /2.0/users).
	List(ctx context.Context) ([]User, error)

	// Find returns the users that filters select (POST /2.0/users/find). The
	// fields are phoneNumber, fullName, entity, mdsDisplayName and label.
	Find(ctx context.Context, find Find) (Page[User], error)

	// Contacts returns all users by id as an address book
	// (GET /2.0/users/ascontact).
	Contacts(ctx context.Context) ([]Contact, error)

	// Validate returns nil if a user has this login and this password
	// (POST /2.0/user/validate), and ErrNotFound otherwise: assumed for a
	// wrong password, documented for an unknown login. Assumed: logins are
	// case-sensitive, and an empty login or password is never valid.
	Validate(ctx context.Context, username, password string) error
}

// User is a user as the API shows one, without an id. Assumed: without a line,
// the five members that come from it are missing, and empty here.
type User struct {
	FullName       string
	Provisioning   int64    // of the line
	LineType       LineType // of the line
	PhoneNumber    string   // of the line
	Entity         string   // "" if the user has none
	MDSName        string   // of the line
	MDSDisplayName string   // of the line
	Labels         []string // never nil
}

// Contact is a user as an entry of an address book. Assumed: every user is one; a
// member without a value is missing, and empty here.
type Contact struct {
	FirstName           string
	LastName            string
	Email               string
	MobilePhoneNumber   string
	InternalPhoneNumber string // of the line
	Labels              []string
	ExternalPhoneNumber string
}

type users struct{ *core }

// sharedUsers is for what is shown of users, which is less than a copy.
var sharedUsers = userTable.Shared()

func (s users) List(ctx context.Context) ([]User, error) {
	return view(ctx, s.core, func(tx store.ReadTx) ([]User, error) {
		all, err := sharedUsers.All(ctx, tx, nil)
		return viewAll(all, new(views).user), err
	})
}

func (s users) Find(ctx context.Context, find Find) (Page[User], error) {
	q, err := findQuery(find, userColumns, userTable.Fields())
	if err != nil {
		return Page[User]{}, err
	}
	return view(ctx, s.core, func(tx store.ReadTx) (Page[User], error) {
		page, err := sharedUsers.Find(ctx, tx, q)
		return findPage(page, err, new(views).user)
	})
}

func (s users) Contacts(ctx context.Context) ([]Contact, error) {
	return view(ctx, s.core, func(tx store.ReadTx) ([]Contact, error) {
		all, err := sharedUsers.All(ctx, tx, nil)
		return viewAll(all, new(views).contact), err
	})
}

func (s users) Validate(ctx context.Context, username, password string) error {
	_, err := view(ctx, s.core, func(tx store.ReadTx) (struct{}, error) {
		var none struct{}
		u, err := userByLogin.Get(ctx, tx, username)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return none, err
		}
		// A login that does not exist is compared with as well, so that the
		// time does not tell which logins do.
		var stored string
		if u != nil {
			stored = u.Password
		}
		if !secret.Equal(stored, password) {
			return none, errUserNotFound
		}
		return none, nil
	})
	return err
}

// errUserNotFound is documented for failed validation, and assumed wherever else
// a user is missing.
var errUserNotFound = ErrNotFound.Refuse("User not found")

// getUser returns the user with an id, which is shared, or errUserNotFound.
func getUser(ctx context.Context, tx store.ReadTx, id int64) (*userRow, error) {
	u, err := sharedUsers.Get(ctx, tx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, errUserNotFound
	}
	return u, err
}

// updateUser changes the user with an id, or returns errUserNotFound.
func updateUser(ctx context.Context, tx store.Tx, id int64, change func(*userRow) error) error {
	_, err := userTable.Update(ctx, tx, id, change)
	if errors.Is(err, store.ErrNotFound) {
		return errUserNotFound
	}
	return err
}
