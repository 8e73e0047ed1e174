package xivoclient

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/remote"
	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

type users struct{ *client }

func (s users) List(ctx context.Context) ([]xivo.User, error) {
	return list[xivowire.User](ctx, s.client, request(xivo.ListUsers))
}

func (s users) Find(ctx context.Context, in xivo.Find) (xivo.Page[xivo.User], error) {
	return find[xivowire.User](ctx, s.client, xivo.FindUsers, in)
}

func (s users) Contacts(ctx context.Context) ([]xivo.Contact, error) {
	return list[xivowire.Contact](ctx, s.client, request(xivo.ListContacts))
}

func (s users) Validate(ctx context.Context, username, password string) error {
	r := request(xivo.ValidateUser)
	r.Secrets = remote.Secret(password)
	return s.tell(ctx, r, xivowire.Login{Username: username, Password: password})
}
