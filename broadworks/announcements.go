package broadworks

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"github.com/pbxkit/pbxkit/store"
)

// AnnouncementService is the chapter about announcement repositories. A group
// and a user have one each, and neither sees the other's files. Nothing adds to
// them but a [SeedService]. Assumed: the order of the lists, and that one without
// files is an empty list.
type AnnouncementService interface {
	// ListGroup returns a group's files by name and media type
	// (GET /tenants/:tenant_id/groups/:group_id/announcements/), or
	// ErrNotFound.
	ListGroup(ctx context.Context, caller Caller, group GroupRef) (Repository, error)

	// ListUser returns a user's files by name and media type
	// (GET /tenants/:tenant_id/groups/:group_id/users/:user_id/announcements/),
	// or ErrNotFound.
	ListUser(ctx context.Context, caller Caller, user UserRef) (Repository, error)
}

// Repository is the answer to a list.
type Repository struct {
	Announcements []ListedAnnouncement // never nil
	TotalFileSize int64                // assumed: always -1, as in the vendor's example
	MaxFileSize   int64                // assumed: always -1
}

// ListedAnnouncement is a file with what it is used for.
type ListedAnnouncement struct {
	Announcement
	Usages []string // the names of services; never nil. Assumed after OCI
}

// Announcement is a file of a repository.
type Announcement struct {
	Name        string    `json:"name"` // 1 to 80 characters
	MediaType   MediaType `json:"mediaType"`
	FileSize    int64     `json:"fileSize"` // in kB, as in OCI (assumed)
	Description string    `json:"description,omitempty"`
}

func (a Announcement) file() AudioFile { return AudioFile{a.Name, a.MediaType} }

// ServiceMusicOnHold is the name of the service in usages. Assumed after OCI.
const ServiceMusicOnHold = "Music On Hold"

// repository is files in the order of name and media type, each once.
type repository []Announcement

func compareFiles(a, b Announcement) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.MediaType, b.MediaType))
}

// find returns the file that a request names.
func (r repository) find(in *AudioFileInput) (AudioFile, bool) {
	for _, t := range mediaTypes {
		file := AudioFile{in.Name, t}
		if (in.MediaType == nil || *in.MediaType == t) && r.index(file) >= 0 {
			return file, true
		}
	}
	return AudioFile{}, false
}

// index returns the place of a file, or -1.
func (r repository) index(file AudioFile) int {
	i, ok := slices.BinarySearchFunc(r, Announcement{Name: file.Name, MediaType: file.MediaType}, compareFiles)
	if !ok {
		return -1
	}
	return i
}

// list returns what the API shows of a repository; used are the files in use.
func (r repository) list(used []AudioFile) Repository {
	shown := Repository{make([]ListedAnnouncement, len(r)), -1, -1}
	for i, a := range r {
		usages := []string{}
		if slices.Contains(used, a.file()) {
			usages = append(usages, ServiceMusicOnHold)
		}
		shown.Announcements[i] = ListedAnnouncement{a, usages}
	}
	return shown
}

// files returns the files that a group's music uses, played or not.
func (m GroupMusicOnHold) files() []AudioFile {
	used := []AudioFile{m.Source.AudioFile}
	if m.InternalSource != nil {
		used = append(used, m.InternalSource.AudioFile)
	}
	return used
}

// files returns the files that a user's music uses, played or not.
func (m MusicOnHold) files() []AudioFile {
	return []AudioFile{m.Source.AudioFile, m.InternalSource.AudioFile}
}

type announcements struct{ *core }

func (s announcements) ListGroup(ctx context.Context, caller Caller, group GroupRef) (Repository, error) {
	if err := s.permit(caller, ListGroupAnnouncements, group.withoutUser()); err != nil {
		return Repository{}, err
	}
	return view(ctx, s.core, func(tx store.ReadTx) (Repository, error) {
		g, err := getGroup(ctx, tx, group)
		if err != nil {
			return Repository{}, err
		}
		return g.Announcements.list(g.MusicOnHold.files()), nil
	})
}

func (s announcements) ListUser(ctx context.Context, caller Caller, user UserRef) (Repository, error) {
	if err := s.permit(caller, ListUserAnnouncements, user); err != nil {
		return Repository{}, err
	}
	return view(ctx, s.core, func(tx store.ReadTx) (Repository, error) {
		u, err := getUser(ctx, tx, user)
		if err != nil {
			return Repository{}, err
		}
		return u.Announcements.list(u.MusicOnHold.files()), nil
	})
}

// longestName is how many characters the name of a file has at most.
const longestName = 80

func (a Announcement) check() error {
	if err := requireText("name", a.Name); err != nil {
		return err
	}
	switch {
	case utf8.RuneCountInString(a.Name) > longestName:
		return invalid("name", "must have %d characters at most", longestName)
	case a.Name == DeleteFile:
		return invalid("name", "'%s' cannot be the name of a file", DeleteFile)
	case !slices.Contains(mediaTypes, a.MediaType):
		return invalid("mediaType", "expected WAV, WMA, 3GP or MOV")
	case a.FileSize < 0:
		return invalid("fileSize", "must not be negative")
	}
	return checkText("description", a.Description)
}
