package broadworkstest

import (
	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/suite"
)

var auditPromises = []promise{
	{"records are numbered", recordsNumbered},
}

func recordsNumbered(t T, svc *broadworks.Service) {
	if svc.Audit == nil {
		t.Skip("Service.Audit is nil")
	}
	for want := range int64(3) {
		suite.Equal(t, "Record", suite.Must(svc.Audit.Record(t.Context()))(t), want+1)
	}
	suite.Equal(t, "LastAuditID", dump(t, svc).LastAuditID, int64(3))
	seed(t, svc, &broadworks.Fixture{LastAuditID: 41})
	suite.Equal(t, "Record", suite.Must(svc.Audit.Record(t.Context()))(t), int64(42))
}
