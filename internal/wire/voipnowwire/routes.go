// Package voipnowwire is what VoipNow's UnifiedAPI and its clients agree on: the routes,
// and the shapes of bodies and errors. The types of answers have Record, which is what
// they stand for. They are written as a server does and read as a client has to: what
// the vendor's documents print in two forms, such as a status with and without quotes,
// is read in both. The types of requests are for clients: a server reads members one by
// one.
package voipnowwire

import (
	"net/http"

	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/voipnow"
)

// The paths below which all operations are, and the one where tokens are given out.
const (
	Prefix      = "/uapi"
	OAuthPrefix = "/oauth"
	TokenPath   = OAuthPrefix + "/token.php"
)

// CallsPath is the path of the service phoneCalls.
const CallsPath = Prefix + "/phoneCalls"

// Operations returns all operations, in the order of the vendor's reference.
func Operations() []wire.Operation {
	return []wire.Operation{
		calls(voipnow.ListPhoneCalls, http.MethodGet, "/:userId/:extension"),
		calls(voipnow.GetPhoneCall, http.MethodGet, "/:userId/:extension/:phoneCallId"),
		calls(voipnow.CreateSimplePhoneCall, http.MethodPost, "/:userId/simple"),
		calls(voipnow.UpdatePhoneCalls, http.MethodPut, "/:userId/:extension"),
		calls(voipnow.UpdatePhoneCall, http.MethodPut, "/:userId/:extension/:phoneCallId"),
		calls(voipnow.HangUpPhoneCalls, http.MethodDelete, "/:userId/:extension"),
		calls(voipnow.HangUpPhoneCall, http.MethodDelete, "/:userId/:extension/:phoneCallId"),
		{Name: string(voipnow.CreateToken), Method: http.MethodPost, Path: TokenPath, Evidence: wire.Observed},
	}
}

func calls(op voipnow.Operation, method, path string) wire.Operation {
	return wire.Operation{Name: string(op), Method: method, Path: CallsPath + path, Evidence: wire.Documented}
}
