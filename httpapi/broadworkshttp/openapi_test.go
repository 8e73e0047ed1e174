package broadworkshttp_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/internal/openapi"
)

func TestOpenAPIDescribesWhatIsServed(t *testing.T) {
	openapi.Check(t, broadworkshttp.OpenAPI(), broadworkshttp.Operations(), chapters)
}

func TestOpenAPIHasAllValues(t *testing.T) {
	type schemas struct {
		MediaType      struct{ Enum []broadworks.MediaType }
		Codec          struct{ Enum []broadworks.Codec }
		UserSelection  struct{ Enum []broadworks.Selection }
		GroupSelection struct{ Enum []broadworks.Selection }
		UserLevel      struct{ Enum []broadworks.Level }
		ErrorCode      struct{ Enum []int }
		ErrorMessage   struct{ Enum []string }
	}
	var want schemas
	want.MediaType.Enum = []broadworks.MediaType{broadworks.WAV, broadworks.WMA, broadworks.ThreeGP, broadworks.MOV}
	want.Codec.Enum = []broadworks.Codec{
		broadworks.NoCodec, broadworks.G711, broadworks.G722, broadworks.G729, broadworks.G726, broadworks.AMR, broadworks.AMRWB,
	}
	want.UserSelection.Enum = []broadworks.Selection{broadworks.SelectCustom, broadworks.SelectGroup}
	want.GroupSelection.Enum = []broadworks.Selection{broadworks.SelectSystem, broadworks.SelectExternal, broadworks.SelectCustom}
	want.UserLevel.Enum = []broadworks.Level{
		broadworks.EndUser, broadworks.DepartmentAdmin, broadworks.GroupAdmin, broadworks.TenantAdmin, broadworks.System,
	}
	for _, e := range broadworks.Errors() {
		want.ErrorCode.Enum = append(want.ErrorCode.Enum, e.Code)
		want.ErrorMessage.Enum = append(want.ErrorMessage.Enum, e.Message)
	}
	want.ErrorCode.Enum = slices.Compact(want.ErrorCode.Enum)

	var doc struct{ Components struct{ Schemas schemas } }
	if err := json.Unmarshal(broadworkshttp.OpenAPI(), &doc); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, doc.Components.Schemas); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}

// TestOpenAPISaysWhichOperationsNeedACredential sends each operation without one, and
// with what each of the document's schemes stands for.
func TestOpenAPISaysWhichOperationsNeedACredential(t *testing.T) {
	type requirements []map[string][]string // by the name of the scheme
	var doc struct {
		Security requirements
		Paths    map[string]map[string]struct{ Security *requirements }
	}
	if err := json.Unmarshal(broadworkshttp.OpenAPI(), &doc); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(requirements{{"token": {}}, {"session": {}}}, doc.Security); diff != "" {
		t.Errorf("for all operations (-want +got):\n%s", diff)
	}
	s := newSystem(t, broadworkshttp.Options{})
	credentials := map[string][2]string{
		"token":   {"Authorization", "Bearer token-system"},
		"session": {"Cookie", "sessionid=" + s.login(t)},
	}
	for path, methods := range doc.Paths {
		target := strings.NewReplacer("{tenant_id}", "foo", "{group_id}", "foogroup", "{user_id}", "foouser").Replace(path)
		for method, op := range methods {
			open := op.Security != nil && len(*op.Security) == 0
			r := httptest.NewRequest(strings.ToUpper(method), target, nil)
			if got := s.asksForCredential(r); got == open {
				t.Errorf("%s %s: asks for a credential: %v, the document says %v", method, path, got, !open)
			}
			for scheme, header := range credentials {
				r := httptest.NewRequest(strings.ToUpper(method), target, nil)
				r.Header.Set(header[0], header[1])
				if s.asksForCredential(r) {
					t.Errorf("%s %s: a %s does not open it", method, path, scheme)
				}
			}
		}
	}
}

// asksForCredential reports whether a request is refused for want of a credential.
func (s *system) asksForCredential(r *http.Request) bool {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Code == 401 && strings.Contains(w.Body.String(), `"`+broadworks.ErrUnauthorized.Message+`"`)
}

// login returns the id of a new session.
func (s *system) login(t *testing.T) string {
	t.Helper()
	session, err := s.svc.Sessions.Login(t.Context(), "system", "IAmAStrongPassword")
	if err != nil {
		t.Fatal(err)
	}
	return session.ID
}

func TestOpenAPIIsTheCallersToChange(t *testing.T) {
	doc := broadworkshttp.OpenAPI()
	want := slices.Clone(doc)
	clear(doc)
	if got := broadworkshttp.OpenAPI(); !slices.Equal(want, got) {
		t.Error("a caller has changed the document")
	}
}
