package xivohttp_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
)

func TestWhatNobodyLooksAtIsKnown(t *testing.T) {
	for _, c := range []struct {
		name, method, path, body string
		status                   int
		want                     []string
	}{
		{"a find of the reference", "POST", "/2.0/users/find",
			`{"filters": [{"field": "fullName", "operator": "ilike", "value": "%a%", "order": "ASC"}, {"field": "labels", "operator": "contains_all", "list": ["red"]}], "offset": 0, "limit": 4}`,
			200, nil},
		{"members of filters, and beside them", "POST", "/2.0/users/find",
			`{"filters": [{"field": "fullName", "order": "ASC"}, {"field": "fullName", "order": "ASC", "colour": {"red": 1}}], "Limit": 4, "sort": null}`,
			200, []string{"Limit", "filters[1].colour", "sort"}},
		{"members of a filter that is refused", "POST", "/2.0/users/find",
			`{"filters": [{"field": "shoeSize", "operator": "=", "value": {"deep": 1}, "case": false}]}`, 400, []string{"filters[0].case"}},
		{"members of an object", "PUT", "/2.0/users/1/services",
			`{"dndEnabled": true, "busy": {"enabled": true, "destination": "1001", "destinaton": "1002"}, "noAnswer": {"enabled": true}}`,
			200, []string{"busy.destinaton", "noAnswer"}},
		{"members in another case", "POST", "/2.0/meetingrooms",
			`{"name": "room", "displayName": "Room", "number": 1060, "userpin": 1234}`, 200, []string{"userpin"}},
		{"rights that are kept as they are", "POST", "/1.0/rights/user/jbond",
			`{"type": "supervisor", "data": {"queueIds": [1], "recordingAccess": true, "shiny": {"a": [1]}, "none": null}, "date": {"from": 1}}`,
			200, []string{"date"}},
		{"a parameter", "GET", "/1.0/callback_lists?withRequest=true&withrequest=true&page=2", "", 200, []string{"?page", "?withrequest"}},
		{"a parameter where there is none", "GET", "/2.0/meetingrooms/2?page=2", "", 200, []string{"?page"}},
		{"a parameter beside a body", "PUT", "/2.0/users/1/services?dryRun=1", `{"dndEnabled": true}`, 200, []string{"?dryRun"}},
		{"after a mistake", "POST", "/2.0/meetingrooms",
			`{"name": 1, "displayName": "Room", "number": 1060, "userPin": "x", "pin": 1}`, 400, []string{"pin"}},
		{"no JSON", "POST", "/2.0/meetingrooms", `{"name": `, 400, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			resttest.ExpectUnread(t, newPBX(t), request(c.method, c.path, c.body), c.status, c.want...)
		})
	}
}

// The body of a request that is refused before is not judged, its query is.
func TestOfARefusedRequestTheBodyIsUnknown(t *testing.T) {
	r := request("POST", "/2.0/meetingrooms?page=2", `{"nmae": "room"}`)
	r.Header.Del("X-Auth-Token")
	resttest.ExpectUnread(t, newPBX(t), r, 401, "?page")
}
