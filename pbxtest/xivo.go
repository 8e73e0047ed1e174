package pbxtest

import (
	"context"
	"slices"
	"time"

	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/xivo"
)

func xivoVendor() vendor {
	return vendor{
		name: "xivo", tables: xivo.Tables, operations: xivohttp.Operations,

		serve: serveXiVO,

		clock: func(f *Fixture) time.Time {
			if f.XiVO == nil {
				return time.Time{}
			}
			return f.XiVO.Clock
		},

		load: func(ctx context.Context, s *Server, f *Fixture) error {
			return loadVendor(ctx, "xivo", f.XiVO, s.XiVO.Seed.Load)
		},
		dump:    dumpXiVO,
		carried: func(c *call) string { return c.r.Header.Get("X-Auth-Token") },
		find:    func(*Fixture, *Credentials) {},
		mint:    func(context.Context, *Server, *Credentials) error { return nil },
		isError: isRefusal[*xivo.Error],
	}
}

func serveXiVO(s *Server) {
	own := s.Credentials.XiVO.Token
	options := slices.Concat([]xivo.Option{
		xivo.WithToken(own),
		xivo.WithClock(s.clockOf("xivo")),
		xivo.WithIDs(xivoIDs{s.ids, xivo.RandomIDs(s.ids)}),
	}, s.config.xivo)
	s.XiVO = xivo.New(s.db, options...)
	if own == "" || s.XiVO.Auth != nil && s.XiVO.Auth.Check(context.Background(), own) == nil {
		return // as it does if xivo.WithoutAuthentication opens it to everyone
	}
	s.XiVO = xivo.New(s.db, append(options, xivo.WithToken(own))...)
}

// WithXiVOToken sets the value of the header X-Auth-Token that opens XiVO. The
// default is [xivo.DocumentationToken].
func WithXiVOToken(token string) Option { return func(c *config) { c.xivoToken = token } }

// WithXiVO passes options on to [xivo.New]. The token that opens XiVO remains that of
// [WithXiVOToken], for tenants their own: [xivo.WithToken] changes nothing here.
func WithXiVO(opts ...xivo.Option) Option {
	return func(c *config) { c.xivo = append(c.xivo, opts...) }
}

// xivoIDs are the identifiers of XiVO.
type xivoIDs struct {
	*ids
	random xivo.IDs
}

func (s xivoIDs) UUID() (xivo.UUID, error) { return take(s.ids, &s.script.XiVOUUIDs, s.random.UUID) }

func (s xivoIDs) LineName() (string, error) {
	return take(s.ids, &s.script.XiVOLineNames, s.random.LineName)
}

func (s xivoIDs) ProvisioningID() (int64, error) {
	return take(s.ids, &s.script.XiVOProvisioningIDs, s.random.ProvisioningID)
}

func dumpXiVO(ctx context.Context, s *Server, f *Fixture) error {
	if err := dumpVendor(ctx, "xivo", &f.XiVO, s.XiVO.Seed.Dump); err != nil {
		return err
	}
	f.XiVO.Clock = s.standing("xivo")
	return nil
}
