package filter

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pbxkit/pbxkit/internal/literal"
)

// convert returns v as a value of the kind, or why it is none.
func convert(k Kind, v any) (any, error) {
	switch k {
	case Text:
		if s, ok := v.(string); ok {
			return v, validText(s)
		}
		return toText(v)
	case Integer:
		return toInteger(v)
	case Boolean:
		return toBoolean(v)
	case Day:
		return toDate(v)
	case ID:
		return toUUID(v)
	case Set:
		return toSet(v)
	}
	return nil, fmt.Errorf("unknown kind %v", k)
}

// isConverted reports whether a value that can be converted needs not be.
func isConverted(k Kind, v any) (ok bool) {
	switch k {
	case Text:
		_, ok = v.(string)
	case Integer:
		_, ok = v.(int64)
	case Boolean:
		_, ok = v.(bool)
	}
	return ok
}

func toText(v any) (string, error) {
	switch v := plain(v).(type) {
	case string:
		return v, validText(v)
	case json.Number: // the literal as it was written
		return v.String(), validText(v.String())
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		// In digits: a phone number is not 1.05e+06.
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	case bool:
		return strconv.FormatBool(v), nil
	}
	return "", fmt.Errorf("%s is not a text", describe(v))
}

func validText(s string) error {
	if !utf8.ValidString(s) {
		return errors.New("text is not valid UTF-8")
	}
	if strings.IndexByte(s, 0) >= 0 {
		return errors.New("text must not contain U+0000")
	}
	return nil
}

func toInteger(v any) (int64, error) {
	switch v := plain(v).(type) {
	case int64:
		return v, nil
	case float64:
		return integerFromFloat(v)
	case json.Number:
		if n, ok := literal.Int64(v.String()); ok {
			return n, nil
		}
		return 0, fmt.Errorf("%s is not an integer within 64 bits", clip(v.String()))
	case string:
		n, err := strconv.ParseInt(strings.TrimSpace(v), 10, 64)
		if err != nil {
			return 0, fmt.Errorf("%s is not an integer within 64 bits", quote(v))
		}
		return n, nil
	}
	return 0, fmt.Errorf("%s is not an integer", describe(v))
}

func integerFromFloat(f float64) (int64, error) {
	// 1<<63 is the first float that is too large; every float from there on
	// down to -1<<63 that is integral converts exactly.
	if f != math.Trunc(f) || f < -1<<63 || f >= 1<<63 {
		return 0, fmt.Errorf("%v is not an integer within 64 bits", f)
	}
	return int64(f), nil
}

func toBoolean(v any) (bool, error) {
	switch v := plain(v).(type) {
	case bool:
		return v, nil
	case string:
		switch strings.ToLower(v) {
		case "true", "t", "1":
			return true, nil
		case "false", "f", "0":
			return false, nil
		}
		return false, fmt.Errorf("%s is not a boolean", quote(v))
	}
	return false, fmt.Errorf("%s is not a boolean", describe(v))
}

func toDate(v any) (Date, error) {
	switch v := plain(v).(type) {
	case Date:
		if v.IsValid() {
			return v, nil
		}
		return Date{}, fmt.Errorf("%v is not a date", v)
	case string:
		if d, ok := parseDate(v); ok {
			return d, nil
		}
		return Date{}, fmt.Errorf("%s is not a date of the form YYYY-MM-DD", quote(v))
	}
	return Date{}, fmt.Errorf("%s is not a date", describe(v))
}

func toUUID(v any) (UUID, error) {
	s, ok := plain(v).(string)
	if !ok {
		return "", fmt.Errorf("%s is not a UUID", describe(v))
	}
	u, ok := ParseUUID(s)
	if !ok {
		return "", fmt.Errorf("%s is not a UUID", quote(s))
	}
	return u, nil
}

func toSet(v any) ([]string, error) {
	switch v := v.(type) {
	case []string:
		for _, s := range v {
			if err := validText(s); err != nil {
				return nil, err
			}
		}
		return sortedSet(v), nil
	case []any:
		texts := make([]string, len(v))
		for i, e := range v {
			text, err := toText(e)
			if err != nil {
				return nil, fmt.Errorf("entry %d: %w", i+1, err)
			}
			texts[i] = text
		}
		return sortedSet(texts), nil
	}
	return nil, fmt.Errorf("%s is not a list", describe(v))
}

// plain reduces the many types of Go's numbers, texts and booleans to string,
// int64, float64 and bool; json.Number and everything else stay as they are.
func plain(v any) any {
	switch v := v.(type) {
	case string, int64, float64, bool, json.Number, nil:
		return v
	case int:
		return int64(v)
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.String:
		return r.String()
	case reflect.Bool:
		return r.Bool()
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Int:
		return r.Int()
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uint, reflect.Uintptr:
		return json.Number(strconv.FormatUint(r.Uint(), 10))
	case reflect.Float32, reflect.Float64:
		return r.Float()
	}
	return v
}

// describe names what a value is in JSON's words.
func describe(v any) string {
	switch plain(v).(type) {
	case nil:
		return "null"
	case string:
		return "a text"
	case int64, float64, json.Number:
		return "a number"
	case bool:
		return "a boolean"
	case []any, []string:
		return "a list"
	case map[string]any:
		return "an object"
	}
	return fmt.Sprintf("a %T", v)
}

// quote returns a text for a message: quoted, and cut if it is long.
func quote(s string) string { return "'" + clip(s) + "'" }

func clip(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}
