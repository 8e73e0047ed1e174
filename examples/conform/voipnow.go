package main

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/voipnow/voipnowclient"
	"github.com/pbxkit/pbxkit/voipnow/voipnowtest"
)

// voipnowVendor takes a token, or an app's id and secret as user and password. What to look
// at is user/extension/call/view, such as @me/0003*210; the latter two, of a call that may be
// put on hold, are for -writes.
var voipnowVendor = vendor{
	name: "voipnow", operations: voipnowhttp.Operations(), document: voipnowhttp.OpenAPI,
	match: matchVoipNow, check: checkVoipNow, double: doubleVoipNow,
}

// voipnowRoutes finds operations; it serves nothing.
var voipnowRoutes, _ = voipnowhttp.NewHandler(voipnow.New(nil), voipnowhttp.Options{})

func matchVoipNow(r *http.Request) (string, bool) {
	m, ok := voipnowRoutes.Match(r)
	return m.Name, ok
}

func checkVoipNow(ctx context.Context, p pbx, writes bool) ([]voipnowtest.Result, error) {
	credential, app := voipnowclient.Token(p.token), voipnow.GrantRequest{}
	if p.user != "" {
		credential = voipnowclient.App(p.user, p.password)
		app = voipnow.GrantRequest{GrantType: "client_credentials", ClientID: p.user, ClientSecret: p.password}
	}
	svc, err := voipnowclient.New(p.url, credential, voipnowclient.WithHTTPClient(p.client))
	if err != nil {
		return nil, err
	}
	// A login is no promise of the suite: it must not count for the first one.
	_ = svc.Calls.Check(ctx, voipnow.Caller{}, voipnow.Ref{User: voipnow.Me, Extension: voipnow.Self})
	on := append(strings.Split(p.on, "/"), "", "", "")
	return voipnowtest.CheckEndpoint(ctx, svc, voipnowtest.Endpoint{
		Writes: writes, Calls: voipnow.Ref{User: on[0], Extension: on[1], Call: on[2]}, View: on[3], App: app,
	}), nil
}

// doubleVoipNow has the calls of the vendor's pages, and two that have what those have not,
// or have not what those have: which members are optional shows in no other way.
func doubleVoipNow() (pbx, error) {
	server, err := pbxtest.New(pbxtest.InMemory())
	if err != nil {
		return pbx{}, err
	}
	at := voipnow.Documentation().Clock
	held := voipnow.View{
		ID: "00", Extension: "0003*210", Answered: at, Ringing: at, Recording: at, Parked: at, Held: at, ParkedBy: "0003*210",
		ParkedPos: new(int64(1)), Disposition: new(int64(0)), Flow: voipnow.FlowIncoming, Status: voipnow.StatusOnCall,
		CallerID: "1", Source: []string{"1"}, Destination: []string{"0003*210"},
	}
	err = server.VoipNow.Seed.Load(context.Background(), &voipnow.Fixture{Calls: []voipnow.CallRecord{
		{ID: "full", Extension: "0003*210", Answered: at, Published: at.Add(time.Second), Nonce: "n", Views: []voipnow.View{held}},
		{ID: "bare", Extension: "0003*210", Published: at.Add(2 * time.Second)},
	}})
	of := server.Credentials.VoipNow
	return pbx{
		url: server.URL(), user: of.ClientID, password: of.ClientSecret, on: "@me/0003*210/b817d2618fe6f1804333/01", client: server.Client(),
	}, err
}
