package engines

import "github.com/pbxkit/pbxkit/bench/users"

// filtered is loop with conditions that are written in a language of expressions,
// as they arrive from a user. The language knows conditions only, so that counting,
// ordering and cutting stay a loop.
type filtered struct {
	loop
	conditions
}

// conditions compiles the condition of each question to a function.
type conditions interface {
	phone(phone string) (match, error)
	prefix(prefix string) (match, error)
	part(part string) (match, error)
	labels(a, b string) (match, error)
	entity(entity, exceptSite string) (match, error)
}

// match is a condition.
type match func(*users.User) (bool, error)

func (f *filtered) ByPhone(phone string) (Page, error) {
	match, err := f.phone(phone)
	if err != nil {
		return Page{}, err
	}
	for _, u := range f.users {
		if ok, err := match(u); ok || err != nil {
			return Page{Rows: []*users.User{u}, Total: 1}, err
		}
	}
	return Page{}, nil
}

func (f *filtered) ByPrefix(prefix string) (Page, error) {
	match, err := f.prefix(prefix)
	found := top{compare: byName, keep: Limit}
	err = f.each(match, err, found.add)
	return found.page(0), err
}

func (f *filtered) ByPart(part string) (Page, error) {
	match, err := f.part(part)
	var found firsts
	err = f.each(match, err, found.add)
	return found.page, err
}

func (f *filtered) ByLabels(a, b string) (Page, error) {
	match, err := f.labels(a, b)
	var found firsts
	err = f.each(match, err, found.add)
	return found.page, err
}

func (f *filtered) ByEntity(entity, exceptSite string, offset int) (Page, error) {
	match, err := f.entity(entity, exceptSite)
	found := top{compare: byNameDesc, keep: offset + Limit}
	err = f.each(match, err, found.add)
	return found.page(offset), err
}

// each passes on what a condition selects.
func (f *filtered) each(match match, err error, found func(*users.User)) error {
	if err != nil {
		return err
	}
	for _, u := range f.users {
		ok, err := match(u)
		if err != nil {
			return err
		}
		if ok {
			found(u)
		}
	}
	return nil
}
