package xivo

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/internal/text"
	"github.com/pbxkit/pbxkit/store"
)

// RightsService is the chapter "Profiles". Assumed: the methods that take a login
// return ErrNotFound if no user has it, or if that user has no profile.
type RightsService interface {
	// Profiles returns the users who have a login and a profile, by id of
	// the user (GET /1.0/users).
	Profiles(ctx context.Context) ([]Profile, error)

	// Get returns a user's profile and rights (GET /1.0/rights/user/:login).
	Get(ctx context.Context, login string) (Rights, error)

	// Set replaces a user's profile and rights, or gives the user the first
	// ones, and returns what is stored (POST /1.0/rights/user/:login). All of
	// it is assumed: the reference shows a request and no answer.
	Set(ctx context.Context, login string, r Rights) (Rights, error)

	// Delete takes a user's profile and rights away
	// (DELETE /1.0/rights/user/:login).
	Delete(ctx context.Context, login string) error
}

// ProfileType is what a user may be.
type ProfileType string

// The profiles of the reference.
const (
	ProfileAdmin      ProfileType = "admin"
	ProfileSupervisor ProfileType = "supervisor"
	ProfileTeacher    ProfileType = "teacher"
)

// Profile is a user who has a profile.
type Profile struct {
	Name      string // the last name
	FirstName string
	Login     string
	Profile   ProfileType
}

// Rights are a profile and what it allows.
type Rights struct {
	Type ProfileType `json:"type"`
	Data RightsData  `json:"data,omitzero"`
}

// RightsData is what a profile allows. An admin has none of it (assumed), a
// teacher the three lists. In a request, nil stands for the default: an empty
// list (assumed), access to recordings but not to dissuasions. Ids are kept in
// their order and, but for negative ones, not checked (assumed).
type RightsData struct {
	QueueIDs         []int64 `json:"queueIds,omitzero"`
	GroupIDs         []int64 `json:"groupIds,omitzero"`
	IncallIDs        []int64 `json:"incallIds,omitzero"`
	RecordingAccess  *bool   `json:"recordingAccess,omitempty"`  // supervisors only
	DissuasionAccess *bool   `json:"dissuasionAccess,omitempty"` // supervisors only

	// Extra are members that the reference does not describe. They are kept
	// and returned as they were sent, because the product knows of more, such
	// as a teacher's period (assumed).
	Extra map[string]json.RawMessage `json:"extra,omitempty"`
}

func (r Rights) clone() Rights {
	d := &r.Data
	d.QueueIDs, d.GroupIDs, d.IncallIDs = slices.Clone(d.QueueIDs), slices.Clone(d.GroupIDs), slices.Clone(d.IncallIDs)
	d.RecordingAccess, d.DissuasionAccess = clonePtr(d.RecordingAccess), clonePtr(d.DissuasionAccess)
	d.Extra = maps.Clone(d.Extra)
	for name, value := range d.Extra {
		d.Extra[name] = slices.Clone(value)
	}
	return r
}

func clonePtr[V any](p *V) *V {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// normalize checks rights and completes them: with the defaults of the profile,
// and without what does not apply to it.
func (r Rights) normalize() (Rights, error) {
	d := r.Data
	for _, ids := range []struct {
		member string
		list   []int64
	}{{"queueIds", d.QueueIDs}, {"groupIds", d.GroupIDs}, {"incallIds", d.IncallIDs}} {
		if slices.ContainsFunc(ids.list, func(id int64) bool { return id < 0 }) {
			return r, invalid("data."+ids.member, "ids must not be negative")
		}
	}
	for name, value := range d.Extra {
		if !json.Valid(value) || deeperThan(value, maxExtraDepth) {
			return r, invalid("data."+text.Clip(name), "expected JSON of at most %d levels", maxExtraDepth)
		}
	}
	switch r.Type {
	case ProfileAdmin:
		r.Data = RightsData{Extra: d.Extra}
	case ProfileTeacher:
		r.Data = RightsData{QueueIDs: notNil(d.QueueIDs), GroupIDs: notNil(d.GroupIDs), IncallIDs: notNil(d.IncallIDs), Extra: d.Extra}
	case ProfileSupervisor:
		r.Data = RightsData{
			QueueIDs: notNil(d.QueueIDs), GroupIDs: notNil(d.GroupIDs), IncallIDs: notNil(d.IncallIDs),
			RecordingAccess: orDefault(d.RecordingAccess, true), DissuasionAccess: orDefault(d.DissuasionAccess, false),
			Extra: d.Extra,
		}
	default:
		return r, invalid("type", "expected admin, supervisor or teacher")
	}
	return r.clone(), nil
}

// maxExtraDepth keeps members that are stored as they were sent from becoming too
// deep for encoding/json once they lie inside a dump.
const maxExtraDepth = 100

// deeperThan reports whether JSON lies in more levels of arrays and objects.
func deeperThan(value json.RawMessage, most int) bool {
	depth, quoted := 0, false
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case quoted && c == '\\':
			i++ // what is escaped, a quote perhaps
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			if depth++; depth > most {
				return true
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	return false
}

func orDefault[V any](p *V, def V) *V {
	if p == nil {
		return &def
	}
	return p
}

type rights struct{ *core }

func (s rights) Profiles(ctx context.Context) ([]Profile, error) {
	has := filter.And{filter.Cmp{Field: "login", Op: filter.NotNull}, filter.Cmp{Field: "profile", Op: filter.NotNull}}
	return view(ctx, s.core, func(tx store.ReadTx) ([]Profile, error) {
		all, err := userTable.All(ctx, tx, has)
		return viewAll(all, (*userRow).profile), err
	})
}

func (u *userRow) profile() Profile {
	return Profile{Name: u.LastName, FirstName: u.FirstName, Login: u.Login, Profile: u.Rights.Type}
}

func (s rights) Get(ctx context.Context, login string) (Rights, error) {
	return view(ctx, s.core, func(tx store.ReadTx) (Rights, error) {
		u, err := userWithProfile(ctx, tx, login)
		if err != nil {
			return Rights{}, err
		}
		return *u.Rights, nil
	})
}

func (s rights) Set(ctx context.Context, login string, r Rights) (Rights, error) {
	r, err := r.normalize()
	if err != nil {
		return Rights{}, err
	}
	return update(ctx, s.core, func(tx store.Tx) (Rights, error) {
		u, err := userWithLogin(ctx, tx, login)
		if err != nil {
			return Rights{}, err
		}
		u.Rights = &r
		return r, userTable.Replace(ctx, tx, u)
	})
}

func (s rights) Delete(ctx context.Context, login string) error {
	return change(ctx, s.core, func(tx store.Tx) error {
		u, err := userWithProfile(ctx, tx, login)
		if err != nil {
			return err
		}
		u.Rights = nil
		return userTable.Replace(ctx, tx, u)
	})
}

func userWithLogin(ctx context.Context, tx store.ReadTx, login string) (*userRow, error) {
	u, err := userByLogin.Get(ctx, tx, login)
	if errors.Is(err, store.ErrNotFound) {
		return nil, errUserNotFound
	}
	return u, err
}

func userWithProfile(ctx context.Context, tx store.ReadTx, login string) (*userRow, error) {
	u, err := userWithLogin(ctx, tx, login)
	if err == nil && u.Rights == nil {
		return nil, ErrNotFound.Refuse("No profile for user %s", text.Clip(login))
	}
	return u, err
}
