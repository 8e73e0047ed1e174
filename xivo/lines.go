package xivo

import (
	"context"
	"errors"

	"github.com/pbxkit/pbxkit/store"
)

// LineService is the part of the chapter "Users" about a user's line. A user has
// at most one.
type LineService interface {
	// Get returns a user's line (GET /2.0/users/:id/line), or
	// ErrLineNotFound if there is no line or no user.
	Get(ctx context.Context, userID int64) (Line, error)

	// Create gives a user a line (POST /2.0/users/:id/line). It returns
	// ErrLineNotFound if the user has one already, which is documented, and
	// (assumed) if there is no such user, the site is no media server or
	// another user has the extension in that context.
	Create(ctx context.Context, userID int64, in LineInput) (Line, error)

	// Update replaces a user's line but for its id, name and provisioning id
	// (PUT /2.0/users/:id/line). It is refused as Create is, and if there is
	// no line.
	Update(ctx context.Context, userID int64, in LineInput) (Line, error)

	// Delete takes a user's line away (DELETE /2.0/users/:id/line), or
	// returns ErrLineNotFound if there is no line or no user.
	Delete(ctx context.Context, userID int64) error
}

// LineType is the kind of endpoint of a line.
type LineType string

// The line types of the reference.
const (
	LinePhone  LineType = "phone"  // physical SIP device
	LineWebRTC LineType = "webrtc" // softphone in a browser
	LineUA     LineType = "ua"     // unique account: webrtc if connected, else phone
	LineSCCP   LineType = "sccp"   // Cisco phone that does not speak SIP
	LineCustom LineType = "custom"
)

func (t LineType) valid() bool {
	switch t {
	case LinePhone, LineWebRTC, LineUA, LineSCCP, LineCustom:
		return true
	}
	return false
}

// Line is a user's line.
type Line struct {
	ID             int64    `json:"id,omitempty"` // when seeding, 0: the next free one
	LineType       LineType `json:"lineType"`
	Context        string   `json:"context"`
	Extension      string   `json:"extension"`
	Site           string   `json:"site"`                     // the name of a media server
	Name           string   `json:"name,omitempty"`           // when seeding, "": drawn
	LineNum        int64    `json:"lineNum,omitempty"`        // when seeding, 0: 1
	ProvisioningID int64    `json:"provisioningId,omitempty"` // when seeding, 0: drawn
	// Device is kept and can be seeded, but no answer shows it.
	Device string `json:"device,omitempty"`
}

// LineInput is what a request says about a line.
type LineInput struct {
	LineType  LineType
	Extension string
	Context   string
	Site      string
	Device    *string // nil keeps the one that is stored, which clients cannot read (assumed)
	LineNum   *int64  // the slot on the device, from 1, which is the default
}

func (in LineInput) check() error {
	if !in.LineType.valid() {
		return invalid("lineType", "expected phone, webrtc, ua, sccp or custom")
	}
	for _, m := range []struct{ name, value string }{
		{"extension", in.Extension}, {"context", in.Context}, {"site", in.Site},
	} {
		if err := requireText(m.name, m.value); err != nil {
			return err
		}
	}
	if in.Device != nil {
		if err := checkText("device", *in.Device); err != nil {
			return err
		}
	}
	if in.LineNum != nil && *in.LineNum < 1 {
		return invalid("lineNum", "must be at least 1")
	}
	return nil
}

// apply writes the input into a line.
func (in LineInput) apply(l *Line) {
	l.LineType, l.Extension, l.Context, l.Site, l.LineNum = in.LineType, in.Extension, in.Context, in.Site, 1
	if in.LineNum != nil {
		l.LineNum = *in.LineNum
	}
	if in.Device != nil {
		l.Device = *in.Device
	}
}

type lines struct{ *core }

// refused is the one answer of an operation on a line that cannot be done. The
// bodies of create and delete are documented, the others assumed.
func (lines) refused(verb string, userID int64) error {
	return ErrLineNotFound.Refuse("Unable to %s line for user Id %d", verb, userID)
}

