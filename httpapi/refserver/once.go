package refserver

import (
	"context"
	"errors"

	"github.com/pbxkit/pbxkit/store"
)

// once is a database in which one Update takes effect, ever. Which one it was, is
// told by a sequence, so that it is forgotten if the Update is not committed, and
// known to every server on the database.
type once struct {
	store.DB
	what string // the sequence
}

// errDone is an Update that took place before.
var errDone = errors.New("done before")

// Update returns errDone, and does nothing, after the first one that was committed.
func (o once) Update(ctx context.Context, fn func(store.Tx) error) error {
	return o.DB.Update(ctx, func(tx store.Tx) error {
		switch n, err := tx.Last(ctx, o.what); {
		case err != nil:
			return err
		case n > 0:
			return errDone
		}
		if err := fn(tx); err != nil {
			return err
		}
		_, err := tx.Next(ctx, o.what)
		return err
	})
}
