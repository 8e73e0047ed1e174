package xivohttp

import (
	"context"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/xivo"
)

// callbackList is a callback list on the wire.
type callbackList struct {
	UUID      xivo.UUID         `json:"uuid"`
	Name      string            `json:"name"`
	QueueID   int64             `json:"queueId"`
	Callbacks []callbackRequest `json:"callbacks"`
}

// callbackRequest is a callback request on the wire.
type callbackRequest struct {
	UUID                xivo.UUID `json:"uuid"`
	ListUUID            xivo.UUID `json:"listUuid"`
	PhoneNumber         string    `json:"phoneNumber,omitempty"`
	MobilePhoneNumber   string    `json:"mobilePhoneNumber,omitempty"`
	FirstName           string    `json:"firstName,omitempty"`
	LastName            string    `json:"lastName,omitempty"`
	Company             string    `json:"company,omitempty"`
	Description         string    `json:"description,omitempty"`
	PreferredPeriodUUID xivo.UUID `json:"preferredPeriodUuid"`
	DueDate             xivo.Date `json:"dueDate"`
	QueueID             int64     `json:"queueId"`
	Clotured            bool      `json:"clotured"`
	PreferredPeriod     period    `json:"preferredPeriod"`
	AgentID             int64     `json:"agentId,omitempty"`
	VoiceMessageRef     string    `json:"voiceMessageRef,omitempty"`
}

// period is a period on the wire.
type period struct {
	UUID    xivo.UUID `json:"uuid"`
	Name    string    `json:"name"`
	Start   string    `json:"periodStart"`
	End     string    `json:"periodEnd"`
	Default bool      `json:"default"`
}

func wireCallbackList(l xivo.CallbackList) callbackList {
	return callbackList{l.UUID, l.Name, l.QueueID, rest.List(l.Callbacks, wireCallbackRequest)}
}

func wireCallbackRequest(r xivo.CallbackRequest) callbackRequest {
	return callbackRequest{
		UUID: r.UUID, ListUUID: r.ListUUID, PhoneNumber: r.PhoneNumber, MobilePhoneNumber: r.MobilePhoneNumber,
		FirstName: r.FirstName, LastName: r.LastName, Company: r.Company, Description: r.Description,
		PreferredPeriodUUID: r.PeriodUUID, DueDate: r.DueDate, QueueID: r.QueueID, Clotured: r.Clotured,
		PreferredPeriod: period(r.PreferredPeriod), AgentID: r.AgentID, VoiceMessageRef: r.VoiceMessageRef,
	}
}

func listCallbackLists(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	withRequest := c.queryBool("withRequest")
	if c.err != nil {
		return nil, nil
	}
	lists, err := svc.Callbacks.Lists(ctx, withRequest)
	return rest.List(lists, wireCallbackList), err
}

func createCallbackList(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	o := c.object()
	name, queueID := o.String("name"), o.Int("queueId")
	if c.failed(o) {
		return nil, nil
	}
	list, err := svc.Callbacks.CreateList(ctx, name, queueID)
	return wireCallbackList(list), err
}

func deleteCallbackList(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	uuid := c.uuid("uuid")
	if c.err != nil {
		return nil, nil
	}
	list, err := svc.Callbacks.DeleteList(ctx, uuid)
	return wireCallbackList(list), err
}

func createCallbackRequest(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	list := c.uuid("listUuid")
	o := c.object()
	in := xivo.CallbackInput{
		PhoneNumber: o.StringOr("phoneNumber", ""), MobilePhoneNumber: o.StringOr("mobilePhoneNumber", ""),
		FirstName: o.StringOr("firstName", ""), LastName: o.StringOr("lastName", ""),
		Company: o.StringOr("company", ""), Description: o.StringOr("description", ""),
		DueDate: o.StringOr("dueDate", ""), Period: o.StringOr("period", ""),
	}
	if c.failed(o) {
		return nil, nil
	}
	r, err := svc.Callbacks.CreateRequest(ctx, list, in)
	return wireCallbackRequest(r), err
}

func importCallbackRequests(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	list := c.uuid("listUuid")
	csv := c.csv()
	if c.err != nil {
		return nil, nil
	}
	return emptyText{}, svc.Callbacks.ImportCSV(ctx, list, csv)
}

func findCallbackRequests(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	return find(ctx, c, svc.Callbacks.FindRequests, wireCallbackRequest)
}
