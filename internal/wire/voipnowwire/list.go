package voipnowwire

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/voipnow"
)

// Collection is the answer to a list, also to that of one call.
type Collection struct {
	Entry        []PhoneCall `json:"entry"`
	TotalResults Number      `json:"totalResults"`
	ItemsPerPage Number      `json:"itemsPerPage"`
	StartIndex   Number      `json:"startIndex"`
	Paging       *Paging     `json:"paging,omitempty"`
}

// Paging are the links to other pages, for clients that follow them.
type Paging struct {
	Next string `json:"next,omitempty"`
	Prev string `json:"prev,omitempty"`
}

// Record returns the page that c stands for.
func (c Collection) Record() voipnow.CallPage {
	return voipnow.CallPage{
		Calls: wire.List(c.Entry, PhoneCall.Record),
		Total: int(c.TotalResults), Count: int(c.ItemsPerPage), StartIndex: int(c.StartIndex),
	}
}

// Query returns the parameters of a list, nil for none. What is assumed of missing ones is named.
func Query(q voipnow.CallQuery) url.Values {
	var values url.Values
	set := func(name, value string) {
		if value == "" {
			return
		}
		if values == nil {
			values = url.Values{}
		}
		values.Set(name, value)
	}
	set("fields", strings.Join(q.Fields, ","))
	if q.Count != 0 {
		set("count", strconv.Itoa(q.Count))
	}
	if q.StartIndex != 0 {
		set("startIndex", strconv.Itoa(q.StartIndex))
	}
	set("filterBy", q.FilterBy)
	set("filterOp", q.FilterOp)
	set("filterValue", q.FilterValue)
	if q.FilterBy != "" && q.FilterOp == "" {
		set("filterOp", voipnow.OpEquals)
	}
	set("sortOrder", q.SortOrder)
	return values
}
