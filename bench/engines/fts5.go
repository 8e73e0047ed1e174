//go:build sqlite_fts5

package engines

// mattnHasFTS5 says that go-sqlite3 is built with FTS5, which a tag of its own asks
// for.
const mattnHasFTS5 = true
