package engines

import (
	"iter"
	"slices"
	"strings"

	"github.com/pbxkit/pbxkit/bench/users"
)

// loop is a slice and a loop for each question.
type loop struct{ users []*users.User }

func openLoop() (Engine, error) { return &loop{}, nil }

func (l *loop) Load(users iter.Seq[*users.User]) error {
	l.users = slices.Collect(users)
	return nil
}

func (l *loop) ByPhone(phone string) (Page, error) {
	for _, u := range l.users {
		if u.PhoneNumber == phone {
			return Page{Rows: []*users.User{u}, Total: 1}, nil
		}
	}
	return Page{}, nil
}

func (l *loop) ByPrefix(prefix string) (Page, error) {
	found := top{compare: byName, keep: Limit}
	for _, u := range l.users {
		if strings.HasPrefix(u.FullName, prefix) {
			found.add(u)
		}
	}
	return found.page(0), nil
}

func (l *loop) ByPart(part string) (Page, error) {
	var found firsts
	part = strings.ToLower(part)
	for _, u := range l.users {
		if strings.Contains(strings.ToLower(u.FullName), part) {
			found.add(u)
		}
	}
	return found.page, nil
}

func (l *loop) ByLabels(a, b string) (Page, error) {
	var found firsts
	for _, u := range l.users {
		if slices.Contains(u.Labels, a) && slices.Contains(u.Labels, b) {
			found.add(u)
		}
	}
	return found.page, nil
}

func (l *loop) ByEntity(entity, exceptSite string, offset int) (Page, error) {
	found := top{compare: byNameDesc, keep: offset + Limit}
	for _, u := range l.users {
		if u.Entity == entity && u.SiteName != exceptSite && u.SiteName != "" {
			found.add(u)
		}
	}
	return found.page(offset), nil
}

func (l *loop) First() (Page, error) {
	found := top{compare: byName, keep: Limit}
	for _, u := range l.users {
		found.add(u)
	}
	return found.page(0), nil
}

func (l *loop) Replace(u *users.User) error {
	i, _ := slices.BinarySearchFunc(l.users, u.ID, func(u *users.User, id int64) int { return int(u.ID - id) })
	l.users[i] = u
	return nil
}

func (l *loop) Close() error { return nil }
