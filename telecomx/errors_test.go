package telecomx_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/pbxkit/pbxkit/telecomx"
)

func TestErrorIsByStatusAndCode(t *testing.T) {
	pin := &telecomx.Error{Status: 422, Code: "masterPinCode", Message: "Invalid value"}
	for _, test := range []struct {
		err, target error
		want        bool
	}{
		{telecomx.ErrExpired, telecomx.ErrExpired, true},
		{telecomx.ErrExpired, telecomx.ErrInvalidToken, false},
		{fmt.Errorf("wrapped: %w", telecomx.ErrExpired), telecomx.ErrExpired, true},
		{telecomx.ErrCustomerInvalid, telecomx.ErrCustomerNotFound, true},
		{&telecomx.Error{Status: 404, Code: "name"}, telecomx.ErrName, false},
		{pin, telecomx.ErrInvalidValue, true},
		{pin, &telecomx.Error{Status: 422, Code: "masterPinCode"}, true},
		{pin, telecomx.ErrName, false},
		{telecomx.ErrName, telecomx.ErrInvalidValue, true},
		{telecomx.ErrInvalidValue, telecomx.ErrName, false},
		{telecomx.ErrInUse, telecomx.ErrInvalidValue, false},
		{telecomx.ErrName, errors.New("name"), false},
	} {
		if got := errors.Is(test.err, test.target); got != test.want {
			t.Errorf("errors.Is(%v, %v) = %v", test.err, test.target, got)
		}
	}
}

func TestErrorTexts(t *testing.T) {
	cause := errors.New("disk full")
	err := &telecomx.Error{Status: 500, Code: "internal_error", Message: "Internal server error", Err: cause}
	equal(t, "Error", err.Error(), "telecomx: internal_error: Internal server error: disk full")
	equal(t, "Reason", err.Reason(), "Internal server error")
	equal(t, "Error without a cause", telecomx.ErrNotFound.Error(), "telecomx: not_found: Not found")
	if !errors.Is(err, cause) {
		t.Errorf("%v does not wrap its cause", err)
	}
}

// The rows of the vendor's tables, and of those that are assumed beside them.
func TestErrorTable(t *testing.T) {
	for _, row := range []struct {
		err           *telecomx.Error
		status        int
		code, message string
	}{
		{telecomx.ErrLoginRequired, 401, "credentials_invalid", "Authorization required, please login"},
		{telecomx.ErrFormat, 401, "format_error", "Authorization header format is Authorization: Bearer <token>"},
		{telecomx.ErrInvalidToken, 401, "invalid_token", "Please login"},
		{telecomx.ErrExpired, 401, "expired", "Session has expired, please login"},
		{telecomx.ErrAccessDenied, 403, "access_denied", "Insufficient access level"},
		{telecomx.ErrCustomerNotFound, 404, "customer", "Customer not found"},
		{telecomx.ErrCustomerInvalid, 404, "customer", "Customer is invalid or missing"},
		{telecomx.ErrMusicNotFound, 404, "id", "Music on hold not found"},
		{telecomx.ErrNotFound, 404, "not_found", "Not found"},
		{telecomx.ErrBadRequest, 400, "bad_request", "Request body must be a JSON object"},
		{telecomx.ErrInUse, 409, "usedBy", "Music on hold is in use"},
		{telecomx.ErrName, 422, "name", "Name too short or missing"},
		{telecomx.ErrInvalidValue, 422, "", "Invalid value"},
		{telecomx.ErrInternal, 500, "internal_error", "Internal server error"},
	} {
		equal(t, row.code, *row.err, telecomx.Error{Status: row.status, Code: row.code, Message: row.message})
	}
}

func TestLevelsAreRanked(t *testing.T) {
	ranked := []telecomx.Level{"NO_LOGIN", "PERSONAL", "VIEWER", "MANAGER", "OWNER", "RESELLER", "RESELLER_ADMIN", "ADMIN"}
	for i, level := range ranked {
		for j, min := range ranked {
			if level.AtLeast(min) != (i >= j) {
				t.Errorf("%s.AtLeast(%s) = %v", level, min, level.AtLeast(min))
			}
		}
		for _, none := range []telecomx.Level{"", "MANAGE", "admin"} {
			if none.AtLeast(level) {
				t.Errorf("%q is at least %s", none, level)
			}
		}
	}
}
