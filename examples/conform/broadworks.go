package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/broadworks/broadworksclient"
	"github.com/pbxkit/pbxkit/broadworks/broadworkstest"
	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/pbxtest"
)

var broadworksVendor = vendor{
	name: "broadworks", operations: broadworkshttp.Operations(), document: broadworkshttp.OpenAPI,
	match: matchBroadWorks, check: checkBroadWorks, double: doubleBroadWorks,
}

// broadworksRoutes finds operations; it serves nothing.
var broadworksRoutes, _ = broadworkshttp.NewHandler(broadworks.New(nil), broadworkshttp.Options{})

func matchBroadWorks(r *http.Request) (string, bool) {
	m, ok := broadworksRoutes.Match(r)
	return m.Name, ok
}

// checkBroadWorks takes a token, or an account of the gateway's. What it looks at are
// users, tenant/group/user each, with commas between them and the ids escaped as in a
// URL; if writing is allowed, their music is changed and put back.
func checkBroadWorks(ctx context.Context, p pbx, writes bool) ([]result, error) {
	users, err := parseUsers(p.on)
	if err != nil {
		return nil, err
	}
	credential := broadworksclient.Token(p.token)
	if p.token == "" {
		credential = broadworksclient.Login(p.user, p.password)
	}
	svc, err := broadworksclient.New(p.url, credential, broadworksclient.WithHTTPClient(p.client))
	if err != nil {
		return nil, err
	}
	return broadworkstest.CheckEndpoint(ctx, svc, broadworkstest.Endpoint{Users: users, Writes: writes}), nil
}

func parseUsers(on string) ([]broadworks.UserRef, error) {
	var users []broadworks.UserRef
	for text := range strings.FieldsFuncSeq(on, func(r rune) bool { return r == ',' }) {
		ids := strings.Split(text, "/")
		for i := range ids {
			id, err := url.PathUnescape(ids[i])
			if err != nil || id == "" {
				return nil, fmt.Errorf("-on: %q is not tenant/group/user", text)
			}
			ids[i] = id
		}
		if len(ids) != 3 {
			return nil, fmt.Errorf("-on: %q is not tenant/group/user", text)
		}
		users = append(users, broadworks.UserRef{TenantID: ids[0], GroupID: ids[1], UserID: ids[2]})
	}
	return users, nil
}

// doubleBroadWorks has the records of the vendor's pages. What is shown and refused
// depends on who asks, so that every kind of account does; a refusal has one of several
// bodies, and all answers have a member more if the gateway's audit feature is on.
func doubleBroadWorks() (pbx, error) {
	double, err := broadworksPBX(broadworkshttp.Options{})
	if err != nil {
		return pbx{}, err
	}
	for _, username := range []string{"foouser", "readonly", "tenantadmin", "ApioUser1@sip.netaxis.be", "system"} {
		login := double
		login.token, login.user, login.password, login.also = "", username, double.password, nil
		double.also = append(double.also, login)
	}
	for _, options := range []broadworkshttp.Options{
		{ErrorBody: broadworkshttp.ErrorNested, AuditField: broadworkshttp.AuditField},
		{ErrorBody: broadworkshttp.ErrorDetails, AuditField: "_internal_record_id"}, // as one page prints it
		{ErrorBody: broadworkshttp.ErrorCore},
	} {
		other, err := broadworksPBX(options)
		if err != nil {
			return pbx{}, err
		}
		double.also = append(double.also, other)
	}
	return double, nil
}

// broadworksPBX returns a gateway in memory, with groups that have an internal source
// with a file and without one.
func broadworksPBX(options broadworkshttp.Options) (pbx, error) {
	server, err := pbxtest.New(pbxtest.InMemory(), pbxtest.WithHTTP(httpapi.Options{BroadWorks: options}))
	if err != nil {
		return pbx{}, err
	}
	codec := broadworks.G722
	err = server.BroadWorks.Seed.Load(context.Background(), &broadworks.Fixture{Groups: []broadworks.GroupRecord{
		{
			TenantID: "foo", ID: "othergroup", Announcements: []broadworks.Announcement{{Name: "one", MediaType: broadworks.WAV}},
			MusicOnHold: &broadworks.GroupMusicOnHoldInput{InternalSource: &broadworks.GroupSourceInput{SourceInput: broadworks.SourceInput{
				AudioFile: &broadworks.AudioFileInput{Name: "one"},
			}}},
		},
		{
			TenantID: "Apio", ID: "ApioGroup",
			MusicOnHold: &broadworks.GroupMusicOnHoldInput{InternalSource: &broadworks.GroupSourceInput{PreferredCodec: &codec}},
		},
	}})
	credentials := server.Credentials.BroadWorks
	return pbx{
		url: server.URL(), token: credentials.Token, password: credentials.Password, client: server.Client(),
		on: "foo/foogroup/foouser,foo/othergroup/otheruser,Apio/ApioGroup/ApioUser1@sip.netaxis.be",
	}, err
}
