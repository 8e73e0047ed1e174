package contract

import (
	"net/http"
	"strings"
	"testing"
)

// fault is an answer that is wrong on purpose.
type fault struct {
	name         string
	method, path string
	change       func(x *exchange)
	want         string // part of what is said about it
}

func replace(old, new string) func(*exchange) {
	return func(x *exchange) { x.answerBody = strings.ReplaceAll(x.answerBody, old, new) }
}

func status(code int) func(*exchange) { return func(x *exchange) { x.status = code } }

func header(name, value string) func(*exchange) {
	return func(x *exchange) { x.answerHeader.Set(name, value) }
}

// extend adds a body to an answer.
func extend(body string) func(*exchange) { return func(x *exchange) { x.answerBody += body } }

// TestWrongAnswersAreCaught breaks the server's answers.
func TestWrongAnswersAreCaught(t *testing.T) {
	forEach(t, func(t *testing.T, v *vendor, c *contract) {
		if len(v.faults) < 3 {
			t.Errorf("%d faults, want 3 at least", len(v.faults))
		}
		for _, f := range v.faults {
			t.Run(f.name, func(t *testing.T) {
				pbx := newPBX(t)
				x := &exchange{method: f.method, target: f.path, header: http.Header{}}
				r, err := x.request(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				v.authorize(r, pbx.Credentials)
				x.header = r.Header
				x.send(t, pbx.Transport())
				if _, err := c.check(t.Context(), x); err != nil {
					t.Fatalf("the answer is wrong as it is: %v", err)
				}
				f.change(x)
				_, err = c.check(t.Context(), x)
				if err == nil || !strings.Contains(err.Error(), f.want) {
					t.Errorf("%v: %v, want it to be caught with %q", x, err, f.want)
				}
			})
		}
	})
}
