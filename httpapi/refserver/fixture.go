package refserver

import (
	"fmt"
	"os"

	"github.com/pbxkit/pbxkit/internal/strictjson"
	"github.com/pbxkit/pbxkit/xivo"
)

// Fixture is the content of a fixture file: one member for each vendor.
type Fixture struct {
	XiVO *xivo.Fixture `json:"xivo,omitempty"`
}

// loadFixture returns the fixture that a flag names: docs, empty, or a file.
func loadFixture(name string) (*Fixture, error) {
	switch name {
	case "docs":
		return &Fixture{XiVO: xivo.Documentation()}, nil
	case "empty":
		return &Fixture{XiVO: &xivo.Fixture{}}, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("fixture: %w", err)
	}
	f := &Fixture{}
	if err := strictjson.Unmarshal(data, f); err != nil {
		return nil, fmt.Errorf("fixture %s: %w", name, err)
	}
	if f.XiVO == nil {
		f.XiVO = &xivo.Fixture{}
	}
	return f, nil
}
