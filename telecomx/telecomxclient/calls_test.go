package telecomxclient_test

import (
	"context"

	"github.com/pbxkit/pbxkit/telecomx"
)

const class = "1234567890abcdef12345678"

// nobody is the caller of these tests: who asks is not sent.
var nobody telecomx.Caller

const (
	identity = `{"success":true,"employee":"52f4fd7734697b28ccaf0104","customer":"1234567890ABCDEF12345678","accessLevel":"OWNER"}`
	own      = `{"_id":"1234567890ABCDEF12345678","masterPinCode":null}`
)

// calls are a call of each operation, and what it sends. A login in a URL is for whoever
// has nothing but a browser, and an update without an id is documented nowhere.
var calls = []struct {
	op    telecomx.Operation
	call  func(context.Context, *telecomx.Service) error
	first string // the answer to the first request, if there is another one
	sent  []string
}{
	{telecomx.GetOwnSettings, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.Settings.Get(ctx, nobody, "")
		return err
	}, "", []string{"GET /pbx/settings"}},
	{telecomx.GetSettings, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.Settings.Get(ctx, nobody, "a/b?c")
		return err
	}, "", []string{"GET /pbx/settings/a%2Fb%3Fc"}},
	{telecomx.UpdateSettings, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.Settings.Update(ctx, nobody, example, telecomx.SettingsInput{
			DefaultMusicOnHold: telecomx.Clear[string](), MasterPINCode: telecomx.To("0000"), DefaultLanguage: telecomx.To(""), NationalPrefix: telecomx.To("\xff"),
			CallerIDName: telecomx.To(telecomx.CallerIDPrefix),
			Recording: telecomx.To(telecomx.RecordingInput{
				Mode: telecomx.Clear[telecomx.RecordingMode](), Retention: telecomx.To[int64](0), Quality: telecomx.Change[telecomx.RecordingQuality]{Value: "unsent"},
			}),
			PresentMobileOnLocalToMobile: telecomx.To(false),
		})
		return err
	}, "", []string{"POST /pbx/settings/" + example + ` application/json {"defaultMusicOnHold":null,"masterPinCode":"0000","defaultLanguage":"","nationalPrefix":"",` +
		`"callerIdNameOutbound":"PREFIX","recording":{"mode":null,"retension":0},"presentMobileOnLocalToMobile":false}`}},
	{telecomx.UpdateSettings, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.Settings.Update(ctx, nobody, "", telecomx.SettingsInput{Recording: telecomx.Clear[telecomx.RecordingInput]()})
		return err
	}, own, []string{"GET /pbx/settings", "POST /pbx/settings/" + example + ` application/json {"recording":null}`}},
	{telecomx.UpdateSettings, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.Settings.Update(ctx, nobody, "x", telecomx.SettingsInput{MasterPINCode: telecomx.To("1"), Malformed: true})
		return err
	}, "", []string{"POST /pbx/settings/x application/json []"}},
	{telecomx.ListMusicOnHold, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.MusicOnHold.List(ctx, nobody, telecomx.MusicQuery{})
		return err
	}, "", []string{"GET /pbx/musiconhold?full=true"}},
	{telecomx.ListMusicOnHold, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.MusicOnHold.List(ctx, nobody, telecomx.MusicQuery{Customer: "c", Filter: "a&b", Offset: -1, Limit: new(0)})
		return err
	}, "", []string{"GET /pbx/musiconhold?customer=c&filter=a%26b&full=true&limit=0&offset=-1"}},
	{telecomx.GetMusicOnHold, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.MusicOnHold.Get(ctx, nobody, "..")
		return err
	}, "", []string{"GET /pbx/musiconhold/%2E%2E"}},
	{telecomx.CreateMusicOnHold, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.MusicOnHold.Create(ctx, nobody, telecomx.MusicInput{Customer: new(""), Name: telecomx.To("é <&>"), Random: telecomx.To(true)})
		return err
	}, "", []string{`POST /pbx/musiconhold application/json {"customer":"","name":"é \u003c\u0026\u003e","random":true}`}},
	{telecomx.CreateMusicOnHold, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.MusicOnHold.Create(ctx, nobody, telecomx.MusicInput{Malformed: true})
		return err
	}, "", []string{"POST /pbx/musiconhold application/json []"}},
	{telecomx.UpdateMusicOnHold, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.MusicOnHold.Update(ctx, nobody, class, telecomx.MusicInput{})
		return err
	}, "", []string{"POST /pbx/musiconhold/" + class + " application/json {}"}},
	{telecomx.UpdateMusicOnHold, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.MusicOnHold.Update(ctx, nobody, "", telecomx.MusicInput{Name: telecomx.To("\xff"), Random: telecomx.Clear[bool]()})
		return err
	}, "", []string{`POST /pbx/musiconhold/0 application/json {"name":"","random":null}`}},
	{telecomx.DeleteMusicOnHold, func(ctx context.Context, s *telecomx.Service) error { return s.MusicOnHold.Delete(ctx, nobody, class) },
		"", []string{"DELETE /pbx/musiconhold/" + class}},
	{telecomx.Ping, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.Auth.Check(ctx, telecomx.Credential{Carrier: telecomx.Bearer, Value: "bearer " + token})
		return err
	}, identity, []string{"GET /auth/validateToken?extend=true&token=" + token, "GET /ping?token=" + token}},
	{telecomx.Login, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.Sessions.Login(ctx, telecomx.LoginInput{Username: "u", Password: "p"})
		return err
	}, "", []string{`POST /auth/login application/json {"username":"u","password":"p"}`}},
	{telecomx.Login, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.Sessions.Login(ctx, telecomx.LoginInput{Username: "\xff", Password: "", Persist: true})
		return err
	}, "", []string{`POST /auth/login application/json {"username":"","password":"","persist":true}`}},
	{telecomx.Logout, func(ctx context.Context, s *telecomx.Service) error { return s.Sessions.Logout(ctx, nobody) }, "", []string{"GET /auth/logout"}},
	{telecomx.ValidateToken, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.Sessions.Validate(ctx, "a b")
		return err
	}, "", []string{"GET /auth/validateToken?extend=true&token=a+b"}},
	{telecomx.ValidateToken, func(ctx context.Context, s *telecomx.Service) error {
		_, err := s.Sessions.Validate(ctx, "")
		return err
	}, `{"success":false}`, []string{"GET /auth/validateToken?extend=true&token=", "GET /ping?token="}},
}
