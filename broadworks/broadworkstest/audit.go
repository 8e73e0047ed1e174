package broadworkstest

import (
	"testing"

	"github.com/pbxkit/pbxkit/broadworks"
)

var auditPromises = []promise{
	{"records are numbered", recordsNumbered},
}

func recordsNumbered(t *testing.T, svc *broadworks.Service) {
	if svc.Audit == nil {
		t.Skip("Service.Audit is nil")
	}
	for want := range int64(3) {
		equal(t, "Record", must(svc.Audit.Record(t.Context()))(t), want+1)
	}
	equal(t, "LastAuditID", dump(t, svc).LastAuditID, int64(3))
	seed(t, svc, &broadworks.Fixture{LastAuditID: 41})
	equal(t, "Record", must(svc.Audit.Record(t.Context()))(t), int64(42))
}
