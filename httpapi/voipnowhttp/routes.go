package voipnowhttp

import (
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/voipnowwire"
	"github.com/pbxkit/pbxkit/voipnow"
)

// TokenPath is where tokens are given out.
const TokenPath = voipnowwire.TokenPath

// routes are all operations. One table serves every handler of the process.
var routes = rest.Bind(voipnowwire.Operations(), map[voipnow.Operation]serve{
	voipnow.ListPhoneCalls:        authorized(listCalls),
	voipnow.GetPhoneCall:          authorized(listCalls),
	voipnow.CreateSimplePhoneCall: authorized(createSimple),
	voipnow.UpdatePhoneCalls:      authorized(updateCalls),
	voipnow.UpdatePhoneCall:       authorized(updateCalls),
	voipnow.HangUpPhoneCalls:      authorized(hangUp),
	voipnow.HangUpPhoneCall:       authorized(hangUp),
	voipnow.CreateToken:           createToken,
})
