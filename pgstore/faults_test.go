package pgstore_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/pgstore"
	"github.com/pbxkit/pbxkit/pgstore/internal/cluster"
	"github.com/pbxkit/pbxkit/store"
)

// phone is the record of the tests of this package.
type phone struct {
	ID     int64
	Model  string
	Number string // unique, unless ""
	Labels []string
}

// Clone returns a copy that shares nothing with p.
func (p *phone) Clone() *phone {
	c := *p
	c.Labels = append([]string(nil), p.Labels...)
	return &c
}

var phoneFields = []filter.Field[phone]{
	filter.Column("model", func(p *phone) string { return p.Model }),
	filter.Nullable("number", func(p *phone) (string, bool) { return p.Number, p.Number != "" }),
	filter.Column("labels", func(p *phone) []string { return p.Labels }),
}

func newPhones(extra ...filter.Field[phone]) *store.Table[int64, phone] {
	fields := append(phoneFields[:len(phoneFields):len(phoneFields)], extra...)
	table := store.NewTable("phones", func(p *phone) int64 { return p.ID }, filter.NewFields(fields...)).Index("model", "labels")
	store.NewUnique(table, "phone_number_key", func(p *phone) (string, bool) { return p.Number, p.Number != "" }).On("number")
	return table
}

var phones = newPhones()

func insertPhones(t testing.TB, db *pgstore.DB, records ...*phone) {
	t.Helper()
	must(t, db.Update(t.Context(), func(tx store.Tx) error {
		for _, p := range records {
			if err := phones.Insert(t.Context(), tx, p); err != nil {
				return err
			}
		}
		return nil
	}))
}

func countPhones(t testing.TB, db *pgstore.DB) int {
	t.Helper()
	n, err := store.View(t.Context(), db, func(tx store.ReadTx) (int, error) { return phones.Count(t.Context(), tx, nil) })
	must(t, err)
	return n
}

// newCluster starts a server for one test.
func newCluster(t *testing.T) *cluster.Cluster {
	t.Helper()
	c, err := cluster.Start(t.Context())
	if errors.Is(err, cluster.ErrMissing) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	must(t, err)
	t.Cleanup(c.Stop)
	return c
}

// TestWhatWasAcknowledgedOutlivesTheServer kills the server among writers, each of
// which writes two records in one transaction.
func TestWhatWasAcknowledgedOutlivesTheServer(t *testing.T) {
	const writers, before = 1000, 200
	c := newCluster(t)
	db := openAt(t, withParams(t, c.URL(), "pool_max_conns", "20"), phones.Schema())

	errs := make([]error, writers)
	var acknowledged atomic.Int64
	kill, gone := make(chan struct{}), make(chan struct{})
	seesIt := sync.OnceFunc(func() { close(gone) })
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			errs[w] = db.Update(t.Context(), func(tx store.Tx) error {
				for half := range int64(2) {
					if err := phones.Insert(t.Context(), tx, &phone{ID: 2*int64(w) + half, Model: "m"}); err != nil {
						return err
					}
				}
				return nil
			})
			switch {
			case errs[w] != nil:
				seesIt()
			case acknowledged.Add(1) == before:
				close(kill)
			}
		})
	}
	<-kill
	c.Kill()
	<-gone
	must(t, c.Restart(t.Context()))
	wg.Wait()

	found := map[int64]int{}
	must(t, db.View(t.Context(), func(tx store.ReadTx) error {
		all, err := phones.All(t.Context(), tx, nil)
		for _, p := range all {
			found[p.ID/2]++
		}
		return err
	}))
	failed := 0
	for w, err := range errs {
		n := found[int64(w)]
		switch {
		case err == nil && n != 2:
			t.Errorf("writer %d was told that both records are written, and %d are", w, n)
		case errors.Is(err, pgstore.ErrUnknown) && n == 1:
			t.Errorf("writer %d left a half", w)
		case err != nil && !errors.Is(err, pgstore.ErrUnknown) && n != 0:
			t.Errorf("writer %d was told %v, and %d records are written", w, err, n)
		}
		if err != nil {
			failed++
		}
	}
	t.Logf("%d of %d transactions failed", failed, writers)
	insertPhones(t, db, &phone{ID: 1 << 40})
}

