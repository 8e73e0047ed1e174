package telecomx

import (
	"context"
	"errors"
	"slices"

	"github.com/pbxkit/pbxkit/store"
)

// Level is an access level of an employee. "MANAGE" on some of the vendor's older
// pages is a misprint of MANAGER.
type Level string

// The access levels. Assumed: the order in which the vendor lists them is their
// rank.
const (
	NoLogin       Level = "NO_LOGIN"
	Personal      Level = "PERSONAL"
	Viewer        Level = "VIEWER"
	Manager       Level = "MANAGER"
	Owner         Level = "OWNER"
	Reseller      Level = "RESELLER"
	ResellerAdmin Level = "RESELLER_ADMIN" // assumed: as ADMIN, where the pages name ADMIN only
	Admin         Level = "ADMIN"
)

var levels = []Level{NoLogin, Personal, Viewer, Manager, Owner, Reseller, ResellerAdmin, Admin}

// AtLeast reports whether a level is min or a higher one. What is no level is
// below all of them.
func (l Level) AtLeast(min Level) bool {
	return slices.Index(levels, l) >= slices.Index(levels, min)
}

// Caller is on whose behalf a method is called: an employee, as [AuthService]
// tells. The zero Caller may do nothing.
type Caller struct {
	Employee string // its id
	Customer string // the id of the customer that it belongs to
	Level    Level
}

// require refuses a caller below a level.
func (c Caller) require(min Level) error {
	if !c.Level.AtLeast(min) {
		return ErrAccessDenied
	}
	return nil
}

// reach returns the customer that a caller names, if it is within the caller's
// reach: anyone reaches the own one, a RESELLER those whose parentReseller is its
// own customer as well, and higher levels all. Assumed: who reaches the own one
// only is refused before anything is looked up, so that foreign ids cannot be
// probed.
func (c *core) reach(ctx context.Context, tx store.ReadTx, caller Caller, id string) (*Customer, error) {
	own := sameID(id, caller.Customer)
	if !own && !caller.Level.AtLeast(Reseller) {
		return nil, ErrAccessDenied
	}
	customer, err := getCustomer(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if own || caller.Level.AtLeast(ResellerAdmin) {
		return customer, nil
	}
	return customer, c.requireReseller(ctx, tx, customer, caller.Customer)
}

// requireReseller refuses who is not the reseller of a customer. Assumed: the
// customers of a sub-reseller are not the reseller's, unless [Deviations] say so.
func (c *core) requireReseller(ctx context.Context, tx store.ReadTx, customer *Customer, reseller string) (err error) {
	passed := map[string]bool{} // a customer can be beneath itself
	for !sameID(customer.ParentReseller, reseller) {
		parent := idKey(customer.ParentReseller)
		if !c.deviate.SubResellers || parent == "" || passed[parent] {
			return ErrAccessDenied
		}
		passed[parent] = true
		if customer, err = getCustomer(ctx, tx, parent); err != nil {
			return err
		}
	}
	return nil
}

// getCustomer returns a customer; what is no id names none.
func getCustomer(ctx context.Context, tx store.ReadTx, id string) (*Customer, error) {
	if !isID(id) {
		return nil, ErrCustomerNotFound
	}
	customer, err := customerTable.Get(ctx, tx, idKey(id))
	if errors.Is(err, store.ErrNotFound) {
		return nil, ErrCustomerNotFound
	}
	return customer, err
}
