package telecomxtest

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

func testConcurrency(t T, on *target) {
	check(t, on, []promise{
		{"updates of different members lose none", updatesTogether},
		{"a session that ends stays ended while it is used", logoutWhileUsed},
		{"a call with an ended context changes nothing", endedContext},
	})
}

func updatesTogether(t T, svc *telecomx.Service) {
	inputs := []telecomx.SettingsInput{
		{MasterPINCode: telecomx.To("4711")},
		{DefaultLanguage: telecomx.To("en")},
		{NationalPrefix: telecomx.Clear[string]()},
		{CallerIDName: telecomx.To(telecomx.CallerIDPrefix)},
		recording(telecomx.RecordingInput{Mode: telecomx.To(telecomx.RecordNever)}),
		recording(telecomx.RecordingInput{Quality: telecomx.To(telecomx.QualityHigh)}),
		recording(telecomx.RecordingInput{Retention: telecomx.To[int64](14)}),
		{PresentMobileOnLocalToMobile: telecomx.To(true)},
	}
	var all sync.WaitGroup
	for _, in := range inputs {
		all.Go(func() {
			if _, err := svc.Settings.Update(t.Context(), owner, example, in); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			if _, err := svc.MusicOnHold.Create(t.Context(), owner, named("x")); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			if _, err := svc.Sessions.Login(t.Context(), telecomx.LoginInput{Username: "user@domain.com", Password: password}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	want := documented()
	want.MasterPINCode, want.DefaultLanguage, want.NationalPrefix, want.CallerIDName = "4711", "en", "", telecomx.CallerIDPrefix
	want.Recording = telecomx.Recording{Mode: telecomx.RecordNever, Quality: telecomx.QualityHigh, Retention: 14}
	want.PresentMobileOnLocalToMobile = true
	suite.Equal(t, "settings", suite.Must(svc.Settings.Get(t.Context(), owner, ""))(t).Settings, want)
	_, numbers := list(t, svc, telecomx.MusicQuery{Filter: "x"})
	suite.Equal(t, "offset, limit and total", numbers, [3]int{0, 50, len(inputs)})
}

func logoutWhileUsed(t T, svc *telecomx.Service) {
	session(t, svc, Clock.Add(time.Second))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := svc.Auth.Check(t.Context(), bearer("session")); err != nil && !errors.Is(err, telecomx.ErrInvalidToken) {
				t.Error(err)
			}
		})
	}
	all.Go(func() {
		if err := svc.Sessions.Logout(t.Context(), owner); err != nil {
			t.Error(err)
		}
	})
	all.Wait()
	refused(t, "after logout", suite.ErrOf(svc.Auth.Check(t.Context(), bearer("session"))), telecomx.ErrInvalidToken)
}

func endedContext(t T, svc *telecomx.Service) {
	session(t, svc, Clock.Add(time.Second))
	before := dump(t, svc)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range []error{
		suite.ErrOf(svc.Auth.Check(ctx, bearer("session"))),
		suite.ErrOf(svc.Auth.As(ctx, "owner@example.com")),
		suite.ErrOf(svc.Sessions.Login(ctx, telecomx.LoginInput{Username: "user@domain.com", Password: password})),
		suite.ErrOf(svc.Sessions.Validate(ctx, "session")),
		svc.Sessions.Logout(ctx, owner),
		suite.ErrOf(svc.Settings.Get(ctx, owner, "")),
		suite.ErrOf(svc.Settings.Update(ctx, owner, "", telecomx.SettingsInput{MasterPINCode: telecomx.To("4711")})),
		suite.ErrOf(svc.MusicOnHold.List(ctx, owner, telecomx.MusicQuery{})),
		suite.ErrOf(svc.MusicOnHold.Get(ctx, owner, softMusic)),
		suite.ErrOf(svc.MusicOnHold.Create(ctx, owner, named("x"))),
		suite.ErrOf(svc.MusicOnHold.Update(ctx, owner, softMusic, named("x"))),
		svc.MusicOnHold.Delete(ctx, owner, softMusic),
		svc.Seed.Load(ctx, &telecomx.Fixture{Customers: []telecomx.Customer{{ID: newID}}}),
		suite.ErrOf(svc.Seed.Dump(ctx)),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error = %v, want %v", err, context.Canceled)
		}
	}
	suite.Equal(t, "what is stored", dump(t, svc), before)
}
