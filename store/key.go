package store

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"strings"

	"github.com/pbxkit/pbxkit/filter"
)

// Key is a key of a record in a form that a backend can store and compare: keys
// of one index compare, byte by byte, as the values they were made from do, and
// none is a prefix of another. The bytes are any, also zero: a column for keys is
// one of bytes, not of text.
type Key string

// Appender is implemented by key types of a program's own. AppendKey appends
// the key's parts with [AppendText] and [AppendInt], always the same number of
// parts of the same kinds.
type Appender interface {
	AppendKey([]byte) []byte
}

// AppendText appends a text to a key. A terminator keeps "a" before "ab" and
// the parts of a key apart; U+0000, which text should not hold, is escaped.
func AppendText(key []byte, s string) []byte {
	for {
		i := strings.IndexByte(s, 0)
		if i < 0 {
			return append(append(key, s...), 0, 0)
		}
		key = append(append(key, s[:i]...), 0, 0xFF)
		s = s[i+1:]
	}
}

// AppendInt appends an integer to a key.
func AppendInt(key []byte, n int64) []byte {
	return binary.BigEndian.AppendUint64(key, uint64(n)^1<<63)
}

// EncodeKey returns the key for a value of a type that keys can have: text,
// integers that fit an int64, bool, [filter.Date], arrays of these, and any [Appender].
func EncodeKey[K comparable](k K) Key {
	var buf [64]byte // on the stack, but for the call of an Appender
	switch k := any(k).(type) {
	case string:
		return Key(AppendText(buf[:0], k))
	case int64:
		return Key(AppendInt(buf[:0], k))
	}
	key, ok := appendAny(nil, any(k))
	if !ok {
		panic(fmt.Sprintf("store: %T cannot be a key", k))
	}
	return Key(key)
}

// checkKeyType panics if K cannot be a key, at the declaration of a table.
func checkKeyType[K comparable](what string) {
	var k K
	if _, ok := appendAny(nil, any(k)); !ok {
		panic(fmt.Sprintf("store: %s: %T cannot be a key", what, k))
	}
}

func appendAny(key []byte, k any) ([]byte, bool) {
	switch k := k.(type) {
	case string:
		return AppendText(key, k), true
	case int64:
		return AppendInt(key, k), true
	case int:
		return AppendInt(key, int64(k)), true
	case Appender:
		return k.AppendKey(key), true
	case filter.UUID:
		return AppendText(key, string(k)), true
	case filter.Date:
		return AppendInt(key, int64(k.Year)*10000+int64(k.Month)*100+int64(k.Day)), true
	case [2]string:
		return AppendText(AppendText(key, k[0]), k[1]), true
	case bool:
		if k {
			return append(key, 1), true
		}
		return append(key, 0), true
	}
	return appendReflected(key, reflect.ValueOf(k))
}

// appendReflected serves the types that are defined in terms of a basic one.
func appendReflected(key []byte, v reflect.Value) ([]byte, bool) {
	switch {
	case !v.IsValid():
		return nil, false
	case v.Kind() == reflect.String:
		return AppendText(key, v.String()), true
	case v.CanInt():
		return AppendInt(key, v.Int()), true
	case v.CanUint() && v.Type().Size() < 8: // a uint64 can be beyond an int64
		return AppendInt(key, int64(v.Uint())), true
	case v.Kind() == reflect.Bool:
		return appendAny(key, v.Bool())
	case v.Kind() == reflect.Array:
		for i := range v.Len() {
			var ok bool
			if key, ok = appendAny(key, v.Index(i).Interface()); !ok {
				return nil, false
			}
		}
		return key, v.Len() > 0
	}
	return nil, false
}
