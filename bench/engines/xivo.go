package engines

import (
	"context"
	"fmt"
	"iter"

	"github.com/pbxkit/pbxkit/bench/users"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/xivo"
)

// xivoService is package xivo's service: the same questions as a request to the PBX
// asks them, with the indexes that the package declares.
type xivoService struct{ *xivo.Service }

func openXiVO() (Engine, error) {
	return xivoService{xivo.New(memstore.New(xivo.Tables()...))}, nil
}

func (x xivoService) Load(all iter.Seq[*users.User]) error {
	var f xivo.Fixture
	for _, s := range users.Sites() {
		f.MediaServers = append(f.MediaServers, xivo.MediaServer{Name: s.Name, DisplayName: s.DisplayName})
	}
	for u := range all {
		f.Users = append(f.Users, xivoRecord(u))
	}
	return x.Seed.Load(context.Background(), &f)
}

func (x xivoService) ByPhone(phone string) (Page, error) {
	return x.find(0, xivo.Filter{Field: "phoneNumber", Operator: "=", Value: phone})
}

func (x xivoService) ByPrefix(prefix string) (Page, error) {
	return x.find(0, xivo.Filter{Field: "fullName", Operator: "like", Value: prefix + "%", Order: "ASC"})
}

func (x xivoService) ByPart(part string) (Page, error) {
	return x.find(0, xivo.Filter{Field: "fullName", Operator: "ilike", Value: "%" + part + "%"})
}

func (x xivoService) ByLabels(a, b string) (Page, error) {
	return x.find(0, xivo.Filter{Field: "label", Operator: "contains_all", List: []string{a, b}})
}

func (x xivoService) ByEntity(entity, exceptSite string, offset int) (Page, error) {
	return x.find(offset,
		xivo.Filter{Field: "entity", Operator: "=", Value: entity},
		xivo.Filter{Field: "mdsDisplayName", Operator: "!=", Value: exceptSite},
		xivo.Filter{Field: "fullName", Order: "DESC"})
}

func (x xivoService) First() (Page, error) {
	return x.find(0, xivo.Filter{Field: "fullName", Order: "ASC"})
}

func (x xivoService) find(offset int, filters ...xivo.Filter) (Page, error) {
	found, err := x.Users.Find(context.Background(), xivo.Find{Filters: filters, Offset: offset, Limit: new(Limit)})
	if err != nil {
		return Page{}, err
	}
	page := Page{Rows: make([]*users.User, len(found.List)), Total: found.Total}
	for i, u := range found.List {
		page.Rows[i] = &users.User{
			FullName: u.FullName, Entity: u.Entity, Labels: u.Labels, PhoneNumber: u.PhoneNumber,
			LineType: string(u.LineType), Site: u.MDSName, SiteName: u.MDSDisplayName, ProvisioningID: u.Provisioning,
		}
	}
	return page, nil
}

func (x xivoService) Replace(u *users.User) error {
	return x.Seed.Load(context.Background(), &xivo.Fixture{Users: []xivo.UserRecord{xivoRecord(u)}})
}

func xivoRecord(u *users.User) xivo.UserRecord {
	r := xivo.UserRecord{
		ID: u.ID, FirstName: u.FirstName, LastName: u.LastName, Login: u.Login, Entity: u.Entity, Labels: u.Labels,
		Email: u.Email, MobilePhoneNumber: u.MobileNumber,
	}
	if u.PhoneNumber != "" {
		r.Line = &xivo.Line{
			ID: u.ID, LineType: xivo.LineType(u.LineType), Context: "default", Extension: u.PhoneNumber, Site: u.Site,
			Name: fmt.Sprintf("line%d", u.ID), ProvisioningID: u.ProvisioningID,
		}
	}
	return r
}

func (x xivoService) Close() error { return nil }
