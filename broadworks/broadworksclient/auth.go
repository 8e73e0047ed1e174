package broadworksclient

import (
	"context"
	"net/http"
	"sync/atomic"

	"github.com/pbxkit/pbxkit/broadworks"
)

// auth lets the client's own account in and nobody else, as all that pass ask with the
// client's rights.
type auth struct {
	*client
	account atomic.Pointer[broadworks.Caller] // nil until the gateway has said who it is
}

func refuse(details string) error { return broadworks.ErrUnauthorized.Refuse("%s", details) }

// Check compares with the client's own credential. It asks the gateway once which
// account that is.
func (s *auth) Check(ctx context.Context, shown broadworks.Credential) (broadworks.Caller, error) {
	if _, bearer := shown.Bearer(); !bearer && (shown.Authorization != nil || shown.Session == nil) {
		return broadworks.Caller{}, refuse("missing or malformed credentials")
	}
	if !s.own.owns(shown) {
		return broadworks.Caller{}, refuse("unknown credentials")
	}
	return s.caller(ctx)
}

// As returns the client's own account, by its name.
func (s *auth) As(ctx context.Context, username string) (broadworks.Caller, error) {
	caller, err := s.caller(ctx)
	if err == nil && (caller.Username != username || username == "") {
		return broadworks.Caller{}, refuse("unknown credentials")
	}
	return caller, err
}

// caller returns the client's own account, as far as the gateway tells. An installation
// may have no such operation, or not for everyone.
func (s *auth) caller(ctx context.Context) (broadworks.Caller, error) {
	if known := s.account.Load(); known != nil {
		return *known, nil
	}
	caller, err := sessions{s.client}.Info(ctx, broadworks.Caller{})
	switch statusOf(err) {
	case http.StatusForbidden, http.StatusNotFound:
		return broadworks.Caller{Username: s.own.username()}, nil
	}
	if err != nil {
		return broadworks.Caller{}, err
	}
	s.account.Store(&caller)
	return caller, nil
}

// Allow reads what the operation is about: whoever may not, or asks for what is not
// there, is refused. Whether a write would be allowed shows in no answer to a read.
func (s *auth) Allow(ctx context.Context, caller broadworks.Caller, op broadworks.Operation, ref broadworks.UserRef) (err error) {
	group := broadworks.GroupRef{TenantID: ref.TenantID, GroupID: ref.GroupID}
	switch op {
	case broadworks.Login:
	case broadworks.GetUserLoginInfo:
		_, err = sessions{s.client}.Info(ctx, caller)
	case broadworks.GetUserMusicOnHold, broadworks.UpdateUserMusicOnHold:
		_, err = musicOnHold{s.client}.Get(ctx, caller, ref)
	case broadworks.GetGroupMusicOnHold, broadworks.UpdateGroupMusicOnHold:
		_, err = groupMusicOnHold{s.client}.Get(ctx, caller, group)
	case broadworks.ListGroupAnnouncements:
		_, err = announcements{s.client}.ListGroup(ctx, caller, group)
	case broadworks.ListUserAnnouncements:
		_, err = announcements{s.client}.ListUser(ctx, caller, ref)
	default:
		err = broadworks.ErrForbidden.Refuse("there is no operation %q", string(op))
	}
	return err
}
