package voipnowclient_test

import (
	"context"

	"github.com/pbxkit/pbxkit/voipnow"
)

// What calls are about.
var (
	nobody = voipnow.Caller{}
	all    = voipnow.Ref{User: "@me", Extension: "0003*210"}
	one    = voipnow.Ref{User: "12", Extension: "@self", Call: "b817"}
)

// calls are a call of each method, which operation it asks for, and what it sends.
var calls = []struct {
	name string
	op   voipnow.Operation
	call func(context.Context, *voipnow.Service) error
	sent string
}{
	{"List", voipnow.ListPhoneCalls, func(ctx context.Context, s *voipnow.Service) error {
		return second(s.Calls.List(ctx, nobody, all, voipnow.CallQuery{}))
	}, "GET /uapi/phoneCalls/@me/0003*210?sortOrder=ascending"},
	{"List with everything", voipnow.ListPhoneCalls, func(ctx context.Context, s *voipnow.Service) error {
		return second(s.Calls.List(ctx, nobody, all, voipnow.CallQuery{
			Fields: []string{"id", "link"}, Count: 5, StartIndex: 10, FilterBy: "published", FilterValue: "2012-06-27T16:08:50+02:00", SortOrder: "descending",
		}))
	}, "GET /uapi/phoneCalls/@me/0003*210?count=5&fields=id%2Clink&filterBy=published&filterOp=equals&filterValue=2012-06-27T16%3A08%3A50%2B02%3A00&sortOrder=descending&startIndex=10"},
	{"List of one", voipnow.GetPhoneCall, func(ctx context.Context, s *voipnow.Service) error {
		return second(s.Calls.List(ctx, nobody, one, voipnow.CallQuery{}))
	}, "GET /uapi/phoneCalls/12/@self/b817"},
	{"Check", voipnow.ListPhoneCalls, func(ctx context.Context, s *voipnow.Service) error { return s.Calls.Check(ctx, nobody, all) },
		"GET /uapi/phoneCalls/@me/0003*210?count=1&fields=id"},
	{"Check of one", voipnow.GetPhoneCall, func(ctx context.Context, s *voipnow.Service) error { return s.Calls.Check(ctx, nobody, one) },
		"GET /uapi/phoneCalls/12/@self/b817?fields=id"},
	{"CreateSimple", voipnow.CreateSimplePhoneCall, func(ctx context.Context, s *voipnow.Service) error {
		return second(s.Calls.CreateSimple(ctx, nobody, "@me", voipnow.SimpleCall{Extension: "210", Nonce: "n", Views: []voipnow.SimpleView{
			{Source: []string{"1", "2"}, Destination: []string{"3"}, CallerID: "J <3>"},
		}}))
	}, `POST /uapi/phoneCalls/@me/simple application/json {"extension":"210","phoneCallView":[{"source":["1","2"],"destination":["3"],"callerId":"J \u003c3\u003e"}],"nonce":"n"}`},
	{"CreateSimple of nothing", voipnow.CreateSimplePhoneCall, func(ctx context.Context, s *voipnow.Service) error {
		return second(s.Calls.CreateSimple(ctx, nobody, "a/b", voipnow.SimpleCall{Views: []voipnow.SimpleView{{}}}))
	}, `POST /uapi/phoneCalls/a%2Fb/simple application/json {"extension":"","phoneCallView":[{"source":[],"destination":[]}]}`},
	{"OnHoldAll", voipnow.UpdatePhoneCalls, func(ctx context.Context, s *voipnow.Service) error {
		return second(s.Calls.OnHoldAll(ctx, nobody, all, "01"))
	}, `PUT /uapi/phoneCalls/@me/0003*210 application/json {"action":"OnHold","phoneCallViewId":"01"}`},
	{"OnHoldAll of one", voipnow.UpdatePhoneCall, func(ctx context.Context, s *voipnow.Service) error {
		return second(s.Calls.OnHoldAll(ctx, nobody, one, ""))
	}, `PUT /uapi/phoneCalls/12/@self/b817 application/json {"action":"OnHold","phoneCallViewId":""}`},
	{"OnHold", voipnow.UpdatePhoneCall, func(ctx context.Context, s *voipnow.Service) error {
		return second(s.Calls.OnHold(ctx, nobody, one, "01"))
	}, `PUT /uapi/phoneCalls/12/@self/b817 application/json {"action":"OnHold","phoneCallViewId":"01"}`},
	{"OffHold", voipnow.UpdatePhoneCall, func(ctx context.Context, s *voipnow.Service) error {
		return second(s.Calls.OffHold(ctx, nobody, one, "01"))
	}, `PUT /uapi/phoneCalls/12/@self/b817 application/json {"action":"OffHold","phoneCallViewId":"01"}`},
	{"HangUp", voipnow.HangUpPhoneCalls, func(ctx context.Context, s *voipnow.Service) error {
		return second(s.Calls.HangUp(ctx, nobody, all, "+1 2"))
	}, "DELETE /uapi/phoneCalls/@me/0003*210?phoneNumber=%2B1+2"},
	{"HangUp of one", voipnow.HangUpPhoneCall, func(ctx context.Context, s *voipnow.Service) error {
		return second(s.Calls.HangUp(ctx, nobody, one, ""))
	}, "DELETE /uapi/phoneCalls/12/@self/b817"},
	{"Grant", voipnow.CreateToken, func(ctx context.Context, s *voipnow.Service) error {
		return second(s.Auth.Grant(ctx, voipnow.GrantRequest{GrantType: "client_credentials", ClientID: "an app", ClientSecret: "x&y"}))
	}, "POST /oauth/token.php application/x-www-form-urlencoded client_id=an+app&client_secret=x%26y&grant_type=client_credentials"},
}

// second returns the error of a call that returns a result as well.
func second[V any](_ V, err error) error { return err }
