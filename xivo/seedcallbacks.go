package xivo

import (
	"context"
	"errors"
	"fmt"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/internal/text"
	"github.com/pbxkit/pbxkit/store"
)

func (l *loader) period(ctx context.Context, p Period) error {
	if err := p.check(); err != nil {
		return err
	}
	p.UUID, _ = ParseUUID(string(p.UUID))
	if p.Default {
		if err := l.clearDefault(ctx); err != nil {
			return err
		}
	}
	row, err := periodByUUID.Get(ctx, l.tx, p.UUID)
	if errors.Is(err, store.ErrNotFound) {
		return insertPeriod(ctx, l.tx, p)
	}
	if err != nil {
		return err
	}
	row.Period = p
	return periodTable.Replace(ctx, l.tx, row)
}

func (l *loader) clearDefault(ctx context.Context) error {
	rows, err := periodTable.All(ctx, l.tx, nil)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.Default {
			row.Default = false
			if err := periodTable.Replace(ctx, l.tx, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkDefaultPeriod refuses periods none of which is the default.
func (l *loader) checkDefaultPeriod(ctx context.Context) error {
	ps, err := getPeriods(ctx, l.tx)
	if err != nil {
		return err
	}
	if _, ok := ps.choose(""); !ok {
		return errors.New("one of them must be the default")
	}
	return nil
}

func (l *loader) removePeriod(ctx context.Context, uuid UUID) error {
	row, err := periodByUUID.Get(ctx, l.tx, uuid)
	if err != nil {
		return err
	}
	if row.Default {
		return errors.New("the default period cannot be removed")
	}
	used, err := requestTable.Count(ctx, l.tx, filter.Cmp{Field: "preferredPeriodUuid", Op: filter.Eq, Value: uuid})
	if err != nil {
		return err
	}
	if used > 0 {
		return fmt.Errorf("in use by %d callback requests", used)
	}
	return periodTable.Delete(ctx, l.tx, row.Seq)
}

func (l *loader) callbackList(ctx context.Context, in CallbackListRef) error {
	if err := requireText("name", in.Name); err != nil {
		return err
	}
	if in.UUID == "" {
		uuid, err := l.drawUUID(ctx, l.tx, func(u UUID) (bool, error) { return listByUUID.Has(ctx, l.tx, u) })
		if err != nil {
			return err
		}
		in.UUID = uuid
	}
	uuid, ok := ParseUUID(string(in.UUID))
	if !ok {
		return invalid("uuid", "expected a UUID")
	}
	row, err := listByUUID.Get(ctx, l.tx, uuid)
	switch {
	case errors.Is(err, store.ErrNotFound):
		row = &listRow{UUID: uuid, Name: in.Name, QueueID: in.QueueID}
		return row.insert(ctx, l.tx)
	case err != nil:
		return err
	}
	row.Name, row.QueueID = in.Name, in.QueueID
	if err := listTable.Replace(ctx, l.tx, row); err != nil {
		return err
	}
	return l.moveRequests(ctx, row)
}

// moveRequests gives the requests of a list the list's queue.
func (l *loader) moveRequests(ctx context.Context, list *listRow) error {
	requests, err := requestTable.All(ctx, l.tx, filter.And{
		filter.Cmp{Field: "listUuid", Op: filter.Eq, Value: list.UUID},
		filter.Cmp{Field: "queueId", Op: filter.Ne, Value: list.QueueID},
	})
	if err != nil {
		return err
	}
	for _, r := range requests {
		r.QueueID = list.QueueID
		if err := requestTable.Replace(ctx, l.tx, r); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) callbackRequest(ctx context.Context, in CallbackRequest) error {
	listUUID, ok := ParseUUID(string(in.ListUUID))
	if !ok {
		return invalid("listUuid", "expected a UUID")
	}
	w, err := l.newRequestWriter(ctx, l.tx, listUUID)
	if err != nil {
		return err
	}
	row, err := w.build(CallbackInput{
		PhoneNumber: in.PhoneNumber, MobilePhoneNumber: in.MobilePhoneNumber, FirstName: in.FirstName,
		LastName: in.LastName, Company: in.Company, Description: in.Description,
	})
	if err != nil {
		return err
	}
	if err := checkText("voiceMessageRef", in.VoiceMessageRef); err != nil {
		return err
	}
	if in.AgentID < 0 {
		return invalid("agentId", "must not be negative")
	}
	row.Clotured, row.AgentID, row.VoiceMessageRef = in.Clotured, in.AgentID, in.VoiceMessageRef
	if in.DueDate != (Date{}) {
		if !in.DueDate.IsValid() {
			return invalid("dueDate", "%v is not a date", in.DueDate)
		}
		row.DueDate = in.DueDate
	}
	if in.PeriodUUID != "" {
		uuid, _ := ParseUUID(string(in.PeriodUUID))
		if _, ok := w.periods.byUUID(uuid); !ok {
			return invalid("preferredPeriodUuid", "unknown period '%s'", text.Clip(string(in.PeriodUUID)))
		}
		row.PeriodUUID = uuid
	}
	if in.QueueID != 0 && in.QueueID != row.QueueID {
		return invalid("queueId", "the queue of the list is %d", row.QueueID)
	}
	return l.putRequest(ctx, w, row, in.UUID)
}

// putRequest stores a request under a UUID, or one of its own if that is "".
func (l *loader) putRequest(ctx context.Context, w *requestWriter, row *requestRow, in UUID) error {
	if in == "" {
		return w.insert(ctx, l.tx, row)
	}
	uuid, ok := ParseUUID(string(in))
	if !ok {
		return invalid("uuid", "expected a UUID")
	}
	row.UUID = uuid
	before, err := requestByUUID.Get(ctx, l.tx, uuid)
	switch {
	case err == nil:
		row.Seq = before.Seq
		return requestTable.Replace(ctx, l.tx, row)
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	return w.add(ctx, l.tx, row)
}

func (l *loader) removeRequest(ctx context.Context, uuid UUID) error {
	row, err := requestByUUID.Get(ctx, l.tx, uuid)
	if err != nil {
		return err
	}
	return requestTable.Delete(ctx, l.tx, row.Seq)
}
