package telecomx_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/telecomx"
)

// newExample returns a service with the documentation fixture.
func newExample(ctx context.Context) *telecomx.Service {
	svc := telecomx.New(memstore.New(telecomx.Tables()...))
	if err := svc.Seed.Load(ctx, telecomx.Documentation()); err != nil {
		log.Fatal(err)
	}
	return svc
}

// What a caller sees and may do depends on its access level.
func Example() {
	ctx := context.Background()
	svc := newExample(ctx)

	for _, token := range []string{"token-owner", "token-personal"} {
		caller, err := svc.Auth.Check(ctx, telecomx.Credential{Carrier: telecomx.Bearer, Value: "Bearer " + token})
		if err != nil {
			log.Fatal(err)
		}
		settings, err := svc.Settings.Get(ctx, caller, "") // of the caller's own customer
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: language %s, PIN code %q\n", caller.Level, settings.DefaultLanguage, settings.MasterPINCode)

		_, err = svc.Settings.Update(ctx, caller, "", telecomx.SettingsInput{DefaultLanguage: telecomx.To("en")})
		fmt.Println(errors.Is(err, telecomx.ErrAccessDenied), err)
	}

	// Output:
	// OWNER: language da, PIN code "1234567890"
	// false <nil>
	// PERSONAL: language en, PIN code ""
	// true telecomx: access_denied: Insufficient access level
}

// An update is partial: what is not mentioned stays, and null clears.
func ExampleSettingsService() {
	ctx := context.Background()
	svc := newExample(ctx)
	owner, err := svc.Auth.As(ctx, telecomx.DocumentationOwner)
	if err != nil {
		log.Fatal(err)
	}

	settings, err := svc.Settings.Update(ctx, owner, "", telecomx.SettingsInput{
		NationalPrefix: telecomx.Clear[string](),
		Recording: telecomx.To(telecomx.RecordingInput{
			Quality:   telecomx.To(telecomx.QualityCompact),
			Retention: telecomx.To[int64](365),
		}),
	})
	fmt.Printf("%q %+v %v\n", settings.NationalPrefix, settings.Recording, err)

	// Only COMPACT recordings are stored for that long.
	_, err = svc.Settings.Update(ctx, owner, "", telecomx.SettingsInput{
		Recording: telecomx.To(telecomx.RecordingInput{Quality: telecomx.To(telecomx.QualityHigh)}),
	})
	refusal, _ := errors.AsType[*telecomx.Error](err)
	fmt.Println(refusal.Status, refusal.Code)

	// Output:
	// "" {Mode:ALWAYS Quality:COMPACT Retention:365} <nil>
	// 422 recording.retension
}

func ExampleMusicOnHoldService() {
	ctx := context.Background()
	svc := newExample(ctx)
	owner, err := svc.Auth.As(ctx, telecomx.DocumentationOwner)
	if err != nil {
		log.Fatal(err)
	}

	page, err := svc.MusicOnHold.List(ctx, owner, telecomx.MusicQuery{Filter: "free"})
	if err != nil {
		log.Fatal(err)
	}
	for _, class := range page.Classes {
		fmt.Println(class.Name, len(class.Songs))
	}

	fmt.Println(svc.MusicOnHold.Delete(ctx, owner, "123456789012345678901234"))
	// Output:
	// Free classics 0
	// Soft (license free) 2
	// telecomx: usedBy: Music on hold is in use
}

func ExampleSessionService() {
	ctx := context.Background()
	svc := newExample(ctx)

	session, err := svc.Sessions.Login(ctx, telecomx.LoginInput{Username: "user@domain.com", Password: "mysecret password"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(session.ExpiresInMinutes, session.Level)

	credential := telecomx.Credential{Carrier: telecomx.APIKey, Value: session.Token}
	caller, err := svc.Auth.Check(ctx, credential)
	fmt.Println(caller == session.Caller, err)

	fmt.Println(svc.Sessions.Logout(ctx, caller))
	_, err = svc.Auth.Check(ctx, credential)
	fmt.Println(err)
	// Output:
	// 15 OWNER
	// true <nil>
	// <nil>
	// telecomx: invalid_token: Please login
}
