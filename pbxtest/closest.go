package pbxtest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// The distances of a route from a request. They are such that the closest route is
// the one that a person would name: closest_test.go says which that is.
const (
	farSegment     = 100 // one that has next to nothing in common with the other
	missingSegment = 50  // one that the route has more
	extraSegment   = 50  // one that the request has more
	extraWord      = 60  // that is a word of other routes
	movedSegment   = 20  // one that is elsewhere
	beginsAlike    = 30  // users.json
	anyValue       = 15  // for a parameter, so that a literal is closer
	wordAsValue    = 40  // which is most likely none
	otherMethod    = 55
	otherWrite     = 20 // PUT for POST
)

// How much of a path is looked at. What comes after does not tell routes apart, and a
// path may be as long as its client likes.
const (
	mostSegments  = 12 // no route has more than 10
	mostOfSegment = 32 // and no word more than 17 letters
)

// notAWord is the number of what is no word of a route.
const notAWord = -1

// lexicon is the routes in a form in which they can be compared with requests.
type lexicon struct {
	words  []string       // the segments that routes have, in lower case
	number map[string]int // of a word
	shapes []shape
}

// shape is a route by the numbers of its words; a parameter is not a word.
type shape struct {
	route
	words []int
}

var routeLexicon = sync.OnceValue(func() *lexicon {
	l := &lexicon{number: map[string]int{}}
	for _, r := range routes() {
		s := shape{route: r}
		for _, segment := range segmentsOf(r.Path) {
			s.words = append(s.words, l.add(segment))
		}
		l.shapes = append(l.shapes, s)
	}
	return l
})

// add returns the number of a segment of a route.
func (l *lexicon) add(segment string) int {
	if segment[0] == ':' {
		return notAWord
	}
	n, ok := l.number[segment]
	if !ok {
		n = len(l.words)
		l.number[segment] = n
		l.words = append(l.words, segment)
	}
	return n
}

// segment is one of a request.
type segment struct {
	word  int   // its number, or notAWord
	apart []int // how far it is from each word
}

func (l *lexicon) segment(s string) segment {
	word, ok := l.number[s]
	if !ok {
		word = notAWord
	}
	apart := make([]int, len(l.words))
	for i, w := range l.words {
		apart[i] = wordDistance(w, s)
	}
	return segment{word, apart}
}

// closest returns the route that is the most like a method and a path.
func closest(method, path string) route {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	l := routeLexicon()
	var segments []segment
	for _, s := range segmentsOf(path) {
		segments = append(segments, l.segment(s))
	}
	var best route
	least := -1
	for _, s := range l.shapes {
		if d := s.distance(segments) + methodDistance(s.Method, method); least < 0 || d < least {
			least, best = d, s.route
		}
	}
	return best
}

// segmentsOf returns how a path begins, in lower case.
func segmentsOf(path string) []string {
	var segments []string
	for s := range strings.SplitSeq(path, "/") {
		if len(segments) == mostSegments {
			break
		}
		if s != "" {
			segments = append(segments, strings.ToLower(s[:min(len(s), mostOfSegment)]))
		}
	}
	return segments
}

// distance returns by how much the path of a request misses that of the route.
func (s *shape) distance(path []segment) int {
	leaveOut := func(word int) int {
		if word != notAWord && slices.ContainsFunc(path, func(s segment) bool { return s.word == word }) {
			return movedSegment
		}
		return missingSegment
	}
	add := func(got segment) int {
		switch {
		case got.word == notAWord:
			return extraSegment
		case slices.Contains(s.words, got.word):
			return movedSegment
		}
		return extraWord
	}
	return editDistance(s.words, path, costs[int, segment]{leaveOut, add, segmentDistance})
}

func segmentDistance(word int, got segment) int {
	switch {
	case word != notAWord:
		return got.apart[word]
	case got.word != notAWord:
		return wordAsValue
	}
	return anyValue
}

func methodDistance(want, got string) int {
	writes := []string{http.MethodPost, http.MethodPut, http.MethodPatch}
	switch {
	case strings.EqualFold(want, got):
		return 0
	case slices.Contains(writes, want) && slices.Contains(writes, got):
		return otherWrite
	}
	return otherMethod
}

func wordDistance(word, got string) int {
	switch {
	case word == got:
		return 0
	case strings.HasPrefix(word, got), strings.HasPrefix(got, word):
		return beginsAlike
	}
	return min(farSegment, textDistance(word, got)*farSegment*3/2/max(len(word), len(got)))
}

// is reports whether the route is that of an operation.
func (r route) is(op Operation) bool { return r.vendor == op.Vendor() && r.Name == op.String() }

// checkOperation says what is wrong with an operation that no vendor has.
func checkOperation(op Operation) string {
	if op == nil || slices.ContainsFunc(routes(), func(r route) bool { return r.is(op) }) {
		return ""
	}
	best, least := "", -1
	for _, r := range routes() {
		if r.vendor != op.Vendor() {
			continue
		}
		name := op.String()
		if d := textDistance(strings.ToLower(r.Name), strings.ToLower(name[:min(len(name), mostOfSegment)])); least < 0 || d < least {
			least, best = d, r.Name
		}
	}
	if best == "" {
		return fmt.Sprintf("no vendor is called %q: there are %s", op.Vendor(), strings.Join(vendorNames(), ", "))
	}
	return fmt.Sprintf("%s has no operation %q, the closest is %s", op.Vendor(), op.String(), best)
}
