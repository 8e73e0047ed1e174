package pbxtest

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// check returns which vendor a fault is about, "" for all, and why it makes no
// sense, if so.
func (f *Fault) check() (string, error) {
	vendor, err := f.about()
	if err != nil {
		return "", err
	}
	if err := f.checkOperation(vendor); err != nil {
		return "", err
	}
	if err := f.checkHeader(); err != nil {
		return "", err
	}
	switch {
	case f.Skip < 0 || f.Every < 0 || f.Times < 0 || f.Latency < 0 || f.RetryAfter < 0:
		return "", errors.New("a negative number")
	case f.Err != nil && f.Status != 0:
		return "", errors.New("both an error and a status")
	case f.Status == 0 && (f.Header != nil || f.Body != ""):
		return "", errors.New("a header or body without a status")
	case f.Status != 0 && (f.Status < 200 || f.Status > 999):
		return "", fmt.Errorf("%d is no status of an answer", f.Status)
	case f.Body != "" && (f.Status == http.StatusNoContent || f.Status == http.StatusNotModified):
		return "", fmt.Errorf("a body, which an answer %d has not", f.Status)
	case f.Break == Reset && (f.Err != nil || f.Status != 0):
		return "", errors.New("both an answer and a reset, which leaves none")
	case f.Break != "" && f.Break != Reset && f.Break != Truncate && f.Break != Stall:
		return "", fmt.Errorf("nothing is called %q that can happen to a connection", f.Break)
	case f.OnClock && f.Latency == 0:
		return "", errors.New("a clock without a latency")
	case f.Latency == 0 && f.Err == nil && f.Status == 0 && f.Break == "":
		return "", errors.New("nothing goes wrong")
	}
	return vendor, nil
}

// about returns which vendor a fault is about, and an error if it names several.
func (f *Fault) about() (string, error) {
	vendor := f.Vendor
	if vendor != "" && !slices.Contains(vendorNames(), vendor) {
		return "", fmt.Errorf("no vendor is called %q: there are %s", vendor, strings.Join(vendorNames(), ", "))
	}
	if f.Operation != nil {
		if vendor != "" && f.Operation.Vendor() != vendor {
			return "", fmt.Errorf("%v is no operation of %s", f.Operation, vendor)
		}
		vendor = f.Operation.Vendor()
	}
	if of := vendorOfError(f.Err); of != "" {
		if vendor != "" && of != vendor {
			return "", fmt.Errorf("the error is one of %s", of)
		}
		vendor = of
	}
	return vendor, nil
}

// checkOperation checks that requests can be what the fault is about.
func (f *Fault) checkOperation(vendor string) error {
	var possible []route
	for _, r := range routes() {
		if vendor != "" && r.vendor != vendor || f.Operation != nil && r.Name != f.Operation.String() {
			continue
		}
		possible = append(possible, r)
	}
	if len(possible) == 0 {
		return errors.New(checkOperation(f.Operation))
	}
	if f.Operation != nil && !possible[0].serves(f.Method) {
		return fmt.Errorf("%v is a %s", f.Operation, possible[0].Method)
	}
	possible = slices.DeleteFunc(possible, func(r route) bool { return !r.serves(f.Method) })
	if len(possible) == 0 {
		return fmt.Errorf("no operation%s is a %q", ofVendor(vendor), f.Method)
	}
	return f.checkValues(possible)
}

func ofVendor(vendor string) string {
	if vendor == "" {
		return ""
	}
	return " of " + vendor
}

// framing are the headers by which a connection works. They are net/http's to set:
// others would break what follows, and not be seen in memory.
var framing = []string{
	"Connection", "Content-Length", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade",
}

// checkHeader checks that net/http sends the headers as they are: one that it cannot
// send it would leave out.
func (f *Fault) checkHeader() error {
	for _, name := range slices.Sorted(maps.Keys(f.Header)) {
		switch {
		case !isHeaderName(name):
			return fmt.Errorf("header: %q is no name of one", name)
		case slices.Contains(framing, name):
			return fmt.Errorf("header.%s: belongs to the connection, which net/http keeps; Break is what breaks one", name)
		case slices.ContainsFunc(f.Header[name], func(value string) bool { return !isHeaderValue(value) }):
			return fmt.Errorf("header.%s: has a space around it or a control character in it", name)
		}
	}
	return nil
}

// isHeaderName reports whether a name is a token of RFC 9110.
func isHeaderName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
		return !letter && !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
	})
}

// isHeaderValue reports whether a header can carry a value as it is.
func isHeaderValue(value string) bool {
	return strings.TrimSpace(value) == value && !strings.ContainsFunc(value, func(r rune) bool {
		return r < ' ' && r != '\t' || r == 0x7f
	})
}

// serves reports whether requests with a method, "" for any, can be of the operation.
func (r *route) serves(method string) bool {
	return method == "" || method == r.Method || method == http.MethodHead && r.Method == http.MethodGet
}

// checkValues checks that one of some operations has all the parameters.
func (f *Fault) checkValues(possible []route) error {
	names := slices.Sorted(maps.Keys(f.Values))
	for i, name := range names {
		possible = slices.DeleteFunc(possible, func(r route) bool { return !slices.Contains(r.params(), name) })
		if len(possible) == 0 {
			return fmt.Errorf("no path of these operations has a parameter %s", strings.Join(names[:i+1], " and a "))
		}
		if f.Values[name] == "" {
			return fmt.Errorf("no path has a parameter %q that is empty", name)
		}
	}
	return nil
}

// String describes the fault, without credentials.
func (f *Fault) String() string {
	var b strings.Builder
	b.WriteString("fault")
	write := func(set bool, format string, args ...any) {
		if set {
			fmt.Fprintf(&b, " "+format, args...)
		}
	}
	write(f.Operation != nil, "on %v", f.Operation)
	write(f.Vendor != "", "of vendor %s", f.Vendor)
	write(f.Method != "", "with method %s", f.Method)
	for _, name := range slices.Sorted(maps.Keys(f.Values)) {
		write(true, "with %s=%s", name, f.Values[name])
	}
	write(f.Credential != "", "with a credential")
	write(f.Skip != 0, "after %d", f.Skip)
	write(f.Every != 0, "every %d", f.Every)
	write(f.Times == 1, "once")
	write(f.Times > 1, "%d times", f.Times)
	write(f.Latency != 0, "after %v", f.Latency)
	write(f.Err != nil, "answering %v", f.Err)
	write(f.Status != 0, "answering %d", f.Status)
	write(f.Break != "", "with a %s", f.Break)
	write(f.Late, "late")
	return b.String()
}
