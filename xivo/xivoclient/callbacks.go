package xivoclient

import (
	"context"
	"net/url"

	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

type callbacks struct{ *client }

func (s callbacks) Lists(ctx context.Context, withRequest bool) ([]xivo.CallbackList, error) {
	r := request(xivo.ListCallbackLists)
	if withRequest {
		r.Query = url.Values{"withRequest": {"true"}}
	}
	return list[xivowire.CallbackList](ctx, s.client, r)
}

func (s callbacks) CreateList(ctx context.Context, name string, queueID int64) (xivo.CallbackList, error) {
	return send[xivowire.CallbackList](ctx, s.client, request(xivo.CreateCallbackList), xivowire.CallbackListInput{Name: name, QueueID: queueID})
}

func (s callbacks) DeleteList(ctx context.Context, list xivo.UUID) (xivo.CallbackList, error) {
	if err := checkList(list); err != nil {
		return xivo.CallbackList{}, err
	}
	return get[xivowire.CallbackList](ctx, s.client, request(xivo.DeleteCallbackList, string(list)))
}

// CreateRequest returns what was sent, without a UUID, if the answer does not show the
// request: the vendor's page shows no answer at all.
func (s callbacks) CreateRequest(ctx context.Context, list xivo.UUID, in xivo.CallbackInput) (xivo.CallbackRequest, error) {
	if err := checkList(list); err != nil {
		return xivo.CallbackRequest{}, err
	}
	sent := xivo.CallbackRequest{
		ListUUID: list, PhoneNumber: in.PhoneNumber, MobilePhoneNumber: in.MobilePhoneNumber,
		FirstName: in.FirstName, LastName: in.LastName, Company: in.Company, Description: in.Description,
	}
	return sendOr[xivowire.CallbackRequest](ctx, s.client, request(xivo.CreateCallbackRequest, string(list)), xivowire.CallbackInput(in), sent)
}

// ImportCSV names the character set: the vendor's framework reads text that does not
// as US-ASCII (observed).
func (s callbacks) ImportCSV(ctx context.Context, list xivo.UUID, csv []byte) error {
	if err := checkList(list); err != nil {
		return err
	}
	r := request(xivo.ImportCallbackRequests, string(list))
	r.Body, r.ContentType = csv, "text/plain; charset=utf-8"
	return s.do(ctx, r)
}

func (s callbacks) FindRequests(ctx context.Context, in xivo.Find) (xivo.Page[xivo.CallbackRequest], error) {
	return find[xivowire.CallbackRequest](ctx, s.client, xivo.FindCallbackRequests, in)
}

// checkList says what the service says of what cannot be a list's UUID. An empty one
// would be in the path of another operation.
func checkList(list xivo.UUID) error {
	if _, ok := xivo.ParseUUID(string(list)); !ok {
		return xivo.ErrNotFound.Refuse("Callback list %s not found", list)
	}
	return nil
}
