package pbxtest

import (
	"context"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// LoadFixture is for the tests of fixtures, which need no server.
func LoadFixture(f *Fixture, ctx context.Context, x *xivo.Service, v *voipnow.Service, t *telecomx.Service, b *broadworks.Service) error {
	return f.load(ctx, &Server{XiVO: x, VoipNow: v, TelecomX: t, BroadWorks: b})
}

// DumpFixture is for the tests of fixtures, too. There are no clocks.
func DumpFixture(ctx context.Context, x *xivo.Service, v *voipnow.Service, t *telecomx.Service, b *broadworks.Service) (*Fixture, error) {
	return (&Server{XiVO: x, VoipNow: v, TelecomX: t, BroadWorks: b}).dump(ctx)
}

// Shuffled returns the i-th of n numbers that are shuffled, and how often all of them
// came before.
func Shuffled(n, seed uint64, i int) (number, round uint64) {
	return newShuffle(n, seed, topicPeople).at(i)
}
