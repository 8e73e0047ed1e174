package refserver

import (
	"io"
	"testing"
)

// Inside, as a test cannot count on the default port.
func TestTheDefaultAddressIsOnThisMachine(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{nil, "127.0.0.1:9100"},
		{[]string{"-addr", "127.0.0.1:1", "-addr", "[::1]:2"}, "127.0.0.1:1 [::1]:2"}, // and not the default as well
	} {
		c, err := parseConfig(test.args, func(string) string { return "" }, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.addrs.String(); got != test.want {
			t.Errorf("%q listens on %s, want %s", test.args, got, test.want)
		}
		if c.fixture != "docs" {
			t.Errorf("%q loads %s, want docs", test.args, c.fixture)
		}
	}
}