// cut ends the connections with a name, and returns how many there were.
func cut(t *testing.T, name string) {
	t.Helper()
	execute(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"+name+"'")
}

func TestAConnectionThatIsCutIsMadeAgain(t *testing.T) {
	db := openAt(t, newURL(t, "application_name", t.Name()), phones.Schema())
	insertPhones(t, db, &phone{ID: 1})

	t.Run("while it is idle", func(t *testing.T) {
		for range 3 {
			cut(t, "TestAConnectionThatIsCutIsMadeAgain")
			if n := countPhones(t, db); n != 1 {
				t.Errorf("%d phones, want 1", n)
			}
		}
	})
	t.Run("within an Update, which runs again", func(t *testing.T) {
		runs := 0
		must(t, db.Update(t.Context(), func(tx store.Tx) error {
			runs++
			if err := phones.Insert(t.Context(), tx, &phone{ID: 2}); err != nil {
				return err
			}
			if runs == 1 {
				cut(t, "TestAConnectionThatIsCutIsMadeAgain")
			}
			return phones.Insert(t.Context(), tx, &phone{ID: 3})
		}))
		if runs != 2 || countPhones(t, db) != 3 {
			t.Errorf("%d runs and %d phones, want 2 and 3", runs, countPhones(t, db))
		}
	})
	t.Run("within an Update that drops the error", func(t *testing.T) {
		runs := 0
		must(t, db.Update(t.Context(), func(tx store.Tx) error {
			runs++
			_ = phones.Delete(t.Context(), tx, 3)
			if runs == 1 {
				cut(t, "TestAConnectionThatIsCutIsMadeAgain")
				_ = phones.Delete(t.Context(), tx, 2)
			}
			return nil
		}))
		if n := countPhones(t, db); runs != 2 || n != 2 {
			t.Errorf("%d runs and %d phones, want 2 and 2", runs, n)
		}
	})
	t.Run("before the commit", func(t *testing.T) {
		runs := 0
		must(t, db.Update(t.Context(), func(tx store.Tx) error {
			runs++
			err := phones.Insert(t.Context(), tx, &phone{ID: 4})
			if runs == 1 {
				cut(t, "TestAConnectionThatIsCutIsMadeAgain")
			}
			return err
		}))
		if n := countPhones(t, db); runs != 2 || n != 3 {
			t.Errorf("%d runs and %d phones, want 2 and 3", runs, n)
		}
	})
	t.Run("within a View, which says so", func(t *testing.T) {
		runs := 0
		err := db.View(t.Context(), func(tx store.ReadTx) error {
			runs++
			if _, err := phones.Count(t.Context(), tx, nil); err != nil {
				return err
			}
			cut(t, "TestAConnectionThatIsCutIsMadeAgain")
			_, err := phones.Count(t.Context(), tx, nil)
			return err
		})
		if e, ok := errors.AsType[*store.Error](err); runs != 1 || !ok || e.Table != "phones" || errors.Is(err, store.ErrConflict) {
			t.Errorf("after %d runs View returned %v, want one run and an error about phones", runs, err)
		}
		if n := countPhones(t, db); n != 3 {
			t.Errorf("%d phones, want 3", n)
		}
	})
}

func TestWaitingForAConnectionEndsWithTheContext(t *testing.T) {
	db := openAt(t, newURL(t, "pool_max_conns", "1"), phones.Schema())
	must(t, db.View(t.Context(), func(tx store.ReadTx) error {
		if _, err := phones.Count(t.Context(), tx, nil); err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		err := db.View(ctx, func(tx store.ReadTx) error {
			_, err := phones.Count(ctx, tx, nil)
			return err
		})
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "no connection was free") {
			t.Errorf("a second View returned %v, want that no connection was free", err)
		}
		err = db.Update(ctx, func(store.Tx) error { return nil })
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("an Update returned %v, want %v", err, context.DeadlineExceeded)
		}
		return nil
	}))
	insertPhones(t, db, &phone{ID: 1})
}

