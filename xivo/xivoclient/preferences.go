package xivoclient

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

type preferences struct{ *client }

// errKey is what the service says of a key that cannot be part of a path.
var errKey = xivo.ErrInvalidParameter.Refuse("Cannot parse parameter key as String: empty or not valid text")

func (s preferences) List(ctx context.Context, userID int64) ([]xivo.Preference, error) {
	return list[xivowire.Preference](ctx, s.client, request(xivo.ListUserPreferences, number(userID)))
}

func (s preferences) Get(ctx context.Context, userID int64, key string) (xivo.Preference, error) {
	if key == "" {
		return xivo.Preference{}, errKey
	}
	p, err := get[xivowire.Preference](ctx, s.client, request(xivo.GetUserPreference, number(userID), key))
	if err == nil {
		p.Key = key
	}
	return p, err
}

func (s preferences) Create(ctx context.Context, userID int64, p xivo.Preference) error {
	return s.put(ctx, xivo.CreateUserPreference, userID, p)
}

func (s preferences) Update(ctx context.Context, userID int64, p xivo.Preference) error {
	return s.put(ctx, xivo.UpdateUserPreference, userID, p)
}

func (s preferences) put(ctx context.Context, op xivo.Operation, userID int64, p xivo.Preference) error {
	if p.Key == "" {
		return errKey
	}
	body := xivowire.NewPreference(p)
	body.Key = "" // it is in the path
	return s.tell(ctx, request(op, number(userID), p.Key), body)
}

func (s preferences) Delete(ctx context.Context, userID int64, key string) error {
	if key == "" {
		return errKey
	}
	return s.do(ctx, request(xivo.DeleteUserPreference, number(userID), key))
}
