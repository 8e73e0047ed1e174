package pbxtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
)

// Journal is what a server remembers of its requests: the latest ones, up to a
// limit, in the order in which they were answered. A request is in it before its
// client sees the answer. It is safe for concurrent use.
type Journal struct {
	limit     int
	seed      maphash.Seed  // of credentials, which are compared and not shown
	elsewhere func() string // what to say of other journals if something is not in this one

	mu      sync.Mutex
	count   int64
	records []*record // a ring once it is full; records do not change
}

// Entry is a request and its answer. It is a copy: what is done to it changes nothing
// in the journal. Credentials in it are replaced by [redacted], and what is longer than
// the journal keeps ends in "…": see [JournalLimits].
type Entry struct {
	Number   int64         // of the request, from 1
	Time     time.Time     // of the server
	Duration time.Duration // in real time

	Vendor    string            // whose path it is, by the name of the package; "" for nobody's
	Operation string            // that served it; "" for none
	Values    map[string]string // parameters of the path, such as id

	Method string
	Path   string
	Query  string
	Header http.Header
	Body   []byte // as much as the journal keeps
	Size   int64  // of the body, as far as it was read or announced

	Status       int // 0 if the client got none, as the connection broke first
	AnswerHeader http.Header
	Answer       []byte // as much as the journal keeps
	AnswerSize   int    // of the whole answer
	Fault        *Rule  // that hit it; nil for none

	Unread     []string // members that nothing looked at, 100 at most; see Journal.Unread
	MoreUnread int      // how many more there are

	// How many bytes of the bodies the journal did not keep. Body and Answer do not
	// tell: their length is another one where a credential is replaced.
	cut, answerCut int64
}

// String returns the entry in a line.
func (e Entry) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d. %s %s", e.Number, clip(e.Method), clip(e.target()))
	if e.Operation != "" {
		fmt.Fprintf(&b, " (%s)", e.Operation)
	}
	if len(e.Body) > 0 {
		fmt.Fprintf(&b, " %s", clip(string(e.Body)))
	}
	fmt.Fprintf(&b, " -> %s", e.outcome())
	if e.Fault != nil {
		fmt.Fprintf(&b, ", by a %v", e.Fault)
	}
	if e.Operation == "" {
		fmt.Fprintf(&b, "; no operation is there, the closest is %s", e.Closest())
	}
	return b.String()
}

// outcome is the status in words.
func (e *Entry) outcome() string {
	if e.Status == 0 {
		return "no answer"
	}
	return strconv.Itoa(e.Status)
}

// String describes the fault, without credentials.
func (r *Rule) String() string { return r.fault.String() }

func (e *Entry) target() string {
	if e.Query == "" {
		return e.Path
	}
	return e.Path + "?" + e.Query
}

// mostShown is how much of a text is shown in a line, in bytes.
const mostShown = 120

// clip returns a text as it fits into a line.
func clip(s string) string {
	const enough = 16 * mostShown // also of a text that is white space for the most part
	cut := len(s) > enough
	if cut {
		s = s[:enough]
	}
	s = strings.Join(strings.Fields(s), " ")
	if cut = cut || len(s) > mostShown; cut {
		s = s[:min(len(s), mostShown)]
	}
	s = strings.Map(printable, strings.ToValidUTF8(s, ""))
	if cut {
		s += ellipsis
	}
	return s
}

// printable keeps what a terminal might obey out of messages.
func printable(r rune) rune {
	if unicode.IsPrint(r) {
		return r
	}
	return unicode.ReplacementChar
}

// Decode reads the body of the request as JSON. It is an error if the journal does not
// keep everything of it, even where what is kept is JSON.
func (e *Entry) Decode(v any) error { return decode("the body", e.Body, e.cut, e.Size, v) }

// DecodeAnswer reads the body of the answer as JSON, like Decode.
func (e *Entry) DecodeAnswer(v any) error {
	return decode("the answer's body", e.Answer, e.answerCut, int64(e.AnswerSize), v)
}

func decode(what string, body []byte, cut, size int64, v any) error {
	if cut > 0 {
		return errors.New("pbxtest: " + notKept(what, size-cut, size))
	}
	return json.Unmarshal(body, v)
}

// notKept says that a body is not whole in the journal.
func notKept(what string, kept, size int64) string {
	return fmt.Sprintf("%s is not known: the journal keeps %d of its %d bytes, see JournalLimits", what, kept, size)
}

// Closest returns the operation whose route is the most like that of a request which
// no operation serves, such as GetUserLine: GET /configmgt/api/2.0/users/:id/line.
func (e *Entry) Closest() string {
	r := closest(e.Method, e.Path)
	return fmt.Sprintf("%s: %s %s", r.Name, r.Method, r.Path)
}

// Journal returns the server's journal.
func (s *Server) Journal() *Journal { return s.journal }

func newJournal(limit int, elsewhere func() string) *Journal {
	return &Journal{limit: limit, seed: maphash.MakeSeed(), elsewhere: elsewhere}
}

// record is an entry as it is kept: with credentials. Nothing of it is shown but what
// redacted returns.
type record struct {
	entry      Entry
	credential uint64
}

