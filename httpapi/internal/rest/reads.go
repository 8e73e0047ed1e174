package rest

import (
	"context"
	"iter"
	"maps"
	"net/http"
	"slices"
)

// Reads records which members of a request were looked at. A vendor ignores members
// of unknown names, and so does not say that one is misspelt; a test double can, as
// it knows what no code asked for.
//
// The zero value is ready for use. It serves one request, and one goroutine at a
// time: ask [Reads.Unread] after the handler has returned.
type Reads struct {
	// unread are the names of what nobody has looked at so far, by the
	// beginning that their paths have in common: each object that was opened
	// has an entry, also if nothing in it is unread.
	unread map[string]map[string]struct{}
}

// What paths of members outside of a JSON body begin with. The path of an object
// inside a body ends with a dot, so that none of them is one of these.
const (
	queryPath = "?"
	formPath  = "form: "
)

type readsKey struct{}

// WithReads returns a context in which what is looked at of a request is recorded.
// The parameters of a query are known from when it is first asked for one; see
// [Reads.Watch].
func WithReads(ctx context.Context, reads *Reads) context.Context {
	return context.WithValue(ctx, readsKey{}, reads)
}

// Watch returns a request of which is recorded what is looked at. Unlike after
// [WithReads] alone, the parameters of the query are unread also with an operation
// that takes none, and so never asks for one.
func (r *Reads) Watch(req *http.Request) *http.Request {
	if req.URL.RawQuery != "" {
		carry(r, queryPath, maps.Keys(req.URL.Query()))
	}
	return req.WithContext(WithReads(req.Context(), r))
}

// readsOf returns the Reads of a context, or nil.
func readsOf(ctx context.Context) *Reads {
	reads, _ := ctx.Value(readsKey{}).(*Reads)
	return reads
}

// Unread returns the paths of what the request carried and nobody has looked at,
// sorted: members of a JSON body as recording.quality and filters[1].colour,
// parameters of the query as ?page, fields of a form as form: scope.
//
// A member that was asked for is read, be it null or of the wrong type, and with it
// everything inside; but of one that was opened as an object, or as objects, each
// member is judged. Of an object that nobody has opened only its own path is
// listed. What comes after a mistake in the body is read if it is asked for, but no
// longer opened. A body that was not parsed as JSON, because the request was refused
// before or the operation takes none, has no members.
func (r *Reads) Unread() []string {
	var paths []string
	for path, names := range r.unread {
		for name := range names {
			paths = append(paths, path+name)
		}
	}
	slices.Sort(paths)
	return paths
}

// carry notes what a request has in one place, unless that has been done: an object
// can be opened, and a query be parsed, more than once.
func carry(r *Reads, path string, names iter.Seq[string]) {
	if _, again := r.unread[path]; again {
		return
	}
	if r.unread == nil {
		r.unread = map[string]map[string]struct{}{}
	}
	unread := map[string]struct{}{}
	for name := range names {
		unread[name] = struct{}{}
	}
	r.unread[path] = unread
}

func (r *Reads) looked(path, name string) { delete(r.unread[path], name) }

// carried notes the members of an object that was opened.
func (o *Object) carried() {
	if o.reads != nil {
		carry(o.reads, o.path, o.members.names())
	}
}

// looked notes that a member was asked for.
func (o *Object) looked(name string) {
	if o.reads != nil {
		o.reads.looked(o.path, name)
	}
}

// Ignore says of members that the vendor documents that nothing comes of them. They
// count as looked at: whoever sends them has not misspelt anything.
func (o *Object) Ignore(names ...string) {
	for _, name := range names {
		o.looked(name)
	}
}

// Ignore does for parameters what [Object.Ignore] does for members.
func (v *Values) Ignore(names ...string) {
	if v == nil || v.reads == nil {
		return
	}
	for _, name := range names {
		v.looked(name)
	}
}
