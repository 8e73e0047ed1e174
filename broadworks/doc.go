// Package broadworks is Music On Hold on BroadWorks as the provisioning gateway
// APIO offers it: tenants with groups and users, their music, the repositories of
// announcements that it comes from, and the accounts and rights that protect
// them.
//
//	svc := broadworks.New(memstore.New(broadworks.Tables()...))
//	err := svc.Seed.Load(ctx, broadworks.Documentation())
//	caller, err := svc.Auth.As(ctx, "foouser")
//	ref := broadworks.UserRef{TenantID: "foo", GroupID: "foogroup", UserID: "foouser"}
//	music, err := svc.MusicOnHold.Update(ctx, caller, ref, broadworks.MusicOnHoldInput{IsActive: new(true)})
//
// A [Service] is a struct of small interfaces. [New] fills them with an
// implementation on a [store.DB]; anything else that fills them is a BroadWorks
// as well. What the API reads but cannot make comes from the [SeedService].
//
// Every operation is asked for by a [Caller], whose level and place decide what
// it may do: see [Operation]. The checks come in one order (assumed): the right
// and the scope, judged by the ids alone, then whether the ids exist, then the
// service, then what is asked for. Nobody learns whether an id out of reach
// exists.
//
// What the vendor's pages say is documented behaviour. Where they are silent,
// the comments say "Assumed". Every refusal is an [*Error] with the status, the
// message and the details of the vendor's answer; compare with [errors.Is] and
// the Err values.
//
// All services are safe for concurrent use. Each call applies fully or not at
// all.
package broadworks
