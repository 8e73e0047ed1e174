package telecomxhttp_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/openapi"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/telecomx"
)

func TestOpenAPIDescribesWhatIsServed(t *testing.T) {
	openapi.Check(t, telecomxhttp.OpenAPI(), telecomxhttp.Operations(), chapters)
}

// document is what the tests look at in the OpenAPI document.
type document struct {
	Security   []map[string][]string
	Paths      map[string]map[string]operation
	Components struct {
		SecuritySchemes map[string]struct{ Type, Scheme, In, Name string }
		Schemas         map[string]schema
	}
}

type operation struct {
	Security   []map[string][]string // nil: the document's
	Parameters []struct {
		Name   string
		Schema struct{ Minimum, Default, Maximum any }
	}
}

type schema struct {
	Enum       []any
	Pattern    string
	Properties map[string]schema
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
	if diff := cmp.Diff(want, texts(readDocument(t), "ErrorMessage")); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

// texts returns the values of a schema.
func texts(doc *document, schema string) (list []string) {
	for _, v := range doc.Components.Schemas[schema].Enum {
		list = append(list, v.(string))
	}
	return list
}

func TestOpenAPIHasTheValuesOfMembers(t *testing.T) {
	doc := readDocument(t)
	for schema, want := range map[string][]string{
		"AccessLevel":      {"PERSONAL", "VIEWER", "MANAGER", "OWNER", "RESELLER", "RESELLER_ADMIN", "ADMIN"},
		"CallerIdName":     {"AS_IS", "CUSTOMER", "PREFIX"},
		"RecordingMode":    {"ALWAYS", "DEMAND", "NEVER"},
		"RecordingQuality": {"NORMAL", "COMPACT", "HIGH"},
	} {
		if diff := cmp.Diff(want, texts(doc, schema)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", schema, diff)
		}
	}
}

// TestOpenAPIHasTheRetensionsOfCompact tries all numbers of days.
func TestOpenAPIHasTheRetensionsOfCompact(t *testing.T) {
	p := newPBX(t, telecomxhttp.Options{})
	var want []any
	for days := range 1000 {
		body := fmt.Sprintf(`{"recording":{"quality":"COMPACT","retension":%d}}`, days)
		if call(p, http.MethodPost, "/pbx/settings/"+example, "token-owner", body).Status == http.StatusOK {
			want = append(want, float64(days))
		}
	}
	if diff := cmp.Diff(want, readDocument(t).Components.Schemas["Retension"].Enum); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
}

// TestOpenAPIHasTheLimitsInForce asks for too few, for no number, and for too many.
func TestOpenAPIHasTheLimitsInForce(t *testing.T) {
	p := newPBX(t, telecomxhttp.Options{})
	var want []any
	for _, query := range []string{"?limit=-1", "", "?limit=1000"} {
		var page struct{ Limit any }
		answer := call(p, http.MethodGet, "/pbx/musiconhold"+query, "token-owner", "")
		if err := json.Unmarshal([]byte(answer.Body), &page); err != nil {
			t.Fatal(err)
		}
		want = append(want, page.Limit)
	}
	var got []any
	for _, parameter := range readDocument(t).Paths["/pbx/musiconhold"]["get"].Parameters {
		if s := parameter.Schema; parameter.Name == "limit" {
			got = append(got, s.Minimum, s.Default, s.Maximum)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("least, default and greatest limit (-want +got):\n%s", diff)
	}
}

// TestOpenAPIPatternsLeaveOutWrongValues holds the patterns to what the server
// refuses; golden exchanges show that they allow what it takes.
func TestOpenAPIPatternsLeaveOutWrongValues(t *testing.T) {
	schemas := readDocument(t).Components.Schemas
	for _, name := range []string{"Settings", "SettingsInput"} {
		n := 0
		for _, wrong := range wrongValues {
			pattern := schemas[name].Properties[wrong.property].Pattern
			if pattern == "" {
				continue
			}
			n++
			for _, value := range wrong.values {
				var text string
				isText := json.Unmarshal([]byte(value), &text) == nil
				if isText && regexp.MustCompile(pattern).MatchString(text) {
					t.Errorf("%s: %s: %s allows %s", name, wrong.property, pattern, value)
				}
			}
		}
		if n != 7 {
			t.Errorf("%s: %d members with patterns, want 7", name, n)
		}
	}
}

// TestOpenAPIHasTheWaysToSendAToken sends a token in each.
func TestOpenAPIHasTheWaysToSendAToken(t *testing.T) {
	p, doc := newPBX(t, telecomxhttp.Options{}), readDocument(t)
	for _, one := range doc.Security {
		for name := range one {
			r := httptest.NewRequest(http.MethodGet, "/ping", http.NoBody)
			switch s := doc.Components.SecuritySchemes[name]; s.Type + " " + s.Scheme + s.In {
			case "http bearer":
				r.Header.Set("Authorization", "Bearer token-owner")
			case "apiKey header":
				r.Header.Set(s.Name, "token-owner")
			case "apiKey query":
				r.URL.RawQuery = s.Name + "=token-owner"
			case "apiKey cookie":
				r.AddCookie(&http.Cookie{Name: s.Name, Value: "token-owner"})
			default:
				t.Errorf("scheme %s: %+v", name, s)
			}
			if answer := resttest.Ask(p, r); answer.Status != http.StatusOK {
				t.Errorf("scheme %s: %+v, want status 200", name, answer)
			}
		}
	}
	if len(doc.Security) != 4 { // the fifth way is a member of bodies
		t.Errorf("%d ways, want 4", len(doc.Security))
	}
}

// TestOpenAPISaysWhichOperationsNeedAToken sends a bad one to each.
func TestOpenAPISaysWhichOperationsNeedAToken(t *testing.T) {
	p, doc := newPBX(t, telecomxhttp.Options{}), readDocument(t)
	for path, item := range doc.Paths {
		for method, op := range item {
			answer := call(p, strings.ToUpper(method), path, "token-unknown", `{}`)
			needed := answer == refusal(telecomx.ErrInvalidToken)
			described := op.Security == nil || len(op.Security) > 0
			if needed != described {
				t.Errorf("%s %s: needs a token: %t, described: %t", method, path, needed, described)
			}
			inBody := slices.ContainsFunc(op.Security, func(way map[string][]string) bool { return len(way) == 0 })
			if want := needed && method == "post"; inBody != want {
				t.Errorf("%s %s: works without a scheme, by a token in the body: %t, want %t", method, path, inBody, want)
			}
		}
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
