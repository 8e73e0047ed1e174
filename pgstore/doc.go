// Package pgstore keeps the records of package store in PostgreSQL.
//
//	db, err := pgstore.Open(ctx, "postgres://localhost/pbx", tables...)
//
// Each table of a program is one of the database: the primary key as bytes that
// compare as the keys do, the record as json, and a typed column for each field
// that can be asked about and each unique index. One codec fills all of them when a
// record is written. The record is json and not jsonb, which would give raw JSON
// within it back in another spelling, and refuses some that is valid; what is asked
// about has columns of its own. A query is one or two statements, whose conditions,
// order and page PostgreSQL works out; values travel as parameters only.
//
// An Update is a serializable transaction. One that others got in the way of is
// tried again, after a moment that chance picks, which is why its function may run
// several times. A View is a read-only transaction of one snapshot. It sees a moment
// between commits, but as PostgreSQL does not let it fail, that moment is of the
// order of commits, which for Updates that did not read what the others wrote can
// differ from the order that they have the effect of.
//
// Any number of processes can work on one database. [DB.OnCommit] and [DB.Follow]
// tell each of them what all have changed.
//
// # Limits
//
// Text in records holds no U+0000, as package store says. A key, or the text of an
// indexed field, is at most some 2,600 bytes long, unless it can be compressed, as
// an entry of a btree has to fit a third of a page.
//
// It was tested on PostgreSQL 15, and asks for what earlier ones do not have.
package pgstore
