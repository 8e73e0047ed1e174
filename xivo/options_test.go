package xivo_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/xivo"
)

// checkRefusal checks the part of a refusal that clients see.
func checkRefusal(t *testing.T, err error, status int, code, message string) {
	t.Helper()
	e, ok := errors.AsType[*xivo.Error](err)
	if !ok {
		t.Fatalf("error = %v, want a *xivo.Error", err)
	}
	got, want := xivo.Error{Status: e.Status, Code: e.Code, Message: e.Message}, xivo.Error{Status: status, Code: code, Message: message}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("refusal (-want +got):\n%s", diff)
	}
}

func TestTokenOpens(t *testing.T) {
	forbidden := xivo.WithDeviations(xivo.Deviations{Forbidden: true})
	for _, c := range []struct {
		name   string
		opts   []xivo.Option
		opens  []string
		shuts  []string
		status int
	}{
		{"a token", []xivo.Option{xivo.WithToken("secret")}, []string{"secret"}, []string{"", "Secret", "secret ", "secre"}, 401},
		{"the last token", []xivo.Option{xivo.WithToken("old"), xivo.WithToken("new")}, []string{"new"}, []string{"old"}, 401},
		{"a token and 403", []xivo.Option{xivo.WithToken("secret"), forbidden}, []string{"secret"}, []string{"", "x"}, 403},
		{"403 and a token", []xivo.Option{forbidden, xivo.WithToken("secret")}, []string{"secret"}, []string{"", "x"}, 403},
		{"no authentication", []xivo.Option{xivo.WithoutAuthentication()}, []string{"", "x"}, nil, 0},
		{"no authentication after all", []xivo.Option{xivo.WithToken("secret"), xivo.WithoutAuthentication()}, []string{"", "x"}, nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			svc := newService(c.opts...)
			for _, token := range c.opens {
				if err := svc.Auth.Check(t.Context(), token); err != nil {
					t.Errorf("Check(%q): %v", token, err)
				}
			}
			for _, token := range c.shuts {
				err := svc.Auth.Check(t.Context(), token)
				if !errors.Is(err, xivo.ErrUnauthorized) {
					t.Errorf("Check(%q) = %v, want an ErrUnauthorized", token, err)
				}
				checkRefusal(t, err, c.status, "Unauthorized", "Missing or invalid X-Auth-Token")
			}
		})
	}
	checkRefusal(t, xivo.ErrUnauthorized, 401, "Unauthorized", "Missing or invalid X-Auth-Token") // not changed by 403
}

// TestAnEmptyTokenIsNone: a server that was started without its secret must not
// stand open, nor look as if it could be opened.
func TestAnEmptyTokenIsNone(t *testing.T) {
	for _, opts := range [][]xivo.Option{
		nil,
		{xivo.WithToken("")},
		{xivo.WithToken("secret"), xivo.WithToken("")},
	} {
		if svc := newService(opts...); svc.Auth != nil {
			t.Errorf("a service with %d options has an Auth", len(opts))
		}
	}
}

func TestServiceWithoutTokenHasNoAuth(t *testing.T) {
	if svc := newService(); svc.Auth != nil {
		t.Errorf("Auth = %T, want nil", svc.Auth)
	}
}

func TestRoomNotFoundDeviates(t *testing.T) {
	svc := newService(xivo.WithDeviations(xivo.Deviations{RoomNotFound: true}))
	_, get := svc.MeetingRooms.Get(t.Context(), 99)
	_, update := svc.MeetingRooms.Update(t.Context(), xivo.MeetingRoom{ID: 99, Name: "a", DisplayName: "a"})
	_, remove := svc.MeetingRooms.Delete(t.Context(), 99)
	for _, err := range []error{get, update, remove} {
		checkRefusal(t, err, 404, "NotFoundError", "Meeting room 99 not found")
	}
}

func TestTomorrowIsInTheLocationOfTheClock(t *testing.T) {
	at := func(s string) time.Time {
		now, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return now
	}
	for _, c := range []struct {
		now  time.Time
		want string
	}{
		{at("2018-07-04T10:00:00Z"), "2018-07-05"},
		{at("2018-07-04T23:59:59Z"), "2018-07-05"},
		{at("2018-07-04T00:00:00Z"), "2018-07-05"},
		{at("2018-07-04T10:00:00Z").In(time.FixedZone("", 14*60*60)), "2018-07-06"},
		{at("2018-07-04T10:00:00Z").In(time.FixedZone("", -11*60*60)), "2018-07-04"},
		{at("2018-12-31T10:00:00Z"), "2019-01-01"},
		{at("2020-02-28T10:00:00Z"), "2020-02-29"},
	} {
		svc := newService(xivo.WithClock(func() time.Time { return c.now }))
		list, err := svc.Callbacks.CreateList(t.Context(), "l", 1)
		if err != nil {
			t.Fatal(err)
		}
		request, err := svc.Callbacks.CreateRequest(t.Context(), list.UUID, xivo.CallbackInput{PhoneNumber: "1"})
		if err != nil {
			t.Fatal(err)
		}
		if got := request.DueDate.String(); got != c.want {
			t.Errorf("due at %v: %s, want %s", c.now, got, c.want)
		}
	}
}

// Without options a service runs on the system's clock and randomness.
func TestDefaultOptions(t *testing.T) {
	svc := xivo.New(memstore.New(xivo.Tables()...))
	list, err := svc.Callbacks.CreateList(t.Context(), "l", 1)
	if err != nil {
		t.Fatal(err)
	}
	request, err := svc.Callbacks.CreateRequest(t.Context(), list.UUID, xivo.CallbackInput{PhoneNumber: "1"})
	if err != nil {
		t.Fatal(err)
	}
	if today := time.Now().Format(time.DateOnly); request.DueDate.String() < today {
		t.Errorf("due %v, want a day after %s", request.DueDate, today)
	}
}
