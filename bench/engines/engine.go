// Package engines asks the same questions of pbxkit and of what a Go programmer
// would use in its place: each in the way that suits it best, with the indexes that
// one would declare for these questions.
package engines

import (
	"iter"
	"slices"

	"github.com/pbxkit/pbxkit/bench/users"
)

// Engine keeps users and answers questions about them. The comparisons mean what
// they mean in SQL: a missing value is equal to nothing and not different from
// anything. The methods' comments give the SQL. No parameter is empty.
//
// An Engine is used by one goroutine at a time. The rows of a page are not the
// caller's to change, as some engines return the records that they hold.
type Engine interface {
	// Load fills the engine, which is empty. The users come in the order of
	// their IDs. The engine may keep them.
	Load(users iter.Seq[*users.User]) error

	// ByPhone: phone_number = phone.
	ByPhone(phone string) (Page, error)
	// ByPrefix: full_name like 'prefix%' order by full_name, id limit 20.
	ByPrefix(prefix string) (Page, error)
	// ByPart: full_name ilike '%part%' order by id limit 20.
	ByPart(part string) (Page, error)
	// ByLabels: labels @> {a, b} order by id limit 20.
	ByLabels(a, b string) (Page, error)
	// ByEntity: entity = entity and site_name != exceptSite
	// order by full_name desc, id desc offset offset limit 20.
	ByEntity(entity, exceptSite string, offset int) (Page, error)
	// First: order by full_name, id limit 20.
	First() (Page, error)

	// Replace puts a user in the place of the one with the same ID, in a
	// transaction of its own. The phone number stays the same.
	Replace(u *users.User) error

	Close() error
}

// Limit is how many rows a page has at most.
const Limit = 20

// Page is the first rows of an answer, and how many there are in all.
type Page struct {
	Rows  []*users.User
	Total int
}

// Sizer is an Engine that keeps records where Go's memory statistics do not see
// them.
type Sizer interface {
	// Size returns how many bytes it keeps there.
	Size() (int64, error)
}

// Kind is a kind of Engine.
type Kind struct {
	Name   string
	Module string // whose version is the engine's
	Open   func() (Engine, error)

	// Partial engines show only a part of a user: see [Visible].
	Partial bool
}

// Kinds returns all there are, the one that the others are compared with first.
func Kinds() []Kind {
	const pbxkit = "github.com/pbxkit/pbxkit"
	return slices.Concat([]Kind{
		{Name: "pbxkit", Module: pbxkit, Open: openPBXKit},
		{Name: "xivo", Module: pbxkit, Open: openXiVO, Partial: true},
		{Name: "loop", Open: openLoop},
		{Name: "memdb", Module: "github.com/hashicorp/go-memdb", Open: openMemDB},
		{Name: "bexpr", Module: "github.com/hashicorp/go-bexpr", Open: openBexpr},
		{Name: "cel", Module: "cel.dev/cel-go", Open: openCEL},
		{Name: "expr", Module: "github.com/expr-lang/expr", Open: openExpr},
		{Name: "badgerhold", Module: "github.com/timshannon/badgerhold/v4", Open: openBadgerHold},
	}, sqliteKinds())
}

// Visible returns what every engine shows of a user.
func Visible(u *users.User) *users.User {
	labels := u.Labels
	if labels == nil {
		labels = []string{}
	}
	return &users.User{
		FullName: u.FullName, Entity: u.Entity, Labels: labels, PhoneNumber: u.PhoneNumber,
		LineType: u.LineType, Site: u.Site, SiteName: u.SiteName, ProvisioningID: u.ProvisioningID,
	}
}
