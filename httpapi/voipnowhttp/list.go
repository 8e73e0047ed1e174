package voipnowhttp

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/voipnowwire"
	"github.com/pbxkit/pbxkit/voipnow"
)

func listCalls(ctx context.Context, c *call) (reply, error) {
	q := callQuery(c.query())
	page, err := c.svc.Calls.List(ctx, c.caller, c.ref(), q)
	if err != nil {
		return reply{}, err
	}
	if page.Total == 0 && c.opts.EmptyListStatus == http.StatusNoContent {
		return noContent, nil
	}
	entry := rest.List(page.Calls, c.wireCall)
	if len(q.Fields) > 0 {
		for i := range entry {
			leaveOut(&entry[i], q.Fields)
		}
	}
	return ok(voipnowwire.Collection{
		Entry: entry, Paging: c.paging(page),
		TotalResults: voipnowwire.Number(page.Total), ItemsPerPage: voipnowwire.Number(page.Count), StartIndex: voipnowwire.Number(page.StartIndex),
	}), nil
}

// callQuery reads the parameters of a list. An empty one is missing (assumed).
func callQuery(params *rest.Values) voipnow.CallQuery {
	q := voipnow.CallQuery{
		Count: number(params, "count", 1), StartIndex: number(params, "startIndex", 0),
		FilterBy: params.Get("filterBy"), FilterOp: params.Get("filterOp"), FilterValue: params.Get("filterValue"),
		SortOrder: params.Get("sortOrder"),
	}
	if q.FilterBy == "published" {
		q.FilterValue = plus(q.FilterValue) // of the offset
	}
	if fields := params.Get("fields"); fields != "" {
		for name := range strings.SplitSeq(fields, ",") {
			q.Fields = append(q.Fields, strings.TrimSpace(name))
		}
		slices.Sort(q.Fields) // of thousands of repeats, each call would look at all
		q.Fields = slices.Compact(q.Fields)
	}
	return q
}

// number reads a parameter, 0 if it is missing. What is no number, or less than the
// least that can be sent, is passed on as a number that cannot be right.
func number(params *rest.Values, name string, least int) int {
	value := params.Get(name)
	if value == "" {
		return 0
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < least {
		return -1
	}
	return n
}

// leaveOut leaves out the members that are not asked for, but never the id (assumed).
func leaveOut(p *voipnowwire.PhoneCall, fields []string) {
	for name, leaveOut := range map[string]func(){
		"extension": func() { p.Extension = "" }, "ownerId": func() { p.OwnerID = "" }, "ownerName": func() { p.OwnerName = "" },
		"answered": func() { p.Answered = voipnowwire.Time{} }, "published": func() { p.Published = voipnowwire.Time{} },
		"nonce": func() { p.Nonce = "" }, "phoneCallView": func() { p.Views = nil },
		"link": func() { p.Link = voipnowwire.Link{} }, "links": func() { p.Links = voipnowwire.Link{} },
	} {
		if !slices.Contains(fields, name) {
			leaveOut()
		}
	}
}

// paging returns the links to the pages before and after one, as far as there are
// such pages. The credential stays out of them.
func (c *call) paging(page voipnow.CallPage) *voipnowwire.Paging {
	p := &voipnowwire.Paging{}
	if next := page.StartIndex + page.Count; next < page.Total && next <= voipnow.MaxStartIndex {
		p.Next = c.pageURL(page, next)
	}
	if page.StartIndex > 0 && page.Total > 0 {
		p.Prev = c.pageURL(page, max(0, min(page.StartIndex, page.Total)-page.Count))
	}
	if *p == (voipnowwire.Paging{}) {
		return nil
	}
	return p
}

func (c *call) pageURL(page voipnow.CallPage, start int) string {
	params := c.query().Copy()
	params.Del(tokenParameter)
	params.Set("count", strconv.Itoa(page.Count))
	params.Set("startIndex", strconv.Itoa(start))
	return c.baseURL() + c.path(c.ref()) + "?" + params.Encode()
}