func TestAContextStopsTheStatementThatRuns(t *testing.T) {
	to := newURL(t)
	db := openAt(t, withParams(t, to, "pool_max_conns", "1"), phones.Schema())
	insertPhones(t, db, &phone{ID: 1, Model: "a"})
	// Another transaction holds the row that the Update waits for.
	other := openAt(t, to, phones.Schema())
	must(t, other.Update(t.Context(), func(tx store.Tx) error {
		if err := phones.Replace(t.Context(), tx, &phone{ID: 1, Model: "b"}); err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		err := db.Update(ctx, func(tx store.Tx) error { return phones.Replace(ctx, tx, &phone{ID: 1, Model: "c"}) })
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Update returned %v, want %v", err, context.DeadlineExceeded)
		}
		if n := countPhones(t, db); n != 1 { // its only connection is of use again
			t.Errorf("%d phones, want 1", n)
		}
		return nil
	}))
}

// TestAFullDiskIsAnErrorAndNoMore fills a tablespace of a few megabytes.
func TestAFullDiskIsAnErrorAndNoMore(t *testing.T) {
	c := newCluster(t)
	small := filepath.Join(c.Dir(), "small")
	must(t, os.Mkdir(small, 0o777))
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=6m,mode=0777", "tmpfs", small).CombinedOutput(); err != nil {
		t.Skipf("no small disk can be mounted: %v: %s", err, out)
	}
	t.Cleanup(func() { exec.Command("umount", "-l", small).Run() })
	place := filepath.Join(small, "space")
	must(t, os.Mkdir(place, 0o700))
	info, err := os.Stat(filepath.Join(c.Dir(), "data"))
	must(t, err)
	must(t, chownLike(place, info))
	executeAt(t, c.URL(), fmt.Sprintf("CREATE TABLESPACE small LOCATION '%s'", place))

	db := openAt(t, withParams(t, c.URL(), "default_tablespace", "small"), phones.Schema())
	insertPhones(t, db, &phone{ID: 1})
	big := func(id int64) *phone {
		labels := make([]string, 200)
		for i := range labels {
			labels[i] = fmt.Sprintf("%d of %d, which nothing else is like", i, id)
		}
		return &phone{ID: id, Labels: labels}
	}
	fill := func() error {
		return db.Update(t.Context(), func(tx store.Tx) error {
			for id := range int64(500) {
				if err := phones.Insert(t.Context(), tx, big(2+id)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	err = fill()
	if err == nil || !strings.Contains(err.Error(), "No space left on device") || errors.Is(err, store.ErrConflict) {
		t.Fatalf("Update returned %v, want that no space is left", err)
	}
	if n := countPhones(t, db); n != 1 {
		t.Errorf("%d phones after a transaction that failed, want 1", n)
	}
	if out, err := exec.Command("mount", "-o", "remount,size=200m", small).CombinedOutput(); err != nil {
		t.Fatalf("remount: %v: %s", err, out)
	}
	must(t, fill())
	if n := countPhones(t, db); n != 501 {
		t.Errorf("%d phones, want 501", n)
	}
}

func TestTwoInstancesLoseNoUpdate(t *testing.T) {
	to := newURL(t)
	instances := []*pgstore.DB{openAt(t, to, phones.Schema()), openAt(t, to, phones.Schema())}
	insertPhones(t, instances[0], &phone{ID: 1, Model: "."})
	const workers, rounds = 4, 250
	var wg sync.WaitGroup
	var conflicts atomic.Int64
	for _, db := range instances {
		for range workers {
			wg.Go(func() {
				for done := 0; done < rounds; {
					err := db.Update(t.Context(), func(tx store.Tx) error {
						_, err := phones.Update(t.Context(), tx, 1, func(p *phone) error {
							p.Labels = []string{fmt.Sprint(count(p.Labels) + 1)}
							return nil
						})
						return err
					})
					switch {
					case err == nil:
						done++
					case errors.Is(err, store.ErrConflict):
						conflicts.Add(1)
					default:
						t.Error(err)
						return
					}
				}
			})
		}
	}
	wg.Wait()
	t.Logf("%d Updates gave up with ErrConflict and were asked for again", conflicts.Load())
	for _, db := range instances {
		got, err := store.View(t.Context(), db, func(tx store.ReadTx) (*phone, error) { return phones.Get(t.Context(), tx, 1) })
		must(t, err)
		if diff := cmp.Diff([]string{"2000"}, got.Labels); diff != "" {
			t.Errorf("the count (-want +got):\n%s", diff)
		}
	}
}

func count(labels []string) (n int) {
	if len(labels) > 0 {
		fmt.Sscan(labels[0], &n)
	}
	return n
}
