package pgstore

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// encodeRecord returns a row as JSON, in which raw JSON keeps its spelling.
func encodeRecord(s *store.Schema, row any) (any, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(row); err != nil {
		return nil, fmt.Errorf("pgstore: a record of %s: %w", s.Name, err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// decodeRecord returns the row that encodeRecord was given.
func decodeRecord(s *store.Schema, data []byte) (any, error) {
	row := s.New()
	if err := json.Unmarshal(data, row); err != nil {
		return nil, fmt.Errorf("pgstore: a record of %s: %w", s.Name, err)
	}
	return row, nil
}

// encode returns all columns of a row.
func (t *table) encode(row any) ([]any, error) {
	values := make([]any, len(t.columns))
	for i, c := range t.columns {
		value, err := c.value(row)
		if err != nil {
			return nil, err
		}
		values[i] = value
	}
	return values, nil
}

func fieldValue(s *store.Schema, f filter.FieldInfo) func(row any) (any, error) {
	return func(row any) (any, error) {
		value, ok := s.Value(row, f.Name)
		if !ok {
			return nil, nil
		}
		encoded, err := encodeValue(value)
		if err != nil {
			return nil, fmt.Errorf("pgstore: a record of %s: field %s: %w", s.Name, f.Name, err)
		}
		return encoded, nil
	}
}

func loweredValue(s *store.Schema, f filter.FieldInfo) func(row any) (any, error) {
	return func(row any) (any, error) {
		if value, ok := s.Value(row, f.Name); ok {
			return lower(value.(string)), nil
		}
		return nil, nil
	}
}

func uniqueValue(ix *store.Index) func(row any) (any, error) {
	return func(row any) (any, error) {
		if keys := ix.Keys(row); len(keys) > 0 {
			return []byte(keys[0]), nil
		}
		return nil, nil
	}
}

// encodeValue returns the value of a field as pgx takes it: one that was checked, or
// read from a row.
func encodeValue(value any) (any, error) {
	switch v := value.(type) {
	case filter.Date:
		if !v.IsValid() {
			return nil, fmt.Errorf("%v is not a date", v)
		}
		return pgtype.Date{Time: time.Date(v.Year, v.Month, v.Day, 0, 0, 0, 0, time.UTC), Valid: true}, nil
	case filter.UUID:
		id := pgtype.UUID{Valid: true}
		digits, err := hex.DecodeString(strings.ReplaceAll(string(v), "-", ""))
		if copy(id.Bytes[:], digits) != len(id.Bytes) || err != nil {
			return nil, fmt.Errorf("%q is not a UUID", string(v))
		}
		return id, nil
	}
	return value, nil
}

// lower is what [filter.ILike] does to a text: each code point by itself, whatever
// the locale of the database would make of it.
func lower(s string) string { return strings.ToLower(s) }
