package refserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/httpapi/swaggerui"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/internal/seeding"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/store"
)

// vendor is what the server has to know of one vendor. Each has a file of its
// own; leaving one out is to delete that file and the lines that name it here
// and in fixture.go.
type vendor struct {
	name   string // of the vendor's package
	tables func() []*store.Schema

	// document is the vendor's OpenAPI document; nil if there is none.
	document *swaggerui.Document

	// configure sets the options of the vendor's adapter.
	configure func(a *assembly)

	// assemble makes the vendor's service and loads its fixture.
	assemble func(ctx context.Context, a *assembly) error

	// operation returns the operation with a name, and whether there is one.
	operation func(name string) (pbxtest.Operation, bool)

	// refusal returns the documented error that is asked for, or why there is none
	// such.
	refusal func(e *errorBody) (refusal, err error)

	// wellKnown returns a credential in force that the vendor's documentation
	// fixture publishes, or "".
	wellKnown func(c config, f *pbxtest.Fixture) string

	// banner says where the vendor is served below a URL, which credentials
	// open it, and how to begin.
	banner func(w io.Writer, a *assembly, base, curl string)
}

var vendors = []vendor{xivoVendor, voipnowVendor, telecomxVendor, broadworksVendor}

// assembly is a server being put together.
type assembly struct {
	config
	fixture  *pbxtest.Fixture
	db       store.DB
	logger   *slog.Logger
	services httpapi.Services
	options  httpapi.Options
	ui       *swaggerui.UI   // at the root of XiVO's API
	pbx      *pbxtest.Server // in place of the services, with -control; nil without
}

// assemble opens the database and fills it with the services of all vendors.
func assemble(ctx context.Context, c config, fixture *pbxtest.Fixture, logger *slog.Logger, open Open) (*assembly, error) {
	var tables []*store.Schema
	for _, v := range vendors {
		tables = append(tables, v.tables()...)
	}
	db, err := open(ctx, tables...)
	if err != nil {
		return nil, err
	}
	a := &assembly{config: c, fixture: fixture, db: db, logger: logger, ui: newUI()}
	for _, v := range vendors {
		v.configure(a)
	}
	if c.control {
		return a, a.double()
	}
	for _, v := range vendors {
		if err := v.assemble(ctx, a); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// newUI returns the page that shows the documents of all vendors.
func newUI() *swaggerui.UI {
	ui := &swaggerui.UI{Base: xivohttp.Prefix}
	for _, v := range vendors {
		if v.document != nil {
			ui.Documents = append(ui.Documents, *v.document)
		}
	}
	return ui
}

// handler returns what serves the assembly.
func (a *assembly) handler() (http.Handler, error) {
	if a.pbx != nil {
		return a.ui.InFrontOf(newControl(a.pbx, a.controlToken, a.stands())), nil
	}
	h, err := httpapi.NewHandler(a.services, a.options)
	if err != nil {
		return nil, err
	}
	return a.ui.InFrontOf(h), nil
}

// load loads a vendor's part of the fixture with a service on the database that it is
// given, unless the database has been given one before: what a backend has kept is not
// replaced. An error says in which part of which fixture loading it failed.
func (a *assembly) load(vendor string, seed func(store.DB) error) error {
	err := seed(once{a.db, "fixture of " + vendor})
	if errors.Is(err, errDone) {
		a.logger.Info("the records are those that the database has kept", "vendor", vendor)
		return nil
	}
	if seeding.IsError(err) {
		return fmt.Errorf("fixture %s: %s.%w", a.config.fixture, vendor, err)
	}
	if err != nil {
		return fmt.Errorf("fixture %s: %w", a.config.fixture, err)
	}
	return nil
}

// clockAt returns the clock that a fixture asks for: one that stands still, so
// that answers with dates are as printed, or the system's.
func clockAt(at time.Time) func() time.Time {
	if at.IsZero() {
		return time.Now
	}
	return func() time.Time { return at }
}

// printClock says that a fixture's clock stands still, which looks like a fault
// to those who do not know.
func printClock(w io.Writer, at time.Time) {
	if !at.IsZero() {
		fmt.Fprintf(w, "clock: %s, standing still as the fixture says\n", at.Format(time.RFC3339))
	}
}

// printAnonymous says as whom requests without a credential act.
func (a *assembly) printAnonymous(w io.Writer, account string) {
	if a.anonymous {
		fmt.Fprintf(w, "without a credential: %s\n", account)
	}
}

// checkExposure refuses to let others in with what everyone knows.
func checkExposure(c config, f *pbxtest.Fixture) error {
	open := slices.DeleteFunc(slices.Clone(c.addrs), isLoopback)
	if len(open) == 0 {
		return nil
	}
	if c.anonymous {
		return fmt.Errorf("will not listen on %s beyond this machine with -anonymous, which lets everyone in", open[0])
	}
	if c.control {
		return fmt.Errorf("will not listen on %s beyond this machine with -control, which hands out all credentials", open[0])
	}
	for _, v := range vendors {
		if credential := v.wellKnown(c, f); credential != "" {
			return fmt.Errorf("will not listen on %s beyond this machine with the well-known %s", open[0], credential)
		}
	}
	return nil
}

// shared returns the first value of a record that the documentation fixture, or
// one that is generated or built, has as well, other than "".
func shared[R any](records, docs []R, value func(R) string) string {
	for _, r := range records {
		v := value(r)
		if v == pbxtest.DefaultToken || v == pbxtest.DefaultPassword {
			return v
		}
		if v != "" && slices.ContainsFunc(docs, func(d R) bool { return value(d) == v }) {
			return v
		}
	}
	return ""
}

// firstKnown returns the first of the pairs of a name and a value whose value
// is not "", in words.
func firstKnown(pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			return fmt.Sprintf("%s %q: use another -fixture", pairs[i], pairs[i+1])
		}
	}
	return ""
}
