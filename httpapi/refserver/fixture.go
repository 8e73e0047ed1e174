package refserver

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/strictjson"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// Fixture is the content of a fixture file: one member for each vendor, each of
// them optional.
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

// emptyFixture has no records of any vendor.
func emptyFixture() *Fixture {
	return &Fixture{
		XiVO:       &xivo.Fixture{},
		VoipNow:    &voipnow.Fixture{},
		TelecomX:   &telecomx.Fixture{},
		BroadWorks: &broadworks.Fixture{},
	}
}

// loadFixture returns the fixture that a flag names: docs, empty, or a file.
func loadFixture(name string) (*Fixture, error) {
	switch name {
	case "docs":
		return Documentation(), nil
	case "empty":
		return emptyFixture(), nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("fixture: %w", err)
	}
	f := emptyFixture() // for the vendors that the file does not mention
	if err := strictjson.Unmarshal(data, f); err != nil {
		hint := ""
		if e, ok := errors.AsType[*strictjson.Error](err); ok && e.Reason == strictjson.UnknownMember && !strings.Contains(e.Path, ".") {
			hint = " (the vendors are xivo, voipnow, telecomx and broadworks)"
		}
		return nil, fmt.Errorf("fixture %s: %w%s", name, err, hint)
	}
	return f, nil
}
