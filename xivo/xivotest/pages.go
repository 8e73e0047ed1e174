package xivotest

import (
	"fmt"
	"strings"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testPages(t T, on *target) {
	check(t, on, []promise{
		{"pages are cut after filtering and sorting", pagesCut},
		{"negative pages are refused", pagesRefused},
	})
}

func pagesCut(t T, svc *xivo.Service) {
	for i, name := range []string{"c", "a", "e", "b", "d", "x"} {
		room := xivo.MeetingRoom{Name: name, DisplayName: name, Number: int64(i)}
		suite.Must(svc.MeetingRooms.Create(t.Context(), room))(t)
	}
	filters := []xivo.Filter{{Field: "name", Operator: "!=", Value: "x", Order: "ASC"}}
	const most = int(^uint(0) >> 1)
	for _, c := range []struct {
		offset int
		limit  *int
		want   string
	}{
		{0, nil, "a b c d e"},
		{0, new(100), "a b c d e"},
		{0, new(5), "a b c d e"},
		{0, new(2), "a b"},
		{0, new(0), ""},
		{1, nil, "b c d e"},
		{1, new(2), "b c"},
		{1, new(0), ""},
		{4, new(2), "e"},
		{5, nil, ""},
		{5, new(1), ""},
		{6, nil, ""},
		{most, nil, ""},
		{most, new(most), ""},
		{1, new(most), "b c d e"},
	} {
		limit := "all"
		if c.limit != nil {
			limit = fmt.Sprint(*c.limit)
		}
		t.Run(fmt.Sprintf("offset %d, limit %s", c.offset, limit), func(t T) {
			names, total, err := rooms(svc)(t, xivo.Find{Filters: filters, Offset: c.offset, Limit: c.limit})
			suite.Succeeds(t, err)
			suite.Equal(t, "page", strings.Join(names, " "), c.want)
			suite.Equal(t, "total", total, 5)
		})
	}
	t.Run("no page is an empty list", func(t T) {
		for _, find := range []xivo.Find{{Limit: new(0)}, {Offset: 6}} {
			suite.Equal(t, "Find", suite.Must(svc.MeetingRooms.Find(t.Context(), find))(t), xivo.Page[xivo.MeetingRoom]{Total: 6, List: []xivo.MeetingRoom{}})
		}
	})
}

func pagesRefused(t T, svc *xivo.Service) {
	wrong := []xivo.Filter{{Field: "?"}} // comes after the page
	for _, c := range []struct {
		name    string
		find    xivo.Find
		message string
	}{
		{"offset", xivo.Find{Offset: -1}, "offset must not be negative"},
		{"limit", xivo.Find{Limit: new(-1)}, "limit must not be negative"},
		{"offset before limit", xivo.Find{Offset: -1, Limit: new(-1)}, "offset must not be negative"},
		{"offset before filters", xivo.Find{Offset: -1, Filters: wrong}, "offset must not be negative"},
		{"limit before filters", xivo.Find{Limit: new(-1), Filters: wrong}, "limit must not be negative"},
	} {
		t.Run(c.name, func(t T) {
			for _, find := range []finder{users(svc), rooms(svc), requests(svc)} {
				refuses(t, svc, xivo.ErrInvalidParameter.Refuse("%s", c.message), func() error {
					_, _, err := find(t, c.find)
					return err
				})
			}
		})
	}
}
