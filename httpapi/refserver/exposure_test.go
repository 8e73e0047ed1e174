package refserver

import (
	"testing"

	"github.com/pbxkit/pbxkit/pbxtest"
)

// The credentials of fixtures that are generated are as well known as those of the
// documentation.
func TestGeneratedCredentialsAreNotForOthers(t *testing.T) {
	f := pbxtest.Generate(pbxtest.Population{Users: 1})
	c := config{addrs: addrs{"0.0.0.0:9100"}, xivoToken: "of my own"}
	for _, v := range vendors {
		if v.name == "xivo" { // its token is in no fixture
			continue
		}
		if credential := v.wellKnown(c, f); credential == "" {
			t.Errorf("%s: nothing in a generated fixture is known to be well known", v.name)
		}
	}
	if err := checkExposure(c, f); err == nil {
		t.Error("a generated fixture is served beyond this machine")
	}
}
