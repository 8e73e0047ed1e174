package pbxtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/seeding"
	"github.com/pbxkit/pbxkit/internal/strictjson"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// Fixture is the records of a server: one member for each vendor, of which one that
// is nil has no records. Its JSON form is that of fixture files. It is plain data:
// to be changed by one goroutine at a time, and not after a server was made of it.
type Fixture struct {
	XiVO       *xivo.Fixture       `json:"xivo,omitempty"`
	VoipNow    *voipnow.Fixture    `json:"voipnow,omitempty"`
	TelecomX   *telecomx.Fixture   `json:"telecomx,omitempty"`
	BroadWorks *broadworks.Fixture `json:"broadworks,omitempty"`
}

// Documentation returns the records on which the requests of the vendors' pages
// work.
func Documentation() *Fixture {
	return &Fixture{
		XiVO:       xivo.Documentation(),
		VoipNow:    voipnow.Documentation(),
		TelecomX:   telecomx.Documentation(),
		BroadWorks: broadworks.Documentation(),
	}
}

// ParseFixture reads a fixture from JSON. An unknown member is an error, which names
// its path. Whether the records go together shows when they are loaded.
func ParseFixture(data []byte) (*Fixture, error) {
	f, err := strictjson.Parse[Fixture](data)
	if e, ok := errors.AsType[*strictjson.Error](err); ok && e.Reason == strictjson.UnknownMember && !strings.Contains(e.Path, ".") {
		return nil, fmt.Errorf("%w (the vendors are xivo, voipnow, telecomx and broadworks)", err)
	}
	if err != nil {
		return nil, err
	}
	f.compact()
	return f, nil
}

// ReadFixture reads a fixture from a file. Its errors name the file.
func ReadFixture(fsys fs.FS, name string) (*Fixture, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("fixture: %w", err)
	}
	f, err := ParseFixture(data)
	if err != nil {
		return nil, fmt.Errorf("fixture %s: %w", name, err)
	}
	return f, nil
}

// compact takes the white space out of JSON that is kept as it was sent, which
// comes as Encode has indented it.
func (f *Fixture) compact() {
	if f.XiVO == nil {
		return
	}
	for _, u := range f.XiVO.Users {
		if u.Rights == nil {
			continue
		}
		for name, value := range u.Rights.Data.Extra {
			var compact bytes.Buffer
			json.Compact(&compact, value) // which has been parsed, so that it is JSON
			u.Rights.Data.Extra[name] = compact.Bytes()
		}
	}
}

// Encode writes the fixture in the form that [ParseFixture] reads: indented JSON
// with a newline at its end. The same records are the same bytes.
func (f *Fixture) Encode(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(f)
}

// load puts the records into the server's database, each vendor's in a transaction of
// its own: after an error, those before it are there. The error says which record is
// wrong, such as xivo.users[3].line.
func (f *Fixture) load(ctx context.Context, s *Server) error {
	for _, v := range vendors() {
		if err := v.load(ctx, s, f); err != nil {
			return err
		}
	}
	return nil
}

func loadVendor[F any](ctx context.Context, vendor string, f *F, load func(context.Context, *F) error) error {
	if f == nil {
		return nil
	}
	return seeding.At(vendor, load(ctx, f))
}

func dumpVendor[F any](ctx context.Context, vendor string, to **F, dump func(context.Context) (*F, error)) (err error) {
	*to, err = dump(ctx)
	return seeding.At(vendor, err)
}
