package rest

import "github.com/pbxkit/pbxkit/internal/wire"

// List returns the elements of a list as they are written. It is never nil: a list
// without elements is [] on the wire, not null.
func List[T, V any](list []T, convert func(T) V) []V { return wire.List(list, convert) }
