package telecomxhttp

import (
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/telecomxwire"
	"github.com/pbxkit/pbxkit/telecomx"
)

// endpoint is how a route is served.
type endpoint struct {
	serve serve
	open  bool // for everyone, without a token
}

// routes are all operations. One table serves every handler of the process.
var routes = rest.Bind(telecomxwire.Operations(), map[telecomx.Operation]endpoint{
	telecomx.GetOwnSettings: {serve: getSettings},
	telecomx.GetSettings:    {serve: getSettings},
	telecomx.UpdateSettings: {serve: updateSettings},

	telecomx.ListMusicOnHold:   {serve: listMusic},
	telecomx.GetMusicOnHold:    {serve: getMusic},
	telecomx.CreateMusicOnHold: {serve: createMusic},
	telecomx.UpdateMusicOnHold: {serve: updateMusic},
	telecomx.DeleteMusicOnHold: {serve: deleteMusic},

	telecomx.Ping:          {serve: ping},
	telecomx.Login:         {serve: login, open: true},
	telecomx.LoginByQuery:  {serve: loginByQuery, open: true},
	telecomx.Logout:        {serve: logout}, // needs a token although it is below /auth
	telecomx.ValidateToken: {serve: validateToken, open: true},
})

// ownUpdate is what [Options].OwnUpdate adds.
var ownUpdate = rest.Bind([]Operation{telecomxwire.OwnUpdate()}, map[telecomx.Operation]endpoint{
	telecomx.UpdateOwnSettings: {serve: updateSettings},
})
