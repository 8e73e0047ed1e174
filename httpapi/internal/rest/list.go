package rest

// List returns the elements of a list as they are written. It is never nil: a list
// without elements is [] on the wire, not null.
func List[T, V any](list []T, wire func(T) V) []V {
	out := make([]V, len(list))
	for i, v := range list {
		out[i] = wire(v)
	}
	return out
}
