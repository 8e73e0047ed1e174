package refserver

import (
	"net/http"
	"strconv"
	"sync"
	"weak"

	"github.com/pbxkit/pbxkit/pbxtest"
)

// ruleBody is a fault in force.
type ruleBody struct {
	ID   int64 `json:"id"`
	Hits int   `json:"hits"`
	faultBody
}

func (c *control) addFault(o *order) (*reply, error) {
	body, err := decode[faultBody](o)
	if err != nil {
		return nil, err
	}
	f, err := body.fault()
	if err != nil {
		return nil, badRequest(err)
	}
	rule, err := c.faults.add(o.pbx, f, *body)
	if err != nil {
		return nil, badRequest(err)
	}
	return answer(http.StatusCreated, c.faults.show(rule)), nil
}

func (c *control) listFaults(o *order) (*reply, error) {
	list := []ruleBody{}
	for _, rule := range o.pbx.Faults() {
		list = append(list, c.faults.show(rule))
	}
	return answer(http.StatusOK, map[string][]ruleBody{"faults": list}), nil
}

func (c *control) removeFaults(o *order) (*reply, error) {
	for _, rule := range o.pbx.Faults() {
		rule.Remove()
	}
	return done(), nil
}

func (c *control) removeFault(o *order) (*reply, error) {
	for _, rule := range o.pbx.Faults() {
		if strconv.FormatInt(c.faults.id(rule), 10) == o.id {
			rule.Remove()
			return done(), nil
		}
	}
	return nil, refuse(http.StatusNotFound, "there is no fault %q, or no more", o.id)
}

// faultIDs number the faults of a server and its tenants. No number is given twice. A
// fault has its number as long as it is in force or a journal has it, which is as long
// as there is a rule.
type faultIDs struct {
	mu   sync.Mutex
	last int64
	by   map[weak.Pointer[pbxtest.Rule]]ruleBody
}

// add puts a fault in force and numbers its rule, and forgets those that are gone.
// Whoever comes across the rule before it has its number waits for that.
func (f *faultIDs) add(pbx *pbxtest.Server, fault pbxtest.Fault, body faultBody) (*pbxtest.Rule, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	rule, err := pbx.AddFault(fault)
	if err != nil {
		return nil, err
	}
	for p := range f.by {
		if p.Value() == nil {
			delete(f.by, p)
		}
	}
	if body.Credential != "" {
		body.Credential = "[redacted]"
	}
	if f.by == nil {
		f.by = map[weak.Pointer[pbxtest.Rule]]ruleBody{}
	}
	f.last++
	f.by[weak.Make(rule)] = ruleBody{ID: f.last, faultBody: body}
	return rule, nil
}

// show returns a rule as it is now.
func (f *faultIDs) show(rule *pbxtest.Rule) ruleBody {
	f.mu.Lock()
	defer f.mu.Unlock()
	body := f.by[weak.Make(rule)]
	body.Hits = rule.Hits()
	return body
}

func (f *faultIDs) id(rule *pbxtest.Rule) int64 { return f.show(rule).ID }
