package xivoclient

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

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
