package refserver

import (
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
)

// printBanner says where the server is, which credentials are in force, and how
// to make the first requests, which succeed on every fixture.
func printBanner(w io.Writer, c config, listeners []net.Listener, generated bool) {
	scheme, trust := "http", ""
	if c.tlsCert != "" {
		scheme, trust = "https", " --cacert "+shellQuote(c.tlsCert)
	}
	for _, l := range listeners {
		fmt.Fprintf(w, "XiVO  %s://%s%s\n", scheme, l.Addr(), xivohttp.Prefix)
	}
	origin := ""
	if generated {
		origin = "  (generated; PLAY_AUTH_TOKEN sets another)"
	}
	fmt.Fprintf(w, "X-Auth-Token: %s%s\n\n", c.xivoToken, origin)

	curl := fmt.Sprintf("curl%s -H %s -H 'Content-Type: application/json'", trust, shellQuote("X-Auth-Token: "+c.xivoToken))
	base := fmt.Sprintf("%s://%s%s", scheme, reachable(listeners[0].Addr()), xivohttp.Prefix)
	fmt.Fprintf(w, "%s '%s/2.0/users'\n", curl, base)
	fmt.Fprintf(w, "%s '%s/2.0/users/find' -d '{\"filters\":[{\"field\":\"fullName\",\"operator\":\"ilike\",\"value\":\"ja%%\",\"order\":\"ASC\"}]}'\n", curl, base)
	fmt.Fprintf(w, "%s '%s/2.0/meetingrooms' -d '{\"name\":\"lobby\",\"displayName\":\"Lobby\",\"number\":1060}'\n", curl, base)
	fmt.Fprintf(w, "\nexport PLAY_AUTH_TOKEN=%s  # for the commands of the vendor's page\n", shellQuote(c.xivoToken))
}

// reachable returns the address at which this machine reaches a listener, also
// one that listens on all addresses.
func reachable(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err == nil && net.ParseIP(host).IsUnspecified() {
		return net.JoinHostPort("localhost", port)
	}
	return a.String()
}

// shellQuote makes one word of a text for a POSIX shell.
func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
