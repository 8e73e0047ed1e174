package engines

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	_ "github.com/mattn/go-sqlite3" // driver sqlite3
	_ "modernc.org/sqlite"          // driver sqlite

	"github.com/pbxkit/pbxkit/bench/users"
)

func sqliteKinds() []Kind {
	const mattn, modernc = "github.com/mattn/go-sqlite3", "modernc.org/sqlite"
	kinds := []Kind{
		{Name: "mattn", Module: mattn, Open: func() (Engine, error) { return openSQLite("sqlite3", false) }},
		{Name: "modernc", Module: modernc, Open: func() (Engine, error) { return openSQLite("sqlite", false) }},
		{Name: "modernc-fts5", Module: modernc, Open: func() (Engine, error) { return openSQLite("sqlite", true) }},
	}
	if mattnHasFTS5 {
		kinds = append(kinds, Kind{Name: "mattn-fts5", Module: mattn, Open: func() (Engine, error) { return openSQLite("sqlite3", true) }})
	}
	return kinds
}

// sqlite is SQLite in memory: one connection, prepared statements, and an index for
// every question but ByPart, with all that is needed to count and to order in it.
// ByPart has one of trigrams if that is asked for, which makes writes dearer.
type sqlite struct {
	db   *sql.DB
	conn *sql.Conn
	fts5 bool

	byPhone, byPrefix, countPrefix, byPart, countPart, byTrigrams, countTrigrams, byLabels, countLabels, byEntity, countEntity,
	first, countAll, begin, commit, rollback, insert, update, insertLabel, deleteLabels *sql.Stmt
}

const sqliteSchema = `
PRAGMA journal_mode = MEMORY;
PRAGMA synchronous = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -4000000;

CREATE TABLE users (
	id INTEGER PRIMARY KEY, first_name TEXT NOT NULL, last_name TEXT NOT NULL, full_name TEXT NOT NULL,
	login TEXT NOT NULL, email TEXT NOT NULL, mobile_number TEXT NOT NULL, entity TEXT, labels TEXT NOT NULL,
	phone_number TEXT UNIQUE, line_type TEXT, site TEXT, site_name TEXT, provisioning_id INTEGER
) STRICT;
CREATE TABLE user_labels (label TEXT, user_id INTEGER, PRIMARY KEY (label, user_id)) STRICT, WITHOUT ROWID;
`

// The indexes are made once the records are in. In that of the entity the id comes
// before the site, so that it has the order of the question.
const sqliteIndexes = `
CREATE INDEX users_full_name ON users (full_name, id);
CREATE INDEX users_entity ON users (entity, full_name, id, site_name);
CREATE INDEX users_entity_site ON users (entity, site_name);
CREATE INDEX user_labels_user ON user_labels (user_id);
ANALYZE;
`

// sqliteTrigrams is an index of the parts of names, which triggers keep up to date.
const sqliteTrigrams = `
CREATE VIRTUAL TABLE names USING fts5(full_name, content = 'users', content_rowid = 'id', tokenize = 'trigram');
INSERT INTO names (names) VALUES ('rebuild');
INSERT INTO names (names) VALUES ('optimize');
CREATE TRIGGER users_names AFTER UPDATE OF full_name ON users BEGIN
	INSERT INTO names (names, rowid, full_name) VALUES ('delete', old.id, old.full_name);
	INSERT INTO names (rowid, full_name) VALUES (new.id, new.full_name);
END;
`

const (
	sqliteColumns = `u.id, u.first_name, u.last_name, u.full_name, u.login, u.email, u.mobile_number, u.entity, u.labels,
		u.phone_number, u.line_type, u.site, u.site_name, u.provisioning_id`
)

