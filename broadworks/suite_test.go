package broadworks_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/broadworks/broadworkstest"
	"github.com/pbxkit/pbxkit/memstore"
)

func TestBehaviour(t *testing.T) {
	broadworkstest.Run(t, func(*testing.T) *broadworks.Service {
		return broadworks.New(memstore.New(broadworks.Tables()...))
	})
}
