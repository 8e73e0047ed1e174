package voipnow

import (
	"context"
	"fmt"
	"slices"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/internal/text"
	"github.com/pbxkit/pbxkit/store"
)

// charge completes a call with what follows from the extension it is charged to.
func (c *callRow) charge(ctx context.Context, tx store.ReadTx, e *Extension) error {
	owner, err := userTable.Get(ctx, tx, e.OwnerID)
	if err != nil {
		return err
	}
	org, err := organizationTable.Get(ctx, tx, owner.OrganizationID)
	if err != nil {
		return err
	}
	if c.OrganizationID != "" && c.OrganizationID != org.ID {
		return invalid("organizationId", "extension %s is one of organization %s", e.Number, org.ID)
	}
	c.OrganizationID = ""
	if !isExtended(c.Extension) {
		c.OrganizationID = org.ID
	}
	c.UserID, c.OwnerID, c.OwnerName, c.Prefix = owner.ID, org.ID, org.Name, org.Prefix
	return nil
}

// chargedExtension returns the extension that a seeded call is charged to.
func (c *callRow) chargedExtension(ctx context.Context, tx store.ReadTx) (*Extension, error) {
	number := c.Extension
	if !isExtended(number) && c.OrganizationID == "" {
		return onlyExtension(ctx, tx, number)
	}
	if !isExtended(number) {
		org, err := optional(organizationTable.Get(ctx, tx, c.OrganizationID))
		if err != nil {
			return nil, err
		}
		if org == nil {
			return nil, invalid("organizationId", "unknown organization %s", text.Clip(c.OrganizationID))
		}
		number = extendedNumber(org.Prefix, number)
	}
	return seededExtension(ctx, tx, "extension", number)
}

// onlyExtension returns the extension with a short number, which must be the only
// one.
func onlyExtension(ctx context.Context, tx store.ReadTx, number string) (*Extension, error) {
	if err := checkText("extension", number); err != nil {
		return nil, err
	}
	hits, err := extensionTable.All(ctx, tx, filter.Cmp{Field: "short", Op: filter.Eq, Value: number})
	switch {
	case err != nil:
		return nil, err
	case len(hits) == 0:
		return nil, unknownExtension("extension", number)
	case len(hits) > 1:
		return nil, invalid("organizationId", "is needed, as several organizations have extension %s", number)
	}
	return hits[0], nil
}

// seededExtension returns the extension that a member of a record names.
func seededExtension(ctx context.Context, tx store.ReadTx, member, number string) (*Extension, error) {
	e, err := optional(extensionTable.Get(ctx, tx, number))
	if err == nil && e == nil {
		err = unknownExtension(member, number)
	}
	return e, err
}

func unknownExtension(member, number string) error {
	return invalid(member, "unknown extension %s", text.Clip(number))
}

// place finds out where a call that has been charged belongs. Repeats do no harm.
func (c *callRow) place(ctx context.Context, tx store.ReadTx) error {
	c.Extensions = []string{extendedNumber(c.Prefix, c.Extension)}
	c.Owners, c.Organizations = []string{c.UserID}, []string{c.OwnerID}
	for i, v := range c.Views {
		e, err := seededExtension(ctx, tx, fmt.Sprintf("phoneCallView[%d].extension", i), extendedNumber(c.Prefix, v.Extension))
		if err != nil {
			return err
		}
		owner, err := userTable.Get(ctx, tx, e.OwnerID)
		if err != nil {
			return err
		}
		c.Extensions = append(c.Extensions, e.Number)
		c.Owners = append(c.Owners, owner.ID)
		c.Organizations = append(c.Organizations, owner.OrganizationID)
	}
	numbers, err := c.findNumbers(ctx, tx)
	c.Numbers = numbers
	return err
}

// findNumbers returns the numbers that occur in a call. Those of extensions of the
// organization do in both forms, extended and short (assumed).
func (c *callRow) findNumbers(ctx context.Context, tx store.ReadTx) ([]string, error) {
	var numbers []string
	seen := map[string]bool{} // the views of a call mostly have the same parties
	for _, v := range c.Views {
		for _, n := range slices.Concat([]string{v.Extension}, v.Source, v.Destination) {
			if seen[n] {
				continue
			}
			seen[n] = true
			numbers = append(numbers, n)
			extended := extendedNumber(c.Prefix, n)
			if extended != extendedNumber(c.Prefix, shortNumber(n)) {
				continue // one of another organization
			}
			known, err := extensionTable.Has(ctx, tx, extended)
			if err != nil {
				return nil, err
			}
			if known {
				numbers = append(numbers, extended, shortNumber(n))
			}
		}
	}
	return numbers, nil
}
