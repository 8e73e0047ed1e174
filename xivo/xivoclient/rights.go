package xivoclient

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

type rights struct{ *client }

// errNobody is what the service says of the empty login, which nobody has and no path
// can have.
var errNobody = xivo.ErrNotFound.Refuse("User not found")

func (s rights) Profiles(ctx context.Context) ([]xivo.Profile, error) {
	return list[xivowire.Profile](ctx, s.client, request(xivo.ListProfiles))
}

func (s rights) Get(ctx context.Context, login string) (xivo.Rights, error) {
	if login == "" {
		return xivo.Rights{}, errNobody
	}
	return get[xivowire.Rights](ctx, s.client, request(xivo.GetUserRights, login))
}

// Set may be sent again: it replaces everything.
func (s rights) Set(ctx context.Context, login string, in xivo.Rights) (xivo.Rights, error) {
	if login == "" {
		return xivo.Rights{}, errNobody
	}
	r := request(xivo.SetUserRights, login)
	r.Repeatable = true
	return sendOr[xivowire.Rights](ctx, s.client, r, xivowire.NewRights(in), in)
}

func (s rights) Delete(ctx context.Context, login string) error {
	if login == "" {
		return errNobody
	}
	return s.do(ctx, request(xivo.DeleteUserProfile, login))
}
