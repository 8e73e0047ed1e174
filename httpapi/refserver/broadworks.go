package refserver

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/swaggerui"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/store"
)

var broadworksVendor = vendor{
	name:   "broadworks",
	tables: broadworks.Tables,

	document: &swaggerui.Document{Name: "BroadWorks", Path: broadworkshttp.GatewayPrefix + "/openapi.json", JSON: broadworkshttp.OpenAPI},

	configure: func(a *assembly) {
		a.options.BroadWorks = broadworkshttp.Options{Logger: a.logger}
		if a.anonymous {
			a.options.BroadWorks.SingularUserPath = true
			a.options.BroadWorks.AnonymousAs = broadworks.DocumentationAccount
		}
	},

	assemble: func(ctx context.Context, a *assembly) error {
		a.services.BroadWorks = broadworks.New(a.db)
		return a.load("broadworks", func(db store.DB) error { return broadworks.New(db).Seed.Load(ctx, a.fixture.BroadWorks) })
	},

	operation: func(name string) (pbxtest.Operation, bool) {
		return broadworks.Operation(name), slices.ContainsFunc(broadworkshttp.Operations(), func(op broadworkshttp.Operation) bool { return op.Name == name })
	},

	// The vendor's errors have no code of their own beside the status.
	refusal: func(e *errorBody) (error, error) {
		var messages []string
		for _, kind := range broadworks.Errors() {
			if e.Code == "" && (e.Status == 0 || e.Status == kind.Status) && (e.Message == "" || e.Message == kind.Message) && *e != (errorBody{}) {
				return kind, nil
			}
			messages = append(messages, fmt.Sprintf("%d %s", kind.Status, kind.Message))
		}
		return nil, fmt.Errorf("expected the status or the message of one of these: %s", strings.Join(messages, ", "))
	},

	wellKnown: func(_ config, f *pbxtest.Fixture) string {
		docs := broadworks.Documentation()
		value := func(t broadworks.Token) string { return t.Value }
		password := func(a broadworks.Account) string { return a.Password }
		return firstKnown(
			"BroadWorks token", shared(f.BroadWorks.Tokens, docs.Tokens, value),
			"BroadWorks session", shared(f.BroadWorks.Sessions, docs.Sessions, value),
			"BroadWorks password", shared(f.BroadWorks.Accounts, docs.Accounts, password),
		)
	},

	banner: func(w io.Writer, a *assembly, base, curl string) {
		base += broadworkshttp.GatewayPrefix
		fmt.Fprintf(w, "BroadWorks  %s\n", base)
		a.printAnonymous(w, broadworks.DocumentationAccount)
		f := a.fixture.BroadWorks
		if len(f.Tokens) == 0 || len(f.Users) == 0 {
			return
		}
		token, user := f.Tokens[0].Value, f.Users[0]
		fmt.Fprintf(w, "Authorization: Bearer %s\n\n", token)
		fmt.Fprintf(w, "%s -H %s '%s/tenants/%s/groups/%s/users/%s/services/music_on_hold/'\n",
			curl, shellQuote("Authorization: Bearer "+token), base, user.TenantID, user.GroupID, user.ID)
	},
}
