package voipnowtest

import (
	"time"

	"github.com/pbxkit/pbxkit/voipnow"
)

// The accounts of the world.
var (
	admin        = voipnow.Caller{UserID: "1"}  // sees everyone
	organization = voipnow.Caller{UserID: "3"}  // the account of the organization of ann and bob
	ann          = voipnow.Caller{UserID: "12"} // 0003*210 and 0003*211
	bob          = voipnow.Caller{UserID: "13"} // 0003*024
	stranger     = voipnow.Caller{UserID: "40"} // 0004*210 and 0004*999 of another organization
)

// The calls of the world.
const (
	documented = "b817d2618fe6f1804333" // charged to 0003*210, view 01
	listed     = "b817d2618fe6f1804db1" // charged to 210, view 00
	outgoing   = "7d280cc4feae3255a497" // charged to 0003*210, view 00, to 8887777
	twoParty   = "ab00000000000000c011" // charged to 0003*300, views 00 of 0003*024 and 01 of 0003*210
	ringing    = "ab00000000000000c012" // charged to 0003*211, view 01, not answered
	foreign    = "ab00000000000000c040" // charged to 0004*210, view 01
)

// at returns the time some seconds after the calls of the documentation fixture were
// published.
func at(seconds int) time.Time {
	return time.Date(2012, time.June, 27, 16, 8, 50+seconds, 0, time.FixedZone("", 2*60*60))
}

// world returns the documentation fixture with what it takes to tell accounts and
// calls apart.
func world() *voipnow.Fixture {
	f := voipnow.Documentation()
	f.Organizations = append(f.Organizations, voipnow.Organization{ID: "4", Name: "Other", Prefix: "0004"})
	f.Users = append(f.Users,
		voipnow.User{ID: "1", Role: voipnow.RoleAdministrator},
		voipnow.User{ID: "40", OrganizationID: "4", Role: voipnow.RoleUser},
	)
	f.Extensions = append(f.Extensions,
		voipnow.Extension{Number: "0003*300", OwnerID: "3", Type: "Queue"},
		voipnow.Extension{Number: "0004*210", OwnerID: "40", Type: voipnow.TypePhoneTerminal},
		voipnow.Extension{Number: "0004*999", OwnerID: "40", Type: voipnow.TypePhoneTerminal},
	)
	f.Calls = append(f.Calls,
		voipnow.CallRecord{ID: twoParty, Extension: "0003*300", Published: at(10), Views: []voipnow.View{
			onCall("00", "0003*024"), onCall("01", "0003*210"),
		}},
		voipnow.CallRecord{ID: ringing, Extension: "0003*211", Published: at(20), Views: []voipnow.View{
			{ID: "01", Extension: "0003*211", Status: voipnow.StatusRinging, Source: []string{"0003*211"}, Destination: []string{"0003*024"}},
		}},
		voipnow.CallRecord{ID: foreign, Extension: "0004*210", Published: at(30), Views: []voipnow.View{onCall("01", "0004*210")}},
	)
	return f
}

// onCall returns a view on a call from 0003*024 to 0003*210.
func onCall(id, extension string) voipnow.View {
	return voipnow.View{
		ID: id, Extension: extension, Status: voipnow.StatusOnCall,
		Source: []string{"0003*024"}, Destination: []string{"0003*210"},
	}
}
