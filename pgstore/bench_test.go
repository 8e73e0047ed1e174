package pgstore_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/pgstore"
	"github.com/pbxkit/pbxkit/store"
)

// user is the record of the benchmarks: much of what a XiVO user has.
type user struct {
	ID                                int64
	FirstName, LastName, FullName     string
	Login, Email, Mobile, Entity      string
	Labels                            []string
	PhoneNumber, LineType, Site, Name string
	ProvisioningID                    int64
}

// Clone returns a copy that shares nothing with u.
func (u *user) Clone() *user {
	c := *u
	c.Labels = slices.Clone(u.Labels)
	return &c
}

var (
	users = store.NewTable("users", func(u *user) int64 { return u.ID }, filter.NewFields(
		filter.Nullable("phoneNumber", func(u *user) (string, bool) { return u.PhoneNumber, u.PhoneNumber != "" }),
		filter.Column("fullName", func(u *user) string { return u.FullName }),
		filter.Column("entity", func(u *user) string { return u.Entity }),
		filter.Column("siteName", func(u *user) string { return u.Name }),
		filter.Column("label", func(u *user) []string { return u.Labels }),
	)).Index("fullName", "entity", "siteName", "label")

	_ = store.NewUnique(users, "users_phone_key", func(u *user) (string, bool) {
		return u.PhoneNumber, u.PhoneNumber != ""
	}).On("phoneNumber")
)

const size = 100_000

