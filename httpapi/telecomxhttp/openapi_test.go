package telecomxhttp_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/openapi"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/telecomx"
)

func TestOpenAPIDescribesWhatIsServed(t *testing.T) {
	openapi.Check(t, telecomxhttp.OpenAPI(), telecomxhttp.Operations(), chapters)
}

// document is what the tests look at in the OpenAPI document.
type document struct {
	Security   []map[string][]string
	Components struct {
		SecuritySchemes map[string]struct{ Type, Scheme, In, Name string }
		Schemas         struct {
			ErrorMessage struct{ Enum []string }
		}
	}
}

func readDocument(t *testing.T) *document {
	t.Helper()
	var doc document
	if err := json.Unmarshal(telecomxhttp.OpenAPI(), &doc); err != nil {
		t.Fatal(err)
	}
	return &doc
}

func TestOpenAPIHasTheMessagesOfAllErrors(t *testing.T) {
	var want []string
	add := func(message string) {
		if message != "" && !slices.Contains(want, message) {
			want = append(want, message)
		}
	}
	for _, e := range telecomx.Errors() {
		add(e.Code)
	}
	for _, wrong := range wrongValues {
		add(wrong.property)
	}
	add("random")
	if diff := cmp.Diff(want, readDocument(t).Components.Schemas.ErrorMessage.Enum); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

// TestOpenAPIHasTheWaysToSendAToken sends a token in each.
func TestOpenAPIHasTheWaysToSendAToken(t *testing.T) {
	p, doc := newPBX(t, telecomxhttp.Options{}), readDocument(t)
	names := map[string]bool{}
	for _, one := range doc.Security {
		for name := range one {
			names[name] = true
			scheme := doc.Components.SecuritySchemes[name]
			r := httptest.NewRequest(http.MethodGet, "/ping", nil)
			switch scheme.Type + " " + scheme.Scheme + scheme.In {
			case "http bearer":
				r.Header.Set("Authorization", "Bearer token-owner")
			case "apiKey header":
				r.Header.Set(scheme.Name, "token-owner")
			case "apiKey query":
				r.URL.RawQuery = scheme.Name + "=token-owner"
			case "apiKey cookie":
				r.AddCookie(&http.Cookie{Name: scheme.Name, Value: "token-owner"})
			default:
				t.Errorf("scheme %s: %+v", name, scheme)
			}
			w := httptest.NewRecorder()
			p.ServeHTTP(w, r)
			if w.Code != http.StatusOK {
				t.Errorf("scheme %s: status %d, want 200: %s", name, w.Code, w.Body)
			}
		}
	}
	if len(names) != 4 { // the fifth way is a member of bodies
		t.Errorf("schemes %v, want 4", names)
	}
}

func TestOpenAPIIsTheCallersToChange(t *testing.T) {
	doc := telecomxhttp.OpenAPI()
	want := slices.Clone(doc)
	clear(doc)
	if got := telecomxhttp.OpenAPI(); !slices.Equal(want, got) {
		t.Error("a caller has changed the document")
	}
}
