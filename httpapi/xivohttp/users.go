package xivohttp

import (
	"context"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

func listUsers(ctx context.Context, svc *xivo.Service, _ *call) (any, error) {
	list, err := svc.Users.List(ctx)
	return wire.List(list, xivowire.NewUser), err
}

func findUsers(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	return find(ctx, c, svc.Users.Find, xivowire.NewUser)
}

func listContacts(ctx context.Context, svc *xivo.Service, _ *call) (any, error) {
	list, err := svc.Users.Contacts(ctx)
	return wire.List(list, xivowire.NewContact), err
}

func validateUser(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	o := c.object()
	username, password := o.String("username"), o.String("password")
	if c.failed(o) {
		return nil, nil
	}
	return noContent{}, svc.Users.Validate(ctx, username, password)
}

func lineInput(o *rest.Object) xivo.LineInput {
	return xivo.LineInput{
		LineType:  xivo.LineType(o.String("lineType")),
		Extension: o.String("extension"),
		Context:   o.String("context"),
		Site:      o.String("site"),
		Device:    o.OptString("device"),
		LineNum:   o.OptInt("lineNum"),
	}
}

func getLine(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	if c.err != nil {
		return nil, nil
	}
	l, err := svc.Lines.Get(ctx, id)
	return xivowire.NewLine(l), err
}

func createLine(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	return putLine(ctx, c, svc.Lines.Create)
}

func updateLine(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	return putLine(ctx, c, svc.Lines.Update)
}

func putLine(ctx context.Context, c *call, put func(context.Context, int64, xivo.LineInput) (xivo.Line, error)) (any, error) {
	id := c.id()
	o := c.object()
	in := lineInput(o)
	if c.failed(o) {
		return nil, nil
	}
	l, err := put(ctx, id, in)
	return xivowire.NewLine(l), err
}

func deleteLine(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	if c.err != nil {
		return nil, nil
	}
	return noContent{}, svc.Lines.Delete(ctx, id)
}
