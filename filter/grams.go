package filter

import "unicode/utf8"

// Gram is three bytes that stand together in a text lowered as [ILike] lowers it.
// An index of grams finds the texts that a pattern can match.
type Gram [gramLen]byte

const gramLen = 3

// AppendGrams appends the grams of a text. One that is in the text several times
// may be appended as often.
func AppendGrams(grams []Gram, text string) []Gram {
	var run gramRun
	for _, r := range text {
		grams = run.append(grams, lower(r))
	}
	return grams
}

// Grams returns grams that every text has that the pattern matches, like or ilike,
// and whether every text that has them all is matched. Without any, an index of
// grams cannot help.
func (p *Pattern) Grams() (grams []Gram, decide bool) {
	segments := append([]segment{p.head, p.tail}, p.middle...)
	for _, s := range segments {
		grams = s.appendGrams(grams)
	}
	// What is sought anywhere in a text, and is one gram from its first code point
	// to its last.
	decide = p.fold && !p.exact && len(p.middle) == 1 &&
		len(p.head.runes)+len(p.tail.runes) == 0 &&
		len(grams) == 1 && len(string(p.middle[0].runes)) == gramLen
	return grams, decide
}

func (s *segment) appendGrams(grams []Gram) []Gram {
	var run gramRun
	for _, r := range s.runes {
		// A byte that is not UTF-8 is read as RuneError, too.
		if r == anyRune || r == utf8.RuneError {
			run = gramRun{}
		} else {
			grams = run.append(grams, lower(r))
		}
	}
	return grams
}

// gramRun is the last bytes of a text that is being read.
type gramRun struct {
	gram Gram
	n    int // how many were read
}

// append reads a code point, and appends the grams that it completes.
func (run *gramRun) append(grams []Gram, r rune) []Gram {
	if r < utf8.RuneSelf {
		return run.appendByte(grams, byte(r))
	}
	var room [utf8.UTFMax]byte
	for _, c := range room[:utf8.EncodeRune(room[:], r)] {
		grams = run.appendByte(grams, c)
	}
	return grams
}

func (run *gramRun) appendByte(grams []Gram, c byte) []Gram {
	run.gram = Gram{run.gram[1], run.gram[2], c}
	if run.n++; run.n < gramLen {
		return grams
	}
	return append(grams, run.gram)
}
