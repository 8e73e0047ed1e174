package xivohttp

import (
	"context"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/xivo"
)

// services are a user's services on the wire. The answer to a GET has all of
// them, the answer to a PUT those that were sent.
type services struct {
	DNDEnabled    *bool    `json:"dndEnabled,omitempty"`
	Busy          *forward `json:"busy,omitempty"`
	NoAnswer      *forward `json:"noanswer,omitempty"`
	Unconditional *forward `json:"unconditional,omitempty"`
}

type forward struct {
	Enabled     bool   `json:"enabled"`
	Destination string `json:"destination"`
}

func wireServices(s xivo.Services) services {
	busy, noAnswer, unconditional := forward(s.Busy), forward(s.NoAnswer), forward(s.Unconditional)
	return services{&s.DNDEnabled, &busy, &noAnswer, &unconditional}
}

// only keeps the services that a request named.
func (s services) only(in xivo.ServicesInput) services {
	if in.DNDEnabled == nil {
		s.DNDEnabled = nil
	}
	if in.Busy == nil {
		s.Busy = nil
	}
	if in.NoAnswer == nil {
		s.NoAnswer = nil
	}
	if in.Unconditional == nil {
		s.Unconditional = nil
	}
	return s
}

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
	return wireServices(s), err
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
	return wireServices(s).only(in), err
}
