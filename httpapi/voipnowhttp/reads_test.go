package voipnowhttp_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/voipnow"
)

func TestWhatNobodyLooksAtIsKnown(t *testing.T) {
	for _, c := range []struct {
		name, method, target, body string
		status                     int
		want                       []string
	}{
		{"the request of the OnHold page", "PUT", documentedPath, onHold, 200, nil},
		{"members of an action", "PUT", documentedPath,
			`{"action": "OnHold", "phoneCallViewId": "01", "Action": "OffHold", "sendCallTo": null, "nonce": {"x": 1}}`,
			200, []string{"Action", "nonce", "sendCallTo"}},
		{"members of an action that is refused", "PUT", documentedPath, `{"action": "Fly", "phoneCallViewId": "01", "height": 1}`, 501, []string{"height"}},
		{"the request of the page of simple calls", "POST", "/uapi/phoneCalls/@me/simple",
			`{"extension":"210","phoneCallView":[{"source":["5354353","5302040"],"destination":["5353535"],"callerId":"John Doe <4242425>"}],"nonce":"7f3a"}`,
			200, nil},
		{"members of a new call", "POST", "/uapi/phoneCalls/@me/simple?waitForPickup=25&waitforpickup=25",
			`{"extension": "210", "phoneCallView": [{"source": "1", "destination": ["2", {"x": 1}], "callerID": "A", "status": "3", "flow": {"x": 1}}], "published": ""}`,
			400, []string{"?waitforpickup", "phoneCallView[0].flow", "phoneCallView[0].status", "published"}},
		{"parameters of a list", "GET",
			"/uapi/phoneCalls/@me/0003*210?count=5&startIndex=0&filterBy=id&filterOp=startsWith&filterValue=b&sortOrder=ascending&fields=id&Count=1&page=2",
			"", 200, []string{"?Count", "?page"}},
		{"links to pages repeat all parameters, and look at none", "GET", "/uapi/phoneCalls/@me/0003*210?count=1&startIndex=1&page=2", "", 200, []string{"?page"}},
		{"parameters of a hang-up", "DELETE", "/uapi/phoneCalls/@me/0003*210?phoneNumber=024&phonenumber=024", "", 200, []string{"?phonenumber"}},
		{"a credential beside the header", "PUT", documentedPath + "?accessRequestToken=other", onHold, 200, []string{"?accessRequestToken"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			resttest.ExpectUnread(t, newPBX(t), request(c.method, c.target, c.body), c.status, c.want...)
		})
	}
}

func TestACredentialInTheQueryIsLookedAt(t *testing.T) {
	for target, want := range map[string][]string{
		documentedPath + "?accessRequestToken=" + docsToken + "&count=1&pgae=2":   {"?pgae"},
		documentedPath + "?accessRequestToken=" + docsToken + "&fields=id&fields": nil,
	} {
		resttest.ExpectUnread(t, newPBX(t), httptest.NewRequest("GET", target, nil), 200, want...)
	}
}

func TestFieldsThatNobodyLooksAtAreKnown(t *testing.T) {
	const urlencoded, parts = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
	part := func(name, value string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	for _, c := range []struct {
		name, target, contentType, body string
		status                          int
		want                            []string
	}{
		{"a form", "/oauth/token.php", urlencoded,
			"grant_type=client_credentials&client_id=example-app&client_secret=example-secret&scope=all&clientId=x", 200,
			[]string{"form: clientId", "form: scope"}},
		{"a form in parts", "/oauth/token.php", parts,
			part("grant_type", "client_credentials") + part("client_id", "example-app") + part("client_secret", "example-secret") + part("scope", "all") + "--b--\r\n", 200,
			[]string{"form: scope"}},
		{"what belongs into the form", "/oauth/token.php?client_id=example-app", urlencoded, "grant_type=client_credentials", 400, []string{"?client_id"}},
		{"no form", "/oauth/token.php", parts, "grant_type=client_credentials", 400, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", c.target, strings.NewReader(c.body))
			r.Header.Set("Content-Type", c.contentType)
			resttest.ExpectUnread(t, newPBX(t), r, c.status, c.want...)
		})
	}
}

// The body of a request that is refused before is not judged.
func TestOfARefusedRequestTheBodyIsUnknown(t *testing.T) {
	r := httptest.NewRequest("PUT", documentedPath, strings.NewReader(`{"acton": "OnHold"}`))
	resttest.ExpectUnread(t, newPBX(t), r, voipnow.ErrAccessDenied.Status)
}
