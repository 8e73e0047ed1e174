package refserver_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestThePrintedCurlLinesSucceed(t *testing.T) {
	cert := newCertificate(t)
	for name, test := range map[string]struct {
		token string
		args  []string
	}{
		"docs":             {"swordfish", []string{"-addr", "127.0.0.1:0"}},
		"empty":            {"swordfish", []string{"-addr", "127.0.0.1:0", "-fixture", "empty"}},
		"generated token":  {"", []string{"-addr", "127.0.0.1:0"}},
		"token with signs": {`it's $HOME, "50%" \ ünïcode`, []string{"-addr", "127.0.0.1:0"}},
		"two addresses":    {"swordfish", []string{"-addr", "127.0.0.1:0", "-addr", "127.0.0.1:0"}},
		"all addresses":    {"swordfish", []string{"-addr", "0.0.0.0:0", "-fixture", "empty"}},
		"control":          {"swordfish", []string{"-addr", "127.0.0.1:0", "-control"}},
		"HTTPS control":    {"swordfish", []string{"-addr", "127.0.0.1:0", "-control", "-tls-cert", cert.certFile, "-tls-key", cert.keyFile}},
		"HTTPS":            {"swordfish", []string{"-addr", "127.0.0.1:0", "-tls-cert", cert.certFile, "-tls-key", cert.keyFile}},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, test.token, test.args...)
			if len(s.banner.curls) < 3 {
				t.Fatalf("the banner has %d curl lines, want three at least", len(s.banner.curls))
			}
			for _, line := range s.banner.curls {
				c := parseCurl(t, line)
				req, err := http.NewRequestWithContext(t.Context(), c.method, c.url, strings.NewReader(c.body))
				if err != nil {
					t.Fatal(err)
				}
				req.Header = c.header
				if status, body := roundTrip(t, c.client(t), req); status != 200 {
					t.Errorf("%s\nwas answered with %d %s", line, status, body)
				}
			}
		})
	}
}

func TestTheCurlLinesReachAllAddressesByName(t *testing.T) {
	s := start(t, "swordfish", "-addr", "0.0.0.0:0", "-fixture", "empty")
	u, err := url.Parse(parseCurl(t, s.banner.curls[0]).url)
	if err != nil {
		t.Fatal(err)
	}
	// 0.0.0.0 is an address to listen on; not every system connects to it.
	if u.Hostname() != "localhost" {
		t.Errorf("the curl lines are for %s, want localhost", u.Hostname())
	}
}

func TestThePrintedExportSetsTheToken(t *testing.T) {
	for _, token := range []string{"swordfish", `it's $HOME, "50%" \`} {
		s := start(t, token, "-addr", "127.0.0.1:0")
		if got := shell(t, s.banner.export+"\nprintf %s \"$PLAY_AUTH_TOKEN\""); got != token {
			t.Errorf("%s\nsets %q, want %q", s.banner.export, got, token)
		}
	}
}

// curl is a call of curl.
type curl struct {
	method, url string
	header      http.Header
	body        string
	caCert      string // file
}

// parseCurl reads a command line as a shell and curl would.
func parseCurl(t *testing.T, line string) curl {
	t.Helper()
	words := strings.Split(shell(t, "curl() { printf '%s\\0' \"$@\"; }\n"+line), "\x00")
	c := curl{method: "GET", header: http.Header{}}
	var method string
	for i := 0; i < len(words)-1; i++ { // the last one is what follows the final NUL
		value := func() string { i++; return words[i] }
		switch word := words[i]; {
		case word == "-H":
			name, content, _ := strings.Cut(value(), ": ")
			c.header.Set(name, content)
		case word == "-d":
			c.method, c.body = "POST", value()
		case word == "--cacert":
			c.caCert = value()
		case strings.HasPrefix(word, "-X"):
			method = strings.TrimPrefix(word, "-X")
		case strings.HasPrefix(word, "http") && c.url == "":
			c.url = word
		default:
			t.Fatalf("%s\nhas %q in it, which this test does not know", line, word)
		}
	}
	if method != "" {
		c.method = method
	}
	return c
}

// client returns one that trusts what curl would.
func (c curl) client(t *testing.T) *http.Client {
	t.Helper()
	client := newClient(t)
	if c.caCert != "" {
		pem, err := os.ReadFile(c.caCert)
		if err != nil {
			t.Fatal(err)
		}
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(pem)
		client.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: roots}
	}
	return client
}

// shell runs a script, without any of the environment, and returns its output.
func shell(t *testing.T, script string) string {
	t.Helper()
	path, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell here")
	}
	cmd := exec.CommandContext(t.Context(), path, "-c", script)
	cmd.Env = []string{} // nil would be ours
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s\n%v", script, err)
	}
	return string(out)
}
