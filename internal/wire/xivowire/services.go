package xivowire

import (
	"slices"

	"github.com/pbxkit/pbxkit/xivo"
)

// Services are a user's services. The answer to a GET has all of them, the answer to a
// PUT those that were sent.
type Services struct {
	DNDEnabled    *bool    `json:"dndEnabled,omitempty"`
	Busy          *Forward `json:"busy,omitempty"`
	NoAnswer      *Forward `json:"noanswer,omitempty"`
	Unconditional *Forward `json:"unconditional,omitempty"`
}

// Forward is a forward, as answers have it.
type Forward struct {
	Enabled     bool   `json:"enabled"`
	Destination string `json:"destination"`
}

func NewServices(s xivo.Services) Services {
	busy, noAnswer, unconditional := Forward(s.Busy), Forward(s.NoAnswer), Forward(s.Unconditional)
	return Services{&s.DNDEnabled, &busy, &noAnswer, &unconditional}
}

func (s Services) Record() xivo.Services {
	return xivo.Services{
		DNDEnabled: orZero(s.DNDEnabled), Busy: xivo.Forward(orZero(s.Busy)),
		NoAnswer: xivo.Forward(orZero(s.NoAnswer)), Unconditional: xivo.Forward(orZero(s.Unconditional)),
	}
}

func orZero[V any](p *V) (v V) {
	if p != nil {
		v = *p
	}
	return v
}

// Complete reports whether all services are there.
func (s Services) Complete() bool {
	return s.DNDEnabled != nil && !slices.Contains([]*Forward{s.Busy, s.NoAnswer, s.Unconditional}, nil)
}

// Only returns the services that a request named.
func (s Services) Only(in xivo.ServicesInput) Services {
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

// ServicesInput is the request of UpdateUserServices.
type ServicesInput struct {
	DNDEnabled    *bool         `json:"dndEnabled,omitempty"`
	Busy          *ForwardInput `json:"busy,omitempty"`
	NoAnswer      *ForwardInput `json:"noanswer,omitempty"`
	Unconditional *ForwardInput `json:"unconditional,omitempty"`
}

// ForwardInput is a forward, as requests have it.
type ForwardInput struct {
	Enabled     *bool   `json:"enabled,omitempty"`
	Destination *string `json:"destination,omitempty"`
}

func NewServicesInput(in xivo.ServicesInput) ServicesInput {
	return ServicesInput{
		in.DNDEnabled, (*ForwardInput)(in.Busy), (*ForwardInput)(in.NoAnswer), (*ForwardInput)(in.Unconditional),
	}
}
