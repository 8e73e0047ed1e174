package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"time"
)

// XiVO is a client of a XiVO configuration server. It is safe for concurrent use.
type XiVO struct {
	PageSize int // of lists
	Retry    Retry

	url, token string
	client     *http.Client
}

// NewXiVO returns a client of the server whose API is at a URL such as
// http://xivo.example.com:9100/configmgt/api.
func NewXiVO(url, token string, client *http.Client) *XiVO {
	return &XiVO{PageSize: 100, Retry: Retry{3, 200 * time.Millisecond}, url: url, token: token, client: client}
}

// XiVOError is a refusal in the server's words.
type XiVOError struct {
	Status  int    `json:"-"`
	Code    string `json:"error"` // "" if the answer is not one of XiVO's
	Message string `json:"message"`
}

func (e *XiVOError) Error() string {
	return fmt.Sprintf("xivo: %d %s: %s", e.Status, e.Code, e.Message)
}

// XiVOUser is a user as lists show it.
type XiVOUser struct {
	FullName    string `json:"fullName"`
	PhoneNumber string `json:"phoneNumber"`
}

// Users returns all users by name, fetched page by page as they are used up. An error ends
// the sequence.
func (c *XiVO) Users(ctx context.Context) iter.Seq2[XiVOUser, error] {
	return func(yield func(XiVOUser, error) bool) {
		byName := []xivoFilter{{Field: "fullName", Order: "ASC"}} // pages of what has no order may overlap
		for offset, total := 0, 1; offset < total; {
			var page xivoPage[XiVOUser]
			if err := c.find(ctx, "/2.0/users/find", xivoFind{byName, offset, c.PageSize}, &page); err != nil {
				yield(XiVOUser{}, err)
				return
			}
			for _, user := range page.List {
				if !yield(user, nil) {
					return
				}
			}
			if len(page.List) == 0 {
				return // users were deleted meanwhile
			}
			offset, total = offset+len(page.List), page.Total
		}
	}
}

// XiVOLine is the line of a user.
type XiVOLine struct {
	ID        int64  `json:"id,omitempty"` // the server's to give
	Type      string `json:"lineType"`
	Context   string `json:"context"`
	Extension string `json:"extension"`
	Site      string `json:"site"`
	LineNum   int    `json:"lineNum"`
}

// CreateLine gives a user a line. A server that is unavailable has done nothing, and
// is asked again. After a reset nobody knows what it has done: then CreateLine looks,
// as XiVO would refuse a second line in the words of a user that is missing.
func (c *XiVO) CreateLine(ctx context.Context, userID int64, want XiVOLine) (XiVOLine, error) {
	path := fmt.Sprintf("/2.0/users/%d/line", userID)
	var line XiVOLine
	err := c.Retry.do(ctx, unavailable, func() error { return c.call(ctx, http.MethodPost, path, want, &line) })
	if !isReset(err) {
		return line, err
	}
	look := func() error { return c.call(ctx, http.MethodGet, path, nil, &line) }
	if c.Retry.do(ctx, passing, look) != nil || line.Extension != want.Extension {
		return XiVOLine{}, err
	}
	return line, nil
}

// XiVORoom is a meeting room.
type XiVORoom struct {
	ID          int64  `json:"id,omitempty"` // the server's to give
	Name        string `json:"name"`
	DisplayName string `json:"displayName"`
	Number      int64  `json:"number"`
}

// EnsureMeetingRoom makes a room, or finds the one that is there already. That makes
// it safe to ask again, whatever became of the first request.
func (c *XiVO) EnsureMeetingRoom(ctx context.Context, want XiVORoom) (room XiVORoom, err error) {
	err = c.Retry.do(ctx, passing, func() error { return c.call(ctx, http.MethodPost, "/2.0/meetingrooms", want, &room) })
	if refused, ok := errors.AsType[*XiVOError](err); !ok || refused.Code != "Duplicate" {
		return room, err
	}
	var page xivoPage[XiVORoom]
	byName := xivoFind{Filters: []xivoFilter{{Field: "name", Operator: "=", Value: want.Name}}, Limit: 1}
	if err := c.find(ctx, "/2.0/meetingrooms/find", byName, &page); err != nil {
		return XiVORoom{}, err
	}
	if len(page.List) == 0 || page.List[0].Number != want.Number {
		return XiVORoom{}, err // the name or the number is that of another room
	}
	return page.List[0], nil
}
