package pgstore

import (
	"context"
	"fmt"
)

// The numbers that sequences have given are rows of a table. PostgreSQL's own
// sequences would not wait for one another, but know nothing of transactions: what
// Last says would not be of the moment that everything else is of.
const (
	lastNumber = "SELECT last FROM " + sequencesTable + " WHERE name = $1"

	nextNumber = "INSERT INTO " + sequencesTable + " AS s (name, last) VALUES ($1, 1) " +
		"ON CONFLICT (name) DO UPDATE SET last = s.last + 1 WHERE s.last < 9223372036854775807 RETURNING last"

	reserveNumber = "INSERT INTO " + sequencesTable + " AS s (name, last) VALUES ($1, $2) " +
		"ON CONFLICT (name) DO UPDATE SET last = excluded.last WHERE s.last < excluded.last"
)

// Next implements [store.Tx].
func (tx *tx) Next(ctx context.Context, sequence string) (n int64, err error) {
	if err := tx.send(ctx, "next", nil, statement{nextNumber, []any{sequence}, oneInto(&n)}); err != nil {
		return 0, err
	}
	if n == 0 {
		return 0, fmt.Errorf("pgstore: sequence %q has no number left", sequence)
	}
	tx.wrote = true
	return n, nil
}

// Reserve implements [store.Tx].
func (tx *tx) Reserve(ctx context.Context, sequence string, n int64) error {
	if n <= 0 { // no number that was given is less
		return tx.usable(ctx)
	}
	if err := tx.send(ctx, "reserve", nil, statement{sql: reserveNumber, args: []any{sequence, n}}); err != nil {
		return err
	}
	tx.wrote = true
	return nil
}
