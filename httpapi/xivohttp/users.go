package xivohttp

import (
	"context"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/xivo"
)

// user is a user on the wire; the members of a missing line are missing.
type user struct {
	FullName       string        `json:"fullName"`
	Provisioning   int64         `json:"provisioning,omitempty"`
	LineType       xivo.LineType `json:"lineType,omitempty"`
	PhoneNumber    string        `json:"phoneNumber,omitempty"`
	Entity         string        `json:"entity,omitempty"`
	MDSName        string        `json:"mdsName,omitempty"`
	MDSDisplayName string        `json:"mdsDisplayName,omitempty"`
	Labels         []string      `json:"labels"`
}

func wireUser(u xivo.User) user { return user(u) }

// contact is a contact on the wire, in the vendor's spelling.
type contact struct {
	FirstName           string   `json:"firstname"`
	LastName            string   `json:"lastname"`
	Email               string   `json:"email,omitempty"`
	MobilePhoneNumber   string   `json:"mobilephoneNumber,omitempty"`
	InternalPhoneNumber string   `json:"internalphonenumber,omitempty"`
	Labels              []string `json:"labels"`
	ExternalPhoneNumber string   `json:"externalphonenumber,omitempty"`
}

func wireContact(c xivo.Contact) contact { return contact(c) }

func listUsers(ctx context.Context, svc *xivo.Service, _ *call) (any, error) {
	list, err := svc.Users.List(ctx)
	return rest.List(list, wireUser), err
}

func findUsers(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	return find(ctx, c, svc.Users.Find, wireUser)
}

func listContacts(ctx context.Context, svc *xivo.Service, _ *call) (any, error) {
	list, err := svc.Users.Contacts(ctx)
	return rest.List(list, wireContact), err
}

func validateUser(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	o := c.object()
	username, password := o.String("username"), o.String("password")
	if c.failed(o) {
		return nil, nil
	}
	return noContent{}, svc.Users.Validate(ctx, username, password)
}

// line is a line on the wire.
type line struct {
	ID             int64         `json:"id"`
	LineType       xivo.LineType `json:"lineType"`
	Context        string        `json:"context"`
	Extension      string        `json:"extension"`
	Site           string        `json:"site"`
	Name           string        `json:"name"`
	LineNum        int64         `json:"lineNum"`
	ProvisioningID int64         `json:"provisioningId"`
}

func wireLine(l xivo.Line) line {
	return line{l.ID, l.LineType, l.Context, l.Extension, l.Site, l.Name, l.LineNum, l.ProvisioningID}
}

func lineInput(o *rest.Object) xivo.LineInput {
	return xivo.LineInput{
		LineType:  xivo.LineType(o.String("lineType")),
		Extension: o.String("extension"),
		Context:   o.String("context"),
		Site:      o.String("site"),
		Device:    o.OptString("device"),
		LineNum:   o.OptInt("lineNum"),
	}
}

func getLine(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	if c.err != nil {
		return nil, nil
	}
	l, err := svc.Lines.Get(ctx, id)
	return wireLine(l), err
}

func createLine(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	return putLine(ctx, c, svc.Lines.Create)
}

func updateLine(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	return putLine(ctx, c, svc.Lines.Update)
}

func putLine(ctx context.Context, c *call, put func(context.Context, int64, xivo.LineInput) (xivo.Line, error)) (any, error) {
	id := c.id()
	o := c.object()
	in := lineInput(o)
	if c.failed(o) {
		return nil, nil
	}
	l, err := put(ctx, id, in)
	return wireLine(l), err
}

func deleteLine(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	if c.err != nil {
		return nil, nil
	}
	return noContent{}, svc.Lines.Delete(ctx, id)
}
