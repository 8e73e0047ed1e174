package xivo

import (
	"context"
	"errors"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/internal/text"
	"github.com/pbxkit/pbxkit/store"
)

// CallbackService is the chapter "Callbacks". Assumed: the methods that take a
// list return ErrNotFound if there is none with that UUID.
type CallbackService interface {
	// Lists returns the callback lists in order of creation (assumed), each
	// with its requests that are not clotured (assumed); if withRequest, only
	// lists that have such a request (GET /1.0/callback_lists).
	Lists(ctx context.Context, withRequest bool) ([]CallbackList, error)

	// CreateList makes a list for a queue (POST /1.0/callback_lists).
	// Assumed: the queue is not checked, and lists can share a name.
	CreateList(ctx context.Context, name string, queueID int64) (CallbackList, error)

	// DeleteList removes a list with all its requests (assumed) and returns
	// it as Lists showed it (DELETE /1.0/callback_lists/:uuid).
	DeleteList(ctx context.Context, list UUID) (CallbackList, error)

	// CreateRequest adds a request to a list and returns it
	// (POST /1.0/callback_lists/:uuid/callback_requests). The answer is
	// assumed.
	CreateRequest(ctx context.Context, list UUID, in CallbackInput) (CallbackRequest, error)

	// ImportCSV adds the requests of a text whose cells are separated by |,
	// all or none (assumed): an ErrInvalidCSV names the lines that are wrong
	// (POST /1.0/callback_lists/:uuid/callback_requests/csv).
	ImportCSV(ctx context.Context, list UUID, csv []byte) error

	// FindRequests returns the requests that filters select
	// (POST /1.0/callback_requests/find). The fields are the members of a
	// request but for voiceMessageRef and preferredPeriod.
	FindRequests(ctx context.Context, find Find) (Page[CallbackRequest], error)
}

// CallbackList is a container of callback requests of one queue.
type CallbackList struct {
	UUID      UUID
	Name      string
	QueueID   int64
	Callbacks []CallbackRequest // those that are not clotured; never nil
}

// CallbackRequest is a note to call someone back before a deadline. Text that is
// empty is missing in answers.
type CallbackRequest struct {
	UUID              UUID   `json:"uuid"`
	ListUUID          UUID   `json:"listUuid"`
	PhoneNumber       string `json:"phoneNumber,omitempty"`
	MobilePhoneNumber string `json:"mobilePhoneNumber,omitempty"`
	FirstName         string `json:"firstName,omitempty"`
	LastName          string `json:"lastName,omitempty"`
	Company           string `json:"company,omitempty"`
	Description       string `json:"description,omitempty"`
	PeriodUUID        UUID   `json:"preferredPeriodUuid"`
	DueDate           Date   `json:"dueDate,omitzero"`          // when seeding, zero: tomorrow
	QueueID           int64  `json:"queueId,omitempty"`         // that of the list
	Clotured          bool   `json:"clotured,omitempty"`        // seeding only
	AgentID           int64  `json:"agentId,omitempty"`         // 0: none; seeding only
	VoiceMessageRef   string `json:"voiceMessageRef,omitempty"` // seeding only

	// PreferredPeriod is the period of PeriodUUID, in full. It is looked up
	// for each answer and not stored.
	PreferredPeriod Period `json:"-"`
}

// CallbackInput is what a request says about a callback. Assumed: text that is
// empty is missing.
type CallbackInput struct {
	PhoneNumber       string // this or the next one is required (assumed)
	MobilePhoneNumber string
	FirstName         string
	LastName          string
	Company           string
	Description       string
	DueDate           string // YYYY-MM-DD; missing: tomorrow (assumed)
	Period            string // name of a period, whatever the list (assumed); missing: the default one
}

// listRow is what is stored of a list.
type listRow struct {
	Seq     int64  `json:"seq"` // in order of creation
	UUID    UUID   `json:"uuid"`
	Name    string `json:"name"`
	QueueID int64  `json:"queueId"`
}

const (
	listSequence    = "xivo.callback_list"
	requestSequence = "xivo.callback_request"
)

var (
	listTable  = store.NewTable("xivo_callback_lists", func(l *listRow) int64 { return l.Seq }, nil)
	listByUUID = store.NewUnique(listTable, "xivo_callback_lists_uuid_key", func(l *listRow) (UUID, bool) { return l.UUID, true })
)

// requestRow is what is stored of a request.
type requestRow struct {
	Seq int64 `json:"seq"` // in order of creation
	CallbackRequest
}

// requestColumns are assumed, but for phoneNumber, which is documented.
var requestColumns = columns{
	"uuid": "uuid", "listUuid": "listUuid", "phoneNumber": "phoneNumber", "mobilePhoneNumber": "mobilePhoneNumber",
	"firstName": "firstName", "lastName": "lastName", "company": "company", "description": "description",
	"preferredPeriodUuid": "preferredPeriodUuid", "dueDate": "dueDate", "queueId": "queueId", "agentId": "agentId",
	"clotured": "clotured",
}

