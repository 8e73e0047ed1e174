package pgstore_test

import (
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/broadworks/broadworkstest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/telecomx/telecomxtest"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/voipnow/voipnowtest"
	"github.com/pbxkit/pbxkit/xivo"
	"github.com/pbxkit/pbxkit/xivo/xivotest"
)

func at(moment time.Time) func() time.Time { return func() time.Time { return moment } }

func TestXiVO(t *testing.T) {
	xivotest.Run(t, func(t *testing.T) *xivo.Service {
		return xivo.New(open(t, xivo.Tables()...), xivo.WithClock(at(xivotest.Clock)))
	})
}

func TestVoipNow(t *testing.T) {
	voipnowtest.Run(t, func(t *testing.T) *voipnow.Service {
		return voipnow.New(open(t, voipnow.Tables()...), voipnow.WithClock(at(voipnowtest.Clock)))
	})
}

func TestTelecomX(t *testing.T) {
	telecomxtest.Run(t, func(t *testing.T) *telecomx.Service {
		return telecomx.New(open(t, telecomx.Tables()...), telecomx.WithClock(at(telecomxtest.Clock)))
	})
}

func TestBroadWorks(t *testing.T) {
	broadworkstest.Run(t, func(t *testing.T) *broadworks.Service {
		return broadworks.New(open(t, broadworks.Tables()...))
	})
}
