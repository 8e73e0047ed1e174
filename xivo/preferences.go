package xivo

import (
	"context"
	"slices"

	"github.com/pbxkit/pbxkit/internal/text"
	"github.com/pbxkit/pbxkit/store"
)

// PreferenceService is the chapter "Users preferences". Assumed: every method
// returns ErrNotFound for an unknown user. The messages of ErrConflict and of
// ErrNotFound are assumed as well.
type PreferenceService interface {
	// List returns a user's preferences in the order of their creation
	// (GET /2.0/users/:id/preferences).
	List(ctx context.Context, userID int64) ([]Preference, error)

	// Get returns one of them (GET /2.0/users/:id/preferences/:key), or
	// ErrNotFound if it is not set (assumed).
	Get(ctx context.Context, userID int64, key string) (Preference, error)

	// Create sets a preference (POST /2.0/users/:id/preferences/:key), or
	// returns ErrConflict if it is set already.
	Create(ctx context.Context, userID int64, p Preference) error

	// Update changes a preference (PUT /2.0/users/:id/preferences/:key), or
	// returns ErrNotFound if it is not set.
	Update(ctx context.Context, userID int64, p Preference) error

	// Delete unsets a preference (DELETE /2.0/users/:id/preferences/:key),
	// or returns ErrNotFound if it is not set.
	Delete(ctx context.Context, userID int64, key string) error
}

// Preference is a preference of a user. Keys are case-sensitive and open; the
// value and its type are kept as they were sent, whatever they are.
type Preference struct {
	Key       string `json:"key"`
	Value     string `json:"value"`
	ValueType string `json:"valueType"` // value_type on the wire: "String", "string", "number", …
}

// The preference that the reference names, and its values: the device that a
// user with a unique account prefers. Assumed: the server enforces none of it.
const (
	PreferredDevice       = "preferred_device"
	PreferredDevicePhone  = "phone"
	PreferredDeviceWebRTC = "webrtc"
)

func (p Preference) check() error {
	if err := checkPreferenceKey(p.Key); err != nil {
		return err
	}
	if err := checkText("value", p.Value); err != nil {
		return err
	}
	return checkText("value_type", p.ValueType)
}

// checkPreferenceKey refuses what text cannot hold; the key comes from a path.
func checkPreferenceKey(key string) error {
	if key == "" || text.Check(key) != nil {
		return ErrInvalidParameter.Refuse("Cannot parse parameter key as String: empty or not valid text")
	}
	return nil
}

func notSet(userID int64, key string) error {
	return ErrNotFound.Refuse("Preference %s is not set for user %d", text.Clip(key), userID)
}

type preferences struct{ *core }

func (s preferences) List(ctx context.Context, userID int64) ([]Preference, error) {
	return view(ctx, s.core, func(tx store.ReadTx) ([]Preference, error) {
		u, err := getUser(ctx, tx, userID)
		if err != nil {
			return nil, err
		}
		return listOf(u.Preferences), nil
	})
}

func (s preferences) Get(ctx context.Context, userID int64, key string) (Preference, error) {
	return view(ctx, s.core, func(tx store.ReadTx) (Preference, error) {
		u, err := getUser(ctx, tx, userID)
		if err != nil {
			return Preference{}, err
		}
		i := u.preference(key)
		if i < 0 {
			return Preference{}, notSet(userID, key)
		}
		return u.Preferences[i], nil
	})
}

// preference returns the place of a preference, or -1.
func (u *userRow) preference(key string) int {
	return slices.IndexFunc(u.Preferences, func(p Preference) bool { return p.Key == key })
}

func (s preferences) Create(ctx context.Context, userID int64, p Preference) error {
	if err := p.check(); err != nil {
		return err
	}
	return s.change(ctx, userID, func(u *userRow) error {
		if u.preference(p.Key) >= 0 {
			return ErrConflict.Refuse("Preference %s is already set for user %d", text.Clip(p.Key), userID)
		}
		u.Preferences = append(u.Preferences, p)
		return nil
	})
}

func (s preferences) Update(ctx context.Context, userID int64, p Preference) error {
	if err := p.check(); err != nil {
		return err
	}
	return s.changeOne(ctx, userID, p.Key, func(u *userRow, i int) { u.Preferences[i] = p })
}

func (s preferences) Delete(ctx context.Context, userID int64, key string) error {
	return s.changeOne(ctx, userID, key, func(u *userRow, i int) {
		u.Preferences = slices.Delete(u.Preferences, i, i+1)
	})
}

func (s preferences) changeOne(ctx context.Context, userID int64, key string, change func(*userRow, int)) error {
	return s.change(ctx, userID, func(u *userRow) error {
		i := u.preference(key)
		if i < 0 {
			return notSet(userID, key)
		}
		change(u, i)
		return nil
	})
}

func (s preferences) change(ctx context.Context, userID int64, fn func(*userRow) error) error {
	return change(ctx, s.core, func(tx store.Tx) error { return updateUser(ctx, tx, userID, fn) })
}