// newUser returns the i-th user. The parts of what it has run through their lists at
// speeds that have no common factor.
func newUser(i int) *user {
	pick := func(n int, from ...string) string { return from[i/n%len(from)] }
	first := pick(1, "Ada", "Bo", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hal", "Ida", "Jack", "Kim", "Lou", "Mia")
	last := pick(13, "Ander", "Bell", "Carl", "Dix", "Ever", "Fry", "Gar", "Holm") + pick(104, "son", "ford", "dale", "gate", "mead", "lund", "berg") + fmt.Sprint(i/728)
	site := pick(3, "north", "east", "south", "west", "main")
	return &user{
		ID: int64(i), FirstName: first, LastName: last, FullName: first + " " + last,
		Login: fmt.Sprintf("%s%d", first, i), Email: fmt.Sprintf("%s.%d@example.com", first, i), Mobile: fmt.Sprint(600_000_000 + i),
		Entity: pick(7, "sales", "support", "lab", "press", "board", "legal", "night", "field"),
		Labels: []string{pick(1, "red", "blue", "green", "grey", "pink", "gold", "teal"), pick(7, "l1", "l2", "l3", "l4", "l5")},
		Site:   site, Name: "MDS " + site, PhoneNumber: fmt.Sprint(100_000 + i), LineType: "phone", ProvisioningID: int64(i),
	}
}

func allUsers(yield func(any, error) bool) {
	for i := range size {
		if !yield(newUser(i), nil) {
			return
		}
	}
}

// question is a query, and what someone would write by hand for it.
type question struct {
	name        string
	query       store.Query
	page, count string
	args        []any // of the condition; the limit and the offset follow in page
	index       string
}

// questions are the six of the project's comparison with other engines.
var questions = []question{
	{"equal", store.Query{Filter: where("phoneNumber", filter.Eq, "150000"), Limit: 20},
		`SELECT _record FROM users WHERE "phoneNumber" = $1 ORDER BY _key LIMIT $2`,
		`SELECT count(*) FROM users WHERE "phoneNumber" = $1`, []any{"150000"}, "users.phoneNumber by value"},
	{"prefix", store.Query{Filter: where("fullName", filter.Like, "Jack %"), Order: []filter.Order{{Field: "fullName"}}, Limit: 20},
		`SELECT _record FROM users WHERE "fullName" >= $1 AND "fullName" < $2 ORDER BY "fullName", _key LIMIT $3`,
		`SELECT count(*) FROM users WHERE "fullName" >= $1 AND "fullName" < $2`, []any{"Jack ", "Jack!"}, "users.fullName by value"},
	{"ilike", store.Query{Filter: where("fullName", filter.ILike, "%Berg77%"), Limit: 20},
		`SELECT _record FROM users WHERE "_lower_fullName" LIKE $1 ORDER BY _key LIMIT $2`,
		`SELECT count(*) FROM users WHERE "_lower_fullName" LIKE $1`, []any{"%berg77%"}, "users.fullName by pattern"},
	{"labels", store.Query{Filter: where("label", filter.ContainsAll, []string{"red", "l2"}), Limit: 20},
		`SELECT _record FROM users WHERE label @> $1 ORDER BY _key LIMIT $2`,
		`SELECT count(*) FROM users WHERE label @> $1`, []any{[]string{"l2", "red"}}, "users.label by value"},
	{"compare", store.Query{
		Filter: filter.And{where("entity", filter.Eq, "lab"), where("siteName", filter.Ne, "MDS east")},
		Order:  []filter.Order{{Field: "fullName", Desc: true}}, Offset: 1000, Limit: 20},
		`SELECT _record FROM users WHERE (entity = $1 AND "siteName" <> $2) ORDER BY "fullName" DESC, _key DESC LIMIT $3 OFFSET $4`,
		`SELECT count(*) FROM users WHERE (entity = $1 AND "siteName" <> $2)`, []any{"lab", "MDS east"}, "users.entity by value"},
	{"order", store.Query{Order: []filter.Order{{Field: "fullName"}}, Limit: 20},
		`SELECT _record FROM users WHERE TRUE ORDER BY "fullName", _key LIMIT $1`,
		`SELECT count(*) FROM users WHERE TRUE`, nil, "users.fullName by value"},
}

// loaded is a database of the users, with trigrams if the server has them, and a pool
// for what is written by hand.
func loaded(b testing.TB) (*pgstore.DB, *pgxpool.Pool, bool) {
	b.Helper()
	to := newURL(b)
	trigrams := extension(b, to, "pg_trgm")
	db := openAt(b, to, users.Schema())
	if n, err := db.Load(b.Context(), users.Schema(), allUsers); n != size || err != nil {
		b.Fatal(n, err)
	}
	executeAt(b, to, "VACUUM ANALYZE users")
	pool, err := pgxpool.New(b.Context(), to)
	must(b, err)
	b.Cleanup(pool.Close)
	return db, pool, trigrams
}

// byHand asks a question as a program without pgstore would, within a transaction of
// one snapshot.
func byHand(ctx context.Context, pool *pgxpool.Pool, q *question) (found []*user, total int, err error) {
	err = pgx.BeginTxFunc(ctx, pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		args := append(slices.Clone(q.args), q.query.Limit)
		if q.query.Offset > 0 {
			args = append(args, q.query.Offset)
		}
		batch := &pgx.Batch{}
		batch.Queue(q.page, args...).Query(func(rows pgx.Rows) error {
			found, err = pgx.CollectRows(rows, readUser)
			return err
		})
		batch.Queue(q.count, q.args...).QueryRow(func(row pgx.Row) error { return row.Scan(&total) })
		return tx.SendBatch(ctx, batch).Close()
	})
	return found, total, err
}

func readUser(row pgx.CollectableRow) (*user, error) {
	u := new(user)
	return u, json.Unmarshal(row.RawValues()[0], u)
}

func byPGStore(ctx context.Context, db *pgstore.DB, q *question) (store.Page[user], error) {
	return store.View(ctx, db, func(tx store.ReadTx) (store.Page[user], error) { return users.Find(ctx, tx, q.query) })
}

