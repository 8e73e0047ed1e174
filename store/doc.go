// Package store is the contract between the vendors' packages, which keep
// records, and the backends, which know how.
//
// A vendor declares typed tables and works with typed records:
//
//	var rooms = store.NewTable("rooms", func(r *Room) int64 { return r.ID }, fields)
//	var byName = store.NewUnique(rooms, "room_name_key", func(r *Room) (string, bool) { return r.Name, true })
//
//	err := db.Update(ctx, func(tx store.Tx) error {
//		room, err := byName.Get(ctx, tx, "lobby")
//		...
//		return rooms.Replace(ctx, tx, room)
//	})
//
// A backend implements [DB], [ReadTx] and [Tx] and sees records only as values
// of type any, which it takes apart with the functions of a [Schema]. It is
// written once for all tables. Package storetest holds every backend to the
// contract; the comments here state it.
//
// # Records
//
// A record is a value of the table's type T behind a pointer. [Table] copies
// records on the way in and on the way out, so that what a caller holds is the
// caller's own; a backend may keep and share what Table hands it, as long as
// nobody changes it. Text in records and keys is UTF-8 without U+0000.
//
// A backend may keep records as JSON, in the form that encoding/json gives them,
// and fill new ones from it. What a record holds must survive that: it is in
// exported fields, none of which JSON leaves out. Raw JSON within it that has no white
// space comes back byte for byte: nothing is escaped, sorted or made a number of. A
// backend may take values of
// fields and keys out of a record when it is written, so that they must depend
// on nothing but the record.
//
// # Errors
//
// What a backend refuses comes back as an [*Error] that wraps [ErrNotFound],
// [ErrExists] or [ErrConflict]. A filter that makes no sense is refused by the
// Table, with a [*filter.Error], before the backend sees it.
package store
