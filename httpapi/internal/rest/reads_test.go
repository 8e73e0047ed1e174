package rest_test

import (
	"context"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

func TestUnreadListsWhatNobodyLookedAt(t *testing.T) {
	nothing := func(*rest.Object) {}
	for _, c := range []struct {
		name, body string
		read       func(*rest.Object)
		want       []string
	}{
		{"nothing is there", `{}`, nothing, nil},
		{"nothing is read", `{"b": 1, "a": {"x": 1}, "c": [{"y": 1}], "d": null}`, nothing, []string{"a", "b", "c", "d"}},
		{"a name in another case", `{"name": "a", "Name": "b"}`, func(o *rest.Object) { o.String("name") }, []string{"Name"}},
		{"members of every type", `{"s": "", "os": "", "sd": "", "i": 1, "oi": 1, "is": [1], "b": true, "l": [[1], {"x": 1}], "o": {}, "os2": [], "r": {"x": 1}, "rest": 0}`,
			func(o *rest.Object) {
				o.String("s")
				o.OptString("os")
				o.StringOr("sd", "")
				o.Int("i")
				o.OptInt("oi")
				o.Ints("is")
				o.OptBool("b")
				o.Array("l")
				o.Object("o")
				o.Objects("os2")
				o.Raw("r")
			}, []string{"rest"}},
		{"members that are null", `{"a": null, "b": null, "c": null, "d": null, "e": null}`,
			func(o *rest.Object) { o.OptString("a"); o.Object("b"); o.Raw("c"); o.Array("d") }, []string{"e"}},
		{"members that are missing", `{"a": 1}`,
			func(o *rest.Object) { o.OptString("b"); o.Object("b"); o.Has("b"); o.Raw("b"); o.Objects("b") }, []string{"a"}},
		{"checked for presence", `{"a": 1, "b": null, "c": 1}`, func(o *rest.Object) { o.Has("a"); o.Has("b") }, []string{"c"}},
		{"checked for null", `{"a": 1, "b": 1, "c": 1}`, func(o *rest.Object) { o.NotNull("a", "b") }, []string{"c"}},
		{"listed by name", `{"a": 1, "b": 1}`, func(o *rest.Object) { o.Names() }, []string{"a", "b"}},
		{"an object is opened", `{"o": {"a": 1, "b": {"c": 1}, "d": {"e": 1, "f": 1}}, "a": 1}`,
			func(o *rest.Object) {
				inner := o.Object("o")
				inner.Int("a")
				inner.Object("d").Int("f")
			}, []string{"a", "o.b", "o.d.e"}},
		{"an object is opened and left", `{"o": {"a": 1, "b": 2}}`, func(o *rest.Object) { o.Object("o") }, []string{"o.a", "o.b"}},
		{"an object is opened twice", `{"o": {"a": 1, "b": 2, "c": 3}}`,
			func(o *rest.Object) { o.Object("o").Int("a"); o.Object("o").Int("b") }, []string{"o.c"}},
		{"an object is looked at first, and last", `{"o": {"a": 1, "b": 2}}`,
			func(o *rest.Object) { o.NotNull("o"); o.Object("o").Int("a"); o.Raw("o") }, []string{"o.b"}},
		{"objects are opened", `{"l": [{"a": 1}, {"a": 2, "b": {"c": 3}}, {}, {"d": null}]}`,
			func(o *rest.Object) {
				for _, each := range o.Objects("l") {
					each.OptInt("a")
				}
			}, []string{"l[1].b", "l[3].d"}},
		{"objects inside objects", `{"o": {"l": [{"m": [{"a": 1}]}]}}`,
			func(o *rest.Object) { o.Object("o").Objects("l")[0].Objects("m") }, []string{"o.l[0].m[0].a"}},
		{"an array is not opened", `{"l": [{"a": 1}, {"b": 2}]}`, nothing, []string{"l"}},
		{"an object as a whole", `{"o": {"a": 1}, "l": [{"a": 1}]}`, func(o *rest.Object) { o.Raw("o"); o.Array("l") }, nil},
		{"not what it should be", `{"a": 1, "b": 2}`, func(o *rest.Object) { o.Object("a") }, []string{"b"}},
		{"apart", `{"o": {"a": 1, "b": 1}, "c": 1}`, func(o *rest.Object) { o.Apart().Object("o").String("a") }, []string{"c", "o.b"}},
		{"after a mistake", `{"a": 1, "b": 1, "o": {"x": 1}, "l": [{"x": 1}], "h": 1, "c": 1}`,
			func(o *rest.Object) { o.String("a"); o.Int("b"); o.Object("o"); o.Objects("l"); o.Has("h") }, []string{"c"}},
		{"after a mistake inside", `{"l": [{"a": "x", "b": 1}, {"a": 1, "b": 1}]}`,
			func(o *rest.Object) {
				for _, each := range o.Objects("l") {
					each.Int("a")
				}
			}, []string{"l[0].b", "l[1].b"}},
		{"a mistake among objects", `{"l": [{"a": 1}, 5, {"a": 1, "b": 1}]}`,
			func(o *rest.Object) {
				for _, each := range o.Objects("l") {
					each.OptInt("a")
				}
			}, []string{"l[2].b"}},
		{"repeated names", `{"a": 1, "a": 2, "b": 1, "b": 2}`, func(o *rest.Object) { o.Int("a") }, []string{"b"}},
		{"odd names", `{"": 1, "a.b": 1, "a": {"b": 1, "": 1}, "?a": 1}`,
			func(o *rest.Object) { o.Object("a").Int("b") }, []string{"", "?a", "a.", "a.b"}},
		{"no object", `[{"a": 1}]`, func(o *rest.Object) { o.String("a") }, nil},
		{"no JSON", `{"a": 1`, func(o *rest.Object) { o.String("a") }, nil},
		{"no UTF-8", "{\"a\": \"\xff\"}", nothing, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var reads rest.Reads
			c.read(rest.ParseObject(rest.WithReads(t.Context(), &reads), []byte(c.body)))
			if diff := cmp.Diff(c.want, reads.Unread()); diff != "" {
				t.Errorf("unread of %s (-want +got):\n%s", c.body, diff)
			}
		})
	}
}

