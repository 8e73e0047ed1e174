//go:build !sqlite_fts5

package engines

// mattnHasFTS5 says that go-sqlite3 is built without FTS5.
const mattnHasFTS5 = false
