package pgstore_test

import (
	"errors"
	"testing"

	"github.com/pbxkit/pbxkit/store"
)

// TestAKeyTakenMeanwhileIsFoundByRunningAgain has another transaction take a unique
// key after this one has fixed the moment that it sees, in which the key is free.
func TestAKeyTakenMeanwhileIsFoundByRunningAgain(t *testing.T) {
	for what, test := range map[string]struct {
		write func(tx store.Tx) error
		index string
	}{
		"insert, number":  {func(tx store.Tx) error { return phones.Insert(t.Context(), tx, &phone{ID: 3, Number: "7"}) }, "phone_number_key"},
		"insert, key":     {func(tx store.Tx) error { return phones.Insert(t.Context(), tx, &phone{ID: 2}) }, "phones_pkey"},
		"replace, number": {func(tx store.Tx) error { return phones.Replace(t.Context(), tx, &phone{ID: 1, Number: "7"}) }, "phone_number_key"},
	} {
		t.Run(what, func(t *testing.T) {
			db := open(t, phones.Schema())
			insertPhones(t, db, &phone{ID: 1})
			runs := 0
			err := db.Update(t.Context(), func(tx store.Tx) error {
				runs++
				if _, err := tx.Last(t.Context(), "any"); err != nil {
					return err
				}
				if runs == 1 {
					insertPhones(t, db, &phone{ID: 2, Number: "7"})
				}
				return test.write(tx)
			})
			e, _ := errors.AsType[*store.Error](err)
			if runs != 2 || !errors.Is(err, store.ErrExists) || e.Index != test.index {
				t.Errorf("Update returned %v after %d runs, want %v of %s after 2", err, runs, store.ErrExists, test.index)
			}
		})
	}
}
