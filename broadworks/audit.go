package broadworks

import (
	"context"

	"github.com/pbxkit/pbxkit/store"
)

// AuditService numbers answers for the gateway's optional audit feature.
type AuditService interface {
	// Record returns the id of the record of one more answer. Assumed: they
	// are numbered from 1.
	Record(ctx context.Context) (int64, error)
}

const auditSequence = "broadworks.audit"

type audit struct{ *core }

func (s audit) Record(ctx context.Context) (int64, error) {
	return update(ctx, s.core, func(tx store.Tx) (int64, error) { return tx.Next(ctx, auditSequence) })
}
