package xivotest

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

// testConcurrency tests that requests have the effect of one after another,
// however many come at once.
func testConcurrency(t T, on *target) {
	check(t, on, []promise{
		{"one of many lines gets an extension", oneLinePerExtension},
		{"one of many lines becomes a user's", oneLinePerUser},
		{"no preference of a user is lost", noPreferenceLost},
		{"one of many rooms gets a name", oneRoomPerName},
		{"numbers and names are given once", identifiersGivenOnce},
		{"no import is half done", noHalfImport},
	})
}

const workers = 16

// together runs work in many goroutines and returns their errors.
func together(work func(worker int) error) []error {
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for worker := range workers {
		wg.Go(func() { errs[worker] = work(worker) })
	}
	wg.Wait()
	return errs
}

// oneWins checks that one call succeeded and the others were refused.
func oneWins(t T, errs []error, kind *xivo.Error) {
	t.Helper()
	won := 0
	for worker, err := range errs {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, kind):
			t.Errorf("worker %d: error = %v, want a %s", worker, err, kind.Code)
		}
	}
	suite.Equal(t, "calls that succeeded", won, 1)
}

func allWin(t T, errs []error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func oneLinePerExtension(t T, svc *xivo.Service) {
	seed(t, svc, &xivo.Fixture{Users: repeat(workers, xivo.UserRecord{})})
	oneWins(t, together(func(worker int) error {
		return suite.ErrOf(svc.Lines.Create(t.Context(), int64(worker)+1, newLine("1000")))
	}), xivo.ErrLineNotFound)
	find := xivo.Find{Filters: one("phoneNumber", "=", "1000")}
	suite.Equal(t, "users with the extension", suite.Must(svc.Users.Find(t.Context(), find))(t).Total, 1)
}

func oneLinePerUser(t T, svc *xivo.Service) {
	seed(t, svc, &xivo.Fixture{Users: []xivo.UserRecord{{}}})
	oneWins(t, together(func(worker int) error {
		return suite.ErrOf(svc.Lines.Create(t.Context(), 1, newLine(fmt.Sprint(worker))))
	}), xivo.ErrLineNotFound)
}

func noPreferenceLost(t T, svc *xivo.Service) {
	seed(t, svc, &xivo.Fixture{Users: []xivo.UserRecord{{}}})
	const each = 8
	allWin(t, together(func(worker int) error {
		var errs []error
		for i := range each {
			p := xivo.Preference{Key: fmt.Sprintf("%02d-%d", worker, i), Value: fmt.Sprint(i), ValueType: "number"}
			errs = append(errs, svc.Preferences.Create(t.Context(), 1, p))
		}
		return errors.Join(errs...)
	}))
	var keys, want []string
	for _, p := range suite.Must(svc.Preferences.List(t.Context(), 1))(t) {
		keys = append(keys, p.Key)
	}
	for worker := range workers {
		for i := range each {
			want = append(want, fmt.Sprintf("%02d-%d", worker, i))
		}
	}
	slices.Sort(keys)
	suite.Equal(t, "keys", keys, want)
}

func oneRoomPerName(t T, svc *xivo.Service) {
	oneWins(t, together(func(worker int) error {
		return suite.ErrOf(svc.MeetingRooms.Create(t.Context(), xivo.MeetingRoom{Name: "lobby", DisplayName: "Lobby", Number: int64(worker)}))
	}), xivo.ErrDuplicate)
}

func identifiersGivenOnce(t T, svc *xivo.Service) {
	seed(t, svc, &xivo.Fixture{
		Settings: &xivo.Settings{Offers: xivo.Offers{LineNames: []string{"aaaaaaaa"}, ProvisioningIDs: []int64{100000}}},
		Users:    repeat(workers, xivo.UserRecord{}),
	})
	lines := make([]xivo.Line, workers)
	allWin(t, together(func(worker int) (err error) {
		lines[worker], err = svc.Lines.Create(t.Context(), int64(worker)+1, newLine(fmt.Sprint(worker)))
		return err
	}))
	ids, names, provisioning := map[int64]bool{}, map[string]bool{}, map[int64]bool{}
	for _, l := range lines {
		ids[l.ID], names[l.Name], provisioning[l.ProvisioningID] = true, true, true
	}
	suite.Equal(t, "different identifiers", []int{len(ids), len(names), len(provisioning)}, []int{workers, workers, workers})
	suite.Equal(t, "offers that were taken", []bool{names["aaaaaaaa"], provisioning[100000]}, []bool{true, true})
}

func noHalfImport(t T, svc *xivo.Service) {
	list := makeList(t, svc)
	allWin(t, together(func(worker int) error {
		if worker%2 == 0 {
			return svc.Callbacks.ImportCSV(t.Context(), list, []byte("phoneNumber\n1\n2\n3\n"))
		}
		page, err := svc.Callbacks.FindRequests(t.Context(), xivo.Find{})
		if err == nil && page.Total%3 != 0 {
			err = fmt.Errorf("%d requests can be seen, want a multiple of 3", page.Total)
		}
		return err
	}))
	suite.Equal(t, "requests", len(allRequests(t, svc)), 3*workers/2)
}
