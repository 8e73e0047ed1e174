package memstore

import (
	"context"
	"fmt"
	"math"

	"github.com/hashicorp/go-memdb"
)

// sequence is the row of a sequence that has been used.
type sequence struct {
	name string
	last int64
}

// sequenceTable holds the sequences beside the records, so that they are rolled
// back, forked and restored with them. No table of a vendor can have its name,
// which begins with a byte that names do not have.
var sequenceTable = &memdb.TableSchema{
	Name: "\x00sequences",
	Indexes: map[string]*memdb.IndexSchema{
		primaryName: {Name: primaryName, Unique: true, Indexer: sequenceName{}},
	},
}

type sequenceName struct{}

func (sequenceName) FromObject(row any) (bool, []byte, error) {
	return true, []byte(row.(*sequence).name), nil
}

func (sequenceName) FromArgs(args ...any) ([]byte, error) { return rawKey(args) }

func (tx *readTx) Last(ctx context.Context, name string) (int64, error) {
	if err := tx.usable(ctx); err != nil {
		return 0, err
	}
	for o := tx.pending; o != nil; o = o.under {
		if n, ok := o.last[name]; ok {
			return n, nil
		}
	}
	row, err := tx.read().First(sequenceTable.Name, primaryName, []byte(name))
	if err != nil || row == nil {
		return 0, err
	}
	return row.(*sequence).last, nil
}

func (tx *tx) Next(ctx context.Context, name string) (int64, error) {
	last, err := tx.Last(ctx, name)
	if err != nil {
		return 0, err
	}
	if last == math.MaxInt64 {
		return 0, fmt.Errorf("memstore: sequence %q has no number left", name)
	}
	tx.setLast(name, last+1)
	return last + 1, nil
}

func (tx *tx) Reserve(ctx context.Context, name string, n int64) error {
	last, err := tx.Last(ctx, name)
	if err != nil || n <= last {
		return err
	}
	tx.setLast(name, n)
	return nil
}

func (tx *tx) setLast(name string, n int64) {
	o := tx.overlay()
	if o.last == nil {
		o.last = map[string]int64{}
	}
	o.last[name] = n
}