func TestUnreadOfNoRequestIsEmpty(t *testing.T) {
	if got := new(rest.Reads).Unread(); got != nil {
		t.Errorf("unread: %q", got)
	}
}

func TestUnreadCanBeAskedAtAnyTime(t *testing.T) {
	var reads rest.Reads
	o := rest.ParseObject(rest.WithReads(t.Context(), &reads), []byte(`{"o": {"a": 1, "b": 1}}`))
	check := func(want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, reads.Unread()); diff != "" {
			t.Errorf("unread (-want +got):\n%s", diff)
		}
	}
	check("o")
	inner := o.Object("o")
	check("o.a", "o.b")
	inner.Int("b")
	check("o.a")
	inner.Int("a")
	check()
}

func TestReadObjectRecordsInTheContextOfTheRequest(t *testing.T) {
	var reads rest.Reads
	r := httptest.NewRequest("PUT", "/", strings.NewReader(`{"a": 1, "b": 1}`))
	rest.ReadObject(r.WithContext(rest.WithReads(t.Context(), &reads)), 100).Int("a")
	if diff := cmp.Diff([]string{"b"}, reads.Unread()); diff != "" {
		t.Errorf("unread (-want +got):\n%s", diff)
	}
}

// Two requests at the same time must not see each other.
func TestReadsAreThoseOfOneRequest(t *testing.T) {
	var first, second rest.Reads
	one := rest.ParseObject(rest.WithReads(t.Context(), &first), []byte(`{"a": 1, "b": 1}`))
	two := rest.ParseObject(rest.WithReads(t.Context(), &second), []byte(`{"a": 1, "b": 1}`))
	one.Int("a")
	two.Int("b")
	if diff := cmp.Diff([][]string{{"b"}, {"a"}}, [][]string{first.Unread(), second.Unread()}); diff != "" {
		t.Errorf("unread (-want +got):\n%s", diff)
	}
}

func TestNothingNeedsToBeRecorded(t *testing.T) {
	for name, ctx := range map[string]context.Context{"none": t.Context(), "nil": rest.WithReads(t.Context(), nil)} {
		o := rest.ParseObject(ctx, []byte(`{"o": {"a": 1}}`))
		r := httptest.NewRequest("GET", "/?a=1", nil).WithContext(ctx)
		if got := o.Object("o").Int("a"); got != 1 || rest.Query(r).Get("a") != "1" {
			t.Errorf("%s: a member is %d, a parameter %q", name, got, rest.Query(r).Get("a"))
		}
	}
}

