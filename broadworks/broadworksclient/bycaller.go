package broadworksclient

import (
	"context"

	"github.com/pbxkit/pbxkit/broadworks"
)

// ByCaller returns a service that passes each call on to the service of its caller,
// such as a client with the caller's credential. It asks open for every call, so that
// open is where clients are kept. A login is nobody's call: it is passed on to the
// service of the zero Caller. Auth, Audit and Seed are nil: who is let in is the
// application's decision.
func ByCaller(open func(ctx context.Context, caller broadworks.Caller) (*broadworks.Service, error)) *broadworks.Service {
	by := byCaller(open)
	return &broadworks.Service{
		Sessions:         callersSessions{by},
		MusicOnHold:      callersMusic{by},
		GroupMusicOnHold: callersGroupMusic{by},
		Announcements:    callersAnnouncements{by},
	}
}

type byCaller func(context.Context, broadworks.Caller) (*broadworks.Service, error)

// pass passes a call on.
func pass[V any](ctx context.Context, open byCaller, caller broadworks.Caller, call func(*broadworks.Service) (V, error)) (V, error) {
	svc, err := open(ctx, caller)
	if err != nil {
		var zero V
		return zero, err
	}
	return call(svc)
}

type callersSessions struct{ byCaller }

func (s callersSessions) Login(ctx context.Context, username, password string) (broadworks.Session, error) {
	return pass(ctx, s.byCaller, broadworks.Caller{}, func(svc *broadworks.Service) (broadworks.Session, error) {
		return svc.Sessions.Login(ctx, username, password)
	})
}

func (s callersSessions) Info(ctx context.Context, caller broadworks.Caller) (broadworks.Caller, error) {
	return pass(ctx, s.byCaller, caller, func(svc *broadworks.Service) (broadworks.Caller, error) {
		return svc.Sessions.Info(ctx, caller)
	})
}

type callersMusic struct{ byCaller }

func (s callersMusic) Get(ctx context.Context, caller broadworks.Caller, user broadworks.UserRef) (broadworks.MusicOnHold, error) {
	return pass(ctx, s.byCaller, caller, func(svc *broadworks.Service) (broadworks.MusicOnHold, error) {
		return svc.MusicOnHold.Get(ctx, caller, user)
	})
}

func (s callersMusic) Update(ctx context.Context, caller broadworks.Caller, user broadworks.UserRef, in broadworks.MusicOnHoldInput) (broadworks.MusicOnHold, error) {
	return pass(ctx, s.byCaller, caller, func(svc *broadworks.Service) (broadworks.MusicOnHold, error) {
		return svc.MusicOnHold.Update(ctx, caller, user, in)
	})
}

type callersGroupMusic struct{ byCaller }

func (s callersGroupMusic) Get(ctx context.Context, caller broadworks.Caller, group broadworks.GroupRef) (broadworks.GroupMusicOnHold, error) {
	return pass(ctx, s.byCaller, caller, func(svc *broadworks.Service) (broadworks.GroupMusicOnHold, error) {
		return svc.GroupMusicOnHold.Get(ctx, caller, group)
	})
}

func (s callersGroupMusic) Update(ctx context.Context, caller broadworks.Caller, group broadworks.GroupRef, in broadworks.GroupMusicOnHoldInput) (broadworks.GroupMusicOnHold, error) {
	return pass(ctx, s.byCaller, caller, func(svc *broadworks.Service) (broadworks.GroupMusicOnHold, error) {
		return svc.GroupMusicOnHold.Update(ctx, caller, group, in)
	})
}

type callersAnnouncements struct{ byCaller }

func (s callersAnnouncements) ListGroup(ctx context.Context, caller broadworks.Caller, group broadworks.GroupRef) (broadworks.Repository, error) {
	return pass(ctx, s.byCaller, caller, func(svc *broadworks.Service) (broadworks.Repository, error) {
		return svc.Announcements.ListGroup(ctx, caller, group)
	})
}

func (s callersAnnouncements) ListUser(ctx context.Context, caller broadworks.Caller, user broadworks.UserRef) (broadworks.Repository, error) {
	return pass(ctx, s.byCaller, caller, func(svc *broadworks.Service) (broadworks.Repository, error) {
		return svc.Announcements.ListUser(ctx, caller, user)
	})
}
