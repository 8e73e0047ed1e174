package pbxtest

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Matcher is something that a request is expected to have.
type Matcher struct {
	what  string // in words, such as: status 200
	wrong string // why no request can have it; "" if one can
	param string // of the path, which the operation has to have

	// differs says what differs; "" for nothing.
	differs func(j *Journal, r *record) string
}

// String says what is expected, without credentials.
func (m Matcher) String() string { return m.what }

// Value expects a value of a parameter of the path, such as id.
func Value(name, value string) Matcher {
	m := named("path", name, value, func(r *record) []string {
		if value, ok := r.entry.Values[name]; ok {
			return []string{value}
		}
		return nil
	})
	m.param = name
	return m
}

// Query expects a value of a parameter of the query. Of a repeated one the first
// counts.
func Query(name, value string) Matcher {
	return named("query", name, value, func(r *record) []string {
		query, _ := url.ParseQuery(r.entry.Query)
		return query[name][:min(len(query[name]), 1)]
	})
}

// Header expects the value of a header of the request. Those of a repeated one are
// separated by a comma and a space.
func Header(name, value string) Matcher {
	return named("header", name, value, func(r *record) []string { return r.entry.Header.Values(name) })
}

// named expects a value of something that has a name, and may be a credential.
func named(what, name, want string, values func(*record) []string) Matcher {
	what += " " + name
	wanted := quote(redactField(name, want))
	return Matcher{
		what: what + " " + wanted,
		differs: func(_ *Journal, r *record) string {
			values := values(r)
			switch {
			case len(values) == 0:
				return fmt.Sprintf("the %s is missing, want %s", what, wanted)
			case strings.Join(values, ", ") == want:
				return ""
			}
			var shown []string
			for _, value := range values {
				shown = append(shown, redactField(name, value))
			}
			if isCut(values[len(values)-1], mostText) {
				return fmt.Sprintf("the %s is not known: the journal keeps %d bytes of it, see JournalLimits", what, mostText)
			}
			got := quote(strings.Join(shown, ", "))
			if got == wanted {
				return fmt.Sprintf("the %s is another one", what)
			}
			return fmt.Sprintf("the %s is %s, want %s", what, got, wanted)
		},
	}
}

// Status expects the status of the answer.
func Status(status int) Matcher {
	return Matcher{
		what: fmt.Sprintf("status %d", status),
		differs: func(_ *Journal, r *record) string {
			switch got := r.entry.Status; got {
			case status:
				return ""
			case 0:
				return fmt.Sprintf("there was no answer, want status %d", status)
			default:
				return fmt.Sprintf("the status is %d, want %d", got, status)
			}
		},
	}
}

// Sender expects who sent the request: a token, or the username of a login.
func Sender(credential string) Matcher {
	return Matcher{
		what: "the given sender",
		differs: func(j *Journal, r *record) string {
			switch r.credential {
			case j.hash(credential):
				return ""
			case j.hash(""):
				return "there is no credential"
			default:
				return "the credential is another one"
			}
		},
	}
}

// quote returns a text as it fits into a message.
func quote(s string) string {
	if len(s) > mostShown {
		s = strings.ToValidUTF8(s[:mostShown], "") + ellipsis
	}
	return strconv.Quote(s)
}

// check returns why no request that an operation serves has what is expected; "" if
// one can have it.
func (m *Matcher) check(op Operation) string {
	switch {
	case m.wrong != "":
		return m.wrong
	case m.differs == nil:
		return "a Matcher that nothing made"
	case m.param == "":
		return ""
	}
	var params []string
	for _, r := range routes() {
		if op == nil || r.is(op) {
			params = append(params, r.params()...)
		}
	}
	if slices.Contains(params, m.param) {
		return ""
	}
	slices.Sort(params)
	return fmt.Sprintf("no path of %s has a parameter %q: there are %s", nameOf(op), m.param, orNone(slices.Compact(params)))
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
