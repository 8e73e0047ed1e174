package filter_test

import (
	"time"

	"github.com/pbxkit/pbxkit/filter"
)

// record has a field of every kind, once always there and once possibly
// missing: then its pointer is nil, or its set is.
type record struct {
	text  string
	num   int64
	flag  bool
	day   filter.Date
	id    filter.UUID
	tags  []string
	nText *string
	nNum  *int64
	nFlag *bool
	nDay  *filter.Date
	nID   *filter.UUID
	nTags []string
}

var fields = filter.NewFields(
	filter.Column("text", func(r *record) string { return r.text }),
	filter.Column("num", func(r *record) int64 { return r.num }),
	filter.Column("flag", func(r *record) bool { return r.flag }),
	filter.Column("day", func(r *record) filter.Date { return r.day }),
	filter.Column("id", func(r *record) filter.UUID { return r.id }),
	filter.Column("tags", func(r *record) []string { return r.tags }),
	filter.Nullable("nText", func(r *record) (string, bool) { return deref(r.nText) }),
	filter.Nullable("nNum", func(r *record) (int64, bool) { return deref(r.nNum) }),
	filter.Nullable("nFlag", func(r *record) (bool, bool) { return deref(r.nFlag) }),
	filter.Nullable("nDay", func(r *record) (filter.Date, bool) { return deref(r.nDay) }),
	filter.Nullable("nID", func(r *record) (filter.UUID, bool) { return deref(r.nID) }),
	filter.Nullable("nTags", func(r *record) ([]string, bool) { return r.nTags, r.nTags != nil }),
)

// fieldOf names the fields of a kind.
var fieldOf = map[filter.Kind]struct{ column, nullable string }{
	filter.Text:    {"text", "nText"},
	filter.Integer: {"num", "nNum"},
	filter.Boolean: {"flag", "nFlag"},
	filter.Day:     {"day", "nDay"},
	filter.ID:      {"id", "nID"},
	filter.Set:     {"tags", "nTags"},
}

// value reads a field of the record without the package under test; nil is NULL.
func (r *record) value(field string) any {
	switch field {
	case "text":
		return r.text
	case "num":
		return r.num
	case "flag":
		return r.flag
	case "day":
		return r.day
	case "id":
		return r.id
	case "tags":
		return r.tags
	case "nText":
		return orNil(r.nText)
	case "nNum":
		return orNil(r.nNum)
	case "nFlag":
		return orNil(r.nFlag)
	case "nDay":
		return orNil(r.nDay)
	case "nID":
		return orNil(r.nID)
	case "nTags":
		if r.nTags == nil {
			return nil
		}
		return r.nTags
	}
	panic("no field " + field)
}

// with returns a record in which both fields of a kind have the value; nil
// leaves the nullable one missing.
func with(v any) record {
	var r record
	switch v := v.(type) {
	case string:
		r.text, r.nText = v, &v
	case int64:
		r.num, r.nNum = v, &v
	case bool:
		r.flag, r.nFlag = v, &v
	case filter.Date:
		r.day, r.nDay = v, &v
	case filter.UUID:
		r.id, r.nID = v, &v
	case []string:
		r.tags, r.nTags = v, v
	}
	return r
}

func deref[V any](p *V) (v V, ok bool) {
	if p != nil {
		v, ok = *p, true
	}
	return v, ok
}

func orNil[V any](p *V) any {
	if p == nil {
		return nil
	}
	return *p
}

func date(year int, month time.Month, day int) filter.Date {
	return filter.Date{Year: year, Month: month, Day: day}
}
