package telecomxtest

import (
	"errors"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

// The customers of the suite, as they stand to the reseller.
const (
	example   = "1234567890ABCDEF12345678" // below the reseller; that of PERSONAL to OWNER
	reseller  = "52f4fd7734697b28ccaf0001"
	foreign   = "52f4fd7734697b28ccaf0002" // below nobody; that of RESELLER_ADMIN and ADMIN
	neighbour = "52f4fd7734697b28ccaf0003" // below the reseller
	beneath   = "52f4fd7734697b28ccaf0004" // below the neighbour
)

// Classes of music on hold.
const (
	defaultMusic = "123456789012345678901234" // of example, and its default
	softMusic    = "1234567890ABCDEF12345678" // of example, with songs
	commonMusic  = "12345678901234567890ABCD"
)

// nowhere are texts that name no customer, class or employee: well-formed ids and
// others.
var nowhere = []string{
	"000000000000000000000000", "ffffffffffffffffffffffff", "1234567890124567890AAAA", "1234567890ABCDEF123456789",
	"1234567890ABCDEF1234567G", "1234567890ABCDEF1234567 ", " ", "null", "\x00", "\xff", "1234567890ABCDEF1234567\x00",
	"１２３４５６７８９０ABCDEF12345678",
}

// everyLevel completes the documentation fixture with customers around the example
// one, with the levels that it has nobody of, and with classes for all.
func everyLevel() *telecomx.Fixture {
	return &telecomx.Fixture{
		Customers: []telecomx.Customer{
			{ID: foreign, Name: "Foreign customer", Settings: telecomx.Settings{MasterPINCode: "222222"}},
			{ID: neighbour, ParentReseller: reseller, Settings: telecomx.Settings{MasterPINCode: "333333"}},
			{ID: beneath, ParentReseller: neighbour, Settings: telecomx.Settings{MasterPINCode: "444444"}},
		},
		Employees: []telecomx.Employee{
			{ID: "52f4fd7734697b28ccaf0108", Customer: foreign, Username: "reselleradmin@example.com", Level: telecomx.ResellerAdmin},
			{ID: "52f4fd7734697b28ccaf0109", Customer: example, Username: "nologin@example.com", Password: "mysecret password", Level: telecomx.NoLogin},
		},
		Tokens: []telecomx.Token{
			{Value: "token-reseller-admin", Employee: "52f4fd7734697b28ccaf0108", Machine: true},
			{Value: "token-no-login", Employee: "52f4fd7734697b28ccaf0109", Persistent: true},
			{Value: "token-machine", Employee: "52f4fd7734697b28ccaf0104", Machine: true},
			{Value: "token-user", Employee: "52f4fd7734697b28ccaf0107", Machine: true},
		},
		MusicOnHold: []telecomx.MusicOnHold{
			{ID: "52f4fd7734697b28ccaf0301", Customer: reseller, Name: "Of the reseller"},
			{ID: "52f4fd7734697b28ccaf0302", Customer: foreign, Name: "Of the foreign one"},
			{ID: "52f4fd7734697b28ccaf0303", Customer: neighbour, Name: "Of the neighbour"},
			{ID: "52f4fd7734697b28ccaf0304", Customer: beneath, Name: "Of the one beneath"},
		},
	}
}

// The callers of the suite, one of each level.
var (
	personal      = telecomx.Caller{Employee: "52f4fd7734697b28ccaf0101", Customer: example, Level: telecomx.Personal}
	viewer        = telecomx.Caller{Employee: "52f4fd7734697b28ccaf0102", Customer: example, Level: telecomx.Viewer}
	manager       = telecomx.Caller{Employee: "52f4fd7734697b28ccaf0103", Customer: example, Level: telecomx.Manager}
	owner         = telecomx.Caller{Employee: "52f4fd7734697b28ccaf0104", Customer: example, Level: telecomx.Owner}
	theReseller   = telecomx.Caller{Employee: "52f4fd7734697b28ccaf0105", Customer: reseller, Level: telecomx.Reseller}
	admin         = telecomx.Caller{Employee: "52f4fd7734697b28ccaf0106", Customer: foreign, Level: telecomx.Admin}
	user          = telecomx.Caller{Employee: "52f4fd7734697b28ccaf0107", Customer: example, Level: telecomx.Owner}
	resellerAdmin = telecomx.Caller{Employee: "52f4fd7734697b28ccaf0108", Customer: foreign, Level: telecomx.ResellerAdmin}
	noLogin       = telecomx.Caller{Employee: "52f4fd7734697b28ccaf0109", Customer: example, Level: telecomx.NoLogin}
)

// seed loads a fixture.
func seed(t T, svc *telecomx.Service, f *telecomx.Fixture) {
	t.Helper()
	if err := svc.Seed.Load(t.Context(), f); err != nil {
		t.Fatalf("Seed.Load: %v", err)
	}
}

// dump returns everything in the store.
func dump(t T, svc *telecomx.Service) *telecomx.Fixture {
	t.Helper()
	return suite.Must(svc.Seed.Dump(t.Context()))(t)
}

// row is the part of a refusal that clients see: a row of the vendor's tables.
type row struct {
	Status        int
	Code, Message string
}

// refused checks that an error is a refusal: of the same kind, with the same
// status, code and message.
func refused(t T, what string, err error, want *telecomx.Error) {
	t.Helper()
	got, ok := errors.AsType[*telecomx.Error](err)
	if !ok || !errors.Is(err, want) {
		t.Errorf("%s: error = %v, want %v", what, err, want)
		return
	}
	suite.Equal(t, what, row{got.Status, got.Code, got.Message}, row{want.Status, want.Code, want.Message})
}

// refuses checks that a call is refused, and that it changes nothing.
func refuses(t T, svc *telecomx.Service, want *telecomx.Error, call func() error) {
	t.Helper()
	before := dump(t, svc)
	refused(t, "refusal", call(), want)
	suite.Equal(t, "what is stored after a refused call", dump(t, svc), before)
}

// invalid is the refusal of the value of a property.
func invalid(property string) *telecomx.Error {
	return &telecomx.Error{Status: 422, Code: property, Message: "Invalid value"}
}
