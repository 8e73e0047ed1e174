package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// maker makes values from schemas.
type maker struct{ *rand.Rand }

// oneIn reports true once in n times.
func (m maker) oneIn(n int) bool { return m.IntN(n) == 0 }

func pick[T any](m maker, list []T) T { return list[m.IntN(len(list))] }

// texts are strings that tend to be taken apart, escaped or compared wrongly.
var texts = []string{"a", "default", "1000", "true", "Ménage", "x y", "100%", "a/b", `"quoted"`, "<b>", "null", "2018-07-05", "..", "日本語"}

// value returns a value that a schema allows, as far as the documents go: it knows
// nothing of not, if or dependent members.
func (m maker) value(s *openapi3.Schema) any {
	switch {
	case len(s.Enum) > 0:
		return pick(m, s.Enum)
	case len(s.OneOf) > 0:
		return m.value(pick(m, s.OneOf).Value)
	case len(s.AnyOf) > 0:
		return m.value(pick(m, s.AnyOf).Value)
	case s.Type == nil:
		return pick(m, []any{"1000", "a%", 1.0, true, nil, []any{"red", "blue"}, map[string]any{}})
	}
	switch pick(m, s.Type.Slice()) {
	case "object":
		return m.object(s)
	case "array":
		list := []any{}
		for range m.IntN(4) {
			list = append(list, m.value(s.Items.Value))
		}
		return list
	case "string":
		return m.text(s)
	case "integer", "number":
		return m.number(s)
	case "boolean":
		return m.oneIn(2)
	}
	return nil
}

func (m maker) object(s *openapi3.Schema) map[string]any {
	o := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		if slices.Contains(s.Required, name) || m.oneIn(2) {
			o[name] = m.value(s.Properties[name].Value)
		}
	}
	return o
}

func (m maker) text(s *openapi3.Schema) string {
	switch {
	case s.Format == "uuid":
		return "00000000-0000-4000-8000-00000000000" + string(rune('0'+m.IntN(10)))
	case s.Format == "date":
		return "2018-07-05"
	case s.Pattern != "" && len(s.Examples) > 0 && !m.oneIn(8):
		return fmt.Sprint(pick(m, s.Examples)) // which meets it
	case s.MinLength == 0 && m.oneIn(8):
		return ""
	}
	return pick(m, texts)
}

func (m maker) number(s *openapi3.Schema) float64 {
	low := -5.0
	if s.Min != nil {
		low = *s.Min
	}
	switch {
	case m.oneIn(10):
		return low
	case s.Max != nil && m.oneIn(3):
		return *s.Max
	}
	return low + float64(m.IntN(60))
}

// broken returns a copy of a value in which something is missing, more than there
// should be, or of another type. Whether a schema allows that is not said.
func (m maker) broken(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 || m.oneIn(6) {
			return m.other()
		}
		o := maps.Clone(v)
		name := pick(m, slices.Sorted(maps.Keys(o)))
		switch m.IntN(4) {
		case 0:
			delete(o, name)
		case 1:
			o["unexpected"] = m.other()
		default:
			o[name] = m.broken(o[name])
		}
		return o
	case []any:
		if len(v) == 0 || m.oneIn(4) {
			return m.other()
		}
		list := slices.Clone(v)
		i := m.IntN(len(list))
		list[i] = m.broken(list[i])
		return list
	}
	return m.other()
}

// other returns a value of any type.
func (m maker) other() any {
	return pick(m, []any{nil, true, -1.0, 1.5, 1e15, "", "text", []any{}, []any{nil}, map[string]any{}})
}

// encode writes a value as JSON; sometimes what is no JSON any more.
func (m maker) encode(v any) (string, error) {
	text, err := json.Marshal(v)
	if err == nil && m.oneIn(40) {
		text = text[:m.IntN(len(text))]
	}
	return string(text), err
}
