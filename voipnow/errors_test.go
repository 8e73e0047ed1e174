package voipnow_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/voipnow"
)

// The vendor's table, with its misprints.
func TestErrorsAreThoseOfTheTable(t *testing.T) {
	for _, c := range []struct {
		err  *voipnow.Error
		want voipnow.Error
	}{
		{voipnow.ErrUser, voipnow.Error{Status: 400, Code: "user_invalid", Message: "Value supplied in the URI-Fragment as userId is invalid. The parameter must reference the Id of an user or can be set to @owner, @me or @viewer."}},
		{voipnow.ErrExtension, voipnow.Error{Status: 400, Code: "extension_invalid", Message: "Value supplied in the URI-Fragment as extension is invalid. The parameter must reference the number of an existing extension or can be set to @self."}},
		{voipnow.ErrPhoneCall, voipnow.Error{Status: 400, Code: "pc_phonecall_invalid", Message: "Value supplied in phoneCallId from the URI-Fragment is invalid. The parameter must be set to an alpha-numeric value and reference an existing phone call."}},
		{voipnow.ErrView, voipnow.Error{Status: 400, Code: "pc_phonecallview_invalid", Message: "Value supplied in phoneCallViewId parameter is missing or invalid. The parameter must reference a view of the phone call identfied by the phoneCallId given in the URI-Fragment."}},
		{voipnow.ErrRequest, voipnow.Error{Status: 400, Code: "request_invalid", Message: "The request payload is invalid."}},
		{voipnow.ErrFields, voipnow.Error{Status: 400, Code: "fields_invalid", Message: "Parameter fields is invalid."}},
		{voipnow.ErrCount, voipnow.Error{Status: 400, Code: "count_invalid", Message: "Parameter count is invalid."}},
		{voipnow.ErrStartIndex, voipnow.Error{Status: 400, Code: "startindex_invalid", Message: "Parameter startIndex is invalid."}},
		{voipnow.ErrFilterBy, voipnow.Error{Status: 400, Code: "filterby_invalid", Message: "Parameter filterBy is invalid."}},
		{voipnow.ErrFilterOp, voipnow.Error{Status: 400, Code: "filterop_invalid", Message: "Parameter filterOp is invalid."}},
		{voipnow.ErrFilterValue, voipnow.Error{Status: 400, Code: "filtervalue_invalid", Message: "Parameter filterValue is invalid."}},
		{voipnow.ErrSortOrder, voipnow.Error{Status: 400, Code: "sortorder_invalid", Message: "Parameter sortOrder is invalid."}},
		{voipnow.ErrAccessDenied, voipnow.Error{Status: 401, Code: "access_denied", Message: "You are not authorized to use this request."}},
		{voipnow.ErrInternal, voipnow.Error{Status: 500, Code: "internal_server_error", Message: "An internal server error occurred. Please contact the administrator."}},
		{voipnow.ErrNotImplemented, voipnow.Error{Status: 501, Code: "request_not_implemented", Message: "You are not allowed to make the request because the operation is not implemented."}},
		{voipnow.ErrInvalidClient, voipnow.Error{Status: 400, Code: "invalid_client"}},
		{voipnow.ErrInvalidRequest, voipnow.Error{Status: 400, Code: "invalid_request"}},
		{voipnow.ErrUnauthorizedClient, voipnow.Error{Status: 400, Code: "unauthorized_client"}},
		{voipnow.ErrUnsupportedGrantType, voipnow.Error{Status: 400, Code: "unsupported_grant_type"}},
	} {
		if diff := cmp.Diff(c.want, *c.err); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.want.Code, diff)
		}
	}
}

func TestErrorSaysWhatAndWhy(t *testing.T) {
	cause := errors.New("disk full")
	err := error(&voipnow.Error{Status: 500, Code: "c", Message: "m", Err: cause})
	for _, c := range []struct{ what, got, want string }{
		{"with a cause", err.Error(), "voipnow: c: m: disk full"},
		{"without", (&voipnow.Error{Code: "c"}).Error(), "voipnow: c"},
		{"reason", (&voipnow.Error{Code: "c", Message: "m", Err: cause}).Reason(), "m"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
		}
	}
	if !errors.Is(err, cause) || !errors.Is(err, &voipnow.Error{Code: "c"}) || errors.Is(err, voipnow.ErrInternal) {
		t.Errorf("%v is not what it should be", err)
	}
}

func TestEndedContextIsNoRefusal(t *testing.T) {
	svc := newService()
	load(t, svc, voipnow.Documentation())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := svc.Calls.OnHold(ctx, voipnow.Caller{UserID: "12"}, voipnow.Ref{User: voipnow.Me, Extension: "210", Call: "b817d2618fe6f1804333"}, "01")
	if err != context.Canceled {
		t.Errorf("OnHold: %v, want %v", err, context.Canceled)
	}
}

func TestFailingStoreIsAnInternalError(t *testing.T) {
	svc := voipnow.New(memstore.New()) // has not been given the tables
	_, err := svc.Auth.Check(t.Context(), voipnow.Credential{AccessRequestToken: "token"})
	e, ok := errors.AsType[*voipnow.Error](err)
	if !ok || !errors.Is(err, voipnow.ErrInternal) || e.Err == nil || e.Status != 500 {
		t.Errorf("Check: %v, want an ErrInternal with a cause", err)
	}
}
