package storetest

import (
	"fmt"
	"runtime"
	"sync"
	"testing"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// testConcurrency tests that transactions have the effect of running one after
// another, whoever runs them.
func testConcurrency(t *testing.T, open opener) {
	check(t, open, []promise{
		{"no increment is lost", noIncrementLost},
		{"numbers of a sequence are unique", numbersUnique},
		{"one of many takes a unique key", oneTakesKey},
		{"a rule about many records holds", ruleAboutMany},
		{"readers see no half of a transfer", noHalfTransfer},
	})
}

const (
	workers = 8
	rounds  = 25
)

// together runs work in as many goroutines as there are workers, and waits.
// work returns the errors that fail the test.
func together(t *testing.T, work func(worker int) error) {
	t.Helper()
	var wg sync.WaitGroup
	for worker := range workers {
		wg.Go(func() {
			if err := work(worker); err != nil {
				t.Errorf("worker %d: %v", worker, err)
			}
		})
	}
	wg.Wait()
}

func noIncrementLost(t *testing.T, db store.DB) {
	insert(t, db, accounts, &account{"ann", 0})
	together(t, func(int) error {
		for range rounds {
			err := tryUpdate(t, db, func(tx store.Tx) error {
				_, err := accounts.Update(t.Context(), tx, "ann", func(a *account) error {
					a.Balance++
					runtime.Gosched() // a moment in which others could read the old balance
					return nil
				})
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	wantAll(t, db, accounts, &account{"ann", workers * rounds})
}

// numbersUnique takes two numbers in each transaction.
func numbersUnique(t *testing.T, db store.DB) {
	together(t, func(worker int) error {
		for round := range rounds {
			err := tryUpdate(t, db, func(tx store.Tx) error {
				for half := range 2 {
					id, err := tx.Next(t.Context(), "rooms")
					if err != nil {
						return err
					}
					name := fmt.Sprintf("%d of %d by %d", half, round, worker)
					if err := rooms.Insert(t.Context(), tx, &room{ID: id, Name: name, Site: fmt.Sprint(worker)}); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	view(t, db, func(tx store.ReadTx) error {
		wantPage(t, tx, store.Query{CountOnly: true}, 2*workers*rounds)
		for worker := range workers {
			wantPage(t, tx, store.Query{CountOnly: true, Filter: where("site", filter.Eq, fmt.Sprint(worker))}, 2*rounds)
		}
		greatest, err := rooms.Find(t.Context(), tx, store.Query{Order: []filter.Order{{Field: "id", Desc: true}}, Limit: 1})
		if err != nil {
			return err
		}
		last, err := tx.Last(t.Context(), "rooms")
		if last < first(greatest.Rows).ID {
			t.Errorf("Last = %d, but %d was given", last, first(greatest.Rows).ID)
		}
		return err
	})
}

func oneTakesKey(t *testing.T, db store.DB) {
	for round := range rounds {
		name := fmt.Sprint("room ", round)
		won := make([]bool, workers)
		together(t, func(worker int) error {
			err := tryUpdate(t, db, func(tx store.Tx) error {
				return rooms.Insert(t.Context(), tx, &room{ID: int64(round*workers + worker), Name: name})
			})
			if won[worker] = err == nil; !won[worker] {
				exists(t, err, "insert", rooms.Schema(), "room_name_key")
			}
			return nil
		})
		winners := 0
		for _, w := range won {
			if w {
				winners++
			}
		}
		if winners != 1 {
			t.Errorf("%d of %d took the name %q, want 1", winners, workers, name)
		}
	}
	view(t, db, func(tx store.ReadTx) error {
		wantPage(t, tx, store.Query{CountOnly: true}, rounds)
		return nil
	})
}

// ruleAboutMany has each transaction write a record of its own, after it has
// seen that there are few: two that run at once and see the same are one too
// many.
func ruleAboutMany(t *testing.T, db store.DB) {
	for round := range rounds {
		site := fmt.Sprint("site ", round)
		together(t, func(worker int) error {
			return tryUpdate(t, db, func(tx store.Tx) error {
				n, err := rooms.Count(t.Context(), tx, where("site", filter.Eq, site))
				if err != nil || n >= 3 {
					return err
				}
				runtime.Gosched()
				return rooms.Insert(t.Context(), tx, &room{ID: int64(round*workers + worker), Name: fmt.Sprint(round, " ", worker), Site: site})
			})
		})
		view(t, db, func(tx store.ReadTx) error {
			wantPage(t, tx, store.Query{CountOnly: true, Filter: where("site", filter.Eq, site)}, 3)
			return nil
		})
	}
}

// noHalfTransfer moves money between accounts while readers add it up, by
// several ways of reading that must agree.
func noHalfTransfer(t *testing.T, db store.DB) {
	const total = 400
	insert(t, db, accounts, &account{"a", 100}, &account{"b", 100}, &account{"c", 100}, &account{"d", 100})
	owners := []string{"a", "b", "c", "d"}
	together(t, func(worker int) error {
		for round := range rounds {
			if worker%2 == 0 {
				from, to := owners[(worker/2+round)%4], owners[(worker+3*round+1)%4]
				if err := tryUpdate(t, db, func(tx store.Tx) error { return transfer(t, tx, from, to, int64(round)) }); err != nil {
					return err
				}
			} else if err := db.View(t.Context(), func(tx store.ReadTx) error { return addUp(t, tx, total, owners) }); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, db, func(tx store.ReadTx) error { return addUp(t, tx, total, owners) })
}

func transfer(t *testing.T, tx store.Tx, from, to string, amount int64) error {
	for _, change := range []account{{from, -amount}, {to, +amount}} {
		_, err := accounts.Update(t.Context(), tx, change.Owner, func(a *account) error { a.Balance += change.Balance; return nil })
		if err != nil {
			return err
		}
		runtime.Gosched() // a moment in which others could read half of the transfer
	}
	return nil
}

func addUp(t *testing.T, tx store.ReadTx, total int64, owners []string) error {
	var one, ordered int64
	for _, owner := range owners {
		a, err := accounts.Get(t.Context(), tx, owner)
		if err != nil {
			return err
		}
		one += a.Balance
	}
	page, err := accounts.Find(t.Context(), tx, store.Query{Order: []filter.Order{{Field: "balance", Desc: true}}})
	if err != nil {
		return err
	}
	for i, a := range page.Rows {
		ordered += a.Balance
		if i > 0 && page.Rows[i-1].Balance < a.Balance {
			t.Errorf("%d before %d in descending order", page.Rows[i-1].Balance, a.Balance)
		}
	}
	if one != total || ordered != total || page.Total != len(owners) {
		t.Errorf("sum by Get %d, by Query %d over %d rows; want %d over %d", one, ordered, page.Total, total, len(owners))
	}
	return nil
}
