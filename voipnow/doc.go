// Package voipnow is the phone-call side of a VoipNow server: users and their
// extensions, and the calls in progress, which can be listed, put on hold, hung
// up and made, as the vendor's UnifiedAPI 3 describes them
// (https://wiki.4psa.com, "UnifiedAPI", resource PhoneCalls).
//
//	svc := voipnow.New(memstore.New(voipnow.Tables()...))
//	err := svc.Seed.Load(ctx, voipnow.Documentation())
//	ann := voipnow.Caller{UserID: "12"}
//	ref := voipnow.Ref{User: voipnow.Me, Extension: "0003*210", Call: "b817d2618fe6f1804333"}
//	call, err := svc.Calls.OnHold(ctx, ann, ref, "01")
//
// A [Call] is one record with its views, the call as each party sees it. A view
// can hold the call; that the other views hear music follows from it.
//
// A [Service] is a struct of small interfaces. [New] fills them with an
// implementation on a [store.DB]; anything else that fills them is a VoipNow as
// well. Records that the API reads but cannot make, such as users and extensions,
// come from the [SeedService].
//
// What the vendor's pages say is documented behaviour. Where they are silent, or
// disagree, the comments say "Assumed". Every refusal is an [*Error] with the
// status, code and message of the vendor's answer; compare with [errors.Is] and
// the Err values.
//
// All services are safe for concurrent use. Each call of a method is one
// transaction: it applies fully or not at all.
package voipnow
