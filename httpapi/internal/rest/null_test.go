package rest_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

func TestNotNullTellsNullFromAbsent(t *testing.T) {
	for body, want := range map[string]string{
		`{}`:                               "",
		`{"a":1,"b":{},"c":null}`:          "",
		`{"a":null}`:                       "a: must not be null",
		`{"b":null,"a":null}`:              "a: must not be null",
		`{"a":1,"b": null }`:               "b: must not be null",
		`{"a":1,"a":null}`:                 "a: must not be null",
		`{"a":null,"a":1}`:                 "",
		`{"A":null}`:                       "",
		`[]`:                               "expected an object",
		`{"x":{"a":null},"b":null,"a":""}`: "b: must not be null",
	} {
		err := rest.ParseObject(t.Context(), []byte(body)).NotNull("a", "b").Err()
		if got := message(err); got != want {
			t.Errorf("%s: error %q, want %q", body, got, want)
		}
	}
	inner := rest.ParseObject(t.Context(), []byte(`{"x":{"a":null}}`)).Object("x").NotNull("a")
	if got := message(inner.Err()); got != "x.a: must not be null" {
		t.Errorf("in an object: error %q", got)
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
