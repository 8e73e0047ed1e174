package xivowire

import (
	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/xivo"
)

// CallbackList is a callback list.
type CallbackList struct {
	UUID      xivo.UUID         `json:"uuid"`
	Name      string            `json:"name"`
	QueueID   int64             `json:"queueId"`
	Callbacks []CallbackRequest `json:"callbacks"`
}

func NewCallbackList(l xivo.CallbackList) CallbackList {
	return CallbackList{l.UUID, l.Name, l.QueueID, wire.List(l.Callbacks, NewCallbackRequest)}
}

func (l CallbackList) Record() xivo.CallbackList {
	return xivo.CallbackList{UUID: l.UUID, Name: l.Name, QueueID: l.QueueID, Callbacks: wire.List(l.Callbacks, CallbackRequest.Record)}
}

// CallbackRequest is a callback request.
type CallbackRequest struct {
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
	PreferredPeriod     Period    `json:"preferredPeriod"`
	AgentID             int64     `json:"agentId,omitempty"`
	VoiceMessageRef     string    `json:"voiceMessageRef,omitempty"`
}

// Period is a period.
type Period struct {
	UUID    xivo.UUID `json:"uuid"`
	Name    string    `json:"name"`
	Start   string    `json:"periodStart"`
	End     string    `json:"periodEnd"`
	Default bool      `json:"default"`
}

func NewCallbackRequest(r xivo.CallbackRequest) CallbackRequest {
	return CallbackRequest{
		UUID: r.UUID, ListUUID: r.ListUUID, PhoneNumber: r.PhoneNumber, MobilePhoneNumber: r.MobilePhoneNumber,
		FirstName: r.FirstName, LastName: r.LastName, Company: r.Company, Description: r.Description,
		PreferredPeriodUUID: r.PeriodUUID, DueDate: r.DueDate, QueueID: r.QueueID, Clotured: r.Clotured,
		PreferredPeriod: Period(r.PreferredPeriod), AgentID: r.AgentID, VoiceMessageRef: r.VoiceMessageRef,
	}
}

func (r CallbackRequest) Record() xivo.CallbackRequest {
	return xivo.CallbackRequest{
		UUID: r.UUID, ListUUID: r.ListUUID, PhoneNumber: r.PhoneNumber, MobilePhoneNumber: r.MobilePhoneNumber,
		FirstName: r.FirstName, LastName: r.LastName, Company: r.Company, Description: r.Description,
		PeriodUUID: r.PreferredPeriodUUID, DueDate: r.DueDate, QueueID: r.QueueID, Clotured: r.Clotured,
		PreferredPeriod: xivo.Period(r.PreferredPeriod), AgentID: r.AgentID, VoiceMessageRef: r.VoiceMessageRef,
	}
}

// CallbackListInput is the request of CreateCallbackList.
type CallbackListInput struct {
	Name    string `json:"name"`
	QueueID int64  `json:"queueId"`
}

// CallbackInput is the request of CreateCallbackRequest. Text that is empty is missing.
type CallbackInput struct {
	PhoneNumber       string `json:"phoneNumber,omitempty"`
	MobilePhoneNumber string `json:"mobilePhoneNumber,omitempty"`
	FirstName         string `json:"firstName,omitempty"`
	LastName          string `json:"lastName,omitempty"`
	Company           string `json:"company,omitempty"`
	Description       string `json:"description,omitempty"`
	DueDate           string `json:"dueDate,omitempty"`
	Period            string `json:"period,omitempty"`
}
