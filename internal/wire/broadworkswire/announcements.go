package broadworkswire

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/wire"
)

// Repository is a list of announcements.
type Repository struct {
	Announcements []Announcement `json:"announcements"`
	TotalFileSize int64          `json:"totalFileSize"`
	MaxFileSize   int64          `json:"maxFileSize"`
}

// NewRepository returns a list, with what its files are used for or without.
func NewRepository(r broadworks.Repository, addUsages bool) Repository {
	shown := Repository{wire.List(r.Announcements, newAnnouncement), r.TotalFileSize, r.MaxFileSize}
	if addUsages {
		for i, a := range r.Announcements {
			shown.Announcements[i].Usages = new(wire.List(a.Usages, newUsage))
		}
	}
	return shown
}

func (r Repository) Record() broadworks.Repository {
	return broadworks.Repository{
		Announcements: wire.List(r.Announcements, Announcement.Record), TotalFileSize: r.TotalFileSize, MaxFileSize: r.MaxFileSize,
	}
}

// Announcement is a file in a list.
type Announcement struct {
	Name      string               `json:"name"`
	MediaType broadworks.MediaType `json:"mediaType"`
	FileSize  FileSize             `json:"fileSize"`
	Usages    *[]Usage             `json:"usages,omitempty"` // nil unless they were asked for
}

func newAnnouncement(a broadworks.ListedAnnouncement) Announcement {
	return Announcement{Name: a.Name, MediaType: a.MediaType, FileSize: FileSize(a.FileSize)}
}

func (a Announcement) Record() broadworks.ListedAnnouncement {
	var usages []Usage
	if a.Usages != nil {
		usages = *a.Usages
	}
	return broadworks.ListedAnnouncement{
		Announcement: broadworks.Announcement{Name: a.Name, MediaType: a.MediaType, FileSize: int64(a.FileSize)},
		Usages:       wire.List(usages, Usage.Record),
	}
}

// Usage is a service that a file is used by.
type Usage struct {
	ServiceName string `json:"serviceName"`
}

func newUsage(service string) Usage { return Usage{service} }

func (u Usage) Record() string { return u.ServiceName }

// FileSize is the size of a file, which is a text, other than the totals.
type FileSize int64

// MarshalJSON implements json.Marshaler.
func (s FileSize) MarshalJSON() ([]byte, error) {
	return json.Marshal(strconv.FormatInt(int64(s), 10))
}

// UnmarshalJSON implements json.Unmarshaler. A number is read as well: it says the
// same, as do the totals beside it.
func (s *FileSize) UnmarshalJSON(data []byte) error {
	text := strings.Trim(string(data), `"`)
	if text == "null" {
		return nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	*s = FileSize(n)
	return err
}
