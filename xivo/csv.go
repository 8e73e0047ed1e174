package xivo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/pbxkit/pbxkit/internal/text"
	"github.com/pbxkit/pbxkit/store"
)

// csvColumns are the columns of an import and the members they fill.
var csvColumns = map[string]func(*CallbackInput) *string{
	"phoneNumber":       func(in *CallbackInput) *string { return &in.PhoneNumber },
	"mobilePhoneNumber": func(in *CallbackInput) *string { return &in.MobilePhoneNumber },
	"firstName":         func(in *CallbackInput) *string { return &in.FirstName },
	"lastName":          func(in *CallbackInput) *string { return &in.LastName },
	"company":           func(in *CallbackInput) *string { return &in.Company },
	"description":       func(in *CallbackInput) *string { return &in.Description },
	"dueDate":           func(in *CallbackInput) *string { return &in.DueDate },
	"period":            func(in *CallbackInput) *string { return &in.Period },
}

// maxCSVErrors is how many wrong lines an answer names.
const maxCSVErrors = 20

// ImportCSV implements CallbackService. The format is the documented one; what
// it says beyond that is assumed: there are no quotes, a first line that names
// the columns in any order is required, rows may be short but not long, blank
// lines are skipped but counted.
func (s callbacks) ImportCSV(ctx context.Context, list UUID, csv []byte) error {
	return change(ctx, s.core, func(tx store.Tx) error {
		w, err := s.newRequestWriter(ctx, tx, list)
		if err != nil {
			return err
		}
		rows, err := w.parseCSV(csv)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := w.insert(ctx, tx, row); err != nil {
				return err
			}
		}
		return nil
	})
}

// parseCSV returns the requests of a text, or an error that names the lines
// that are wrong.
func (w *requestWriter) parseCSV(csv []byte) ([]*requestRow, error) {
	csv = bytes.TrimPrefix(csv, []byte("\ufeff"))
	if !utf8.Valid(csv) {
		return nil, ErrInvalidCSV.Refuse("the text is not valid UTF-8")
	}
	var (
		columns []func(*CallbackInput) *string
		rows    []*requestRow
		wrong   csvErrors
		number  int
	)
	for line := range strings.Lines(string(csv)) {
		number++
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		var err error
		var row *requestRow
		switch {
		case line == "":
			continue
		case columns == nil:
			if columns, err = parseCSVHeader(line); err != nil {
				return nil, ErrInvalidCSV.Refuse("line %d: %v", number, err)
			}
			continue
		default:
			row, err = w.parseCSVRow(columns, line)
		}
		if err != nil {
			wrong.add(number, err)
			continue
		}
		rows = append(rows, row)
	}
	if columns == nil {
		return nil, ErrInvalidCSV.Refuse("line 1: a header line is required")
	}
	return rows, wrong.err()
}

func parseCSVHeader(line string) ([]func(*CallbackInput) *string, error) {
	// A line of a mebibyte of separators is no header worth splitting.
	names := strings.SplitN(line, "|", len(csvColumns)+2)
	columns := make([]func(*CallbackInput) *string, len(names))
	seen := map[string]bool{}
	for i, name := range names {
		column, ok := csvColumns[name]
		switch {
		case !ok:
			return nil, fmt.Errorf("unknown column '%s'", text.Clip(name))
		case seen[name]:
			return nil, fmt.Errorf("column '%s' is repeated", name)
		}
		columns[i], seen[name] = column, true
	}
	if !seen["phoneNumber"] && !seen["mobilePhoneNumber"] {
		return nil, errors.New("column 'phoneNumber' or 'mobilePhoneNumber' is required")
	}
	return columns, nil
}

func (w *requestWriter) parseCSVRow(columns []func(*CallbackInput) *string, line string) (*requestRow, error) {
	var in CallbackInput
	cells := strings.SplitN(line, "|", len(columns)+1)
	if len(cells) > len(columns) {
		return nil, fmt.Errorf("more than %d cells", len(columns))
	}
	for i, cell := range cells {
		*columns[i](&in) = cell
	}
	row, err := w.build(in)
	if e, ok := errors.AsType[*Error](err); ok {
		// A period is named by its value; other reasons need the column.
		return nil, errors.New(strings.TrimPrefix(e.Message, "period: "))
	}
	return row, err
}

// csvErrors collects the first lines that are wrong.
type csvErrors []string

func (e *csvErrors) add(line int, err error) {
	if len(*e) < maxCSVErrors {
		*e = append(*e, fmt.Sprintf("line %d: %v", line, err))
	}
}

func (e csvErrors) err() error {
	if len(e) == 0 {
		return nil
	}
	return ErrInvalidCSV.Refuse("%s", strings.Join(e, "; "))
}