// add writes down a request and its answer.
func (j *Journal) add(now time.Time, c *call, a *answer, rule *Rule, took time.Duration) {
	if j.limit == 0 {
		j.keep(nil)
		return
	}
	line := len(c.r.Method) + len(c.r.URL.Path) + len(c.r.URL.RawPath) + len(c.r.URL.RawQuery)
	e := Entry{
		Time: now, Duration: took,
		Vendor: c.vendor, Operation: c.operation(),
		Method: cutLine(line, c.r.Method), Path: cutLine(line, c.r.URL.Path), Query: cutLine(line, c.r.URL.RawQuery),
		Header: cutHeader(c.r.Header),
		Body:   compact(c.body.kept.Bytes()), Size: c.body.size,
		Status: a.seen(), AnswerHeader: cutHeader(a.header), Answer: compact(a.body[:min(len(a.body), c.body.limit)]), AnswerSize: len(a.body),
		Fault: rule,
	}
	e.cut, e.answerCut = e.Size-int64(len(e.Body)), int64(e.AnswerSize-len(e.Answer))
	if c.known {
		for name, value := range c.match.Values() {
			if e.Values == nil {
				e.Values = map[string]string{}
			}
			e.Values[name] = cutLine(line, value)
		}
	}
	if a.end == "" && (rule == nil || rule.fault.Status == 0) && 200 <= e.Status && e.Status < 300 {
		e.Unread, e.MoreUnread = cutNames(c.reads.Unread()) // what was refused was not read to its end
	}
	j.keep(&record{e, j.hash(c.credential)})
}

// seen returns the status that the client sees, or 0.
func (a *answer) seen() int {
	if a.breaksFirst() {
		return 0
	}
	return a.status
}

// compact returns bytes that keep not much more than themselves in memory.
func compact(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	if cap(b)-len(b) > len(b)/4+64 {
		return slices.Clone(b)
	}
	return b
}

func (j *Journal) hash(credential string) uint64 { return maphash.String(j.seed, credential) }

func (j *Journal) keep(r *record) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.count++
	if r == nil {
		return
	}
	r.entry.Number = j.count
	if len(j.records) < j.limit {
		j.records = append(j.records, r)
		return
	}
	j.records[(j.count-1)%int64(j.limit)] = r
}

// Len returns how many requests there were, those that are forgotten among them.
func (j *Journal) Len() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return int(j.count)
}

// Clear forgets all requests and begins to count anew.
func (j *Journal) Clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.records, j.count = nil, 0
}

// kept returns the records, the oldest first, and how many are forgotten.
func (j *Journal) kept() (records []*record, forgotten int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	forgotten = j.count - int64(len(j.records))
	oldest := 0
	if forgotten > 0 && j.limit > 0 {
		oldest = int(j.count % int64(j.limit))
	}
	return slices.Concat(j.records[oldest:], j.records[:oldest]), forgotten
}

// Entries returns the requests that are remembered, the oldest first.
func (j *Journal) Entries() []Entry {
	kept, _ := j.kept()
	entries := make([]Entry, len(kept))
	for i, r := range kept {
		entries[i] = r.redacted()
	}
	return entries
}

// Since returns the requests that are remembered with a number above this one, the
// oldest first, as they are when the loop begins. It is for whoever has seen those
// before: they cost nothing.
func (j *Journal) Since(number int64) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		kept, _ := j.kept()
		for _, r := range kept {
			if r.entry.Number > number && !yield(r.redacted()) {
				return
			}
		}
	}
}

// Summary returns the requests that are remembered in short, the oldest first, such as
// CreateUserLine 503, ListUsers no answer where the connection broke first, or
// GET /nowhere 404 where there is no operation.
func (j *Journal) Summary() []string {
	kept, _ := j.kept()
	all := make([]string, 0, len(kept))
	for _, r := range kept {
		what := r.entry.Operation
		if what == "" {
			what = clip(r.entry.Method) + " " + clip(redactParams(r.entry.Path))
		}
		all = append(all, what+" "+r.entry.outcome())
	}
	return all
}

// Unread is a request with members that nothing looked at: most likely they are
// misspelt, which the vendors do not say.
type Unread struct {
	Entry   Entry
	Members []string // such as recording.quality, filters[0].colour or ?page; 100 at most
	More    int      // how many more there are
}

// String names the members and the request.
func (u Unread) String() string {
	members := strings.Join(u.Members, ", ")
	if u.More > 0 {
		members += fmt.Sprintf(" and %d more", u.More)
	}
	return fmt.Sprintf("%s of %v", members, &u.Entry)
}

// Unread returns the requests that succeeded although they had members that nothing
// looked at. One whose answer a fault replaced, or broke, is not among them.
func (j *Journal) Unread() []Unread {
	kept, _ := j.kept()
	var all []Unread
	for _, r := range kept {
		if len(r.entry.Unread) > 0 {
			e := r.redacted()
			all = append(all, Unread{e, slices.Clone(e.Unread), e.MoreUnread})
		}
	}
	return all
}