// beside measures two ways to do the same, in turn, so that a machine that is busy
// with something else is so for both. It reports the median of each, in microseconds,
// and how the first compares with the second.
func beside(b *testing.B, pgstore, hand func(i int) error) {
	var times [2][]time.Duration
	for i := 0; b.Loop(); i++ {
		for way, do := range []func(int) error{pgstore, hand} {
			began := time.Now()
			must(b, do(i))
			times[way] = append(times[way], time.Since(began))
		}
	}
	median := func(all []time.Duration) float64 {
		slices.Sort(all)
		return float64(all[len(all)/2].Nanoseconds()) / 1000
	}
	b.ReportMetric(0, "ns/op") // of both together, which says nothing
	b.ReportMetric(median(times[0]), "pgstore-µs")
	b.ReportMetric(median(times[1]), "hand-µs")
	b.ReportMetric(median(times[0])/median(times[1]), "ratio")
}

// BenchmarkFind compares each question with what is written by hand for it.
func BenchmarkFind(b *testing.B) {
	db, pool, _ := loaded(b)
	for _, q := range questions {
		b.Run(q.name, func(b *testing.B) {
			beside(b,
				func(int) error { _, err := byPGStore(b.Context(), db, &q); return err },
				func(int) error { _, _, err := byHand(b.Context(), pool, &q); return err })
		})
	}
}

// BenchmarkGet compares a look-up by the key with the same by hand, in a transaction
// as a View is, and as a statement of its own, which promises less.
func BenchmarkGet(b *testing.B) {
	db, pool, _ := loaded(b)
	id := func(i int) int64 { return int64(i * 7919 % size) }
	view := func(i int) error {
		_, err := store.View(b.Context(), db, func(tx store.ReadTx) (*user, error) { return users.Get(b.Context(), tx, id(i)) })
		return err
	}
	get := func(tx interface {
		Query(context.Context, string, ...any) (pgx.Rows, error)
	}, i int) error {
		rows, err := tx.Query(b.Context(), "SELECT _record FROM users WHERE _key = $1", []byte(key(id(i))))
		if err != nil {
			return err
		}
		_, err = pgx.CollectExactlyOneRow(rows, readUser)
		return err
	}
	b.Run("in a transaction", func(b *testing.B) {
		beside(b, view, func(i int) error {
			return pgx.BeginTxFunc(b.Context(), pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly},
				func(tx pgx.Tx) error { return get(tx, i) })
		})
	})
	b.Run("without", func(b *testing.B) {
		beside(b, view, func(i int) error { return get(pool, i) })
	})
}

// BenchmarkLoad loads all users by COPY.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		db := open(b, users.Schema())
		b.StartTimer()
		if n, err := db.Load(b.Context(), users.Schema(), allUsers); n != size || err != nil {
			b.Fatal(n, err)
		}
	}
}

// BenchmarkReplace writes a record in a transaction of its own.
func BenchmarkReplace(b *testing.B) {
	db, _, _ := loaded(b)
	for i := 0; b.Loop(); i++ {
		u := newUser(i * 7919 % size)
		u.Entity = fmt.Sprint("moved ", i)
		must(b, db.Update(b.Context(), func(tx store.Tx) error { return users.Replace(b.Context(), tx, u) }))
	}
}

// TestTheQuestionsOfTheBenchmarkUseIndexes also sees that both ways of asking come to
// the same.
func TestTheQuestionsOfTheBenchmarkUseIndexes(t *testing.T) {
	if testing.Short() {
		t.Skip("loads 100,000 records")
	}
	db, pool, trigrams := loaded(t)
	for _, q := range questions {
		page, err := byPGStore(t.Context(), db, &q)
		must(t, err)
		found, total, err := byHand(t.Context(), pool, &q)
		must(t, err)
		same := func(a, b *user) bool { return a.ID == b.ID }
		if total == 0 || total != page.Total || !slices.EqualFunc(found, page.Rows, same) {
			t.Errorf("%s: %d users of %d by pgstore, %d of %d by hand", q.name, len(page.Rows), page.Total, len(found), total)
		}
		plan, err := db.Explain(t.Context(), users.Schema(), &q.query)
		must(t, err)
		t.Logf("%s:\n%s", q.name, plan)
		if !strings.Contains(plan, q.index) && (trigrams || q.name != "ilike") {
			t.Errorf("%s: the plan does not name %s", q.name, q.index)
		}
	}
}