var requestTable = store.NewTable("xivo_callback_requests", func(r *requestRow) int64 { return r.Seq }, filter.NewFields(
	filter.Column("uuid", func(r *requestRow) UUID { return r.UUID }),
	filter.Column("listUuid", func(r *requestRow) UUID { return r.ListUUID }),
	optionalText("phoneNumber", func(r *requestRow) string { return r.PhoneNumber }),
	optionalText("mobilePhoneNumber", func(r *requestRow) string { return r.MobilePhoneNumber }),
	optionalText("firstName", func(r *requestRow) string { return r.FirstName }),
	optionalText("lastName", func(r *requestRow) string { return r.LastName }),
	optionalText("company", func(r *requestRow) string { return r.Company }),
	optionalText("description", func(r *requestRow) string { return r.Description }),
	filter.Column("preferredPeriodUuid", func(r *requestRow) UUID { return r.PeriodUUID }),
	filter.Column("dueDate", func(r *requestRow) Date { return r.DueDate }),
	filter.Column("queueId", func(r *requestRow) int64 { return r.QueueID }),
	filter.Nullable("agentId", func(r *requestRow) (int64, bool) { return r.AgentID, r.AgentID != 0 }),
	filter.Column("clotured", func(r *requestRow) bool { return r.Clotured }),
)).Index("listUuid", "phoneNumber")

var requestByUUID = store.NewUnique(requestTable, "xivo_callback_requests_uuid_key", func(r *requestRow) (UUID, bool) {
	return r.UUID, true
}).On("uuid")

// optionalText is a field that is null where the text is empty.
func optionalText[T any](name string, get func(*T) string) filter.Field[T] {
	return filter.Nullable(name, func(r *T) (string, bool) {
		s := get(r)
		return s, s != ""
	})
}

type callbacks struct{ *core }

func (s callbacks) Lists(ctx context.Context, withRequest bool) ([]CallbackList, error) {
	return view(ctx, s.core, func(tx store.ReadTx) ([]CallbackList, error) {
		rows, err := listTable.All(ctx, tx, nil)
		if err != nil {
			return nil, err
		}
		ps, err := getPeriods(ctx, tx)
		if err != nil {
			return nil, err
		}
		lists := make([]CallbackList, 0, len(rows))
		for _, row := range rows {
			list, err := row.open(ctx, tx, ps)
			if err != nil {
				return nil, err
			}
			if !withRequest || len(list.Callbacks) > 0 {
				lists = append(lists, list)
			}
		}
		return lists, nil
	})
}

// open returns a list with its requests that are not clotured.
func (l *listRow) open(ctx context.Context, tx store.ReadTx, ps periods) (CallbackList, error) {
	rows, err := requestTable.All(ctx, tx, filter.And{
		filter.Cmp{Field: "listUuid", Op: filter.Eq, Value: l.UUID},
		filter.Cmp{Field: "clotured", Op: filter.Eq, Value: false},
	})
	return CallbackList{UUID: l.UUID, Name: l.Name, QueueID: l.QueueID, Callbacks: viewAll(rows, ps.request)}, err
}

// request returns what the API shows of a request.
func (ps periods) request(r *requestRow) CallbackRequest {
	view := r.CallbackRequest
	view.PreferredPeriod, _ = ps.byUUID(r.PeriodUUID)
	return view
}

func (s callbacks) CreateList(ctx context.Context, name string, queueID int64) (CallbackList, error) {
	if err := requireText("name", name); err != nil {
		return CallbackList{}, err
	}
	return update(ctx, s.core, func(tx store.Tx) (CallbackList, error) {
		uuid, err := s.drawUUID(ctx, tx, func(u UUID) (bool, error) { return listByUUID.Has(ctx, tx, u) })
		if err != nil {
			return CallbackList{}, err
		}
		row := listRow{UUID: uuid, Name: name, QueueID: queueID}
		list := CallbackList{UUID: uuid, Name: name, QueueID: queueID, Callbacks: []CallbackRequest{}}
		return list, row.insert(ctx, tx)
	})
}

func (l *listRow) insert(ctx context.Context, tx store.Tx) (err error) {
	if l.Seq, err = tx.Next(ctx, listSequence); err != nil {
		return err
	}
	return listTable.Insert(ctx, tx, l)
}

func (c *core) drawUUID(ctx context.Context, tx store.ReadTx, taken func(UUID) (bool, error)) (UUID, error) {
	settings, err := getSettings(ctx, tx)
	if err != nil {
		return "", err
	}
	return draw(ctx, settings.Offers.UUIDs, c.ids.UUID, taken)
}

func (s callbacks) DeleteList(ctx context.Context, uuid UUID) (CallbackList, error) {
	return update(ctx, s.core, func(tx store.Tx) (CallbackList, error) {
		row, err := getList(ctx, tx, uuid)
		if err != nil {
			return CallbackList{}, err
		}
		ps, err := getPeriods(ctx, tx)
		if err != nil {
			return CallbackList{}, err
		}
		list, err := row.open(ctx, tx, ps)
		if err != nil {
			return CallbackList{}, err
		}
		return list, row.delete(ctx, tx)
	})
}

