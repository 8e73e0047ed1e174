package rest

import (
	"context"
	"maps"
	"net/http"
	"net/url"
)

// Values are the parameters of a query, or the fields of a form. A nil one is empty.
type Values struct {
	values url.Values
	path   string
	reads  *Reads // nil if nobody wants to know what is looked at
}

// Query returns the parameters of a request's query; nil if it is empty. Those that
// are malformed are left out. What is looked at is recorded in the [Reads] of the
// request's context, if there are any.
func Query(r *http.Request) *Values {
	if r.URL.RawQuery == "" {
		return nil
	}
	return newValues(r.Context(), queryPath, r.URL.Query())
}

// Form returns the fields of a form. What is looked at is recorded in the [Reads] of
// the context, if there are any.
func Form(ctx context.Context, fields url.Values) *Values {
	return newValues(ctx, formPath, fields)
}

func newValues(ctx context.Context, path string, values url.Values) *Values {
	v := &Values{values, path, readsOf(ctx)}
	if v.reads != nil {
		carry(v.reads, path, maps.Keys(values))
	}
	return v
}

// Get returns a value, of a repeated one the first; "" if there is none.
func (v *Values) Get(name string) string {
	if v == nil {
		return ""
	}
	v.looked(name)
	return v.values.Get(name)
}

// Has reports whether there is a value, also an empty one.
func (v *Values) Has(name string) bool {
	if v == nil {
		return false
	}
	v.looked(name)
	return v.values.Has(name)
}

// Copy returns all values, for the caller to change. It looks at none of them.
func (v *Values) Copy() url.Values {
	values := url.Values{}
	if v != nil {
		maps.Copy(values, v.values)
	}
	return values
}

// looked notes that a value was asked for.
func (v *Values) looked(name string) {
	if v.reads != nil {
		v.reads.looked(v.path, name)
	}
}
