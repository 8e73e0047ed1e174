package refserver

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"strings"
	"unicode"
)

// config is what the command line and the environment say.
type config struct {
	addrs     addrs
	fixture   string
	anonymous bool
	tlsCert   string
	tlsKey    string
	xivoToken string // "": generate one

	control      bool
	controlToken string // "": generate one

	xivoTokenGenerated    bool
	controlTokenGenerated bool
}

const defaultAddr = "127.0.0.1:9100"

// addrs is a flag that can be given several times.
type addrs []string

func (a *addrs) String() string { return strings.Join(*a, " ") }

func (a *addrs) Set(addr string) error {
	if _, _, err := net.SplitHostPort(addr); err != nil {
		return fmt.Errorf("expected host:port")
	}
	*a = append(*a, addr)
	return nil
}

// errHelp is not an error: the user asked for the usage and has it.
var errHelp = errors.New("help")

// parseConfig reads the command line, with flags of a backend besides. Its errors are
// one line long.
func parseConfig(args []string, getenv func(string) string, stdout io.Writer, backend ...func(*flag.FlagSet)) (config, error) {
	c := config{xivoToken: getenv("PLAY_AUTH_TOKEN"), controlToken: getenv("PBX_CONTROL_TOKEN")}
	fs := flag.NewFlagSet("server", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Var(&c.addrs, "addr", "`host:port` to listen on, also several times (default "+defaultAddr+")")
	fs.StringVar(&c.fixture, "fixture", "docs", "records to start with: docs, empty, or a JSON `file`")
	fs.BoolVar(&c.anonymous, "anonymous", false, "serve the examples of the vendors' pages that carry no credentials, on a fixture that has their accounts")
	fs.BoolVar(&c.control, "control", false, "serve the control API below /_pbx/: records, faults, clock, journal and tenants, for tests in any language")
	fs.StringVar(&c.tlsCert, "tls-cert", "", "serve HTTPS with the certificate in a PEM `file`")
	fs.StringVar(&c.tlsKey, "tls-key", "", "the key of the certificate, in a PEM `file`")
	for _, declare := range backend {
		declare(fs)
	}
	err := fs.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintln(stdout, "The reference server: the configuration APIs of four PBXs.")
		fmt.Fprintln(stdout, "PLAY_AUTH_TOKEN in the environment sets XiVO's token, PBX_CONTROL_TOKEN that of -control.")
		fs.SetOutput(stdout)
		fs.PrintDefaults()
		return c, errHelp
	case err != nil:
		return c, fmt.Errorf("%w (-help lists the flags)", err)
	case fs.NArg() > 0:
		return c, fmt.Errorf("unexpected argument %q (-help lists the flags)", fs.Arg(0))
	case (c.tlsCert == "") != (c.tlsKey == ""):
		return c, errors.New("-tls-cert and -tls-key go together")
	case !isHeaderValue(c.xivoToken):
		return c, errors.New("PLAY_AUTH_TOKEN has a space around it or a control character in it, which no header can carry")
	case c.control && !isHeaderValue(c.controlToken):
		return c, errors.New("PBX_CONTROL_TOKEN has a space around it or a control character in it, which no header can carry")
	case c.control && c.controlToken != "" && c.controlToken == c.xivoToken:
		return c, errors.New("PBX_CONTROL_TOKEN is PLAY_AUTH_TOKEN, which everyone has who uses the PBX")
	}
	if len(c.addrs) == 0 {
		c.addrs = addrs{defaultAddr}
	}
	return c, nil
}

// isHeaderValue reports whether a header can carry a token as it is.
func isHeaderValue(token string) bool {
	return strings.TrimSpace(token) == token && !strings.ContainsFunc(token, unicode.IsControl)
}

// isLoopback reports whether only this machine can reach an address.
func isLoopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
