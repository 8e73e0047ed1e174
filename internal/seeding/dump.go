package seeding

import (
	"context"

	"github.com/pbxkit/pbxkit/store"
)

// Dump returns the step that reads a whole table into a part of a fixture, each
// record through dump. An empty table leaves nil.
func Dump[K comparable, T, V any](ctx context.Context, tx store.ReadTx, t *store.Table[K, T], to *[]V, dump func(*T) V) func() error {
	return func() error {
		rows, err := t.All(ctx, tx, nil)
		for _, row := range rows {
			*to = append(*to, dump(row))
		}
		return err
	}
}

// Self dumps a record as it is.
func Self[T any](r *T) T { return *r }
