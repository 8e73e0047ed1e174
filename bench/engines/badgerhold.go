package engines

import (
	"encoding/binary"
	"encoding/json"
	"iter"
	"slices"
	"strings"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
	"github.com/timshannon/badgerhold/v4"

	"github.com/pbxkit/pbxkit/bench/users"
)

// badgerHold is badgerhold in memory, with indexes of the phone number and of the
// name. One of the entity or of the labels would make a list of a third of all keys,
// which every write would write anew.
type badgerHold struct {
	db *badgerhold.Store
	n  int // Count reads every record
}

// heldUser is a user as badgerhold keeps it.
type heldUser users.User

// Type implements [badgerhold.Storer].
func (*heldUser) Type() string { return "user" }

// Indexes implements [badgerhold.Storer].
func (*heldUser) Indexes() map[string]badgerhold.Index { return heldIndexes }

var heldIndexes = map[string]badgerhold.Index{
	"FullName": {IndexFunc: func(_ string, u any) ([]byte, error) { return []byte(held(u).FullName), nil }},
	"PhoneNumber": {Unique: true, IndexFunc: func(_ string, u any) ([]byte, error) {
		if phone := held(u).PhoneNumber; phone != "" {
			return []byte(phone), nil
		}
		return nil, nil
	}},
}

// held returns what badgerhold passes as one of these.
func held(u any) *heldUser {
	if p, ok := u.(**heldUser); ok { // the record before a change
		return *p
	}
	return u.(*heldUser)
}

func openBadgerHold() (Engine, error) {
	o := badgerhold.DefaultOptions
	o.Options = badger.DefaultOptions("").WithInMemory(true).WithLogger(nil).WithCompression(options.None)
	o.Encoder, o.Decoder = encodeHeld, decodeHeld
	db, err := badgerhold.Open(o)
	return &badgerHold{db: db}, err
}

// encodeHeld keeps the order of keys, which badgerhold's own gob does not, and is
// faster: gob describes the type anew in every record.
func encodeHeld(value any) ([]byte, error) {
	switch v := value.(type) {
	case int64:
		return binary.BigEndian.AppendUint64(nil, uint64(v)), nil
	case string:
		return []byte(v), nil
	}
	return json.Marshal(value)
}

func decodeHeld(data []byte, value any) error {
	switch v := value.(type) {
	case *int64:
		*v = int64(binary.BigEndian.Uint64(data))
		return nil
	case *string:
		*v = string(data)
		return nil
	}
	return json.Unmarshal(data, value)
}

// Load inserts in batches, as badger limits the size of a transaction.
func (b *badgerHold) Load(all iter.Seq[*users.User]) error {
	const batch = 1000
	txn := b.db.Badger().NewTransaction(true)
	defer func() { txn.Discard() }()
	for u := range all {
		if err := b.db.TxInsert(txn, u.ID, (*heldUser)(u)); err != nil {
			return err
		}
		if b.n++; b.n%batch == 0 {
			if err := txn.Commit(); err != nil {
				return err
			}
			txn = b.db.Badger().NewTransaction(true)
		}
	}
	return txn.Commit()
}

func (b *badgerHold) ByPhone(phone string) (Page, error) {
	return b.find(badgerhold.Where("PhoneNumber").Eq(phone).Index("PhoneNumber"), 0)
}

// ByPrefix has the order of the index.
func (b *badgerHold) ByPrefix(prefix string) (Page, error) {
	return b.find(badgerhold.Where("FullName").HasPrefix(prefix).Index("FullName"), 0)
}

func (b *badgerHold) ByPart(part string) (Page, error) {
	part = strings.ToLower(part)
	return b.find(badgerhold.Where("FullName").MatchFunc(func(r *badgerhold.RecordAccess) (bool, error) {
		return strings.Contains(strings.ToLower(r.Field().(string)), part), nil
	}), 0)
}

// ByLabels does not use ContainsAll, which is slower.
func (b *badgerHold) ByLabels(first, second string) (Page, error) {
	return b.find(badgerhold.Where("Labels").MatchFunc(func(r *badgerhold.RecordAccess) (bool, error) {
		labels := r.Field().([]string)
		return slices.Contains(labels, first) && slices.Contains(labels, second), nil
	}), 0)
}

func (b *badgerHold) ByEntity(entity, exceptSite string, offset int) (Page, error) {
	return b.find(badgerhold.Where("Entity").Eq(entity).And("SiteName").Ne(exceptSite).And("SiteName").Ne("").
		SortBy("FullName", "ID").Reverse(), offset)
}

// First has the order of the index as well.
func (b *badgerHold) First() (Page, error) {
	page, err := b.find(badgerhold.Where("FullName").Ge("").Index("FullName").Limit(Limit), 0)
	page.Total = b.n
	return page, err
}

// find finds all users at once, as it costs another pass to count them.
func (b *badgerHold) find(q *badgerhold.Query, offset int) (Page, error) {
	var found []*heldUser
	if err := b.db.Find(&found, q); err != nil {
		return Page{}, err
	}
	page := Page{Total: len(found)}
	found = found[min(offset, len(found)):]
	for _, u := range found[:min(Limit, len(found))] {
		page.Rows = append(page.Rows, (*users.User)(u))
	}
	return page, nil
}

func (b *badgerHold) Replace(u *users.User) error { return b.db.Update(u.ID, (*heldUser)(u)) }

func (b *badgerHold) Close() error { return b.db.Close() }
