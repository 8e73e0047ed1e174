package refserver

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/pbxkit/pbxkit/httpapi/swaggerui"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/xivo"
)

var xivoVendor = vendor{
	name:   "xivo",
	tables: xivo.Tables,

	document: &swaggerui.Document{Name: "XiVO", Path: xivohttp.Prefix + "/openapi.json", JSON: xivohttp.OpenAPI},

	configure: func(a *assembly) { a.options.XiVO = xivohttp.Options{Logger: a.logger, UI: a.ui} },

	assemble: func(ctx context.Context, a *assembly) error {
		a.services.XiVO = xivo.New(a.db, xivo.WithToken(a.xivoToken), xivo.WithClock(clockAt(a.fixture.XiVO.Clock)))
		return a.load("xivo", func(db store.DB) error { return xivo.New(db).Seed.Load(ctx, a.fixture.XiVO) })
	},

	operation: func(name string) (pbxtest.Operation, bool) {
		return xivo.Operation(name), slices.ContainsFunc(xivohttp.Operations(), func(op xivohttp.Operation) bool { return op.Name == name })
	},

	refusal: func(e *errorBody) (error, error) {
		kind, err := choose(e, xivo.Errors(), func(k *xivo.Error) (string, int) { return k.Code, k.Status })
		if err != nil {
			return nil, err
		}
		return &xivo.Error{Status: kind.Status, Code: kind.Code, Message: cmp.Or(e.Message, kind.Message)}, nil
	},

	wellKnown: func(c config, _ *pbxtest.Fixture) string {
		if c.xivoToken == xivo.DocumentationToken {
			return fmt.Sprintf("X-Auth-Token %q: set another PLAY_AUTH_TOKEN", c.xivoToken)
		}
		return ""
	},

	banner: func(w io.Writer, a *assembly, base, curl string) {
		base += xivohttp.Prefix
		origin := ""
		if a.xivoTokenGenerated {
			origin = "  (generated; PLAY_AUTH_TOKEN sets another)"
		}
		fmt.Fprintf(w, "XiVO  %s\n", base)
		printClock(w, a.fixture.XiVO.Clock)
		fmt.Fprintf(w, "X-Auth-Token: %s%s\n\n", a.xivoToken, origin)
		curl += " -H " + shellQuote("X-Auth-Token: "+a.xivoToken) + " -H 'Content-Type: application/json'"
		fmt.Fprintf(w, "%s '%s/2.0/users'\n", curl, base)
		fmt.Fprintf(w, "%s '%s/2.0/users/find' -d '{\"filters\":[{\"field\":\"fullName\",\"operator\":\"ilike\",\"value\":\"ja%%\",\"order\":\"ASC\"}]}'\n", curl, base)
		fmt.Fprintf(w, "%s '%s/2.0/meetingrooms' -d '{\"name\":\"lobby\",\"displayName\":\"Lobby\",\"number\":1060}'\n", curl, base)
		fmt.Fprintf(w, "\nexport PLAY_AUTH_TOKEN=%s  # for the commands of the vendor's page\n", shellQuote(a.xivoToken))
	},
}
