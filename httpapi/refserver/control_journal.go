package refserver

import (
	"math"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/pbxkit/pbxkit/pbxtest"
)

// journalBody is a part of a journal.
type journalBody struct {
	Count   int         `json:"count"` // of all requests that there were
	Entries []entryBody `json:"entries"`
}

// entryBody is a pbxtest.Entry. What is empty is left out.
type entryBody struct {
	Number     int64     `json:"number"`
	Time       time.Time `json:"time"`
	DurationMs float64   `json:"durationMs"`

	Vendor    string            `json:"vendor,omitzero"`
	Operation string            `json:"operation,omitzero"`
	Values    map[string]string `json:"values,omitempty"`
	Closest   string            `json:"closest,omitzero"` // in place of an operation

	Method     string      `json:"method"`
	Path       string      `json:"path"`
	Query      string      `json:"query,omitzero"`
	Header     http.Header `json:"header,omitempty"`
	Body       string      `json:"body,omitzero"`
	BodyBase64 []byte      `json:"bodyBase64,omitempty"` // in place of a body that is no text
	BodySize   int64       `json:"bodySize,omitzero"`

	Status       int         `json:"status"`
	AnswerHeader http.Header `json:"answerHeader,omitempty"`
	Answer       string      `json:"answer,omitzero"`
	AnswerBase64 []byte      `json:"answerBase64,omitempty"`
	AnswerSize   int         `json:"answerSize,omitzero"`

	Fault      int64    `json:"fault,omitzero"` // the ID of the one that hit it
	Unread     []string `json:"unread,omitempty"`
	MoreUnread int      `json:"moreUnread,omitzero"` // how many more than are listed
}

func (c *control) entry(e *pbxtest.Entry) entryBody {
	body := entryBody{
		Number: e.Number, Time: e.Time.UTC(), DurationMs: float64(e.Duration.Microseconds()) / 1000,
		Vendor: e.Vendor, Operation: e.Operation, Values: e.Values,
		Method: e.Method, Path: e.Path, Query: e.Query, Header: e.Header, BodySize: e.Size,
		Status: e.Status, AnswerHeader: e.AnswerHeader, AnswerSize: e.AnswerSize,
		Unread: e.Unread, MoreUnread: e.MoreUnread,
	}
	body.Body, body.BodyBase64 = textOrBytes(e.Body, int64(len(e.Body)) < e.Size)
	body.Answer, body.AnswerBase64 = textOrBytes(e.Answer, len(e.Answer) < e.AnswerSize)
	if e.Operation == "" {
		body.Closest = e.Closest()
	}
	if e.Fault != nil {
		body.Fault = c.faults.id(e.Fault)
	}
	return body
}

// textOrBytes returns a body as a text if it is one. The character in which a text
// is cut is not part of it.
func textOrBytes(body []byte, cut bool) (text string, bytes []byte) {
	whole := body
	for range utf8.UTFMax {
		if utf8.Valid(body) {
			return string(body), nil
		}
		if !cut {
			break
		}
		body = body[:len(body)-1] // which is not valid, so that it is not empty
	}
	return "", whole
}

// filter says which entries of a journal to return.
type filter struct {
	vendor    string
	operation string
	since     int64 // 0: from the first
	limit     int64 // how many at most
	unread    bool  // only those with members that nothing looked at
}

func (o *order) filter() (*filter, error) {
	f := &filter{vendor: o.query["vendor"], operation: o.query["operation"]}
	v, err := findVendor(f.vendor)
	if err == nil && f.operation != "" {
		_, err = findOperations(v, f.operation)
	}
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "?%v", err)
	}
	if f.since, err = o.number("since", 0); err != nil {
		return nil, err
	}
	f.limit, err = o.number("limit", math.MaxInt64)
	return f, err
}

// number returns a parameter of the query that is a number from 0.
func (o *order) number(name string, otherwise int64) (int64, error) {
	value, ok := o.query[name]
	if !ok {
		return otherwise, nil
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < 0 {
		return 0, refuse(http.StatusBadRequest, "?%s: expected a number from 0", name)
	}
	return n, nil
}

func (f *filter) selects(e *pbxtest.Entry) bool {
	return (!f.unread || len(e.Unread) > 0) &&
		(f.vendor == "" || f.vendor == e.Vendor) && (f.operation == "" || f.operation == e.Operation)
}

func (c *control) showJournal(o *order) (*reply, error) {
	f, err := o.filter()
	if err != nil {
		return nil, err
	}
	return c.journal(o.pbx.Journal(), f), nil
}

// showUnread returns the requests that most likely have a misspelt member.
func (c *control) showUnread(o *order) (*reply, error) {
	return c.journal(o.pbx.Journal(), &filter{unread: true, limit: math.MaxInt64}), nil
}

// journal returns the entries that a filter selects, the oldest first.
func (c *control) journal(j *pbxtest.Journal, f *filter) *reply {
	body := journalBody{Count: j.Len(), Entries: []entryBody{}} // before those that come meanwhile
	for e := range j.Since(f.since) {
		if int64(len(body.Entries)) == f.limit {
			break
		}
		if f.selects(&e) {
			body.Entries = append(body.Entries, c.entry(&e))
		}
	}
	return answer(http.StatusOK, body)
}

func (c *control) clearJournal(o *order) (*reply, error) {
	o.pbx.Journal().Clear()
	return done(), nil
}
