package broadworkstest

import (
	"github.com/pbxkit/pbxkit/broadworks"
)

var orderPromises = []promise{
	{"of two errors, the earlier check's is reported", earlierCheckWins},
}

// earlierCheckWins asks for what is wrong in two ways each.
func earlierCheckWins(t T, svc *broadworks.Service) {
	documented(t, svc)
	unknown := broadworks.UserRef{TenantID: "foo", GroupID: "foogroup", UserID: "nobody"}
	badSelection := broadworks.MusicOnHoldInput{Source: selects("no")}
	readonly, group := as(t, svc, "readonly"), as(t, svc, "groupadmin")
	for _, c := range []struct {
		name   string
		caller broadworks.Caller
		ref    broadworks.UserRef
		in     broadworks.MusicOnHoldInput
		want   *broadworks.Error
	}{
		{"scope before read only", readonly, otheruser, broadworks.MusicOnHoldInput{}, errScope},
		{"scope before existence", group, broadworks.UserRef{TenantID: "bar", GroupID: "foogroup", UserID: "foouser"}, badSelection, errScope},
		{"read only before existence", readonly, unknown, badSelection, errReadOnly},
		{"read only before the service", readonly, nomoh, badSelection, errReadOnly},
		{"existence before values", group, unknown, badSelection, notFound("user 'nobody' not found")},
		{"the service before values", group, nomoh, badSelection, broadworks.ErrNotAssigned.Refuse("user 'nomoh' does not have Music On Hold")},
		{"values before the state they lead to", group, foouser,
			broadworks.MusicOnHoldInput{Source: plays("DELETE"), InternalSource: selects("no")},
			failed("internalSource.messageSourceSelection: expected one of [Custom Group]")},
	} {
		t.Run(c.name, func(t T) {
			refuses(t, svc, c.want, func() error { return second(svc.MusicOnHold.Update(t.Context(), c.caller, c.ref, c.in)) })
		})
	}
}
