package filter

import (
	"cmp"
	"fmt"
	"slices"
)

// Match compiles a checked expression to the function that decides whether a
// record is selected. The function allocates nothing and is safe for concurrent
// use. Match panics if e did not come from Check.
func (fs *Fields[T]) Match(e Expr) func(*T) bool {
	switch e := e.(type) {
	case nil:
		return func(*T) bool { return true }
	case Cmp:
		f := fs.mustField(e.Field)
		switch e.Op {
		case IsNull:
			return f.isNull(true)
		case NotNull:
			return f.isNull(false)
		}
		return f.compile(e)
	case And:
		return all(fs.matchEach(e))
	case Or:
		return anyOf(fs.matchEach(e))
	}
	panic(fmt.Sprintf("filter: Match of %T, which Check rejects", e))
}

func (fs *Fields[T]) matchEach(parts []Expr) []func(*T) bool {
	tests := make([]func(*T) bool, len(parts))
	for i, p := range parts {
		tests[i] = fs.Match(p)
	}
	return tests
}

func all[T any](tests []func(*T) bool) func(*T) bool {
	switch len(tests) {
	case 1:
		return tests[0]
	case 2:
		a, b := tests[0], tests[1]
		return func(r *T) bool { return a(r) && b(r) }
	}
	return func(r *T) bool {
		for _, test := range tests {
			if !test(r) {
				return false
			}
		}
		return true
	}
}

func anyOf[T any](tests []func(*T) bool) func(*T) bool {
	return func(r *T) bool {
		for _, test := range tests {
			if test(r) {
				return true
			}
		}
		return false
	}
}

func (f *Field[T]) isNull(want bool) func(*T) bool {
	if !f.info.Nullable {
		return func(*T) bool { return !want }
	}
	read := f.present
	return func(r *T) bool { return read(r) != want }
}

// textMatcher compiles comparisons with a text.
func textMatcher[T any](get func(*T) (string, bool)) func(Cmp) func(*T) bool {
	ordered := orderedMatcher(get, text)
	return func(c Cmp) func(*T) bool {
		if c.Op != Like && c.Op != ILike {
			return ordered(c)
		}
		p, err := CompilePattern(c.Value.(string), c.Op == ILike)
		if err != nil {
			panic("filter: Match of a pattern that Check rejects: " + err.Error())
		}
		return func(r *T) bool {
			v, ok := get(r)
			return ok && p.Match(v)
		}
	}
}

// orderedMatcher compiles comparisons of values that have an order; conv
// turns the checked value into one that get's can be compared with.
func orderedMatcher[T, V any, W cmp.Ordered](get func(*T) (W, bool), conv func(V) W) func(Cmp) func(*T) bool {
	return func(c Cmp) func(*T) bool {
		want := conv(c.Value.(V))
		switch c.Op {
		case Eq:
			return func(r *T) bool { v, ok := get(r); return ok && v == want }
		case Ne:
			return func(r *T) bool { v, ok := get(r); return ok && v != want }
		case Lt:
			return func(r *T) bool { v, ok := get(r); return ok && v < want }
		case Le:
			return func(r *T) bool { v, ok := get(r); return ok && v <= want }
		case Gt:
			return func(r *T) bool { v, ok := get(r); return ok && v > want }
		case Ge:
			return func(r *T) bool { v, ok := get(r); return ok && v >= want }
		}
		panic("filter: Match of " + c.String() + ", which Check rejects")
	}
}

// setMatcher compiles contains_all. Sets are small, so that a walk beats
// whatever would have to be built for a record first.
func setMatcher[T any](get func(*T) ([]string, bool)) func(Cmp) func(*T) bool {
	return func(c Cmp) func(*T) bool {
		want := c.Value.([]string)
		return func(r *T) bool {
			have, ok := get(r)
			if !ok || len(want) > len(have) {
				return false
			}
			for _, w := range want {
				if !slices.Contains(have, w) {
					return false
				}
			}
			return true
		}
	}
}

// comparer orders records by a value, missing ones greatest.
func comparer[T, V any](get func(*T) (V, bool), compare func(a, b V) int) func(a, b *T) int {
	return func(a, b *T) int {
		va, aOK := get(a)
		vb, bOK := get(b)
		switch {
		case aOK && bOK:
			return compare(va, vb)
		case aOK:
			return -1
		case bOK:
			return +1
		}
		return 0
	}
}

// Compare compiles an order to a function that returns a negative number if a
// comes before b, a positive one if after, and 0 if the order does not tell
// them apart. The error is that of CheckOrder.
func (fs *Fields[T]) Compare(order []Order) (func(a, b *T) int, error) {
	if err := fs.CheckOrder(order); err != nil {
		return nil, err
	}
	terms := make([]func(a, b *T) int, len(order))
	for i, o := range order {
		compare := fs.mustField(o.Field).compare
		if o.Desc {
			terms[i] = func(a, b *T) int { return compare(b, a) }
		} else {
			terms[i] = compare
		}
	}
	if len(terms) == 1 {
		return terms[0], nil
	}
	return func(a, b *T) int {
		for _, term := range terms {
			if c := term(a, b); c != 0 {
				return c
			}
		}
		return 0
	}, nil
}
