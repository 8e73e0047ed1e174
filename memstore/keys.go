package memstore

import (
	"bytes"

	"github.com/pbxkit/pbxkit/store"
)

// In the tree of an index, a row stands under its keys in the index: after a byte
// that says that there is one, and before the primary key unless no other row can
// have the same. So each entry is one of a kind, and rows with equal keys are in the
// order of the primary key, backwards as well.
//
// A row without a key has an entry after all others, with its primary key, so that
// the index of a field lists every row: NULLS LAST if walked forwards, first if
// backwards. It has none in an index of a set, which cannot be ordered by, nor in
// one that is not of a field.
//
// The primary index has the keys as they are.
const (
	keyPresent = 1
	keyMissing = 2
)

// entryKey is a key in the tree of an index.
type entryKey struct {
	bytes []byte
	value int // how many of the bytes do not depend on the primary key
}

func (k entryKey) same(other entryKey) bool { return bytes.Equal(k.bytes, other.bytes) }

// entryKeys appends the keys under which a row stands in an index other than the
// primary one.
func (ix *index) entryKeys(all []entryKey, row any, primary store.Key) []entryKey {
	keys := ix.Keys(row)
	for _, key := range keys {
		all = append(all, ix.present(key, primary))
	}
	if len(keys) == 0 && ix.listsAll() {
		entry := append(make([]byte, 0, 1+len(primary)), keyMissing)
		all = append(all, entryKey{append(entry, primary...), 1})
	}
	return all
}

// listsAll reports whether every row has an entry, and one only.
func (ix *index) listsAll() bool { return ix.number == 0 || ix.Field != "" && !ix.Multi }

func (ix *index) present(key, primary store.Key) entryKey {
	entry := append(make([]byte, 0, 1+len(key)+len(primary)), keyPresent)
	entry = append(entry, key...)
	if ix.Unique {
		return entryKey{entry, len(entry)}
	}
	return entryKey{append(entry, primary...), len(entry)}
}

// cutText returns the text at the beginning of the entry of a text, without the
// byte before it, or false if the entry does not hold all of it. The result may be
// a part of the entry.
func cutText(entry []byte) (text []byte, ok bool) {
	if len(entry) == 0 {
		return nil, false
	}
	entry = entry[1:]
	end := bytes.IndexByte(entry, 0)
	if end < 0 || end+1 == len(entry) {
		return nil, false
	}
	if entry[end+1] == 0 {
		return entry[:end], true
	}
	return unescape(entry)
}

// unescape is cutText for a text that holds U+0000, which store escapes.
func unescape(entry []byte) (text []byte, ok bool) {
	for i := 0; i+1 < len(entry); i++ {
		switch {
		case entry[i] != 0:
			text = append(text, entry[i])
		case entry[i+1] == 0:
			return text, true
		default:
			text = append(text, 0)
			i++
		}
	}
	return nil, false
}

// after returns the least key that is greater than all that begin with a prefix,
// whose first byte is one of ours.
func after(prefix []byte) []byte {
	end := len(prefix)
	for prefix[end-1] == 0xFF {
		end--
	}
	key := bytes.Clone(prefix[:end])
	key[end-1]++
	return key
}
