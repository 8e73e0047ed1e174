package contract

import (
	"cmp"
	"flag"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/pbxkit/pbxkit/pbxtest"
)

var (
	seed     = flag.Uint64("seed", 1, "what random requests begin with")
	requests = flag.Int("requests", 150, "random requests for each operation")
)

// TestWhateverIsSentTheAnswerConforms sends requests that are made from the schemas
// and examples of the document, and then sometimes broken. Each begins with the
// records of the vendor's page.
func TestWhateverIsSentTheAnswerConforms(t *testing.T) {
	forEach(t, func(t *testing.T, v *vendor, c *contract) {
		t.Logf("-seed %d -requests %d", *seed, *requests)
		docs := newPBX(t)
		for name, op := range c.operations {
			t.Run(name, func(t *testing.T) {
				s := sender{vendor: v, contract: c, op: op, docs: docs}
				for i := range *requests {
					s.send(t, maker{rand.New(rand.NewPCG(*seed, hash(name)+uint64(i)))})
				}
				if why := v.rules[name]; why != "" {
					t.Logf("may be refused whatever the document says: it %s", why)
				}
				t.Logf("%d succeeded, %d refused, of which %d the document calls wrong", s.succeeded, *requests-s.succeeded, s.wrong)
				if why := v.mayNotSucceed[name]; s.succeeded == 0 && why == "" {
					t.Error("no request succeeded")
				}
			})
		}
	})
}

// hash gives each operation random numbers of its own.
func hash(name string) uint64 {
	h := fnv.New64()
	h.Write([]byte(name))
	return h.Sum64()
}

// sender sends random requests for an operation.
type sender struct {
	*vendor
	*contract
	op   *operation
	docs *pbxtest.Server

	succeeded, wrong int
}

func (s *sender) send(t *testing.T, m maker) {
	t.Helper()
	pbx := s.docs.Fork(t)
	defer pbx.Close()
	x := s.exchange(t, m, pbx)
	x.send(t, pbx.Transport())
	request, answer := s.check(t.Context(), x)
	if answer != nil {
		t.Fatalf("%v\n%v", x, answer)
	}
	if request != nil && x.status < 400 {
		t.Fatalf("%v\nsucceeds against the document: %v", x, request)
	}
	if request == nil && s.malformed(x) && s.rules[s.op.OperationID] == "" {
		t.Fatalf("%v\nis refused as malformed, and the document calls it right", x)
	}
	if x.status < 400 {
		s.succeeded++
	}
	if request != nil {
		s.wrong++
	}
}

// exchange makes a request.
func (s *sender) exchange(t *testing.T, m maker, pbx *pbxtest.Server) *exchange {
	t.Helper()
	x := &exchange{method: s.op.route.Method, target: s.target(m), header: http.Header{}}
	if s.op.RequestBody != nil {
		s.body(t, m, x)
	}
	if m.oneIn(20) {
		return x // without a credential
	}
	r, err := x.request(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.authorize(r, pbx.Credentials)
	x.header = r.Header
	return x
}

// target fills in the path and adds a query.
func (s *sender) target(m maker) string {
	path, query := s.op.route.Path, url.Values{}
	for _, p := range s.op.Parameters {
		switch {
		case p.Value.In == openapi3.ParameterInPath:
			// An empty one would be another path.
			value := cmp.Or(s.parameter(m, p.Value), "0")
			path = strings.ReplaceAll(path, "{"+p.Value.Name+"}", url.PathEscape(value))
		case m.oneIn(2):
			query.Set(p.Value.Name, s.parameter(m, p.Value))
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path
}

func (s *sender) parameter(m maker, p *openapi3.Parameter) string {
	switch {
	case p.Example != nil && !m.oneIn(4):
		return fmt.Sprint(p.Example)
	case m.oneIn(8):
		return pick(m, texts)
	}
	return fmt.Sprint(m.value(p.Schema.Value))
}

// body gives a request a body: an example, or made from the schema; as it is, or
// broken.
func (s *sender) body(t *testing.T, m maker, x *exchange) {
	t.Helper()
	content := s.op.RequestBody.Value.Content
	mediaType := pick(m, slices.Sorted(maps.Keys(content)))
	x.header.Set("Content-Type", mediaType)
	if m.oneIn(25) {
		x.header.Set("Content-Type", "image/png")
	}
	v := s.bodyValue(m, content[mediaType])
	if text, ok := v.(string); ok && strings.HasPrefix(mediaType, "text/") && mediaType != "text/json" {
		x.body = text
		return
	}
	if fields, ok := v.(map[string]any); ok && isForm(mediaType) {
		x.setForm(t, mediaType, fields)
		return
	}
	var err error
	if x.body, err = m.encode(v); err != nil {
		t.Fatal(err)
	}
}

func (s *sender) bodyValue(m maker, media *openapi3.MediaType) any {
	v := m.value(media.Schema.Value)
	if names := slices.Sorted(maps.Keys(media.Examples)); len(names) > 0 && !m.oneIn(3) {
		v = media.Examples[pick(m, names)].Value.Value
	}
	if m.oneIn(3) {
		v = m.broken(v)
	}
	return v
}
