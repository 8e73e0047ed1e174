package resttest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/golden"
)

const routes = `# number, method, path, name, evidence

 1 GET /rooms      ListRooms  documented
 2 PUT /rooms/:id/ UpdateRoom assumed
`

var operations = []rest.Operation{
	{Name: "ListRooms", Method: "GET", Path: "/rooms", Evidence: rest.Documented},
	{Name: "UpdateRoom", Method: "PUT", Path: "/rooms/:id/", Evidence: rest.Assumed},
}

func TestParse(t *testing.T) {
	ops, err := parse(routes)
	if diff := cmp.Diff(operations, ops); diff != "" || err != nil {
		t.Errorf("error %v, operations (-want +got):\n%s", err, diff)
	}
	for _, bad := range []string{"1 GET /rooms ListRooms", "2 GET /rooms ListRooms documented", "GET /rooms ListRooms documented"} {
		if ops, err := parse(bad); err == nil {
			t.Errorf("%s: %v", bad, ops)
		}
	}
}

// exchange is one that is answered with a status.
func exchange(method, target string, status int) golden.Exchange {
	return golden.Exchange{Method: method, Target: target, Want: golden.Answer{Status: status}}
}

func TestCoverage(t *testing.T) {
	list, update := exchange("GET", "/rooms?limit=1", 200), exchange("PUT", "/rooms/1/", 204)
	refused := exchange("PUT", "/rooms/1/", 404)
	for name, c := range map[string]struct {
		exchanges []golden.Exchange
		want      []string
	}{
		"everything": {[]golden.Exchange{list, update, refused, exchange("GET", "/unknown", 404)}, nil},
		"nothing": {nil, []string{
			"no golden exchange shows ListRooms succeed", "no golden exchange shows UpdateRoom succeed",
			"golden exchanges show UpdateRoom refuse: false",
		}},
		"not refused by the operation": {
			[]golden.Exchange{list, update, exchange("PUT", "/rooms/1/", 401)},
			[]string{"golden exchanges show UpdateRoom refuse: false"},
		},
		"with another slash": {
			[]golden.Exchange{list, update, exchange("PUT", "/rooms/1", 404), exchange("GET", "/rooms/", 404)},
			[]string{"golden exchanges show UpdateRoom refuse: false"},
		},
		"a refusal that cannot be": {
			[]golden.Exchange{list, update, refused, exchange("GET", "/rooms", 400)},
			[]string{"golden exchanges show ListRooms refuse: true"},
		},
	} {
		coverage := Coverage{
			About:        func(_ string, e *golden.Exchange) bool { return e.Want.Status != 401 },
			CannotRefuse: []string{"ListRooms"},
		}
		got, err := coverage.mistakes(operations, c.exchanges)
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("%s: error %v, mistakes (-want +got):\n%s", name, err, diff)
		}
	}
}
