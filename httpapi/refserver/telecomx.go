package refserver

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/pbxkit/pbxkit/httpapi/swaggerui"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/telecomx"
)

var telecomxVendor = vendor{
	name:   "telecomx",
	tables: telecomx.Tables,

	document: &swaggerui.Document{Name: "TelecomX", Path: "/pbx/openapi.json", JSON: telecomxhttp.OpenAPI},

	configure: func(a *assembly) {
		a.options.TelecomX = telecomxhttp.Options{Logger: a.logger}
		if a.anonymous {
			a.options.TelecomX.AnonymousAs = telecomx.DocumentationOwner
		}
	},

	assemble: func(ctx context.Context, a *assembly) error {
		a.services.TelecomX = telecomx.New(a.db)
		return a.load("telecomx", func(db store.DB) error { return telecomx.New(db).Seed.Load(ctx, a.fixture.TelecomX) })
	},

	operation: func(name string) (pbxtest.Operation, bool) {
		return telecomx.Operation(name), slices.ContainsFunc(telecomxhttp.Operations(), func(op telecomxhttp.Operation) bool { return op.Name == name })
	},

	refusal: func(e *errorBody) (error, error) {
		if invalid := telecomx.ErrInvalidValue; e.Status == invalid.Status && e.Code != "" && e.Code != telecomx.ErrName.Code {
			return &telecomx.Error{Status: invalid.Status, Code: e.Code, Message: cmp.Or(e.Message, invalid.Message)}, nil
		}
		kind, err := choose(e, telecomx.Errors(), func(k *telecomx.Error) (string, int) { return k.Code, k.Status })
		if err != nil {
			return nil, fmt.Errorf("%w, and with the status 422 any property", err)
		}
		return &telecomx.Error{Status: kind.Status, Code: kind.Code, Message: cmp.Or(e.Message, kind.Message)}, nil
	},

	wellKnown: func(_ config, f *pbxtest.Fixture) string {
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