func openSQLite(driver string, fts5 bool) (*sqlite, error) {
	db, err := sql.Open(driver, ":memory:")
	if err != nil {
		return nil, err
	}
	s := &sqlite{db: db, fts5: fts5}
	ctx := context.Background()
	if s.conn, err = db.Conn(ctx); err == nil {
		_, err = s.conn.ExecContext(ctx, sqliteSchema)
	}
	if err == nil {
		err = s.prepareWrites()
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return s, nil
}

type statement struct {
	stmt **sql.Stmt
	text string
}

func (s *sqlite) prepare(list []statement) (err error) {
	for _, p := range list {
		if *p.stmt, err = s.conn.PrepareContext(context.Background(), p.text); err != nil {
			return fmt.Errorf("%s: %w", p.text, err)
		}
	}
	return nil
}

func (s *sqlite) prepareWrites() error {
	return s.prepare([]statement{
		{&s.begin, `BEGIN IMMEDIATE`},
		{&s.commit, `COMMIT`},
		{&s.rollback, `ROLLBACK`},
		{&s.insert, `INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`},
		{&s.update, `UPDATE users SET id = ?1, first_name = ?, last_name = ?, full_name = ?, login = ?, email = ?, mobile_number = ?,
			entity = ?, labels = ?, phone_number = ?, line_type = ?, site = ?, site_name = ?, provisioning_id = ? WHERE id = ?1`},
		{&s.insertLabel, `INSERT INTO user_labels VALUES (?, ?)`},
		{&s.deleteLabels, `DELETE FROM user_labels WHERE user_id = ?`},
	})
}

// prepareReads comes after ANALYZE, whose figures plans are made with. What is
// counted has a statement of its own: count(*) OVER () would fetch every row.
func (s *sqlite) prepareReads() error {
	if s.fts5 {
		err := s.prepare([]statement{
			{&s.byTrigrams, `SELECT ` + sqliteColumns + ` FROM names n JOIN users u ON u.id = n.rowid
				WHERE n.full_name MATCH ? ORDER BY n.rowid LIMIT ?`},
			{&s.countTrigrams, `SELECT count(*) FROM names WHERE full_name MATCH ?`},
		})
		if err != nil {
			return err
		}
	}
	return s.prepare([]statement{
		{&s.byPhone, `SELECT ` + sqliteColumns + ` FROM users u WHERE u.phone_number = ?`},
		{&s.byPrefix, `SELECT ` + sqliteColumns + ` FROM users u WHERE u.full_name >= ? AND u.full_name < ?
			ORDER BY u.full_name, u.id LIMIT ?`},
		{&s.countPrefix, `SELECT count(*) FROM users WHERE full_name >= ? AND full_name < ?`},
		{&s.byPart, `SELECT ` + sqliteColumns + ` FROM users u WHERE u.full_name LIKE ? ORDER BY u.id LIMIT ?`},
		{&s.countPart, `SELECT count(*) FROM users WHERE full_name LIKE ?`},
		{&s.byLabels, `SELECT ` + sqliteColumns + ` FROM user_labels a JOIN user_labels b ON b.user_id = a.user_id JOIN users u ON u.id = a.user_id
			WHERE a.label = ? AND b.label = ? ORDER BY a.user_id LIMIT ?`},
		{&s.countLabels, `SELECT count(*) FROM (SELECT user_id FROM user_labels WHERE label = ?
			INTERSECT SELECT user_id FROM user_labels WHERE label = ?)`}, // twice as fast as a join
		{&s.byEntity, `SELECT ` + sqliteColumns + ` FROM users u WHERE u.entity = ? AND u.site_name != ?
			ORDER BY u.full_name DESC, u.id DESC LIMIT ? OFFSET ?`},
		{&s.countEntity, `SELECT (SELECT count(*) FROM users WHERE entity = ?1 AND site_name < ?2)
			+ (SELECT count(*) FROM users WHERE entity = ?1 AND site_name > ?2)`}, // two ranges for !=, which has none
		{&s.first, `SELECT ` + sqliteColumns + ` FROM users u ORDER BY u.full_name, u.id LIMIT ?`},
		{&s.countAll, `SELECT count(*) FROM users`},
	})
}

func (s *sqlite) Load(all iter.Seq[*users.User]) error {
	err := s.transaction(func() error {
		for u := range all {
			if _, err := s.insert.Exec(sqliteValues(u)...); err != nil {
				return err
			}
			if err := s.addLabels(u); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	indexes := sqliteIndexes
	if s.fts5 {
		indexes += sqliteTrigrams
	}
	if _, err := s.conn.ExecContext(context.Background(), indexes); err != nil {
		return err
	}
	return s.prepareReads()
}

func (s *sqlite) ByPhone(phone string) (Page, error) {
	rows, err := s.rows(s.byPhone, phone)
	return Page{rows, len(rows)}, err
}

func (s *sqlite) ByPrefix(prefix string) (Page, error) {
	end := []byte(prefix)
	end[len(end)-1]++
	return s.page(s.byPrefix, s.countPrefix, []any{prefix, string(end)}, Limit)
}

func (s *sqlite) ByPart(part string) (Page, error) {
	if s.fts5 && utf8.RuneCountInString(part) >= 3 {
		return s.page(s.byTrigrams, s.countTrigrams, []any{`"` + strings.ReplaceAll(part, `"`, `""`) + `"`}, Limit)
	}
	return s.page(s.byPart, s.countPart, []any{"%" + part + "%"}, Limit)
}

func (s *sqlite) ByLabels(a, b string) (Page, error) {
	return s.page(s.byLabels, s.countLabels, []any{a, b}, Limit)
}

func (s *sqlite) ByEntity(entity, exceptSite string, offset int) (Page, error) {
	return s.page(s.byEntity, s.countEntity, []any{entity, exceptSite}, Limit, offset)
}

func (s *sqlite) First() (Page, error) { return s.page(s.first, s.countAll, nil, Limit) }

// page runs the two statements of a question, which have their conditions in common.
func (s *sqlite) page(rows, count *sql.Stmt, conditions []any, cut ...any) (page Page, err error) {
	if err := count.QueryRow(conditions...).Scan(&page.Total); err != nil {
		return Page{}, err
	}
	page.Rows, err = s.rows(rows, slices.Concat(conditions, cut)...)
	return page, err
}

func (s *sqlite) rows(stmt *sql.Stmt, args ...any) ([]*users.User, error) {
	rows, err := stmt.Query(args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []*users.User
	for rows.Next() {
		var u users.User
		var labels string
		var entity, phone, lineType, site, siteName sql.NullString
		var provisioning sql.NullInt64
		if err := rows.Scan(&u.ID, &u.FirstName, &u.LastName, &u.FullName, &u.Login, &u.Email, &u.MobileNumber, &entity, &labels,
			&phone, &lineType, &site, &siteName, &provisioning); err != nil {
			return nil, err
		}
		if labels != "" {
			u.Labels = strings.Split(labels, ",")
		}
		u.Entity, u.PhoneNumber, u.LineType = entity.String, phone.String, lineType.String
		u.Site, u.SiteName, u.ProvisioningID = site.String, siteName.String, provisioning.Int64
		list = append(list, &u)
	}
	return list, rows.Err()
}

func (s *sqlite) Replace(u *users.User) error {
	return s.transaction(func() error {
		if _, err := s.update.Exec(sqliteValues(u)...); err != nil {
			return err
		}
		if _, err := s.deleteLabels.Exec(u.ID); err != nil {
			return err
		}
		return s.addLabels(u)
	})
}

func (s *sqlite) transaction(write func() error) error {
	if _, err := s.begin.Exec(); err != nil {
		return err
	}
	if err := write(); err != nil {
		s.rollback.Exec()
		return err
	}
	_, err := s.commit.Exec()
	return err
}

func (s *sqlite) addLabels(u *users.User) error {
	for _, label := range u.Labels {
		if _, err := s.insertLabel.Exec(label, u.ID); err != nil {
			return err
		}
	}
	return nil
}

func sqliteValues(u *users.User) []any {
	null := func(text string) any {
		if text == "" {
			return nil
		}
		return text
	}
	var provisioning any
	if u.ProvisioningID != 0 {
		provisioning = u.ProvisioningID
	}
	return []any{
		u.ID, u.FirstName, u.LastName, u.FullName, u.Login, u.Email, u.MobileNumber, null(u.Entity), strings.Join(u.Labels, ","),
		null(u.PhoneNumber), null(u.LineType), null(u.Site), null(u.SiteName), provisioning,
	}
}

// Size implements [Sizer].
func (s *sqlite) Size() (bytes int64, err error) {
	err = s.conn.QueryRowContext(context.Background(),
		`SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`).Scan(&bytes)
	return bytes, err
}

func (s *sqlite) Close() error {
	s.conn.Close()
	return s.db.Close()
}
