package refserver

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/pbxkit/pbxkit/httpapi/swaggerui"
	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/voipnow"
)

var voipnowVendor = vendor{
	name:   "voipnow",
	tables: voipnow.Tables,

	document: &swaggerui.Document{Name: "VoipNow", Path: voipnowhttp.Prefix + "/openapi.json", JSON: voipnowhttp.OpenAPI},

	configure: func(a *assembly) {
		a.options.VoipNow = voipnowhttp.Options{Logger: a.logger, SingularPath: a.anonymous}
	},

	assemble: func(ctx context.Context, a *assembly) error {
		a.services.VoipNow = voipnow.New(a.db, voipnow.WithClock(clockAt(a.fixture.VoipNow.Clock)))
		return a.load("voipnow", func(db store.DB) error { return voipnow.New(db).Seed.Load(ctx, a.fixture.VoipNow) })
	},

	operation: func(name string) (pbxtest.Operation, bool) {
		return voipnow.Operation(name), slices.ContainsFunc(voipnowhttp.Operations(), func(op voipnowhttp.Operation) bool { return op.Name == name })
	},

	refusal: func(e *errorBody) (error, error) {
		kind, err := choose(e, voipnow.Errors(), func(k *voipnow.Error) (string, int) { return k.Code, k.Status })
		if err != nil {
			return nil, err
		}
		return &voipnow.Error{Status: kind.Status, Code: kind.Code, Message: cmp.Or(e.Message, kind.Message)}, nil
	},

	wellKnown: func(_ config, f *pbxtest.Fixture) string {
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
