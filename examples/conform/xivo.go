package main

import (
	"context"
	"net/http"

	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
	"github.com/pbxkit/pbxkit/xivo/xivoclient"
	"github.com/pbxkit/pbxkit/xivo/xivotest"
)

var xivoVendor = vendor{
	name: "xivo", operations: xivohttp.Operations(), document: xivohttp.OpenAPI,
	match: matchXiVO, check: checkXiVO, double: doubleXiVO,
}

// xivoRoutes finds operations; it serves nothing.
var xivoRoutes, _ = xivohttp.NewHandler(xivo.New(nil, xivo.WithoutAuthentication()), xivohttp.Options{})

func matchXiVO(r *http.Request) (string, bool) {
	m, ok := xivoRoutes.Match(r)
	return m.Name, ok
}

func checkXiVO(ctx context.Context, p pbx, writes bool) ([]xivotest.Result, error) {
	svc, err := xivoclient.New(p.url, p.token, xivoclient.WithHTTPClient(p.client))
	if err != nil {
		return nil, err
	}
	return xivotest.CheckEndpoint(ctx, svc, xivotest.Endpoint{Writes: writes}), nil
}

// doubleXiVO has the records of the vendor's page, and some that have what those have
// not, or have not what those have: which members are optional shows in no other way.
func doubleXiVO() (pbx, error) {
	server, err := pbxtest.New(pbxtest.InMemory())
	if err != nil {
		return pbx{}, err
	}
	ctx := context.Background()
	err = server.XiVO.Seed.Load(ctx, &xivo.Fixture{
		Agents: []xivo.AgentRecord{{Number: "1003", Members: []xivo.Membership{{QueueID: 1}}}},
		Users:  []xivo.UserRecord{{LastName: "Nobody"}},
		CallbackRequests: []xivo.CallbackRequest{
			{ListUUID: "fea963f5-1920-468c-b52a-93dc88791ba8", MobilePhoneNumber: "1", AgentID: 1, VoiceMessageRef: "voice"},
			{ListUUID: "fea963f5-1920-468c-b52a-93dc88791ba8", PhoneNumber: "1"},
		},
	})
	if err == nil { // of the user of an agent, which the suite looks at
		err = server.XiVO.Preferences.Create(ctx, 1, xivo.Preference{Key: xivo.PreferredDevice, Value: "phone", ValueType: "String"})
	}
	return pbx{url: server.URL(), token: server.Credentials.XiVO.Token, client: server.Client()}, err
}
