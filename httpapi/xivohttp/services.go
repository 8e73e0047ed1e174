package xivohttp

import (
	"context"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

func forwardInput(o *rest.Object) *xivo.ForwardInput {
	if o == nil {
		return nil
	}
	return &xivo.ForwardInput{Enabled: o.OptBool("enabled"), Destination: o.OptString("destination")}
}

func getServices(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	if c.err != nil {
		return nil, nil
	}
	s, err := svc.Services.Get(ctx, id)
	return xivowire.NewServices(s), err
}

func updateServices(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	o := c.object()
	in := xivo.ServicesInput{
		DNDEnabled:    o.OptBool("dndEnabled"),
		Busy:          forwardInput(o.Object("busy")),
		NoAnswer:      forwardInput(o.Object("noanswer")),
		Unconditional: forwardInput(o.Object("unconditional")),
	}
	if c.failed(o) {
		return nil, nil
	}
	s, err := svc.Services.Update(ctx, id, in)
	return xivowire.NewServices(s).Only(in), err
}
