package filter

import (
	"bytes"
	"unicode/utf8"
)

// Need is a text that everything a pattern matches holds. It finds out fast, in
// many texts written one after the other, where one may be that the pattern
// matches; Match decides.
type Need struct {
	text string // lowered if fold
	fold bool   // in any case, which ASCII has two of
	// skip is how far the end of a window can move on that ends in a byte: the
	// method of Horspool.
	skip [256]uint16
}

// Need returns the longest text that everything the pattern matches holds, or nil
// if there is none of two bytes at least. That of an [ILike] pattern is of ASCII,
// without i and k: there is a letter beyond ASCII that lowers to each of these.
func (p *Pattern) Need() *Need {
	var best []rune
	for _, s := range append([]segment{p.head, p.tail}, p.middle...) {
		if run := s.longestRun(); len(string(run)) > len(string(best)) {
			best = run
		}
	}
	return newNeed(string(best), p.fold)
}

func newNeed(text string, fold bool) *Need {
	if len(text) < 2 {
		return nil
	}
	n := &Need{text: text, fold: fold}
	n.prepare()
	return n
}

// longestRun returns the longest part of a segment in which each code point stands
// for itself, and for its capital letter if fold.
func (s *segment) longestRun() (best []rune) {
	start := 0
	for i, r := range s.runes {
		if !s.standsForItself(r) {
			start = i + 1
		} else if run := s.runes[start : i+1]; len(run) > len(best) {
			best = run
		}
	}
	return best
}

func (s *segment) standsForItself(r rune) bool {
	switch {
	case r == anyRune || r == utf8.RuneError: // which is also any byte that is not UTF-8
		return false
	case s.fold:
		return r < utf8.RuneSelf && r != 'i' && r != 'k'
	}
	return true
}

func (n *Need) prepare() {
	for c := range n.skip {
		n.skip[c] = uint16(len(n.text)) // MaxPattern keeps it within 16 bits
	}
	last := len(n.text) - 1
	for i := range last {
		c := n.text[i]
		n.skip[c] = uint16(last - i)
		if n.fold && 'a' <= c && c <= 'z' {
			n.skip[c-'a'+'A'] = uint16(last - i)
		}
	}
}

// Len returns how many bytes the text has.
func (n *Need) Len() int { return len(n.text) }

// Index returns the first place in texts where the text is, or -1.
func (n *Need) Index(texts []byte) int {
	if !n.fold {
		return bytes.Index(texts, []byte(n.text))
	}
	return indexFold(n, texts)
}

// indexFold is Index for a need that folds.
func indexFold[T string | []byte](n *Need, texts T) int {
	last := len(n.text) - 1
	first, final := n.text[0], n.text[last]
	for end := last; end < len(texts); end += int(n.skip[texts[end]]) {
		// Both ends before the call: it is not worth one for a common letter.
		if lowerByte(texts[end]) == final && lowerByte(texts[end-last]) == first && beginsAt(n, texts[end-last:end]) {
			return end - last
		}
	}
	return -1
}

// Straddles reports whether the text may begin in what is given and go on in what
// follows it.
func (n *Need) Straddles(texts []byte) bool {
	for size := min(len(n.text)-1, len(texts)); size > 0; size-- {
		if beginsAt(n, texts[len(texts)-size:]) {
			return true
		}
	}
	return false
}

// beginsAt reports whether some bytes are what the text begins with.
func beginsAt[T string | []byte](n *Need, b T) bool {
	for i := range len(b) {
		c := b[i]
		if n.fold {
			c = lowerByte(c)
		}
		if c != n.text[i] {
			return false
		}
	}
	return true
}

func lowerByte(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
