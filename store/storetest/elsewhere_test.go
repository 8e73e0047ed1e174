package storetest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"math"
	"slices"
	"sync"
	"testing"

	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/store/storetest"
)

// TestRunAsksForTheContractOnly runs the suite against a backend that uses every
// liberty of the contract, as one on a database elsewhere may: it runs each
// Update at least twice, gives up when others get in its way, stores rows as
// JSON, leaves gaps in sequences, and names no index where none is concerned.
func TestRunAsksForTheContractOnly(t *testing.T) {
	t.Setenv("STORETEST_QUERIES", "90") // each of them reads all of a table's JSON
	storetest.Run(t, func(*testing.T, ...*store.Schema) store.DB { return &elsewhere{} })
}

// elsewhere keeps its state as a value that is replaced as a whole.
type elsewhere struct {
	mu    sync.Mutex
	state moment
}

type moment struct {
	version   int
	rows      map[*store.Schema]map[store.Key]record
	sequences map[string]int64
}

// record is a row as it is stored, with its keys in the table's indexes.
type record struct {
	text []byte
	keys [][]store.Key
}

func (m moment) clone() moment {
	c := moment{m.version + 1, map[*store.Schema]map[store.Key]record{}, map[string]int64{}}
	for s, rows := range m.rows {
		c.rows[s] = maps.Clone(rows)
	}
	maps.Copy(c.sequences, m.sequences)
	return c
}

func (db *elsewhere) now() moment {
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.state
}

func (db *elsewhere) View(ctx context.Context, fn func(store.ReadTx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	tx := &elsewhereTx{moment: db.now()}
	defer tx.end()
	return fn(tx)
}

// Update throws its first attempt away.
func (db *elsewhere) Update(ctx context.Context, fn func(store.Tx) error) error {
	for attempt := range 3 {
		tx := &elsewhereTx{moment: db.now().clone()}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := tx.run(fn); err != nil {
			return err
		}
		if attempt > 0 && db.commit(ctx, tx.moment) {
			break
		}
		if attempt == 2 {
			return store.ErrConflict
		}
	}
	return ctx.Err()
}

// commit reports whether nobody else has committed since next began. If ctx has
// ended, it does nothing, and leaves the rest to Update.
func (db *elsewhere) commit(ctx context.Context, next moment) bool {
	db.mu.Lock()
	defer db.mu.Unlock()
	if ctx.Err() != nil {
		return true
	}
	if db.state.version+1 != next.version {
		return false
	}
	db.state = next
	return true
}

type elsewhereTx struct {
	moment
	err error // once the function has returned
}

func (tx *elsewhereTx) end() { tx.err = errors.New("the transaction has ended") }

func (tx *elsewhereTx) run(fn func(store.Tx) error) error {
	defer tx.end()
	return fn(tx)
}

func encode(s *store.Schema, row any) (record, error) {
	var r record
	for _, ix := range s.Indexes {
		r.keys = append(r.keys, ix.Keys(row))
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // raw JSON is to come back as it was
	err := encoder.Encode(row)
	r.text = text.Bytes()
	return r, err
}

func (r record) decode(s *store.Schema) (any, error) {
	row := s.New()
	return row, json.Unmarshal(r.text, row)
}

// each returns the rows of a table in no order.
func (tx *elsewhereTx) each(s *store.Schema) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		for _, r := range tx.rows[s] {
			if !yield(r.decode(s)) {
				return
			}
		}
	}
}

// holder returns the primary key of the row that has a key in an index.
func (tx *elsewhereTx) holder(s *store.Schema, index int, key store.Key) (primary store.Key, ok bool) {
	for primary, r := range tx.rows[s] {
		if slices.Contains(r.keys[index], key) {
			return primary, true
		}
	}
	return "", false
}

func (tx *elsewhereTx) Get(_ context.Context, s *store.Schema, ix *store.Index, key store.Key) (any, error) {
	if tx.err != nil {
		return nil, tx.err
	}
	primary, ok := tx.holder(s, slices.Index(s.Indexes, ix), key)
	if !ok {
		return nil, &store.Error{Op: "get", Table: s.Name, Index: ix.Name, Err: store.ErrNotFound}
	}
	return tx.rows[s][primary].decode(s)
}

func (tx *elsewhereTx) Query(ctx context.Context, s *store.Schema, q *store.Query) (*store.Result, error) {
	if tx.err != nil {
		return nil, tx.err
	}
	return store.Select(ctx, s, q, tx.each(s))
}

func (tx *elsewhereTx) Insert(_ context.Context, s *store.Schema, row any) error {
	if tx.err != nil {
		return tx.err
	}
	if _, ok := tx.rows[s][s.Key(row)]; ok {
		return &store.Error{Op: "insert", Table: s.Name, Index: s.Primary().Name, Err: store.ErrExists}
	}
	return tx.write("insert", s, row)
}

func (tx *elsewhereTx) Replace(_ context.Context, s *store.Schema, row any) error {
	if tx.err != nil {
		return tx.err
	}
	if _, ok := tx.rows[s][s.Key(row)]; !ok {
		return &store.Error{Op: "replace", Table: s.Name, Err: store.ErrNotFound}
	}
	return tx.write("replace", s, row)
}

func (tx *elsewhereTx) write(op string, s *store.Schema, row any) error {
	r, err := encode(s, row)
	if err != nil {
		return err
	}
	primary := s.Key(row)
	for i, ix := range s.Indexes {
		if !ix.Unique {
			continue
		}
		for _, key := range r.keys[i] {
			if other, ok := tx.holder(s, i, key); ok && other != primary {
				return &store.Error{Op: op, Table: s.Name, Index: ix.Name, Err: store.ErrExists}
			}
		}
	}
	if tx.rows[s] == nil {
		tx.rows[s] = map[store.Key]record{}
	}
	tx.rows[s][primary] = r
	return nil
}

func (tx *elsewhereTx) Delete(_ context.Context, s *store.Schema, key store.Key) error {
	if tx.err != nil {
		return tx.err
	}
	if _, ok := tx.rows[s][key]; !ok {
		return &store.Error{Op: "delete", Table: s.Name, Err: store.ErrNotFound}
	}
	delete(tx.rows[s], key)
	return nil
}

func (tx *elsewhereTx) Last(_ context.Context, sequence string) (int64, error) {
	return tx.sequences[sequence], tx.err
}

func (tx *elsewhereTx) Next(_ context.Context, sequence string) (int64, error) {
	if tx.err != nil {
		return 0, tx.err
	}
	n := tx.sequences[sequence]
	switch {
	case n == 0:
		n = 1
	case n > math.MaxInt64-7:
		return 0, errors.New("no number left")
	default:
		n += 7
	}
	tx.sequences[sequence] = n
	return n, nil
}

func (tx *elsewhereTx) Reserve(_ context.Context, sequence string, n int64) error {
	if tx.err == nil {
		tx.sequences[sequence] = max(tx.sequences[sequence], n)
	}
	return tx.err
}
