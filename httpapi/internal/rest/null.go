package rest

// NotNull makes a mistake of each of the members named that was sent as null, for
// a vendor with whom that is not the same as no member. Of several, the first in
// the order of the names is reported.
func (o *Object) NotNull(names ...string) *Object {
	for _, name := range names {
		if o.Has(name) && o.Raw(name) == nil {
			o.fail(name, "must not be null")
		}
	}
	return o
}
