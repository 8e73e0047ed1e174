package xivo_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/xivo"
	"github.com/pbxkit/pbxkit/xivo/xivotest"
)

func load(t testing.TB, svc *xivo.Service, f *xivo.Fixture) {
	t.Helper()
	if err := svc.Seed.Load(t.Context(), f); err != nil {
		t.Fatalf("Load: %v", err)
	}
}

func dump(t *testing.T, svc *xivo.Service) *xivo.Fixture {
	t.Helper()
	f, err := svc.Seed.Dump(t.Context())
	if err != nil {
		t.Fatalf("Dump: %v", err)
	}
	return f
}

func lineInput(extension string) xivo.LineInput {
	return xivo.LineInput{LineType: xivo.LinePhone, Extension: extension, Context: "default", Site: "default"}
}

// calls are calls of every method that succeed on the documentation fixture.
var calls = map[string]func(context.Context, *xivo.Service) error{
	"Users.List":     func(ctx context.Context, s *xivo.Service) error { return errOf(s.Users.List(ctx)) },
	"Users.Find":     func(ctx context.Context, s *xivo.Service) error { return errOf(s.Users.Find(ctx, xivo.Find{})) },
	"Users.Contacts": func(ctx context.Context, s *xivo.Service) error { return errOf(s.Users.Contacts(ctx)) },
	"Users.Validate": func(ctx context.Context, s *xivo.Service) error { return s.Users.Validate(ctx, "john", "doe") },
	"Lines.Get":      func(ctx context.Context, s *xivo.Service) error { return errOf(s.Lines.Get(ctx, 1)) },
	"Lines.Create": func(ctx context.Context, s *xivo.Service) error {
		return errOf(s.Lines.Create(ctx, 8, lineInput("1008")))
	},
	"Lines.Update": func(ctx context.Context, s *xivo.Service) error {
		return errOf(s.Lines.Update(ctx, 1, lineInput("1008")))
	},
	"Lines.Delete": func(ctx context.Context, s *xivo.Service) error { return s.Lines.Delete(ctx, 1) },
	"Services.Get": func(ctx context.Context, s *xivo.Service) error { return errOf(s.Services.Get(ctx, 1)) },
	"Services.Update": func(ctx context.Context, s *xivo.Service) error {
		return errOf(s.Services.Update(ctx, 1, xivo.ServicesInput{DNDEnabled: new(true)}))
	},
	"Rights.Profiles": func(ctx context.Context, s *xivo.Service) error { return errOf(s.Rights.Profiles(ctx)) },
	"Rights.Get":      func(ctx context.Context, s *xivo.Service) error { return errOf(s.Rights.Get(ctx, "jbond")) },
	"Rights.Set": func(ctx context.Context, s *xivo.Service) error {
		return errOf(s.Rights.Set(ctx, "john", xivo.Rights{Type: xivo.ProfileTeacher}))
	},
	"Rights.Delete":    func(ctx context.Context, s *xivo.Service) error { return s.Rights.Delete(ctx, "jbond") },
	"Preferences.List": func(ctx context.Context, s *xivo.Service) error { return errOf(s.Preferences.List(ctx, 3)) },
	"Preferences.Get": func(ctx context.Context, s *xivo.Service) error {
		return errOf(s.Preferences.Get(ctx, 3, xivo.PreferredDevice))
	},
	"Preferences.Create": func(ctx context.Context, s *xivo.Service) error {
		return s.Preferences.Create(ctx, 3, xivo.Preference{Key: "new"})
	},
	"Preferences.Update": func(ctx context.Context, s *xivo.Service) error {
		return s.Preferences.Update(ctx, 3, xivo.Preference{Key: xivo.PreferredDevice})
	},
	"Preferences.Delete": func(ctx context.Context, s *xivo.Service) error {
		return s.Preferences.Delete(ctx, 3, xivo.PreferredDevice)
	},
	"Callbacks.Lists":      func(ctx context.Context, s *xivo.Service) error { return errOf(s.Callbacks.Lists(ctx, true)) },
	"Callbacks.CreateList": func(ctx context.Context, s *xivo.Service) error { return errOf(s.Callbacks.CreateList(ctx, "l", 1)) },
	"Callbacks.DeleteList": func(ctx context.Context, s *xivo.Service) error { return errOf(s.Callbacks.DeleteList(ctx, mine)) },
	"Callbacks.CreateRequest": func(ctx context.Context, s *xivo.Service) error {
		return errOf(s.Callbacks.CreateRequest(ctx, mine, xivo.CallbackInput{PhoneNumber: "1"}))
	},
	"Callbacks.ImportCSV": func(ctx context.Context, s *xivo.Service) error {
		return s.Callbacks.ImportCSV(ctx, mine, []byte("phoneNumber\n1\n2\n"))
	},
	"Callbacks.FindRequests": func(ctx context.Context, s *xivo.Service) error {
		return errOf(s.Callbacks.FindRequests(ctx, xivo.Find{}))
	},
	"Agents.Get":         func(ctx context.Context, s *xivo.Service) error { return errOf(s.Agents.Get(ctx, 1)) },
	"Agents.List":        func(ctx context.Context, s *xivo.Service) error { return errOf(s.Agents.List(ctx)) },
	"Dissuasion.Get":     func(ctx context.Context, s *xivo.Service) error { return errOf(s.Dissuasion.Get(ctx, 3)) },
	"Dissuasion.Choices": func(ctx context.Context, s *xivo.Service) error { return errOf(s.Dissuasion.Choices(ctx, 3)) },
	"Dissuasion.SetSoundFile": func(ctx context.Context, s *xivo.Service) error {
		return s.Dissuasion.SetSoundFile(ctx, 3, "sales_newSoundFile")
	},
	"Dissuasion.SetQueue": func(ctx context.Context, s *xivo.Service) error { return s.Dissuasion.SetQueue(ctx, 3, "sales_queue") },
	"SIP.ICEServers":      func(ctx context.Context, s *xivo.Service) error { return errOf(s.SIP.ICEServers(ctx)) },
	"MeetingRooms.List":   func(ctx context.Context, s *xivo.Service) error { return errOf(s.MeetingRooms.List(ctx)) },
	"MeetingRooms.Find":   func(ctx context.Context, s *xivo.Service) error { return errOf(s.MeetingRooms.Find(ctx, xivo.Find{})) },
	"MeetingRooms.Get":    func(ctx context.Context, s *xivo.Service) error { return errOf(s.MeetingRooms.Get(ctx, 1)) },
	"MeetingRooms.Create": func(ctx context.Context, s *xivo.Service) error {
		return errOf(s.MeetingRooms.Create(ctx, xivo.MeetingRoom{Name: "a", DisplayName: "a", Number: 7}))
	},
	"MeetingRooms.Update": func(ctx context.Context, s *xivo.Service) error {
		return errOf(s.MeetingRooms.Update(ctx, xivo.MeetingRoom{ID: 1, Name: "a", DisplayName: "a", Number: 7}))
	},
	"MeetingRooms.Delete": func(ctx context.Context, s *xivo.Service) error { return errOf(s.MeetingRooms.Delete(ctx, 1)) },
	"Seed.Load":           func(ctx context.Context, s *xivo.Service) error { return s.Seed.Load(ctx, more()) },
	"Seed.Remove": func(ctx context.Context, s *xivo.Service) error {
		return s.Seed.Remove(ctx, xivo.Removal{
			Queues: []int64{5}, SoundFiles: []string{"support_closed.wav"}, Periods: []xivo.UUID{"5f0c2b9e-7d41-4c3a-9a55-0d9b6f1e2a37"},
			CallbackRequests: []xivo.UUID{"7691e6c8-6ebc-4d8f-a41c-45c049ac0dd4"},
		})
	},
	"Seed.Dump": func(ctx context.Context, s *xivo.Service) error { return errOf(s.Seed.Dump(ctx)) },
}

