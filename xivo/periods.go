package xivo

import (
	"context"
	"slices"

	"github.com/pbxkit/pbxkit/store"
)

// Period is an interval of the day in which a callback is preferred. Assumed:
// periods are the same for all lists, and exactly one of them is the default.
// Seeding only.
type Period struct {
	UUID    UUID   `json:"uuid"`
	Name    string `json:"name"`              // several periods can have the same
	Start   string `json:"periodStart"`       // HH:MM:SS
	End     string `json:"periodEnd"`         // HH:MM:SS, after Start
	Default bool   `json:"default,omitempty"` // making it true makes it false for the others
}

// allDay is the period of a store that has not been given any. Assumed, after
// the vendor's samples.
var allDay = Period{
	UUID: "31f91ef6-ebda-4e0d-a9fa-5ebd3da30951", Name: "Toute la journée",
	Start: "09:00:00", End: "17:00:00", Default: true,
}

// periodRow is what is stored of a period.
type periodRow struct {
	Seq int64 `json:"seq"` // in order of creation
	Period
}

const periodSequence = "xivo.period"

var (
	periodTable  = store.NewTable("xivo_periods", func(p *periodRow) int64 { return p.Seq }, nil)
	periodByUUID = store.NewUnique(periodTable, "xivo_periods_uuid_key", func(p *periodRow) (UUID, bool) { return p.UUID, true })
)

func (p Period) check() error {
	if _, ok := ParseUUID(string(p.UUID)); !ok {
		return invalid("uuid", "expected a UUID")
	}
	if err := requireText("name", p.Name); err != nil {
		return err
	}
	switch {
	case !validTime(p.Start):
		return invalid("periodStart", "expected HH:MM:SS")
	case !validTime(p.End):
		return invalid("periodEnd", "expected HH:MM:SS")
	case p.End <= p.Start:
		return invalid("periodEnd", "must be after periodStart")
	}
	return nil
}

// validTime reports whether s is a time of day in the form HH:MM:SS, which
// orders as text does.
func validTime(s string) bool {
	if len(s) != 8 || s[2] != ':' || s[5] != ':' {
		return false
	}
	for i, most := range []byte("29:59:59") {
		if s[i] != ':' && (s[i] < '0' || s[i] > most) {
			return false
		}
	}
	return s[:2] <= "23"
}

// periods are all periods, in order of creation.
type periods []Period

func getPeriods(ctx context.Context, tx store.ReadTx) (periods, error) {
	rows, err := periodTable.All(ctx, tx, nil)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return periods{allDay}, nil
	}
	return viewAll(rows, func(p *periodRow) Period { return p.Period }), nil
}

// byUUID returns the period with a UUID. Requests refer to existing ones only.
func (ps periods) byUUID(uuid UUID) (Period, bool) {
	i := slices.IndexFunc(ps, func(p Period) bool { return p.UUID == uuid })
	if i < 0 {
		return Period{}, false
	}
	return ps[i], true
}

// choose returns the period that a request names; no name stands for the
// default one. Of several with the name, the default one or else the oldest is
// meant (assumed).
func (ps periods) choose(name string) (Period, bool) {
	var chosen *Period
	for i := range ps {
		p := &ps[i]
		if name == "" && p.Default || name == p.Name && (chosen == nil || p.Default) {
			chosen = p
		}
	}
	if chosen == nil {
		return Period{}, false
	}
	return *chosen, true
}

// keepAllDay stores the period of an empty store once something refers to it,
// so that seeding others later does not take it away.
func keepAllDay(ctx context.Context, tx store.Tx, ps periods) error {
	n, err := periodTable.Count(ctx, tx, nil)
	if err != nil || n > 0 {
		return err
	}
	return insertPeriod(ctx, tx, ps[0])
}

func insertPeriod(ctx context.Context, tx store.Tx, p Period) error {
	seq, err := tx.Next(ctx, periodSequence)
	if err != nil {
		return err
	}
	return periodTable.Insert(ctx, tx, &periodRow{Seq: seq, Period: p})
}
