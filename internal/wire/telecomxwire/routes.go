// Package telecomxwire is what a TelecomX and its clients agree on: the routes, and the
// shapes of bodies and errors. The types of answers have Record, which is what they
// stand for; New and the type's name is the way back. The types of requests are for
// clients: a server reads members one by one, so that it can say what is wrong with
// which.
package telecomxwire

import (
	"net/http"

	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/telecomx"
)

// Operations returns all operations, in the order of the vendor's reference.
func Operations() []wire.Operation {
	return []wire.Operation{
		get(telecomx.GetOwnSettings, "/pbx/settings"),
		get(telecomx.GetSettings, "/pbx/settings/:customer"),
		post(telecomx.UpdateSettings, "/pbx/settings/:customer"), // no PUT or PATCH

		get(telecomx.ListMusicOnHold, "/pbx/musiconhold"),
		get(telecomx.GetMusicOnHold, "/pbx/musiconhold/:id"),
		post(telecomx.CreateMusicOnHold, "/pbx/musiconhold"),
		post(telecomx.UpdateMusicOnHold, "/pbx/musiconhold/:id"),
		assumed(operation(http.MethodDelete, telecomx.DeleteMusicOnHold, "/pbx/musiconhold/:id")),

		get(telecomx.Ping, "/ping"),
		post(telecomx.Login, "/auth/login"),
		get(telecomx.LoginByQuery, "/auth/login"),
		get(telecomx.Logout, "/auth/logout"),
		get(telecomx.ValidateToken, "/auth/validateToken"),
	}
}

// OwnUpdate returns the operation that a server may have beside them. The form without
// an id is documented for GET only.
func OwnUpdate() wire.Operation { return post(telecomx.UpdateOwnSettings, "/pbx/settings") }

func get(op telecomx.Operation, path string) wire.Operation {
	return operation(http.MethodGet, op, path)
}

func post(op telecomx.Operation, path string) wire.Operation {
	return operation(http.MethodPost, op, path)
}

func operation(method string, op telecomx.Operation, path string) wire.Operation {
	return wire.Operation{Name: string(op), Method: method, Path: path, Evidence: wire.Documented}
}

// assumed marks an operation that no page describes.
func assumed(op wire.Operation) wire.Operation {
	op.Evidence = wire.Assumed
	return op
}
