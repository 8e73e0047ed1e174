package telecomxhttp_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

// The customers of a PBX from newFullPBX, as they stand to the reseller.
const (
	example   = "1234567890ABCDEF12345678" // below the reseller; that of PERSONAL to OWNER
	reseller  = "52f4fd7734697b28ccaf0001"
	foreign   = "52f4fd7734697b28ccaf0002" // below nobody; that of RESELLER_ADMIN and ADMIN
	neighbour = "52f4fd7734697b28ccaf0003" // below the reseller
)

// nowhere are ids that name no customer and no class: well-formed and not.
var nowhere = []string{
	"000000000000000000000000", "ffffffffffffffffffffffff", "1234567890124567890AAAA", "1234567890ABCDEF123456789",
	"1234567890ABCDEF1234567G", "null", "*", "%2F", "%00", "%FF", "1234567890ABCDEF12345678%20", "１２３４５６７８９０ABCDEF12345678",
}

// pins are the PIN codes of the customers that have one.
var pins = map[string]string{example: "1234567890", foreign: "222222", neighbour: "333333"}

// matrix is what a level gets of which customer: 200, 403 or 404.
type matrix struct {
	level                                         string
	own                                           string
	ofExample, ofReseller, ofForeign, ofNeighbour int
	ofNowhere                                     int
}

// reading is the table of the settings page, with one row for each level.
var reading = []matrix{
	{"PERSONAL", example, 200, 403, 403, 403, 403},
	{"VIEWER", example, 200, 403, 403, 403, 403},
	{"MANAGER", example, 200, 403, 403, 403, 403},
	{"OWNER", example, 200, 403, 403, 403, 403},
	{"RESELLER", reseller, 200, 200, 403, 200, 404},
	{"RESELLER_ADMIN", foreign, 200, 200, 200, 200, 404},
	{"ADMIN", foreign, 200, 200, 200, 200, 404},
}

// of returns the status for a customer.
func (m matrix) of(customer string) int {
	return map[string]int{example: m.ofExample, reseller: m.ofReseller, foreign: m.ofForeign, neighbour: m.ofNeighbour}[customer]
}

// forEachCell calls test for every level and id, in both cases of hex letters.
func forEachCell(rows []matrix, test func(m matrix, id, customer string, status int)) {
	for _, m := range rows {
		for _, customer := range []string{example, reseller, foreign, neighbour} {
			test(m, customer, customer, m.of(customer))
			test(m, strings.ToLower(customer), customer, m.of(customer))
			test(m, strings.ToUpper(customer), customer, m.of(customer))
		}
		for _, id := range nowhere {
			test(m, id, "", m.ofNowhere)
		}
	}
}

// expectCell checks one answer about settings. A refusal is the same to the byte
// for all ids, and nobody but who may see it ever gets a PIN code.
func expectCell(t *testing.T, what string, got resttest.Answer, level, customer string, status int) {
	t.Helper()
	switch status {
	case 403:
		suite.Equal(t, what, got, refusal(telecomx.ErrAccessDenied))
	case 404:
		suite.Equal(t, what, got, refusal(telecomx.ErrCustomerNotFound))
	default:
		begin := fmt.Sprintf(`{"_id":%q,`, customer)
		if got.Status != status || !strings.HasPrefix(got.Body, begin) {
			t.Errorf("%s: %v, want %d %s", what, got, status, begin)
		}
	}
	for of, pin := range pins {
		if shown := strings.Contains(got.Body, `"`+pin+`"`); shown != (status == 200 && of == customer && level != "PERSONAL") {
			t.Errorf("%s: shows the PIN code of %s: %v", what, of, shown)
		}
	}
	if level == "PERSONAL" && strings.Contains(got.Body, "masterPinCode") {
		t.Errorf("%s: has a masterPinCode: %s", what, got.Body)
	}
}

