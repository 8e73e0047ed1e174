package refserver

import (
	"fmt"
	"io"
	"net"
	"strings"
)

// lastLine is the line after which everything is said and the server serves.
const lastLine = "Ctrl-C stops the server when the requests under way are answered, a second one at once"

// printBanner says where the server is, which credentials are in force, and how
// to make the first requests, which succeed on every fixture that has what they
// ask for.
func printBanner(w io.Writer, a *assembly, listeners []net.Listener) {
	scheme, curl := "http", "curl"
	if a.tlsCert != "" {
		scheme, curl = "https", "curl --cacert "+shellQuote(a.tlsCert)
	}
	for _, l := range listeners {
		fmt.Fprintf(w, "listening on %s://%s\n", scheme, l.Addr())
	}
	base := fmt.Sprintf("%s://%s", scheme, reachable(listeners[0].Addr()))
	for _, v := range vendors {
		fmt.Fprintln(w)
		v.banner(w, a, base, curl)
	}
	if a.control {
		printControl(w, a, base, curl)
	}
	fmt.Fprintln(w, "\n"+lastLine)
}

// printControl says how to drive the server.
func printControl(w io.Writer, a *assembly, base, curl string) {
	origin := ""
	if a.controlTokenGenerated {
		origin = "  (generated; PBX_CONTROL_TOKEN sets another)"
	}
	base += controlPrefix + "/"
	bearer := "Authorization: Bearer " + a.controlToken
	fmt.Fprintf(w, "\nControl  %s\n%s%s\n\n", base, bearer, origin)
	fmt.Fprintf(w, "%s -H %s '%s'\n", curl, shellQuote(bearer), base)
	fmt.Fprintf(w, "\nexport PBX_CONTROL_TOKEN=%s\n", shellQuote(a.controlToken))
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
