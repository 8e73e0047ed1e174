package voipnowtest

import (
	"fmt"
	"sync"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/voipnow"
)

func testConcurrency(t T, on *target) {
	check(t, on, []promise{
		{"holds of different views are all kept", holdsKept},
		{"calls made at once are all there", callsMadeAtOnce},
		{"a call ends once", endsOnce},
	})
}

// atOnce runs a function n times at once and returns the errors.
func atOnce(n int, do func(i int) error) []error {
	errs := make([]error, n)
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { errs[i] = do(i) })
	}
	group.Wait()
	return errs
}

func holdsKept(t T, svc *voipnow.Service) {
	const n = 20
	call := voipnow.CallRecord{ID: "many", Extension: "0003*210", Published: at(0)}
	for i := range n {
		call.Views = append(call.Views, onCall(fmt.Sprintf("%02d", i), "0003*210"))
	}
	seed(t, svc, &voipnow.Fixture{Calls: []voipnow.CallRecord{call}})
	ref := voipnow.Ref{User: voipnow.Me, Extension: "210", Call: "many"}
	for _, err := range atOnce(n, func(i int) error {
		return second(svc.Calls.OnHold(t.Context(), ann, ref, fmt.Sprintf("%02d", i)))
	}) {
		suite.Succeeds(t, err)
	}
	for view, shown := range holds(stored(t, svc, "many")) {
		suite.Equal(t, "view "+view, shown, nowHolder)
	}
}

func callsMadeAtOnce(t T, svc *voipnow.Service) {
	for _, err := range atOnce(20, func(int) error {
		return second(svc.Calls.CreateSimple(t.Context(), ann, voipnow.Me, simple("211", []string{"1"}, []string{"2"})))
	}) {
		suite.Succeeds(t, err)
	}
	page := suite.Must(svc.Calls.List(t.Context(), ann, voipnow.Ref{User: voipnow.Me, Extension: "211"}, voipnow.CallQuery{Count: 100}))(t)
	suite.Equal(t, "calls", page.Total, 21)
}

func endsOnce(t T, svc *voipnow.Service) {
	var mu sync.Mutex
	ended := 0
	for _, err := range atOnce(20, func(int) error {
		ids, err := svc.Calls.HangUp(t.Context(), ann, annsCall, "")
		mu.Lock()
		defer mu.Unlock()
		ended += len(ids)
		return err
	}) {
		suite.Succeeds(t, err)
	}
	suite.Equal(t, "how often the call ended", ended, 1)
}
