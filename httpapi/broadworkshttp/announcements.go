package broadworkshttp

import (
	"context"
	"strconv"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

// announcements are a repository on the wire.
type announcements struct {
	Announcements []announcement `json:"announcements"`
	TotalFileSize int64          `json:"totalFileSize"`
	MaxFileSize   int64          `json:"maxFileSize"`
}

type announcement struct {
	Name      string               `json:"name"`
	MediaType broadworks.MediaType `json:"mediaType"`
	FileSize  string               `json:"fileSize"` // a text, other than the totals
	Usages    *[]usage             `json:"usages,omitempty"`
}

type usage struct {
	ServiceName string `json:"serviceName"`
}

func wireAnnouncements(r broadworks.Repository, addUsages bool) announcements {
	shown := announcements{make([]announcement, len(r.Announcements)), r.TotalFileSize, r.MaxFileSize}
	for i, a := range r.Announcements {
		shown.Announcements[i] = announcement{Name: a.Name, MediaType: a.MediaType, FileSize: strconv.FormatInt(a.FileSize, 10)}
		if addUsages {
			shown.Announcements[i].Usages = new(rest.List(a.Usages, wireUsage))
		}
	}
	return shown
}

func wireUsage(service string) usage { return usage{service} }

func listGroupAnnouncements(ctx context.Context, c *call) (any, error) {
	return c.list(ctx, func() (broadworks.Repository, error) {
		return c.svc.Announcements.ListGroup(ctx, c.caller, c.group())
	})
}

func listUserAnnouncements(ctx context.Context, c *call) (any, error) {
	return c.list(ctx, func() (broadworks.Repository, error) {
		return c.svc.Announcements.ListUser(ctx, c.caller, c.user())
	})
}

func (c *call) list(ctx context.Context, list func() (broadworks.Repository, error)) (any, error) {
	addUsages, err := c.flag(c.object(), "addUsages")
	if err := c.mistake(ctx, err); err != nil {
		return nil, err
	}
	r, err := list()
	return wireAnnouncements(r, addUsages), err
}
