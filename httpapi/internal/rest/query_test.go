package rest_test

import (
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

func TestQuery(t *testing.T) {
	q := rest.Query(httptest.NewRequest("GET", "/?a=1&a=2&empty=&none&plus=1+2&%zz=1", nil))
	got := map[string]string{}
	for _, name := range []string{"a", "empty", "none", "plus", "missing", "A", "%zz"} {
		if q.Has(name) {
			got[name] = q.Get(name)
		} else if value := q.Get(name); value != "" {
			t.Errorf("%s is not there, and is %q", name, value)
		}
	}
	if diff := cmp.Diff(map[string]string{"a": "1", "empty": "", "none": "", "plus": "1 2"}, got); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
}

func TestAQueryThatIsEmpty(t *testing.T) {
	r := httptest.NewRequest("GET", "/?", nil)
	if q := rest.Query(r); q.Has("a") || q.Get("a") != "" {
		t.Errorf("the query has something: %v", q)
	}
	if n := testing.AllocsPerRun(10, func() { rest.Query(r).Get("a") }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

func TestACopyOfAQueryCanBeChanged(t *testing.T) {
	q := rest.Query(httptest.NewRequest("GET", "/?a=1&b=2", nil))
	values := q.Copy()
	values.Set("a", "changed")
	values.Del("b")
	values.Add("c", "3")
	if diff := cmp.Diff(url.Values{"a": {"1"}, "b": {"2"}}, q.Copy()); diff != "" {
		t.Errorf("the query (-want +got):\n%s", diff)
	}
	for name, empty := range map[string]*rest.Values{"no query": nil, "no form": rest.Form(t.Context(), nil)} {
		values := empty.Copy()
		values.Set("a", "1")
		if diff := cmp.Diff(url.Values{"a": {"1"}}, values); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestForm(t *testing.T) {
	form := rest.Form(t.Context(), url.Values{"a": {"1", "2"}, "none": nil})
	if got := form.Get("a") + form.Get("none") + form.Get("missing"); got != "1" || !form.Has("none") || form.Has("missing") {
		t.Errorf("the fields are %q; %v", got, form)
	}
	if rest.Form(t.Context(), nil).Get("a") != "" {
		t.Error("no form has a field")
	}
}
