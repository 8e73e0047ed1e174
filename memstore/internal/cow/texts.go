package cow

import (
	"slices"
	"strings"
)

// Texts keeps texts by number, those with neighbouring numbers side by side, so that
// reading many of them in order goes to memory once for several. The zero Texts is
// empty, and texts that were never set are.
type Texts struct {
	owner  *Owner // of the slice
	chunks []*textChunk
}

// TextsPerChunk is how many texts are kept in one piece.
const TextsPerChunk = 256

type textChunk struct {
	all  string // one text after the other
	ends [TextsPerChunk]uint32
}

// Append adds the texts of the next TextsPerChunk numbers; if it is given fewer, the
// others are empty.
func (t *Texts) Append(o *Owner, texts []string) {
	if t.owner != o {
		t.owner, t.chunks = o, slices.Clone(t.chunks)
	}
	c := &textChunk{all: strings.Join(texts, "")}
	end := uint32(0)
	for i := range c.ends {
		if i < len(texts) {
			end += uint32(len(texts[i]))
		}
		c.ends[i] = end
	}
	t.chunks = append(t.chunks, c)
}

// At returns the text with a number.
func (t *Texts) At(n uint32) string {
	i := int(n / TextsPerChunk)
	if i >= len(t.chunks) {
		return ""
	}
	return t.chunks[i].at(n % TextsPerChunk)
}

// Fetch appends the texts with some numbers to all, and has them brought into the
// processor's cache. Whoever reads one after the other waits for memory at each; here,
// the processor waits for several at once. The sum is for the compiler, which would
// leave out what nobody uses.
//
//go:noinline
func (t *Texts) Fetch(all []string, numbers []uint32) (_ []string, sum int) {
	for _, n := range numbers {
		text := t.At(n)
		if text != "" {
			sum += int(text[0]) + int(text[len(text)-1])
		}
		all = append(all, text)
	}
	return all, sum
}

func (c *textChunk) at(i uint32) string { return c.all[c.start(i):c.ends[i]] }

func (c *textChunk) start(i uint32) uint32 {
	if i == 0 {
		return 0
	}
	return c.ends[i-1]
}

// Set gives a number another text. It copies the texts beside it.
func (t *Texts) Set(o *Owner, n uint32, text string) {
	for int(n/TextsPerChunk) >= len(t.chunks) {
		t.Append(o, nil)
	}
	if t.owner != o {
		t.owner, t.chunks = o, slices.Clone(t.chunks)
	}
	c, i := *t.chunks[n/TextsPerChunk], n%TextsPerChunk
	start, end := c.start(i), c.ends[i]
	c.all = c.all[:start] + text + c.all[end:]
	for ; i < TextsPerChunk; i++ {
		c.ends[i] = c.ends[i] - (end - start) + uint32(len(text))
	}
	t.chunks[n/TextsPerChunk] = &c
}
