package filter

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxPattern is the length of the longest pattern, in code points.
const MaxPattern = 1000

// Pattern is a compiled like or ilike pattern. It is split at its % into
// segments: the first must stand at the start of the text, the last at the end,
// and each one between is sought from where the one before it ended. Taking the
// leftmost place each time is never wrong, so that nothing is tried twice and
// the time is linear in the length of the text. Matching allocates nothing.
type Pattern struct {
	fold   bool
	exact  bool // no %: head is the whole text
	inside bool // %x%: the one middle segment, anywhere
	head   segment
	middle []segment
	tail   segment
}

// CompilePattern parses a pattern; fold makes it one of [ILike]. It fails if
// the pattern is longer than MaxPattern or ends in a lone backslash.
func CompilePattern(pattern string, fold bool) (*Pattern, error) {
	if n := utf8.RuneCountInString(pattern); n > MaxPattern {
		return nil, fmt.Errorf("pattern of %d characters is longer than %d", n, MaxPattern)
	}
	parts, err := splitPattern(pattern, fold)
	if err != nil {
		return nil, err
	}
	p := &Pattern{fold: fold, head: newSegment(parts[0], fold)}
	if len(parts) == 1 {
		p.exact = true
		return p, nil
	}
	last := len(parts) - 1
	p.tail = newSegment(parts[last], fold)
	for _, part := range parts[1:last] {
		if len(part) > 0 { // %% is %
			s := newSegment(part, fold)
			s.compileSearch()
			p.middle = append(p.middle, s)
		}
	}
	p.inside = len(p.middle) == 1 && len(parts[0]) == 0 && len(parts[last]) == 0
	return p, nil
}

// anyRune stands for _ in a segment.
const anyRune rune = -1

// splitPattern returns the segments between the pattern's %, unescaped and, if
// fold, lowered.
func splitPattern(pattern string, fold bool) ([][]rune, error) {
	parts := make([][]rune, 0, 1+strings.Count(pattern, "%"))
	text := make([]rune, 0, len(pattern)) // of all segments
	begin, escaped := 0, false
	for _, r := range pattern {
		switch {
		case !escaped && r == '\\':
			escaped = true
			continue
		case !escaped && r == '%':
			parts = append(parts, slices.Clip(text[begin:]))
			begin = len(text)
			continue
		case !escaped && r == '_':
			r = anyRune
		case fold:
			r = lower(r)
		}
		escaped = false
		text = append(text, r)
	}
	if escaped {
		return nil, errors.New("pattern ends in a lone backslash")
	}
	return append(parts, text[begin:]), nil
}

// Match reports whether the whole of s matches the pattern.
func (p *Pattern) Match(s string) bool {
	if p.inside {
		return p.middle[0].find(s) >= 0
	}
	pos, ok := p.head.prefixOf(s)
	if !ok || p.exact {
		return ok && pos == len(s)
	}
	s = s[pos:]
	end, ok := p.tail.suffixOf(s)
	if !ok {
		return false
	}
	s = s[:end]
	for i := range p.middle {
		end := p.middle[i].find(s)
		if end < 0 {
			return false
		}
		s = s[end:]
	}
	return true
}

// Prefix returns a text that everything the pattern matches begins with, and
// whether the pattern matches that text alone. An [ILike] pattern has no prefix
// that an index could use; it returns "".
func (p *Pattern) Prefix() (prefix string, exact bool) {
	if p.fold {
		return "", false
	}
	for i, r := range p.head.runes {
		if r == anyRune {
			return string(p.head.runes[:i]), false
		}
	}
	return p.head.text, p.exact
}

// AnySuffix reports whether the pattern matches everything that begins with its
// Prefix, and so is a range of texts.
func (p *Pattern) AnySuffix() bool {
	literal := p.head.plain || len(p.head.runes) == 0
	return !p.exact && literal && len(p.middle) == 0 && len(p.tail.runes) == 0
}

// segment is a part of a pattern without %.
type segment struct {
	runes []rune // lowered if fold; anyRune for _
	fold  bool
	plain bool   // no _ and no fold: text can be compared by bytes
	text  string // if plain

	need *Need // what find looks for, if that is all: see compileSearch

	// The tables of the search, if it is not by bytes.
	words  int
	ascii  [utf8.RuneSelf]uint16
	others map[rune]uint16
	masks  []uint64
}

func newSegment(runes []rune, fold bool) segment {
	s := segment{runes: runes, fold: fold, plain: !fold}
	for _, r := range runes {
		s.plain = s.plain && r != anyRune
	}
	if s.plain {
		s.text = string(runes)
	}
	return s
}

