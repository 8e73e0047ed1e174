package broadworks

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/text"
	"github.com/pbxkit/pbxkit/store"
)

// MusicOnHoldService is the chapter "Music On Hold" of users.
type MusicOnHoldService interface {
	// Get returns a user's music (GET
	// /tenants/:tenant_id/groups/:group_id/users/:user_id/services/music_on_hold/),
	// ErrNotFound, or ErrNotAssigned if the user does not have the service
	// (assumed after sibling services).
	Get(ctx context.Context, caller Caller, user UserRef) (MusicOnHold, error)

	// Update changes what in names and returns what Get now would (PUT to the
	// same path). It is refused as Get is, and with ErrFailedToUpdate.
	Update(ctx context.Context, caller Caller, user UserRef, in MusicOnHoldInput) (MusicOnHold, error)
}

// MusicOnHold is what a user's callers hear while they wait. Assumed: the
// internal source is always there, whether or not it is used, and a user starts
// with the music of the group.
type MusicOnHold struct {
	IsActive                           bool   `json:"isActive"`
	Source                             Source `json:"source"`
	UseAlternateSourceForInternalCalls bool   `json:"useAlternateSourceForInternalCalls"`
	InternalSource                     Source `json:"internalSource"`
}

// MusicOnHoldInput is what a request says about a user's music; nil leaves a
// member as it is.
type MusicOnHoldInput struct {
	IsActive                           *bool        `json:"isActive,omitempty"`
	Source                             *SourceInput `json:"source,omitempty"`
	UseAlternateSourceForInternalCalls *bool        `json:"useAlternateSourceForInternalCalls,omitempty"`
	InternalSource                     *SourceInput `json:"internalSource,omitempty"`
}

func defaultMusicOnHold() MusicOnHold {
	return MusicOnHold{Source: Source{Selection: SelectGroup}, InternalSource: Source{Selection: SelectGroup}}
}

// input returns what makes the music of the default one.
func (m MusicOnHold) input() *MusicOnHoldInput {
	return &MusicOnHoldInput{&m.IsActive, m.Source.input(), &m.UseAlternateSourceForInternalCalls, m.InternalSource.input()}
}

type musicOnHold struct{ *core }

func (s musicOnHold) Get(ctx context.Context, caller Caller, user UserRef) (MusicOnHold, error) {
	if err := s.permit(caller, GetUserMusicOnHold, user); err != nil {
		return MusicOnHold{}, err
	}
	return view(ctx, s.core, func(tx store.ReadTx) (MusicOnHold, error) {
		u, err := getSubscriber(ctx, tx, user)
		if err != nil {
			return MusicOnHold{}, err
		}
		return u.MusicOnHold, nil
	})
}

func (s musicOnHold) Update(ctx context.Context, caller Caller, user UserRef, in MusicOnHoldInput) (MusicOnHold, error) {
	if err := s.permit(caller, UpdateUserMusicOnHold, user); err != nil {
		return MusicOnHold{}, err
	}
	return update(ctx, s.core, func(tx store.Tx) (MusicOnHold, error) {
		u, err := getSubscriber(ctx, tx, user)
		if err != nil {
			return MusicOnHold{}, err
		}
		if err := s.changeMusic(u, in); err != nil {
			return MusicOnHold{}, err
		}
		return u.MusicOnHold, userTable.Replace(ctx, tx, u)
	})
}

// getSubscriber returns a user who has the service.
func getSubscriber(ctx context.Context, tx store.ReadTx, ref UserRef) (*userRow, error) {
	u, err := getUser(ctx, tx, ref)
	if err == nil && u.Unassigned {
		return nil, ErrNotAssigned.Refuse("user '%s' does not have Music On Hold", text.Clip(ref.UserID))
	}
	return u, err
}

// changeMusic merges what a request says into a user's music, member by member,
// and judges the result.
func (c *core) changeMusic(u *userRow, in MusicOnHoldInput) error {
	music := &u.MusicOnHold
	m := mixer{u.Announcements, userSelections}
	set(&music.IsActive, in.IsActive)
	set(&music.UseAlternateSourceForInternalCalls, in.UseAlternateSourceForInternalCalls)
	if err := m.apply("source", &music.Source, in.Source); err != nil {
		return err
	}
	if err := m.apply("internalSource", &music.InternalSource, in.InternalSource); err != nil {
		return err
	}
	if err := c.checkCustom("source", music.Source); err != nil {
		return err
	}
	return c.checkCustom("internalSource", music.InternalSource)
}
