package refserver

import (
	"context"
	"fmt"
	"io"

	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/voipnow"
)

var voipnowVendor = vendor{
	tables: voipnow.Tables,

	assemble: func(ctx context.Context, a *assembly) error {
		svc := voipnow.New(a.db, voipnow.WithClock(clockAt(a.fixture.VoipNow.Clock)))
		a.services.VoipNow = svc
		a.options.VoipNow = voipnowhttp.Options{Logger: a.logger, SingularPath: a.anonymous}
		return a.load("voipnow", svc.Seed.Load(ctx, a.fixture.VoipNow))
	},

	wellKnown: func(_ config, f *Fixture) string {
		docs := voipnow.Documentation()
		value := func(t voipnow.Token) string { return t.Value }
		secret := func(a voipnow.App) string { return a.ClientSecret }
		return firstKnown(
			"VoipNow token", shared(f.VoipNow.Tokens, docs.Tokens, value),
			"VoipNow client secret", shared(f.VoipNow.Apps, docs.Apps, secret),
		)
	},

	banner: func(w io.Writer, a *assembly, base, curl string) {
		base += voipnowhttp.Prefix
		fmt.Fprintf(w, "VoipNow  %s\n", base)
		printClock(w, a.fixture.VoipNow.Clock)
		if len(a.fixture.VoipNow.Tokens) == 0 {
			return
		}
		token := a.fixture.VoipNow.Tokens[0].Value
		fmt.Fprintf(w, "Authorization: Bearer %s\n\n", token)
		fmt.Fprintf(w, "%s -H %s '%s/phoneCalls/@me/@self'\n", curl, shellQuote("Authorization: Bearer "+token), base)
	},
}
