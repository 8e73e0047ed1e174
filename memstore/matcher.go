package memstore

import (
	"bytes"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/memstore/internal/cow"
)

// matcher matches the texts in an index with a pattern. They lie close together,
// which the rows do not; one that many rows have is matched once; and where nothing
// can match, many are passed over at once.
type matcher struct {
	pattern *filter.Pattern
	need    *filter.Need // nil if the pattern needs nothing
	key     []byte       // room
	found   []uint32     // room

	last    []byte // the last text that a whole block had
	matches bool   // whether it does
}

// each calls do with the numbers of the keys of a block whose texts match.
func (m *matcher) each(b cow.Block, reverse bool, do func(uint32)) {
	found := m.find(b)
	if reverse {
		for i := len(found) - 1; i >= 0; i-- {
			do(found[i])
		}
		return
	}
	for _, n := range found {
		do(n)
	}
}

// find returns the numbers in the order of the keys.
func (m *matcher) find(b cow.Block) []uint32 {
	prefix := b.Prefix()
	if text, ok := cutText(prefix); ok { // which all keys of the block have
		if m.last == nil || !bytes.Equal(text, m.last) {
			m.last, m.matches = append([]byte{}, text...), m.pattern.Match(string(text))
		}
		if m.matches {
			return b.Numbers()
		}
		return nil
	}
	m.found, m.key = m.found[:0], append(m.key[:0], prefix...)
	if m.need == nil || m.need.Index(prefix) >= 0 || m.need.Straddles(prefix) {
		for i := range b.Numbers() {
			m.match(b, i)
		}
		return m.found
	}
	m.findNeeded(b)
	return m.found
}

// findNeeded matches the texts in which there is what the pattern needs. It may also
// be found in a primary key, or across two keys, where it means nothing.
func (m *matcher) findNeeded(b cow.Block) {
	rests := b.Rests()
	for i, from := 0, 0; from < len(rests); i++ {
		at := m.need.Index(rests[from:])
		if at < 0 {
			return
		}
		for b.RestEnd(i) <= from+at {
			i++
		}
		m.match(b, i)
		from = b.RestEnd(i)
	}
}

// match matches the key at a place of a block.
func (m *matcher) match(b cow.Block, i int) {
	m.key = b.AppendRest(m.key[:len(b.Prefix())], i)
	if text, ok := cutText(m.key); ok && m.pattern.Match(string(text)) {
		m.found = append(m.found, b.Numbers()[i])
	}
}
