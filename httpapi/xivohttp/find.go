package xivohttp

import (
	"context"
	"encoding/json"
	"math"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

// find serves an operation with dynamic filters.
func find[T, V any](ctx context.Context, c *call, ask func(context.Context, xivo.Find) (xivo.Page[T], error), convert func(T) V) (any, error) {
	o := c.object()
	in := findInput(o)
	if c.failed(o) {
		return nil, nil
	}
	p, err := ask(ctx, in)
	return xivowire.NewPage(p, convert), err
}

func findInput(o *rest.Object) xivo.Find {
	var in xivo.Find
	for _, f := range o.Objects("filters") {
		in.Filters = append(in.Filters, filterInput(f))
	}
	if offset := o.OptInt("offset"); offset != nil {
		in.Offset = clampInt(*offset)
	}
	if limit := o.OptInt("limit"); limit != nil {
		n := clampInt(*limit)
		in.Limit = &n
	}
	return in
}

// clampInt keeps a number that is too large for an int from becoming a small one.
func clampInt(n int64) int { return int(max(math.MinInt, min(n, math.MaxInt))) }

// filterInput reads a filter. What is wrong inside of one is refused by package
// xivo, which counts filters; so a member of the wrong type is passed on as what
// cannot be right either: no field, or the name of no operator or order. So is an
// empty name, which package xivo takes for none.
func filterInput(o *rest.Object) xivo.Filter {
	field, _ := rest.Text(o.Raw("field"))
	return xivo.Filter{
		Field:    field,
		Operator: nameOrLiteral(o.Raw("operator")),
		Value:    rest.Value(o.Raw("value")),
		List:     rest.Value(o.Raw("list")),
		Order:    nameOrLiteral(o.Raw("order")),
	}
}

func nameOrLiteral(raw json.RawMessage) string {
	if s, ok := rest.Text(raw); ok && s != "" {
		return s
	}
	return string(raw)
}
