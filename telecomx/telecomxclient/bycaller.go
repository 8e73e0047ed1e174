package telecomxclient

import (
	"context"

	"github.com/pbxkit/pbxkit/telecomx"
)

// ByCaller returns a service for an application that holds several accounts: it passes
// each call to the service that open returns for its caller. Logins and Validate, which
// have no caller, go to the service of the zero Caller. Open is called for every call,
// by several goroutines at once: it should keep the services that it has made.
//
// A caller below the level PERSONAL may do nothing, and no credential stands for one:
// its calls are refused with ErrAccessDenied, as the engine does, and open is not asked.
// Auth and Seed are nil; who opens a handler of the service is the application's
// decision.
func ByCaller(open func(context.Context, telecomx.Caller) (*telecomx.Service, error)) *telecomx.Service {
	by := byCaller{open}
	return &telecomx.Service{Sessions: callerSessions{by}, Settings: callerSettings{by}, MusicOnHold: callerMusic{by}}
}

type byCaller struct {
	open func(context.Context, telecomx.Caller) (*telecomx.Service, error)
}

// of returns the service of a caller who may do something.
func (b byCaller) of(ctx context.Context, caller telecomx.Caller) (*telecomx.Service, error) {
	if !caller.Level.AtLeast(telecomx.Personal) {
		return nil, telecomx.ErrAccessDenied
	}
	return b.open(ctx, caller)
}

// call passes on a call that has a result.
func call[R any](svc *telecomx.Service, err error, do func(*telecomx.Service) (R, error)) (result R, _ error) {
	if err != nil {
		return result, err
	}
	return do(svc)
}

type callerSessions struct{ byCaller }

func (s callerSessions) Login(ctx context.Context, in telecomx.LoginInput) (telecomx.Session, error) {
	svc, err := s.open(ctx, telecomx.Caller{})
	return call(svc, err, func(svc *telecomx.Service) (telecomx.Session, error) { return svc.Sessions.Login(ctx, in) })
}

func (s callerSessions) Validate(ctx context.Context, token string) (telecomx.Identity, error) {
	svc, err := s.open(ctx, telecomx.Caller{})
	return call(svc, err, func(svc *telecomx.Service) (telecomx.Identity, error) { return svc.Sessions.Validate(ctx, token) })
}

func (s callerSessions) Logout(ctx context.Context, caller telecomx.Caller) error {
	svc, err := s.of(ctx, caller)
	if err != nil {
		return err
	}
	return svc.Sessions.Logout(ctx, caller)
}

type callerSettings struct{ byCaller }

func (s callerSettings) Get(ctx context.Context, caller telecomx.Caller, customer string) (telecomx.CustomerSettings, error) {
	svc, err := s.of(ctx, caller)
	return call(svc, err, func(svc *telecomx.Service) (telecomx.CustomerSettings, error) {
		return svc.Settings.Get(ctx, caller, customer)
	})
}

func (s callerSettings) Update(ctx context.Context, caller telecomx.Caller, customer string, in telecomx.SettingsInput) (telecomx.CustomerSettings, error) {
	svc, err := s.of(ctx, caller)
	return call(svc, err, func(svc *telecomx.Service) (telecomx.CustomerSettings, error) {
		return svc.Settings.Update(ctx, caller, customer, in)
	})
}

type callerMusic struct{ byCaller }

func (s callerMusic) List(ctx context.Context, caller telecomx.Caller, q telecomx.MusicQuery) (telecomx.MusicPage, error) {
	svc, err := s.of(ctx, caller)
	return call(svc, err, func(svc *telecomx.Service) (telecomx.MusicPage, error) { return svc.MusicOnHold.List(ctx, caller, q) })
}

func (s callerMusic) Get(ctx context.Context, caller telecomx.Caller, id string) (telecomx.MusicOnHold, error) {
	svc, err := s.of(ctx, caller)
	return call(svc, err, func(svc *telecomx.Service) (telecomx.MusicOnHold, error) { return svc.MusicOnHold.Get(ctx, caller, id) })
}

func (s callerMusic) Create(ctx context.Context, caller telecomx.Caller, in telecomx.MusicInput) (telecomx.MusicOnHold, error) {
	svc, err := s.of(ctx, caller)
	return call(svc, err, func(svc *telecomx.Service) (telecomx.MusicOnHold, error) {
		return svc.MusicOnHold.Create(ctx, caller, in)
	})
}

func (s callerMusic) Update(ctx context.Context, caller telecomx.Caller, id string, in telecomx.MusicInput) (telecomx.MusicOnHold, error) {
	svc, err := s.of(ctx, caller)
	return call(svc, err, func(svc *telecomx.Service) (telecomx.MusicOnHold, error) {
		return svc.MusicOnHold.Update(ctx, caller, id, in)
	})
}

func (s callerMusic) Delete(ctx context.Context, caller telecomx.Caller, id string) error {
	svc, err := s.of(ctx, caller)
	if err != nil {
		return err
	}
	return svc.MusicOnHold.Delete(ctx, caller, id)
}