// prefixOf reports whether t begins with the segment, and where it ends there.
func (s *segment) prefixOf(t string) (end int, ok bool) {
	if s.plain {
		return len(s.text), strings.HasPrefix(t, s.text)
	}
	for _, want := range s.runes {
		if end == len(t) {
			return 0, false
		}
		r, size := utf8.DecodeRuneInString(t[end:])
		if !s.same(want, r) {
			return 0, false
		}
		end += size
	}
	return end, true
}

// suffixOf reports whether t ends with the segment, and where it begins there.
func (s *segment) suffixOf(t string) (start int, ok bool) {
	if s.plain {
		return len(t) - len(s.text), strings.HasSuffix(t, s.text)
	}
	start = len(t)
	for i := len(s.runes) - 1; i >= 0; i-- {
		if start == 0 {
			return 0, false
		}
		r, size := utf8.DecodeLastRuneInString(t[:start])
		if !s.same(s.runes[i], r) {
			return 0, false
		}
		start -= size
	}
	return start, true
}

func (s *segment) same(want, r rune) bool {
	return want == anyRune || want == r || s.fold && want == lower(r)
}

// lower is unicode.ToLower, which is what SQL's lower() does to one code point;
// case folding, as strings.EqualFold does it, is something else.
func lower(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	return unicode.ToLower(r)
}

// compileSearch prepares find for a segment with _ or fold: the Shift-And
// method of Baeza-Yates and Gonnet. Bit i of a state says that the last i+1
// code points read match the first i+1 of the segment; the mask of a code
// point has the bits of the places where the segment allows it. Code points
// that occur nowhere in the segment share the mask 0.
//
// A segment of letters that each have one other case, which has as many bytes, is
// found by bytes.
func (s *segment) compileSearch() {
	if s.plain {
		return
	}
	if run := s.longestRun(); len(run) == len(s.runes) {
		if s.need = newNeed(string(run), s.fold); s.need != nil {
			return
		}
	}
	s.words = (len(s.runes) + 63) / 64
	s.masks = make([]uint64, s.words)
	for i, r := range s.runes {
		if r == anyRune {
			continue
		}
		class := s.class(r)
		if class == 0 {
			class = s.addClass(r)
		}
		s.masks[int(class)*s.words+i/64] |= 1 << (i % 64)
	}
	for i, r := range s.runes {
		if r == anyRune {
			for base := 0; base < len(s.masks); base += s.words {
				s.masks[base+i/64] |= 1 << (i % 64)
			}
		}
	}
}

func (s *segment) addClass(r rune) uint16 {
	class := uint16(len(s.masks) / s.words)
	s.masks = append(s.masks, make([]uint64, s.words)...)
	if r >= utf8.RuneSelf {
		if s.others == nil {
			s.others = map[rune]uint16{}
		}
		s.others[r] = class
		return class
	}
	s.ascii[r] = class
	if s.fold && 'a' <= r && r <= 'z' {
		s.ascii[r-'a'+'A'] = class
	}
	return class
}

// class returns the number of a code point's mask.
func (s *segment) class(r rune) uint16 {
	if s.fold && r >= utf8.RuneSelf {
		r = unicode.ToLower(r) // which can be ASCII: U+212A is k
	}
	if r < utf8.RuneSelf {
		return s.ascii[r]
	}
	return s.others[r]
}

// find returns the end of the leftmost place in t that matches, or -1.
func (s *segment) find(t string) int {
	switch {
	case s.plain:
		i := strings.Index(t, s.text)
		if i < 0 {
			return -1
		}
		return i + len(s.text)
	case s.need != nil:
		i := indexFold(s.need, t)
		if i < 0 {
			return -1
		}
		return i + s.need.Len()
	case s.words == 1:
		return s.findShort(t)
	}
	return s.findLong(t)
}

func (s *segment) findShort(t string) int {
	accept := uint64(1) << (len(s.runes) - 1)
	var state uint64
	for i := 0; i < len(t); {
		var class uint16
		size := 1
		if c := t[i]; c < utf8.RuneSelf {
			class = s.ascii[c]
		} else {
			var r rune
			r, size = utf8.DecodeRuneInString(t[i:])
			class = s.class(r)
		}
		i += size
		state = (state<<1 | 1) & s.masks[class]
		if state&accept != 0 {
			return i
		}
	}
	return -1
}

func (s *segment) findLong(t string) int {
	var state [(MaxPattern + 63) / 64]uint64
	last := len(s.runes) - 1
	for i, r := range t {
		mask := s.masks[int(s.class(r))*s.words:]
		carry := uint64(1)
		for w := range s.words {
			next := state[w] >> 63
			state[w] = (state[w]<<1 | carry) & mask[w]
			carry = next
		}
		if state[last/64]>>(last%64)&1 != 0 {
			_, size := utf8.DecodeRuneInString(t[i:])
			return i + size
		}
	}
	return -1
}
