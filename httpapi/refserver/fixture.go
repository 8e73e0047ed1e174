package refserver

import (
	"cmp"
	"fmt"
	"os"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// loadFixture returns the fixture that a flag names: docs, empty, or a file. It has
// a part for each vendor.
func loadFixture(name string) (*pbxtest.Fixture, error) {
	switch name {
	case "docs":
		return pbxtest.Documentation(), nil
	case "empty":
		return complete(&pbxtest.Fixture{}), nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("fixture: %w", err)
	}
	f, err := pbxtest.ParseFixture(data)
	if err != nil {
		return nil, fmt.Errorf("fixture %s: %w", name, err)
	}
	return complete(f), nil
}

// complete gives a fixture a part without records for each vendor that it does not
// mention.
func complete(f *pbxtest.Fixture) *pbxtest.Fixture {
	f.XiVO = cmp.Or(f.XiVO, &xivo.Fixture{})
	f.VoipNow = cmp.Or(f.VoipNow, &voipnow.Fixture{})
	f.TelecomX = cmp.Or(f.TelecomX, &telecomx.Fixture{})
	f.BroadWorks = cmp.Or(f.BroadWorks, &broadworks.Fixture{})
	return f
}
