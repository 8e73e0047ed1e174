package xivowire

import (
	"math"
	"strconv"

	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/xivo"
)

// Page is the answer to a find.
type Page[V any] struct {
	Total int `json:"total"`
	List  []V `json:"list"`
}

// NewPage returns a page on the wire.
func NewPage[T, V any](p xivo.Page[T], convert func(T) V) Page[V] {
	return Page[V]{p.Total, wire.List(p.List, convert)}
}

// AppendJSON implements wire.Appender.
func (p Page[V]) AppendJSON(b []byte) ([]byte, error) {
	out := strconv.AppendInt(append(b, `{"total":`...), int64(p.Total), 10)
	out, err := wire.AppendList(append(out, `,"list":`...), p.List)
	if err != nil {
		return b, err
	}
	return append(out, '}'), nil
}

// Find is a request with dynamic filters. All its members are always there: only the
// chapter on callbacks calls any of them optional.
type Find struct {
	Filters []Filter `json:"filters"`
	Offset  int      `json:"offset"`
	Limit   int      `json:"limit"`
}

// Filter is a dynamic filter.
type Filter struct {
	Field    string `json:"field,omitempty"`
	Operator string `json:"operator,omitempty"`
	Value    any    `json:"value,omitempty"`
	List     any    `json:"list,omitempty"`
	Order    string `json:"order,omitempty"`
}

// NewFind returns a request. One without a limit asks for as many as the framework's
// Int can say.
func NewFind(f xivo.Find) Find {
	limit := math.MaxInt32
	if f.Limit != nil {
		limit = *f.Limit
	}
	return Find{wire.List(f.Filters, func(f xivo.Filter) Filter { return Filter(f) }), f.Offset, limit}
}
