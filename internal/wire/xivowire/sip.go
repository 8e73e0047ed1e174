package xivowire

import "github.com/pbxkit/pbxkit/xivo"

// ICEServers is the answer of GetSIPICEServers; empty if none is configured.
type ICEServers struct {
	STUNAddress string `json:"stun_address,omitempty"`
}

func (s ICEServers) Record() xivo.ICEServers { return xivo.ICEServers(s) }
