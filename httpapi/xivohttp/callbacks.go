package xivohttp

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

func listCallbackLists(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	withRequest := c.queryBool("withRequest")
	if c.err != nil {
		return nil, nil
	}
	lists, err := svc.Callbacks.Lists(ctx, withRequest)
	return wire.List(lists, xivowire.NewCallbackList), err
}

func createCallbackList(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	o := c.object()
	name, queueID := o.String("name"), o.Int("queueId")
	if c.failed(o) {
		return nil, nil
	}
	list, err := svc.Callbacks.CreateList(ctx, name, queueID)
	return xivowire.NewCallbackList(list), err
}

func deleteCallbackList(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	uuid := c.uuid("uuid")
	if c.err != nil {
		return nil, nil
	}
	list, err := svc.Callbacks.DeleteList(ctx, uuid)
	return xivowire.NewCallbackList(list), err
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
	return xivowire.NewCallbackRequest(r), err
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
	return find(ctx, c, svc.Callbacks.FindRequests, xivowire.NewCallbackRequest)
}
