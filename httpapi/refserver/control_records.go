package refserver

import (
	"net/http"

	"github.com/pbxkit/pbxkit/internal/seeding"
	"github.com/pbxkit/pbxkit/pbxtest"
)

// reset returns to the beginning.
func (c *control) reset(o *order) (*reply, error) {
	if err := o.expectNothing(); err != nil {
		return nil, err
	}
	c.credentials.Lock()
	defer c.credentials.Unlock()
	return done(), o.pbx.Reset(o.Context())
}

// exportFixture returns all records.
func (c *control) exportFixture(o *order) (*reply, error) {
	c.credentials.RLock()
	defer c.credentials.RUnlock()
	f, err := o.pbx.Export(o.Context())
	return &reply{http.StatusOK, f}, err
}

// importFixture replaces all records. The tokens and accounts in them are those of the
// fixture from then on; its clock is not looked at, as the server has one.
func (c *control) importFixture(o *order) (*reply, error) {
	f, err := pbxtest.ParseFixture(o.body)
	if err != nil {
		return nil, badRequest(err)
	}
	c.credentials.Lock()
	defer c.credentials.Unlock()
	err = o.pbx.Import(o.Context(), f)
	if seeding.IsError(err) {
		err = badRequest(err)
	}
	return done(), err
}
