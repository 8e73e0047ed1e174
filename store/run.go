package store

import "context"

// View is [DB.View] for a function that returns a result.
func View[R any](ctx context.Context, db DB, read func(ReadTx) (R, error)) (result R, err error) {
	err = db.View(ctx, func(tx ReadTx) (err error) {
		result, err = read(tx)
		return err
	})
	if err != nil {
		return *new(R), err
	}
	return result, nil
}

// Update is [DB.Update] for a function that returns a result.
func Update[R any](ctx context.Context, db DB, write func(Tx) (R, error)) (result R, err error) {
	err = db.Update(ctx, func(tx Tx) (err error) {
		result, err = write(tx)
		return err
	})
	if err != nil {
		return *new(R), err
	}
	return result, nil
}
