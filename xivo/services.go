package xivo

import (
	"context"

	"github.com/pbxkit/pbxkit/store"
)

// ServicesService is the chapter "User services": do not disturb and forwards.
type ServicesService interface {
	// Get returns a user's services (GET /2.0/users/:id/services), or
	// ErrNotFound (assumed).
	Get(ctx context.Context, userID int64) (Services, error)

	// Update changes the services that are not nil and returns all of them
	// (PUT /2.0/users/:id/services), or ErrNotFound (assumed). The vendor's
	// answer shows those only that were sent.
	Update(ctx context.Context, userID int64, in ServicesInput) (Services, error)
}

// Services are a user's services.
type Services struct {
	DNDEnabled    bool    `json:"dndEnabled,omitempty"`
	Busy          Forward `json:"busy,omitzero"`
	NoAnswer      Forward `json:"noanswer,omitzero"`
	Unconditional Forward `json:"unconditional,omitzero"`
}

// Forward is where calls go in some condition.
type Forward struct {
	Enabled     bool   `json:"enabled,omitempty"`
	Destination string `json:"destination,omitempty"`
}

// ServicesInput is what a request says about services; nil leaves one as it is.
type ServicesInput struct {
	DNDEnabled    *bool
	Busy          *ForwardInput
	NoAnswer      *ForwardInput
	Unconditional *ForwardInput
}

// ForwardInput is what a request says about a forward. Assumed: the half that is
// nil stays as it is, and a forward without a destination can be enabled.
type ForwardInput struct {
	Enabled     *bool
	Destination *string
}

func (in ServicesInput) check() error {
	for _, f := range []struct {
		name  string
		input *ForwardInput
	}{{"busy", in.Busy}, {"noanswer", in.NoAnswer}, {"unconditional", in.Unconditional}} {
		if f.input != nil && f.input.Destination != nil {
			if err := checkText(f.name+".destination", *f.input.Destination); err != nil {
				return err
			}
		}
	}
	return nil
}

func (in ServicesInput) apply(s *Services) {
	set(&s.DNDEnabled, in.DNDEnabled)
	in.Busy.apply(&s.Busy)
	in.NoAnswer.apply(&s.NoAnswer)
	in.Unconditional.apply(&s.Unconditional)
}

func (in *ForwardInput) apply(f *Forward) {
	if in != nil {
		set(&f.Enabled, in.Enabled)
		set(&f.Destination, in.Destination)
	}
}

// set changes a value if there is a new one.
func set[V any](value, to *V) {
	if to != nil {
		*value = *to
	}
}

type services struct{ *core }

func (s services) Get(ctx context.Context, userID int64) (Services, error) {
	return view(ctx, s.core, func(tx store.ReadTx) (Services, error) {
		u, err := getUser(ctx, tx, userID)
		if err != nil {
			return Services{}, err
		}
		return u.Services, nil
	})
}

func (s services) Update(ctx context.Context, userID int64, in ServicesInput) (Services, error) {
	if err := in.check(); err != nil {
		return Services{}, err
	}
	return update(ctx, s.core, func(tx store.Tx) (result Services, err error) {
		err = updateUser(ctx, tx, userID, func(u *userRow) error {
			in.apply(&u.Services)
			result = u.Services
			return nil
		})
		return result, err
	})
}
