package telecomx

import (
	"strings"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// Customer is a customer with its settings. Seeding only.
type Customer struct {
	ID             string   `json:"id"` // as it is written in answers
	Name           string   `json:"name,omitempty"`
	ParentReseller string   `json:"parentReseller,omitempty"` // the id of its reseller's customer (assumed)
	Settings       Settings `json:"settings,omitzero"`
}

var customerTable = store.NewTable("telecomx_customers", func(c *Customer) string { return idKey(c.ID) }, filter.NewFields(
	filter.Column("defaultMusicOnHold", func(c *Customer) string { return idKey(c.Settings.DefaultMusicOnHold) }),
))

// Employee is a person who can log in. Seeding only.
type Employee struct {
	ID       string `json:"id"`
	Customer string `json:"customer"`           // the id of the one that it belongs to
	Username string `json:"username"`           // an e-mail address; unique regardless of case (assumed)
	Password string `json:"password,omitempty"` // "": none opens the account
	Level    Level  `json:"level"`
	Name     string `json:"name,omitempty"`
	Language string `json:"language,omitempty"` // two letters, such as da
}

func (e *Employee) caller() Caller {
	return Caller{Employee: e.ID, Customer: e.Customer, Level: e.Level}
}

var employeeTable = store.NewTable("telecomx_employees", func(e *Employee) string { return idKey(e.ID) }, nil)

var employeeByUsername = store.NewUnique(employeeTable, "telecomx_employee_username_key",
	func(e *Employee) (string, bool) { return usernameKey(e.Username), true })

func usernameKey(username string) string { return strings.ToLower(username) }