const mine xivo.UUID = "fea963f5-1920-468c-b52a-93dc88791ba8"

// more is a fixture that adds to, and changes, the one of the documentation.
func more() *xivo.Fixture {
	f := xivo.Documentation()
	f.MediaServers[0].DisplayName = "Main"
	f.Queues = append(f.Queues, xivo.Queue{Name: "new", Dissuasion: xivo.Dissuasion{Type: xivo.DissuasionQueue, QueueName: "sales"}})
	f.Users = append(f.Users, xivo.UserRecord{Line: &xivo.Line{LineType: xivo.LineUA, Context: "c", Extension: "1", Site: "default"}})
	f.CallbackLists[0].QueueID = 3
	f.CallbackLists = append(f.CallbackLists, xivo.CallbackListRef{Name: "new"})
	f.CallbackRequests = append(f.CallbackRequests, xivo.CallbackRequest{ListUUID: mine, PhoneNumber: "1"})
	f.LastIDs = map[string]int64{"user": 20}
	return f
}

func errOf[V any](_ V, err error) error { return err }

// The table above has a call of every method.
func TestEveryMethodIsCalled(t *testing.T) {
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			svc := newService()
			load(t, svc, xivo.Documentation())
			if err := call(t.Context(), svc); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestEndedContextComesBackAsItIs(t *testing.T) {
	svc := newService()
	load(t, svc, xivo.Documentation())
	before := dump(t, svc)
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			if err := call(canceled, svc); err != context.Canceled {
				t.Errorf("error = %v (%T), want %v", err, err, context.Canceled)
			}
		})
	}
	if diff := cmp.Diff(before, dump(t, svc)); diff != "" {
		t.Errorf("what is stored (-before +after):\n%s", diff)
	}
}

