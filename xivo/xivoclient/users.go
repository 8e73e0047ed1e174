package xivoclient

import (
	"context"

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
	return s.tell(ctx, request(xivo.ValidateUser), xivowire.Login{Username: username, Password: password})
}

type lines struct{ *client }

func (s lines) Get(ctx context.Context, userID int64) (xivo.Line, error) {
	return get[xivowire.Line](ctx, s.client, request(xivo.GetUserLine, number(userID)))
}

func (s lines) Create(ctx context.Context, userID int64, in xivo.LineInput) (xivo.Line, error) {
	return send[xivowire.Line](ctx, s.client, request(xivo.CreateUserLine, number(userID)), xivowire.NewLineInput(in))
}

func (s lines) Update(ctx context.Context, userID int64, in xivo.LineInput) (xivo.Line, error) {
	return send[xivowire.Line](ctx, s.client, request(xivo.UpdateUserLine, number(userID)), xivowire.NewLineInput(in))
}

func (s lines) Delete(ctx context.Context, userID int64) error {
	return s.do(ctx, request(xivo.DeleteUserLine, number(userID)))
}

type services struct{ *client }

func (s services) Get(ctx context.Context, userID int64) (xivo.Services, error) {
	return get[xivowire.Services](ctx, s.client, request(xivo.GetUserServices, number(userID)))
}

// Update asks for all services afterwards, unless the answer has them: it shows those
// only that were sent. Another client may have changed the others in between.
func (s services) Update(ctx context.Context, userID int64, in xivo.ServicesInput) (xivo.Services, error) {
	r, err := withJSON(request(xivo.UpdateUserServices, number(userID)), xivowire.NewServicesInput(in))
	if err != nil {
		return xivo.Services{}, err
	}
	a, err := s.Do(ctx, r)
	if err != nil {
		return xivo.Services{}, err
	}
	var w xivowire.Services
	if a.JSON(false, &w) == nil && w.Complete() {
		return w.Record(), nil
	}
	return s.Get(ctx, userID)
}

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