// delete removes a list with all its requests, clotured or not.
func (l *listRow) delete(ctx context.Context, tx store.Tx) error {
	requests, err := requestTable.All(ctx, tx, filter.Cmp{Field: "listUuid", Op: filter.Eq, Value: l.UUID})
	if err != nil {
		return err
	}
	for _, r := range requests {
		if err := requestTable.Delete(ctx, tx, r.Seq); err != nil {
			return err
		}
	}
	return listTable.Delete(ctx, tx, l.Seq)
}

func getList(ctx context.Context, tx store.ReadTx, uuid UUID) (*listRow, error) {
	row, err := listByUUID.Get(ctx, tx, uuid)
	if errors.Is(err, store.ErrNotFound) {
		return nil, ErrNotFound.Refuse("Callback list %s not found", text.Clip(string(uuid)))
	}
	return row, err
}

func (s callbacks) CreateRequest(ctx context.Context, list UUID, in CallbackInput) (CallbackRequest, error) {
	return update(ctx, s.core, func(tx store.Tx) (CallbackRequest, error) {
		w, err := s.newRequestWriter(ctx, tx, list)
		if err != nil {
			return CallbackRequest{}, err
		}
		row, err := w.build(in)
		if err != nil {
			return CallbackRequest{}, err
		}
		if err := w.insert(ctx, tx, row); err != nil {
			return CallbackRequest{}, err
		}
		return w.periods.request(row), nil
	})
}

func (s callbacks) FindRequests(ctx context.Context, find Find) (Page[CallbackRequest], error) {
	q, err := findQuery(find, requestColumns, requestTable.Fields())
	if err != nil {
		return Page[CallbackRequest]{}, err
	}
	return view(ctx, s.core, func(tx store.ReadTx) (Page[CallbackRequest], error) {
		ps, err := getPeriods(ctx, tx)
		if err != nil {
			return Page[CallbackRequest]{}, err
		}
		page, err := requestTable.Find(ctx, tx, q)
		return findPage(page, err, ps.request)
	})
}

// requestWriter adds requests to a list.
type requestWriter struct {
	*core
	list    *listRow
	periods periods
	today   Date
}

func (c *core) newRequestWriter(ctx context.Context, tx store.ReadTx, list UUID) (*requestWriter, error) {
	row, err := getList(ctx, tx, list)
	if err != nil {
		return nil, err
	}
	ps, err := getPeriods(ctx, tx)
	if err != nil {
		return nil, err
	}
	return &requestWriter{core: c, list: row, periods: ps, today: filter.DateOf(c.now())}, nil
}

// build checks an input and returns the request it describes, without a UUID.
func (w *requestWriter) build(in CallbackInput) (*requestRow, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	due := w.today.AddDays(1)
	if in.DueDate != "" {
		var err error
		if due, err = filter.ParseDate(in.DueDate); err != nil {
			return nil, invalid("dueDate", "expected a date of the form YYYY-MM-DD")
		}
	}
	period, ok := w.periods.choose(in.Period)
	if !ok {
		return nil, invalid("period", "unknown period '%s'", text.Clip(in.Period))
	}
	return &requestRow{CallbackRequest: CallbackRequest{
		ListUUID: w.list.UUID, PhoneNumber: in.PhoneNumber, MobilePhoneNumber: in.MobilePhoneNumber,
		FirstName: in.FirstName, LastName: in.LastName, Company: in.Company, Description: in.Description,
		PeriodUUID: period.UUID, DueDate: due, QueueID: w.list.QueueID,
	}}, nil
}

func (in CallbackInput) check() error {
	if in.PhoneNumber == "" && in.MobilePhoneNumber == "" {
		return invalid("phoneNumber", "this or mobilePhoneNumber is required")
	}
	for _, m := range []struct{ name, value string }{
		{"phoneNumber", in.PhoneNumber}, {"mobilePhoneNumber", in.MobilePhoneNumber},
		{"firstName", in.FirstName}, {"lastName", in.LastName}, {"company", in.Company},
		{"description", in.Description},
	} {
		if err := checkText(m.name, m.value); err != nil {
			return err
		}
	}
	return nil
}

// insert stores a request under a UUID of its own.
func (w *requestWriter) insert(ctx context.Context, tx store.Tx, row *requestRow) (err error) {
	row.UUID, err = draw(ctx, nil, w.ids.UUID, func(u UUID) (bool, error) { return requestByUUID.Has(ctx, tx, u) })
	if err != nil {
		return err
	}
	return w.add(ctx, tx, row)
}

// add stores a request at the end.
func (w *requestWriter) add(ctx context.Context, tx store.Tx, row *requestRow) (err error) {
	if err := keepAllDay(ctx, tx, w.periods); err != nil {
		return err
	}
	if row.Seq, err = tx.Next(ctx, requestSequence); err != nil {
		return err
	}
	return requestTable.Insert(ctx, tx, row)
}