// A restless database runs every transaction twice, as a backend may: first on
// another state of things, in vain.
type restless struct {
	store.DB
	before store.DB
}

var errAgain = errors.New("run again")

func (db restless) View(ctx context.Context, fn func(store.ReadTx) error) error {
	_ = db.before.View(ctx, fn)
	return db.DB.View(ctx, fn)
}

func (db restless) Update(ctx context.Context, fn func(store.Tx) error) error {
	_ = db.before.Update(ctx, func(tx store.Tx) error {
		_ = fn(tx)
		return errAgain
	})
	return db.DB.Update(ctx, fn)
}

func TestBehaviourWhenTransactionsRunAgain(t *testing.T) {
	before := documentedDB(t)
	xivotest.Run(t, func(*testing.T) *xivo.Service {
		return newServiceOn(restless{memstore.New(xivo.Tables()...), before})
	})
}

// A failing database fails at one operation of a transaction, and counts them.
type failing struct {
	store.DB
	at, ops int
}

var errDisk = errors.New("disk on fire")

func (db *failing) fails() error {
	if db.ops++; db.ops == db.at {
		return errDisk
	}
	return nil
}

func (db *failing) View(ctx context.Context, fn func(store.ReadTx) error) error {
	return db.DB.View(ctx, func(tx store.ReadTx) error { return fn(failingReadTx{tx, db}) })
}

func (db *failing) Update(ctx context.Context, fn func(store.Tx) error) error {
	return db.DB.Update(ctx, func(tx store.Tx) error { return fn(failingTx{failingReadTx{tx, db}, tx}) })
}

type failingReadTx struct {
	tx store.ReadTx
	db *failing
}

func (f failingReadTx) Get(ctx context.Context, s *store.Schema, ix *store.Index, key store.Key) (any, error) {
	if err := f.db.fails(); err != nil {
		return nil, err
	}
	return f.tx.Get(ctx, s, ix, key)
}