func (s lines) Get(ctx context.Context, userID int64) (Line, error) {
	return view(ctx, s.core, func(tx store.ReadTx) (Line, error) {
		u, err := sharedUsers.Get(ctx, tx, userID)
		switch {
		case errors.Is(err, store.ErrNotFound) || err == nil && u.Line == nil:
			return Line{}, s.refused("get", userID)
		case err != nil:
			return Line{}, err
		}
		return u.Line.shown(), nil
	})
}

// shown is the line without what no answer shows.
func (l Line) shown() Line {
	l.Device = ""
	return l
}

func (s lines) Create(ctx context.Context, userID int64, in LineInput) (Line, error) {
	return s.put(ctx, "create", userID, in, func(ctx context.Context, tx store.Tx, u *userRow) error {
		if u.Line != nil {
			return errLineRefused
		}
		line := &Line{}
		if err := s.identify(ctx, tx, line); err != nil {
			return err
		}
		u.Line = line
		return nil
	})
}

func (s lines) Update(ctx context.Context, userID int64, in LineInput) (Line, error) {
	return s.put(ctx, "update", userID, in, func(_ context.Context, _ store.Tx, u *userRow) error {
		if u.Line == nil {
			return errLineRefused
		}
		return nil
	})
}

// errLineRefused ends a transaction that the operation then refuses by its name.
var errLineRefused = errors.New("line refused")

// put writes a line that prepare has found or made.
func (s lines) put(ctx context.Context, verb string, userID int64, in LineInput, prepare func(context.Context, store.Tx, *userRow) error) (Line, error) {
	if err := in.check(); err != nil {
		return Line{}, err
	}
	return update(ctx, s.core, func(tx store.Tx) (Line, error) {
		u, err := userTable.Update(ctx, tx, userID, func(u *userRow) error {
			if err := prepare(ctx, tx, u); err != nil {
				return err
			}
			in.apply(u.Line)
			return u.locate(ctx, tx)
		})
		switch {
		case errors.Is(err, errLineRefused), errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrExists):
			return Line{}, s.refused(verb, userID)
		case err != nil:
			return Line{}, err
		}
		return u.Line.shown(), nil
	})
}

// locate looks up the media server that the line is on.
func (u *userRow) locate(ctx context.Context, tx store.ReadTx) error {
	u.MDSDisplayName = ""
	if u.Line == nil {
		return nil
	}
	m, err := getMediaServer(ctx, tx, u.Line.Site)
	if err != nil {
		return err
	}
	u.MDSDisplayName = m.DisplayName
	return nil
}

func (s lines) Delete(ctx context.Context, userID int64) error {
	return change(ctx, s.core, func(tx store.Tx) error {
		_, err := userTable.Update(ctx, tx, userID, func(u *userRow) error {
			if u.Line == nil {
				return errLineRefused
			}
			u.Line = nil
			return u.locate(ctx, tx)
		})
		if errors.Is(err, errLineRefused) || errors.Is(err, store.ErrNotFound) {
			return s.refused("delete", userID)
		}
		return err
	})
}

// lineSequence numbers lines. Ids are never used again (assumed).
const lineSequence = "xivo.line"

// identify gives a line the id, name and provisioning id that it lacks.
func (c *core) identify(ctx context.Context, tx store.Tx, l *Line) (err error) {
	if l.ID == 0 {
		if l.ID, err = tx.Next(ctx, lineSequence); err != nil {
			return err
		}
	}
	settings, err := getSettings(ctx, tx)
	if err != nil {
		return err
	}
	if l.Name == "" {
		l.Name, err = draw(ctx, settings.Offers.LineNames, c.ids.LineName, func(name string) (bool, error) {
			return userByLineName.Has(ctx, tx, name)
		})
		if err != nil {
			return err
		}
	}
	if l.ProvisioningID == 0 {
		l.ProvisioningID, err = draw(ctx, settings.Offers.ProvisioningIDs, c.ids.ProvisioningID, func(id int64) (bool, error) {
			return userByProvisioningID.Has(ctx, tx, id)
		})
	}
	return err
}
