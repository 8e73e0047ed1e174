package xivo

import (
	"context"

	"github.com/pbxkit/pbxkit/store"
)

// SIPService is the chapter "Sip Configuration".
type SIPService interface {
	// ICEServers returns the configured STUN address (GET /1.0/sip/ice_servers).
	ICEServers(ctx context.Context) (ICEServers, error)
}

// ICEServers is the answer of the operation of that name.
type ICEServers struct {
	STUNAddress string // "" if none is configured, and missing in the answer (assumed)
}

type sip struct{ *core }

func (s sip) ICEServers(ctx context.Context) (ICEServers, error) {
	return view(ctx, s.core, func(tx store.ReadTx) (ICEServers, error) {
		settings, err := getSettings(ctx, tx)
		if err != nil {
			return ICEServers{}, err
		}
		return ICEServers{STUNAddress: settings.STUNAddress}, nil
	})
}
