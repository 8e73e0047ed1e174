package pbxtest

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/pbxkit/pbxkit/xivo"
)

// Script are identifiers that a server gives in this order, before random ones. One
// that is in use already is passed over. What a fixture of XiVO offers, as the
// documentation fixture does, comes before the script. One that the vendor could not
// have given is refused when the server is made.
type Script struct {
	XiVOUUIDs            []xivo.UUID
	XiVOLineNames        []string // 8 characters of [a-z0-9]
	XiVOProvisioningIDs  []int64  // 100000 to 999999
	VoipNowCallIDs       []string
	VoipNowTokens        []string
	TelecomXIDs          []string // 24 hex characters
	TelecomXTokens       []string
	BroadWorksSessionIDs []string
}

// What identifiers look like.
var (
	lineNameForm = regexp.MustCompile(`^[a-z0-9]{8}$`)
	callIDForm   = regexp.MustCompile(`^[A-Za-z0-9]+$`)
	objectIDForm = regexp.MustCompile(`^[0-9a-f]{24}$`)
	opaqueForm   = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z=/:-]+$") // in a header and a cookie
)

// The provisioning ids that XiVO gives.
const (
	leastProvisioningID = 100_000
	mostProvisioningID  = 999_999
)

// check returns an error if an identifier is none that the vendor could have given.
func (s *Script) check() error {
	for i, uuid := range s.XiVOUUIDs {
		if _, ok := xivo.ParseUUID(string(uuid)); !ok {
			return fmt.Errorf("script: XiVOUUIDs[%d]: %q is no UUID", i, uuid)
		}
	}
	for i, id := range s.XiVOProvisioningIDs {
		if id < leastProvisioningID || mostProvisioningID < id {
			return fmt.Errorf("script: XiVOProvisioningIDs[%d]: %d is not from %d to %d", i, id, leastProvisioningID, mostProvisioningID)
		}
	}
	for _, list := range []struct {
		name   string
		ids    []string
		form   *regexp.Regexp
		secret bool
	}{
		{"XiVOLineNames", s.XiVOLineNames, lineNameForm, false},
		{"VoipNowCallIDs", s.VoipNowCallIDs, callIDForm, false},
		{"VoipNowTokens", s.VoipNowTokens, opaqueForm, true},
		{"TelecomXIDs", s.TelecomXIDs, objectIDForm, false},
		{"TelecomXTokens", s.TelecomXTokens, opaqueForm, true},
		{"BroadWorksSessionIDs", s.BroadWorksSessionIDs, opaqueForm, true},
	} {
		for i, id := range list.ids {
			if list.form.MatchString(id) {
				continue
			}
			shown := strconv.Quote(id)
			if list.secret {
				shown = redacted
			}
			return fmt.Errorf("script: %s[%d]: %s is not of the form %s", list.name, i, shown, list.form)
		}
	}
	return nil
}
