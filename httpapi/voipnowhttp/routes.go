package voipnowhttp

import (
	"net/http"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/voipnow"
)

// TokenPath is where tokens are given out.
const TokenPath = OAuthPrefix + "/token.php"

// routes are all operations, in the order of the vendor's reference. One table
// serves every handler of the process.
var routes = rest.NewTable(
	uapi(voipnow.ListPhoneCalls, http.MethodGet, "/:userId/:extension", listCalls),
	uapi(voipnow.GetPhoneCall, http.MethodGet, "/:userId/:extension/:phoneCallId", listCalls),
	uapi(voipnow.CreateSimplePhoneCall, http.MethodPost, "/:userId/simple", createSimple),
	uapi(voipnow.UpdatePhoneCalls, http.MethodPut, "/:userId/:extension", updateCalls),
	uapi(voipnow.UpdatePhoneCall, http.MethodPut, "/:userId/:extension/:phoneCallId", updateCalls),
	uapi(voipnow.HangUpPhoneCalls, http.MethodDelete, "/:userId/:extension", hangUp),
	uapi(voipnow.HangUpPhoneCall, http.MethodDelete, "/:userId/:extension/:phoneCallId", hangUp),

	rest.Route[serve]{
		Operation: rest.Operation{Name: string(voipnow.CreateToken), Method: http.MethodPost, Path: TokenPath, Evidence: rest.Observed},
		Serve:     createToken,
	},
)

// uapi is a route of the service phoneCalls, which all need a token.
func uapi(op voipnow.Operation, method, path string, s serve) rest.Route[serve] {
	return rest.Route[serve]{
		Operation: rest.Operation{Name: string(op), Method: method, Path: Prefix + "/phoneCalls" + path, Evidence: rest.Documented},
		Serve:     authorized(s),
	}
}
