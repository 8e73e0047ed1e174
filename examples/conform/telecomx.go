package main

import (
	"context"
	"errors"
	"net/http"

	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/telecomx/telecomxclient"
	"github.com/pbxkit/pbxkit/telecomx/telecomxtest"
)

var telecomxVendor = vendor{
	name: "telecomx", operations: telecomxhttp.Operations(), document: telecomxhttp.OpenAPI,
	match: matchTelecomX, check: checkTelecomX, double: doubleTelecomX,
}

// telecomxRoutes finds operations; it serves nothing.
var telecomxRoutes, _ = telecomxhttp.NewHandler(telecomx.New(nil), telecomxhttp.Options{})

func matchTelecomX(r *http.Request) (string, bool) {
	m, ok := telecomxRoutes.Match(r)
	return m.Name, ok
}

// checkTelecomX takes a token, or an employee's login. What it looks at is the id of a
// customer; if writing is allowed, the language in its settings is changed and put back.
func checkTelecomX(ctx context.Context, p pbx, writes bool) ([]result, error) {
	credential := telecomxclient.Token(p.token)
	if p.token == "" {
		credential = telecomxclient.Login(p.user, p.password)
	}
	svc, err := telecomxclient.New(p.url, credential, telecomxclient.WithHTTPClient(p.client))
	if err != nil {
		return nil, err
	}
	if _, err := svc.Settings.Get(ctx, telecomx.Caller{}, ""); isUnauthorized(err) {
		return nil, errCredential
	}
	token := p.token
	if token == "" {
		// If it fails, the promises say why.
		session, _ := svc.Sessions.Login(ctx, telecomx.LoginInput{Username: p.user, Password: p.password})
		token = session.Token
	}
	return telecomxtest.CheckEndpoint(ctx, svc, telecomxtest.Endpoint{Token: token, Customer: p.on, Writes: writes}), nil
}

func isUnauthorized(err error) bool {
	e, ok := errors.AsType[*telecomx.Error](err)
	return ok && e.Status == http.StatusUnauthorized
}

// doubleTelecomX has the records of the vendor's pages. What is refused or hidden depends
// on who asks, so that a few of them do. Members without a value may be null or left out,
// so that there is one of each kind.
func doubleTelecomX() (pbx, error) {
	double, err := telecomxPBX(telecomxhttp.EmptiesNull)
	if err != nil {
		return pbx{}, err
	}
	short, err := telecomxPBX(telecomxhttp.EmptiesOmit)
	if err != nil {
		return pbx{}, err
	}
	as := func(p pbx, token, customer string) pbx {
		p.token, p.on = token, customer
		return p
	}
	byLogin := as(double, "", "")
	byLogin.user, byLogin.password = "user@domain.com", "mysecret password"
	double.also = []pbx{
		byLogin, as(double, "token-personal", ""), as(double, "token-reseller", ""), as(double, "token-reseller", telecomxCustomer), as(double, "unnamed", ""),
		as(short, "token-owner", telecomxCustomer), as(short, "token-reseller", ""), as(short, "unnamed", ""),
	}
	return double, nil
}

const telecomxCustomer = "1234567890ABCDEF12345678" // of the documents

// telecomxPBX returns a PBX in memory, with an employee of no language, and a customer
// who has every setting.
func telecomxPBX(empties telecomxhttp.Empties) (pbx, error) {
	server, err := pbxtest.New(pbxtest.InMemory(), pbxtest.WithHTTP(httpapi.Options{TelecomX: telecomxhttp.Options{Empties: empties}}))
	if err != nil {
		return pbx{}, err
	}
	f := telecomx.Documentation()
	f.Customers[2].Settings = f.Customers[0].Settings
	f.Customers[2].Settings.DefaultMusicOnHold = f.MusicOnHold[2].ID
	f.Customers[2].Settings.VoicemailBreakout = "12345678901234567890EEEE"
	f.Employees = []telecomx.Employee{{ID: "52f4fd7734697b28ccaf0110", Customer: f.Customers[2].ID, Username: "unnamed@example.com", Level: telecomx.Manager}}
	f.Tokens = []telecomx.Token{{Value: "unnamed", Employee: f.Employees[0].ID, Machine: true}}
	return pbx{url: server.URL(), token: "token-owner", on: telecomxCustomer, client: server.Client()}, server.TelecomX.Seed.Load(context.Background(), f)
}
