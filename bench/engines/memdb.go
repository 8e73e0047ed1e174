package engines

import (
	"iter"
	"slices"
	"strings"

	"github.com/hashicorp/go-memdb"

	"github.com/pbxkit/pbxkit/bench/users"
)

// memDB is go-memdb with an index for every question but ByPart.
type memDB struct {
	db *memdb.MemDB
	n  int // go-memdb does not count
}

func openMemDB() (Engine, error) {
	text := func(field string) memdb.Indexer { return &memdb.StringFieldIndex{Field: field} }
	db, err := memdb.NewMemDB(&memdb.DBSchema{Tables: map[string]*memdb.TableSchema{"users": {
		Name: "users",
		Indexes: map[string]*memdb.IndexSchema{
			"id":     {Name: "id", Unique: true, Indexer: &memdb.IntFieldIndex{Field: "ID"}},
			"phone":  {Name: "phone", Unique: true, AllowMissing: true, Indexer: text("PhoneNumber")},
			"name":   {Name: "name", Indexer: text("FullName")},
			"labels": {Name: "labels", AllowMissing: true, Indexer: &memdb.StringSliceFieldIndex{Field: "Labels"}},
			"entity": {Name: "entity", AllowMissing: true, Indexer: &memdb.CompoundIndex{
				Indexes: []memdb.Indexer{text("Entity"), text("FullName")},
			}},
		},
	}}})
	return &memDB{db: db}, err
}

// Load inserts in batches: a transaction of more than some thousand rows becomes
// slow.
func (m *memDB) Load(all iter.Seq[*users.User]) error {
	const batch = 1000
	var txn *memdb.Txn
	for u := range all {
		if m.n%batch == 0 {
			if txn != nil {
				txn.Commit()
			}
			txn = m.db.Txn(true)
		}
		if err := txn.Insert("users", u); err != nil {
			return err
		}
		m.n++
	}
	if txn != nil {
		txn.Commit()
	}
	return nil
}

func (m *memDB) ByPhone(phone string) (Page, error) {
	row, err := m.db.Txn(false).First("users", "phone", phone)
	if row == nil || err != nil {
		return Page{}, err
	}
	return Page{Rows: []*users.User{row.(*users.User)}, Total: 1}, nil
}

func (m *memDB) ByPrefix(prefix string) (Page, error) {
	rows, err := m.db.Txn(false).Get("users", "name_prefix", prefix)
	return collect(rows, err, 0, func(*users.User) bool { return true })
}

func (m *memDB) ByPart(part string) (Page, error) {
	part = strings.ToLower(part)
	rows, err := m.db.Txn(false).Get("users", "id")
	return collect(rows, err, 0, func(u *users.User) bool {
		return strings.Contains(strings.ToLower(u.FullName), part)
	})
}

func (m *memDB) ByLabels(a, b string) (Page, error) {
	rows, err := m.db.Txn(false).Get("users", "labels", a)
	return collect(rows, err, 0, func(u *users.User) bool { return slices.Contains(u.Labels, b) })
}

func (m *memDB) ByEntity(entity, exceptSite string, offset int) (Page, error) {
	rows, err := m.db.Txn(false).GetReverse("users", "entity_prefix", entity, "")
	return collect(rows, err, offset, func(u *users.User) bool {
		return u.SiteName != exceptSite && u.SiteName != ""
	})
}

func (m *memDB) First() (Page, error) {
	page := Page{Total: m.n}
	rows, err := m.db.Txn(false).Get("users", "name")
	if err != nil {
		return Page{}, err
	}
	for len(page.Rows) < min(Limit, m.n) {
		page.Rows = append(page.Rows, rows.Next().(*users.User))
	}
	return page, nil
}

// collect walks rows to the end, as they have to be counted.
func collect(rows memdb.ResultIterator, err error, offset int, match func(*users.User) bool) (Page, error) {
	if err != nil {
		return Page{}, err
	}
	found := firsts{offset: offset}
	for row := rows.Next(); row != nil; row = rows.Next() {
		if u := row.(*users.User); match(u) {
			found.add(u)
		}
	}
	return found.page, nil
}

func (m *memDB) Replace(u *users.User) error {
	txn := m.db.Txn(true)
	if err := txn.Insert("users", u); err != nil {
		txn.Abort()
		return err
	}
	txn.Commit()
	return nil
}

func (m *memDB) Close() error { return nil }
