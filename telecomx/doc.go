// Package telecomx is the configuration side of the TelecomX hosted PBX: the
// settings of customers, music-on-hold classes, and the sessions and access
// levels that decide who may see and change them, as the vendor's API pages
// describe them (https://api.telecomx.dk, "API : PBX: Settings Get" and its
// siblings).
//
//	svc := telecomx.New(memstore.New(telecomx.Tables()...))
//	err := svc.Seed.Load(ctx, telecomx.Documentation())
//	caller, err := svc.Auth.Check(ctx, telecomx.Credential{Carrier: telecomx.Bearer, Value: "Bearer token-owner"})
//	settings, err := svc.Settings.Get(ctx, caller, "") // of the caller's own customer
//
// A [Service] is a struct of small interfaces, one for each chapter of the
// vendor's reference. [New] fills them with an implementation on a [store.DB];
// anything else that fills them is a TelecomX as well. Every method takes the
// [Caller] it acts for and decides by its [Level]: the rights are part of the
// rules, not of the HTTP adapter. Customers, employees, tokens and songs have no
// operations here; they come from the [SeedService].
//
// What the vendor's pages say is documented behaviour. Where they are silent, the
// comments say "Assumed". Every refusal is an [*Error] with the status, message
// and description of the vendor's answer; compare with [errors.Is] and the Err
// values.
//
// All services are safe for concurrent use. Each call is one transaction: it
// applies fully or not at all.
package telecomx
