package voipnow_test

import (
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/voipnow/voipnowtest"
)

func TestBehaviour(t *testing.T) {
	voipnowtest.Run(t, func(*testing.T) *voipnow.Service { return newService() })
}

// newService returns a service on an empty store, at the time of the suite.
func newService(opts ...voipnow.Option) *voipnow.Service {
	clock := voipnow.WithClock(func() time.Time { return voipnowtest.Clock })
	return voipnow.New(memstore.New(voipnow.Tables()...), append([]voipnow.Option{clock}, opts...)...)
}