func TestSettingsGetByLevelAndCustomer(t *testing.T) {
	p := newFullPBX(t, telecomxhttp.Options{})
	before := p.dump(t)
	forEachCell(reading, func(m matrix, id, customer string, status int) {
		got := call(p, "GET", "/pbx/settings/"+id, documentedTokens[m.level], "")
		expectCell(t, m.level+" GET "+id, got, m.level, customer, status)
	})
	for _, m := range reading {
		got := call(p, "GET", "/pbx/settings", documentedTokens[m.level], "")
		expectCell(t, m.level+" GET the own ones", got, m.level, m.own, http.StatusOK)
	}
	suite.Equal(t, "state after reading", p.dump(t), before)
}

func TestSettingsOfNobodyWithoutAToken(t *testing.T) {
	p := newFullPBX(t, telecomxhttp.Options{})
	for _, id := range append([]string{"", "/" + example, "/" + foreign}, nowhere...) {
		if id != "" && id[0] != '/' {
			id = "/" + id
		}
		for token, want := range map[string]*telecomx.Error{
			"": telecomx.ErrLoginRequired, "x": telecomx.ErrInvalidToken, "token-expired": telecomx.ErrExpired, "token-no-login": telecomx.ErrInvalidToken,
		} {
			suite.Equal(t, "GET "+id+" with "+token, call(p, "GET", "/pbx/settings"+id, token, ""), refusal(want))
			if id != "" {
				suite.Equal(t, "POST "+id+" with "+token, call(p, "POST", "/pbx/settings"+id, token, "[]"), refusal(want))
			}
		}
	}
}

// writing is reading without the levels that may not write at all.
var writing = append([]matrix{
	{"PERSONAL", example, 403, 403, 403, 403, 403},
	{"VIEWER", example, 403, 403, 403, 403, 403},
}, reading[2:]...)

func TestSettingsUpdateByLevelAndCustomer(t *testing.T) {
	for _, body := range []string{`{}`, `{"unknown":1}`} {
		p := newFullPBX(t, telecomxhttp.Options{})
		before := p.dump(t)
		forEachCell(writing, func(m matrix, id, customer string, status int) {
			got := call(p, "POST", "/pbx/settings/"+id, documentedTokens[m.level], body)
			expectCell(t, m.level+" POST "+id, got, m.level, customer, status)
		})
		suite.Equal(t, "state after updates of nothing", p.dump(t), before)
	}
}

func TestSettingsUpdateShowsRightsBeforeTheBody(t *testing.T) {
	p := newFullPBX(t, telecomxhttp.Options{})
	before := p.dump(t)
	forEachCell(writing, func(m matrix, id, customer string, status int) {
		for body, allowed := range map[string]resttest.Answer{
			"[]":                  refusal(telecomx.ErrBadRequest),
			`{"masterPinCode":1}`: refusal(&telecomx.Error{Status: 422, Code: "masterPinCode", Message: "Invalid value"}),
		} {
			got := call(p, "POST", "/pbx/settings/"+id, documentedTokens[m.level], body)
			if status == http.StatusOK {
				suite.Equal(t, m.level+" POST "+id, got, allowed)
				continue
			}
			expectCell(t, m.level+" POST "+id, got, m.level, customer, status)
		}
	})
	suite.Equal(t, "state after refused updates", p.dump(t), before)
}

func TestMusicOnHoldListByLevelAndCustomer(t *testing.T) {
	p := newFullPBX(t, telecomxhttp.Options{})
	rows := append([]matrix{{"PERSONAL", example, 403, 403, 403, 403, 403}}, reading[1:]...)
	own := map[string]string{example: "Soft", reseller: "Of the reseller", foreign: "Of the foreign one", neighbour: "Of the neighbour"}
	forEachCell(rows, func(m matrix, id, customer string, status int) {
		got := call(p, "GET", "/pbx/musiconhold?customer="+id, documentedTokens[m.level], "")
		what := m.level + " lists " + id
		if status != http.StatusOK {
			expectCell(t, what, got, m.level, customer, status)
			return
		}
		suite.Equal(t, what, got.Status, http.StatusOK)
		for of, name := range own {
			if strings.Contains(got.Body, name) != (of == customer) {
				t.Errorf("%s: %s", what, got.Body)
			}
		}
		if !strings.Contains(got.Body, "Free classics") {
			t.Errorf("%s: no common class: %s", what, got.Body)
		}
	})
}

