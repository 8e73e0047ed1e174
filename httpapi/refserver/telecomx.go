package refserver

import (
	"context"
	"fmt"
	"io"

	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/telecomx"
)

var telecomxVendor = vendor{
	tables: telecomx.Tables,

	assemble: func(ctx context.Context, a *assembly) error {
		svc := telecomx.New(a.db)
		a.services.TelecomX = svc
		a.options.TelecomX = telecomxhttp.Options{Logger: a.logger}
		if a.anonymous {
			a.options.TelecomX.AnonymousAs = telecomx.DocumentationOwner
		}
		return a.load("telecomx", svc.Seed.Load(ctx, a.fixture.TelecomX))
	},

	wellKnown: func(_ config, f *Fixture) string {
		docs := telecomx.Documentation()
		value := func(t telecomx.Token) string { return t.Value }
		password := func(e telecomx.Employee) string { return e.Password }
		return firstKnown(
			"TelecomX token", shared(f.TelecomX.Tokens, docs.Tokens, value),
			"TelecomX password", shared(f.TelecomX.Employees, docs.Employees, password),
		)
	},

	banner: func(w io.Writer, a *assembly, base, curl string) {
		fmt.Fprintf(w, "TelecomX  %s\n", base)
		a.printAnonymous(w, telecomx.DocumentationOwner)
		if len(a.fixture.TelecomX.Tokens) == 0 {
			return
		}
		token := a.fixture.TelecomX.Tokens[0].Value
		fmt.Fprintf(w, "Authorization: Bearer %s\n\n", token)
		fmt.Fprintf(w, "%s -H %s '%s/pbx/settings'\n", curl, shellQuote("Authorization: Bearer "+token), base)
	},
}