func (f failingReadTx) Query(ctx context.Context, s *store.Schema, q *store.Query) (*store.Result, error) {
	if err := f.db.fails(); err != nil {
		return nil, err
	}
	return f.tx.Query(ctx, s, q)
}

func (f failingReadTx) Last(ctx context.Context, sequence string) (int64, error) {
	if err := f.db.fails(); err != nil {
		return 0, err
	}
	return f.tx.Last(ctx, sequence)
}

type failingTx struct {
	failingReadTx
	tx store.Tx
}

func (f failingTx) Insert(ctx context.Context, s *store.Schema, row any) error {
	return unless(f.db.fails(), func() error { return f.tx.Insert(ctx, s, row) })
}

func (f failingTx) Replace(ctx context.Context, s *store.Schema, row any) error {
	return unless(f.db.fails(), func() error { return f.tx.Replace(ctx, s, row) })
}

func (f failingTx) Delete(ctx context.Context, s *store.Schema, key store.Key) error {
	return unless(f.db.fails(), func() error { return f.tx.Delete(ctx, s, key) })
}

func (f failingTx) Reserve(ctx context.Context, sequence string, n int64) error {
	return unless(f.db.fails(), func() error { return f.tx.Reserve(ctx, sequence, n) })
}

func (f failingTx) Next(ctx context.Context, sequence string) (int64, error) {
	if err := f.db.fails(); err != nil {
		return 0, err
	}
	return f.tx.Next(ctx, sequence)
}

func unless(err error, do func() error) error {
	if err != nil {
		return err
	}
	return do()
}

// Whatever operation of the storage fails, the call says so, keeps the details to
// itself and changes nothing.
func TestFailingStorageIsReported(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(calls)) {
		t.Run(name, func(t *testing.T) {
			db := memstore.New(xivo.Tables()...)
			load(t, newServiceOn(db), xivo.Documentation())
			counting := &failing{DB: db.Fork()}
			if err := calls[name](t.Context(), newServiceOn(counting)); err != nil {
				t.Fatal(err)
			}
			before := dump(t, newServiceOn(db))
			for at := 1; at <= counting.ops; at++ {
				checkFailure(t, calls[name](t.Context(), newServiceOn(&failing{DB: db, at: at})), fmt.Sprintf("%s, operation %d", name, at))
				if diff := cmp.Diff(before, dump(t, newServiceOn(db))); diff != "" {
					t.Fatalf("what is stored after operation %d failed (-before +after):\n%s", at, diff)
				}
			}
		})
	}
}

func checkFailure(t *testing.T, err error, what string) {
	t.Helper()
	if !errors.Is(err, errDisk) {
		t.Errorf("%s: error = %v, want %v", what, err, errDisk)
	}
	if _, ok := errors.AsType[*xivo.SeedError](err); ok || err == errDisk { // of the SeedService
		return
	}
	checkRefusal(t, err, 500, "UnhandledError", "Internal error")
}

// Lists of one answer are kept close together; whoever adds to one must not write into
// the next.
func TestTheLabelsOfAnAnswerAreApart(t *testing.T) {
	svc := xivo.New(memstore.New(xivo.Tables()...))
	var f xivo.Fixture
	for i := range 40 {
		f.Users = append(f.Users, xivo.UserRecord{LastName: fmt.Sprint(i), Labels: make([]string, i)})
		for j := range i {
			f.Users[i].Labels[j] = fmt.Sprint(i, "-", j)
		}
	}
	if err := svc.Seed.Load(t.Context(), &f); err != nil {
		t.Fatal(err)
	}
	list, err := svc.Users.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		_ = append(list[i].Labels, "more")
	}
	for i, u := range list {
		if u.Labels == nil || !slices.Equal(u.Labels, f.Users[i].Labels) {
			t.Errorf("user %d has %q, want %q", i, u.Labels, f.Users[i].Labels)
		}
	}
}
