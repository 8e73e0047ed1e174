package telecomx

// Change is what a request says about a member of an object: nothing, that it be
// cleared, or a value. The zero Change says nothing.
type Change[V any] struct {
	Value V
	Sent  bool // the request has the member
	Null  bool // its value is null
}

// To is the change of a member to a value.
func To[V any](v V) Change[V] { return Change[V]{Value: v, Sent: true} }

// Clear is the change of a member to no value.
func Clear[V any]() Change[V] { return Change[V]{Sent: true, Null: true} }

// rule is what a member accepts.
type rule[V any] struct {
	nullable bool // the member can be cleared
	valid    func(V) bool
	why      string // what is expected, for people who write fixtures
}

// apply changes a value, or refuses the change in the name of the member.
func (r rule[V]) apply(member string, value *V, c Change[V]) error {
	switch {
	case !c.Sent:
		return nil
	case c.Null && r.nullable:
		*value = *new(V)
		return nil
	case c.Null || !r.valid(c.Value):
		return invalid(member, r.why)
	}
	*value = c.Value
	return nil
}

// oneOf is the rule of an enumeration, whose case matters.
func oneOf[V comparable](why string, values ...V) rule[V] {
	return rule[V]{why: why, valid: func(v V) bool {
		for _, known := range values {
			if v == known {
				return true
			}
		}
		return false
	}}
}

// aBoolean is the rule of a boolean: that there is one.
var aBoolean = rule[bool]{why: "expected true or false", valid: func(bool) bool { return true }}
