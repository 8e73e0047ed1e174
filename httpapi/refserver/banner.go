package refserver

import (
	"fmt"
	"io"
	"net"

	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
)

// printBanner says where the server is, which credentials are in force, and how
// to make the first requests.
func printBanner(w io.Writer, c config, listeners []net.Listener, generated bool) {
	scheme := "http"
	if c.tlsCert != "" {
		scheme = "https"
	}
	for _, l := range listeners {
		fmt.Fprintf(w, "XiVO  %s://%s%s\n", scheme, l.Addr(), xivohttp.Prefix)
	}
	origin := ""
	if generated {
		origin = "  (generated; PLAY_AUTH_TOKEN sets another)"
	}
	fmt.Fprintf(w, "X-Auth-Token: %s%s\n\n", c.xivoToken, origin)

	curl := fmt.Sprintf("curl -H 'X-Auth-Token: %s' -H 'Content-Type: application/json'", c.xivoToken)
	base := fmt.Sprintf("%s://%s%s", scheme, listeners[0].Addr(), xivohttp.Prefix)
	fmt.Fprintf(w, "%s '%s/2.0/users'\n", curl, base)
	fmt.Fprintf(w, "%s '%s/2.0/users/find' -d '{\"filters\":[{\"field\":\"fullName\",\"operator\":\"ilike\",\"value\":\"ja%%\",\"order\":\"ASC\"}]}'\n", curl, base)
	fmt.Fprintf(w, "%s '%s/2.0/users/1/services' -XPUT -d '{\"dndEnabled\":true}'\n", curl, base)
	fmt.Fprintf(w, "\nexport PLAY_AUTH_TOKEN='%s'  # for the commands of the vendor's page\n", c.xivoToken)
}
