package pbxtest

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"github.com/pbxkit/pbxkit/voipnow"
)

// The organization that is generated. Its account has the first token.
const (
	generatedOrganization = "1"
	generatedPrefix       = "0003"
)

func (g *generator) voipnow() *voipnow.Fixture {
	return &voipnow.Fixture{
		Clock:         g.at,
		Organizations: []voipnow.Organization{{ID: generatedOrganization, Name: "Alderbrook Telecom", Prefix: generatedPrefix}},
		Users:         records(g.Extensions, g.account),
		Extensions:    records(g.Extensions, g.extension),
		Apps:          []voipnow.App{{ClientID: "pbxtest-app", ClientSecret: DefaultPassword, UserID: generatedOrganization, Trusted: true}},
		Tokens:        []voipnow.Token{{Value: DefaultToken, UserID: generatedOrganization}},
		Calls:         g.calls(),
	}
}

// account returns a user, whose id is a number as the vendor's are.
func (g *generator) account(i int) voipnow.User {
	return voipnow.User{ID: accountID(i), OrganizationID: generatedOrganization, Role: voipnow.RoleUser}
}

func accountID(i int) string { return strconv.Itoa(100 + i) }

// extension returns an extension with the number that the same person has at XiVO.
func (g *generator) extension(i int) voipnow.Extension {
	return voipnow.Extension{Number: g.extended(i), OwnerID: accountID(i), Type: voipnow.TypePhoneTerminal}
}

func (g *generator) extended(i int) string { return generatedPrefix + "*" + g.number(i) }

// calls takes at least one extension.
func (g *generator) calls() []voipnow.CallRecord {
	if g.Extensions == 0 {
		return nil
	}
	return records(g.Calls, g.call)
}

// call returns a call that is, in turn, one between extensions, one to a public
// number, one on hold, and one from a public number that rings.
func (g *generator) call(i int) voipnow.CallRecord {
	own, outside := g.extended(i%g.Extensions), g.phone(landline, i)
	other := g.extended((i + 1 + g.roll(topicOtherSide, i, g.Extensions)) % g.Extensions)
	published := g.at.Add(-time.Duration(1+g.roll(topicCallTime, i, 600)) * time.Second)
	c := voipnow.CallRecord{ID: g.callID(i), Extension: own, Published: published, Answered: published}
	switch i % 4 {
	case 0:
		c.Views = viewsOf(published, voipnow.FlowLocal, own, other, own, other)
	case 1:
		c.Views = viewsOf(published, voipnow.FlowOutgoing, own, outside, own)
	case 2:
		c.Views = viewsOf(published, voipnow.FlowOutgoing, own, outside, own)
		c.Views[0].Held = g.at
	case 3:
		c.Views = viewsOf(published, voipnow.FlowIncoming, outside, own, own)
		ring(&c)
	}
	return c
}

// callID returns 20 hex digits, as the vendor's ids are.
func (g *generator) callID(i int) string {
	var b [10]byte
	binary.BigEndian.PutUint64(b[:], mix(g.Seed, topicCallID, i))
	binary.BigEndian.PutUint16(b[8:], uint16(i))
	return hex.EncodeToString(b[:])
}

// viewsOf returns the views that extensions have of a call that was answered as it
// began.
func viewsOf(began time.Time, flow voipnow.Flow, source, destination string, extensions ...string) []voipnow.View {
	return records(len(extensions), func(i int) voipnow.View {
		return voipnow.View{
			ID: fmt.Sprintf("%02d", i), Extension: extensions[i], Answered: began, Flow: flow, Status: voipnow.StatusOnCall,
			Source: []string{source}, Destination: []string{destination},
		}
	})
}

// ring makes a call one that nobody has answered.
func ring(c *voipnow.CallRecord) {
	c.Answered = time.Time{}
	for i := range c.Views {
		v := &c.Views[i]
		v.Status, v.Answered, v.Ringing = voipnow.StatusRinging, time.Time{}, c.Published
	}
}
