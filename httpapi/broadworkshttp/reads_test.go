package broadworkshttp_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
)

func TestWhatNobodyLooksAtIsKnown(t *testing.T) {
	const announcements = "/api/v1/tenants/foo/groups/foogroup/announcements/"
	for _, c := range []struct {
		name, method, path, body string
		status                   int
		want                     []string
	}{
		{"the update of the page", "PUT", musicPath,
			`{"isActive": true, "source": {"messageSourceSelection": "Custom", "audioFile": {"name": "My Music"}},
			  "useAlternateSourceForInternalCalls": true, "internalSource": {"messageSourceSelection": "Group", "audioFile": {"name": "DELETE"}}}`, 200, nil},
		{"members at every depth", "PUT", musicPath,
			`{"active": true, "source": {"Selection": "Custom", "audioFile": {"name": "My Music", "size": {"x": 1}}}, "internalsource": {"audioFile": {}}, "none": null}`,
			200, []string{"active", "internalsource", "none", "source.Selection", "source.audioFile.size"}},
		{"a mediaType that has no say", "PUT", musicPath, `{"internalSource": {"audioFile": {"name": "DELETE", "mediaType": "WAV", "mediatype": "WAV"}}}`,
			200, []string{"internalSource.audioFile.mediatype"}},
		{"members beside one that is null", "PUT", musicPath, `{"isActive": null, "source": {"x": 1}, "y": 1}`, 400, []string{"y"}},
		{"what a group's music shows, and does not take", "PUT", groupPath,
			`{"serviceUserId": "test_user_id", "isActiveDuringCallPark": false, "internalSource": {"audioFilePreferredCodec": "G722", "codec": "G722"}}`,
			200, []string{"internalSource.codec"}},
		{"a body of a GET", "GET", musicPath, `{"isActive": true}`, 200, []string{"isActive"}},
		{"an argument in the body", "GET", announcements, `{"addUsages": true, "AddUsages": true}`, 200, []string{"AddUsages"}},
		{"an argument in the query", "GET", announcements + "?addUsages=True&addusages=1", "", 200, []string{"?addusages"}},
		{"an argument in both", "GET", announcements + "?addUsages=true", `{"addUsages": false}`, 200, []string{"addUsages"}},
		{"a parameter where there is none", "PUT", musicPath + "?page=2", `{"isActive": true}`, 200, []string{"?page"}},
		{"a login", "POST", "/api/v1/login/", `{"username": "ApioUser1@sip.netaxis.be", "password": "IAmAStrongPassword", "provide_basic_profile": true}`,
			200, nil},
		{"nothing", "PUT", musicPath, "", 200, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			resttest.ExpectUnread(t, newSystem(t, broadworkshttp.Options{}), request(c.method, c.path, c.body), c.status, c.want...)
		})
	}
}