func TestUnreadParameters(t *testing.T) {
	for _, c := range []struct {
		name, query string
		read        func(*rest.Values)
		want        []string
	}{
		{"none", "", func(v *rest.Values) { v.Get("a"); v.Has("a") }, nil},
		{"nothing is read", "?b=1&a=&c", func(*rest.Values) {}, []string{"?a", "?b", "?c"}},
		{"got", "?a=1&b=2&A=3", func(v *rest.Values) { v.Get("a"); v.Get("missing") }, []string{"?A", "?b"}},
		{"checked for presence", "?a=1&b=2", func(v *rest.Values) { v.Has("b") }, []string{"?a"}},
		{"repeated", "?a=1&a=2&b=1&b=2", func(v *rest.Values) { v.Get("a") }, []string{"?b"}},
		{"copied", "?a=1", func(v *rest.Values) { v.Copy() }, []string{"?a"}},
		{"escaped", "?%61=1&b%20c=1", func(v *rest.Values) { v.Get("a") }, []string{"?b c"}},
		{"malformed", "?a=1;b=2&%zz=1&c=1", func(*rest.Values) {}, []string{"?c"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var reads rest.Reads
			r := httptest.NewRequest("GET", "/"+c.query, nil)
			c.read(rest.Query(r.WithContext(rest.WithReads(t.Context(), &reads))))
			if diff := cmp.Diff(c.want, reads.Unread()); diff != "" {
				t.Errorf("unread of %s (-want +got):\n%s", c.query, diff)
			}
		})
	}
}

func TestAWatchedQueryIsUnreadUntilItIsAskedFor(t *testing.T) {
	var reads rest.Reads
	r := reads.Watch(httptest.NewRequest("GET", "/?a=1&b=1&c=1", nil))
	for _, step := range []struct {
		ask  string
		want []string
	}{
		{"", []string{"?a", "?b", "?c"}},
		{"a", []string{"?b", "?c"}},
		{"c", []string{"?b"}}, // the query is parsed anew, and not forgotten what was asked
	} {
		if step.ask != "" {
			rest.Query(r).Get(step.ask)
		}
		if diff := cmp.Diff(step.want, reads.Unread()); diff != "" {
			t.Errorf("unread after asking for %q (-want +got):\n%s", step.ask, diff)
		}
	}
}

func TestAWatchedRequestRecordsItsBody(t *testing.T) {
	var reads rest.Reads
	r := reads.Watch(httptest.NewRequest("PUT", "/", strings.NewReader(`{"a": 1, "b": 1}`)))
	rest.ReadObject(r, 100).Int("b")
	if diff := cmp.Diff([]string{"a"}, reads.Unread()); diff != "" {
		t.Errorf("unread (-want +got):\n%s", diff)
	}
}

func TestUnreadFieldsOfAForm(t *testing.T) {
	var reads rest.Reads
	form := rest.Form(rest.WithReads(t.Context(), &reads), map[string][]string{"id": {"1"}, "scope": {"x"}, "state": nil})
	form.Get("id")
	form.Get("missing")
	if diff := cmp.Diff([]string{"form: scope", "form: state"}, reads.Unread()); diff != "" {
		t.Errorf("unread (-want +got):\n%s", diff)
	}
}

func TestAQueryAndABodyAreNotMixedUp(t *testing.T) {
	var reads rest.Reads
	r := reads.Watch(httptest.NewRequest("PUT", "/?a=1&b=1", strings.NewReader(`{"a": 1, "b": 1}`)))
	form := rest.Form(r.Context(), map[string][]string{"a": {""}, "b": {""}})
	rest.Query(r).Get("a")
	rest.ReadObject(r, 100).Int("b")
	form.Get("a")
	if diff := cmp.Diff([]string{"?b", "a", "form: b"}, reads.Unread()); diff != "" {
		t.Errorf("unread (-want +got):\n%s", diff)
	}
}

// FuzzUnread looks at the members of whatever is an object, one after the other.
func FuzzUnread(f *testing.F) {
	f.Add([]byte(document))
	f.Add([]byte(`{"a": 1, "a": {"a": 1}, "": null, "a.b": [], "?": 1, "\u0000": 1}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var reads rest.Reads
		o := rest.ParseObject(rest.WithReads(t.Context(), &reads), body)
		names := slices.Sorted(slices.Values(o.Names()))
		for i, name := range names {
			if diff := cmp.Diff(names[i:], reads.Unread()); diff != "" {
				t.Fatalf("unread after %d members (-want +got):\n%s", i, diff)
			}
			o.Raw(name)
		}
		if unread := reads.Unread(); unread != nil {
			t.Fatalf("unread after all: %q", unread)
		}
	})
}