// classRow is what a level gets of the classes of each customer, of a common one
// and of none.
type classRow struct {
	level                                         string
	ofExample, ofReseller, ofForeign, ofNeighbour int
	common, none                                  int
}

// classes are the ids of classes by their place in a classRow.
func (r classRow) each(test func(id string, status int)) {
	test("1234567890abcdef12345678", r.ofExample)
	test("52f4fd7734697b28ccaf0301", r.ofReseller)
	test("52F4FD7734697B28CCAF0302", r.ofForeign)
	test("52f4fd7734697b28ccaf0303", r.ofNeighbour)
	test("12345678901234567890ABCD", r.common)
	for _, id := range nowhere {
		test(id, r.none)
	}
}

var readingClasses = []classRow{
	{"PERSONAL", 403, 403, 403, 403, 403, 403},
	{"VIEWER", 200, 403, 403, 403, 200, 404},
	{"MANAGER", 200, 403, 403, 403, 200, 404},
	{"OWNER", 200, 403, 403, 403, 200, 404},
	{"RESELLER", 200, 200, 403, 200, 200, 404},
	{"RESELLER_ADMIN", 200, 200, 200, 200, 200, 404},
	{"ADMIN", 200, 200, 200, 200, 200, 404},
}

var writingClasses = []classRow{
	{"PERSONAL", 403, 403, 403, 403, 403, 403},
	{"VIEWER", 403, 403, 403, 403, 403, 403},
	{"MANAGER", 200, 403, 403, 403, 403, 404},
	{"OWNER", 200, 403, 403, 403, 403, 404},
	{"RESELLER", 200, 200, 403, 200, 403, 404},
	{"RESELLER_ADMIN", 200, 200, 200, 200, 200, 404},
	{"ADMIN", 200, 200, 200, 200, 200, 404},
}

func TestMusicOnHoldByLevelAndOwner(t *testing.T) {
	for _, test := range []struct {
		method, body string
		rows         []classRow
	}{
		{"GET", "", readingClasses}, {"POST", "{}", writingClasses}, {"POST", `{"random":true}`, writingClasses}, {"DELETE", "", writingClasses},
	} {
		for _, row := range test.rows {
			p := newFullPBX(t, telecomxhttp.Options{})
			row.each(func(id string, status int) {
				before := p.dump(t)
				got := call(p, test.method, "/pbx/musiconhold/"+id, documentedTokens[row.level], test.body)
				what := row.level + " " + test.method + " " + id
				switch status {
				case http.StatusOK:
					suite.Equal(t, what, got.Status, http.StatusOK)
					return
				case http.StatusForbidden:
					suite.Equal(t, what, got, refusal(telecomx.ErrAccessDenied))
				default:
					suite.Equal(t, what, got, refusal(telecomx.ErrMusicNotFound))
				}
				suite.Equal(t, "state after "+what, p.dump(t), before)
			})
		}
	}
}

func TestMusicOnHoldCreateByLevelAndCustomer(t *testing.T) {
	forEachCell(writing, func(m matrix, id, customer string, status int) {
		if strings.Contains(id, "%") {
			return // escapes are for paths
		}
		p := newFullPBX(t, telecomxhttp.Options{})
		before := p.dump(t)
		got := call(p, "POST", "/pbx/musiconhold", documentedTokens[m.level], fmt.Sprintf(`{"customer":%q,"name":"x"}`, id))
		what := m.level + " creates for " + id
		switch status {
		case http.StatusOK:
			suite.Equal(t, what, got, resttest.Answer{Status: 200, Body: fmt.Sprintf(`{"_id":"000000000000000000000001","customer":%q,"name":"x","random":false,"audio":[]}`, customer)})
			return
		case http.StatusForbidden:
			suite.Equal(t, what, got, refusal(telecomx.ErrAccessDenied))
		default:
			suite.Equal(t, what, got, refusal(telecomx.ErrCustomerInvalid))
		}
		suite.Equal(t, "state after "+what, p.dump(t), before)
	})
}
