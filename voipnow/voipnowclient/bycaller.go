package voipnowclient

import (
	"context"

	"github.com/pbxkit/pbxkit/voipnow"
)

// ByCaller returns a service that passes each call to the service of its caller, for who
// holds the credentials of several accounts: a client is one account only. It asks of for
// each call, which may come from several goroutines, and should keep the clients it has
// made. An error of it comes back as it is; ErrAccessDenied fits a caller that there is no
// credential for.
//
// Auth and Seed are nil: who may open a proxy of several accounts is yours to say.
func ByCaller(of func(ctx context.Context, caller voipnow.Caller) (*voipnow.Service, error)) *voipnow.Service {
	return &voipnow.Service{Calls: byCaller(of)}
}

type byCaller func(context.Context, voipnow.Caller) (*voipnow.Service, error)

// pass passes a call on.
func pass[R any](ctx context.Context, of byCaller, caller voipnow.Caller, call func(voipnow.CallService) (R, error)) (result R, err error) {
	svc, err := of(ctx, caller)
	if err != nil {
		return result, err
	}
	return call(svc.Calls)
}

func (of byCaller) Check(ctx context.Context, caller voipnow.Caller, ref voipnow.Ref) error {
	_, err := pass(ctx, of, caller, func(s voipnow.CallService) (struct{}, error) { return struct{}{}, s.Check(ctx, caller, ref) })
	return err
}

func (of byCaller) OnHold(ctx context.Context, caller voipnow.Caller, ref voipnow.Ref, view string) (voipnow.Call, error) {
	return pass(ctx, of, caller, func(s voipnow.CallService) (voipnow.Call, error) { return s.OnHold(ctx, caller, ref, view) })
}

func (of byCaller) OnHoldAll(ctx context.Context, caller voipnow.Caller, ref voipnow.Ref, view string) ([]voipnow.Call, error) {
	return pass(ctx, of, caller, func(s voipnow.CallService) ([]voipnow.Call, error) { return s.OnHoldAll(ctx, caller, ref, view) })
}

func (of byCaller) OffHold(ctx context.Context, caller voipnow.Caller, ref voipnow.Ref, view string) (voipnow.Call, error) {
	return pass(ctx, of, caller, func(s voipnow.CallService) (voipnow.Call, error) { return s.OffHold(ctx, caller, ref, view) })
}

func (of byCaller) List(ctx context.Context, caller voipnow.Caller, ref voipnow.Ref, q voipnow.CallQuery) (voipnow.CallPage, error) {
	return pass(ctx, of, caller, func(s voipnow.CallService) (voipnow.CallPage, error) { return s.List(ctx, caller, ref, q) })
}

func (of byCaller) HangUp(ctx context.Context, caller voipnow.Caller, ref voipnow.Ref, phoneNumber string) ([]string, error) {
	return pass(ctx, of, caller, func(s voipnow.CallService) ([]string, error) { return s.HangUp(ctx, caller, ref, phoneNumber) })
}

func (of byCaller) CreateSimple(ctx context.Context, caller voipnow.Caller, user string, in voipnow.SimpleCall) (voipnow.Call, error) {
	return pass(ctx, of, caller, func(s voipnow.CallService) (voipnow.Call, error) { return s.CreateSimple(ctx, caller, user, in) })
}
