package contract

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/pbxtest"
)

// vendor is one of those that have a document. To add one is to add an entry to
// vendors, and testdata/<name>.txt.
type vendor struct {
	name     string // of the vendor's package
	document func() []byte

	// authorize gives a request the credential of someone who may do everything.
	authorize func(r *http.Request, c pbxtest.Credentials)

	// asRead changes a request to what the server makes of it, where it takes more
	// than a document can describe; nil if it does not.
	asRead func(x *exchange)

	// asDescribed are the options with which the server answers as the document
	// says, so that exchanges that have no others are compared.
	asDescribed []string

	// notShown are the statuses that no golden exchange of an operation has to
	// show, and why.
	notShown map[int]string

	// malformed reports whether an answer says that a body or a parameter is not as
	// described, which no request may be told that the document calls right; but for
	// the operations in rules, and why.
	malformed func(x *exchange) bool
	rules     map[string]string

	// mayNotSucceed are the operations that need not succeed with what is made
	// from their schemas, and why.
	mayNotSucceed map[string]string

	// faults are the wrong answers that have to be caught.
	faults []fault
}

var vendors = []vendor{{
	name:      "xivo",
	document:  xivohttp.OpenAPI,
	authorize: func(r *http.Request, c pbxtest.Credentials) { r.Header.Set("X-Auth-Token", c.XiVO.Token) },
	notShown: map[int]string{
		401: "is the same for all operations",
		413: "is tested in Go, as its body is large",
		415: "is the same for all operations with a body",
		500: "is no answer of a server that works, but for meeting rooms",
	},
	malformed: func(x *exchange) bool { return strings.Contains(x.answerBody, `"InvalidJson"`) },
	rules: map[string]string{
		"CreateCallbackRequest": "needs one of two numbers, a day that there is, and a known period",
	},
	faults: []fault{
		{"a missing member", "GET", "/configmgt/api/2.0/meetingrooms/1", replace(`"displayName":"My Conf Room 1",`, ""), "displayName"},
		{"a member of the wrong type", "GET", "/configmgt/api/2.0/meetingrooms/1", replace(`"number":1050`, `"number":"1050"`), "number"},
		{"a status that is not described", "GET", "/configmgt/api/2.0/meetingrooms/1", status(201), "status is not supported"},
		{"a member that is not described", "GET", "/configmgt/api/2.0/users/1/line", replace(`"id":`, `"device":"x","id":`), "device"},
		{"a value outside of its set", "GET", "/configmgt/api/2.0/users/1/line", replace(`"phone"`, `"fax"`), "lineType"},
		{"an error code that there is not", "GET", "/configmgt/api/2.0/users/99/line", replace("LineNotFound", "NoSuchLine"), "error"},
		{"null for an empty list", "GET", "/configmgt/api/2.0/users/1/preferences", replace("[]", "null"), "null"},
		{"a text for JSON", "GET", "/configmgt/api/2.0/users", header("Content-Type", "text/html"), "Content-Type"},
		{"a body where there is none", "DELETE", "/configmgt/api/2.0/users/1/line", extend("{}"), "body"},
	},
}, {
	name:      "telecomx",
	document:  telecomxhttp.OpenAPI,
	authorize: func(r *http.Request, c pbxtest.Credentials) { r.Header.Set("X-API-Key", c.TelecomX.Token) },
	notShown: map[int]string{
		401: "is the same for all operations but logins",
		500: "is no answer of a server that works",
	},
	asRead: asTelecomXReads,
	malformed: func(x *exchange) bool {
		// No schema says which classes there are, nor what the stored quality is.
		return x.status == 400 || x.status == 422 &&
			!strings.Contains(x.answerBody, `"defaultMusicOnHold"`) && !strings.Contains(x.answerBody, `"recording.retension"`)
	},
	faults: []fault{
		{"a missing member", "GET", "/pbx/settings", replace(`"voicemailBreakout":null,`, ""), "voicemailBreakout"},
		{"the right spelling", "GET", "/pbx/settings", replace("retension", "retention"), "ret"},
		{"a number of days that there is not", "GET", "/pbx/settings", replace(`"retension":7`, `"retension":8`), "retension"},
		{"a number as a text", "GET", "/pbx/settings", replace(`"retension":7`, `"retension":"7"`), "retension"},
		{"an id of 23 characters", "GET", "/pbx/settings", replace(`"1234567890ABCDEF12345678"`, `"1234567890124567890AAAA"`), "_id"},
		{"a PIN code that is empty instead of null", "GET", "/pbx/settings", replace(`"masterPinCode":"1234567890"`, `"masterPinCode":""`), "masterPinCode"},
		{"a time without milliseconds", "GET", "/pbx/settings", replace("00.000Z", "00Z"), "invoicedUntil"},
		{"songs in a plain list", "GET", "/pbx/musiconhold", replace(`"audio":0`, `"audio":[]`), "musicOnHold"},
		{"a number of songs in a full list", "GET", "/pbx/musiconhold?full=true", replace(`"audio":[]`, `"audio":0`), "musicOnHold"},
		{"a common class without a customer", "GET", "/pbx/musiconhold/12345678901234567890ABCD", replace(`"customer":null,`, ""), "customer"},
		{"an error that there is not", "GET", "/pbx/musiconhold/0", replace(`"id"`, `"ID"`), "message"},
		{"another shape of errors", "GET", "/pbx/musiconhold/0", replace(`"code"`, `"success":false,"code"`), "success"},
		{"a status that is not described", "GET", "/ping", status(204), "status is not supported"},
		{"half of what extend adds", "GET", "/auth/validateToken?token=token-owner&extend=1", replace(`"customerName":"Example customer",`, ""), "customerName"},
		{"a success of false with an identity", "GET", "/auth/validateToken?token=token-owner", replace(`"success":true`, `"success":false`), "must be true"},
		{"a success of false", "GET", "/ping", replace("true", "false"), "must be true"},
		{"a text for JSON", "GET", "/ping", header("Content-Type", "text/plain"), "Content-Type"},
	},
}, {
	name:     "broadworks",
	document: broadworkshttp.OpenAPI,
	asRead:   asBroadWorksReads,
	authorize: func(r *http.Request, c pbxtest.Credentials) {
		r.Header.Set("Authorization", "Bearer "+c.BroadWorks.Token)
	},
	notShown: map[int]string{
		413: "is tested in Go, as its body is large",
		500: "is no answer of a server that works",
	},
	malformed: func(x *exchange) bool {
		switch x.status {
		case 400: // but for what depends on the records
			return !strings.Contains(x.answerBody, "has no such file") && !strings.Contains(x.answerBody, "needs an audioFile")
		case 401:
			return strings.Contains(x.answerBody, "authentication failure") && !strings.Contains(x.answerBody, "wrong username or password")
		}
		return x.status == 416
	},
	faults: []fault{
		{"a missing member", "GET", userMusic, replace(`"isActive":false,`, ""), "isActive"},
		{"the name that other services have", "GET", userMusic, replace(`"isActive"`, `"active"`), "active"},
		{"a member of the wrong type", "GET", userMusic, replace(`"isActive":false`, `"isActive":"false"`), "isActive"},
		{"a selection that only groups have", "GET", userMusic, replace(`"Group"`, `"System"`), "messageSourceSelection"},
		{"a file that is null", "GET", userMusic, replace(`{"name":"My Music","mediaType":"WAV"}`, "null"), "audioFile"},
		{"a file of a user without its media type", "GET", userMusic, replace(`,"mediaType":"WAV"`, ""), "mediaType"},
		{"a file of a group with its media type", "GET", groupMusic, replace(`Announcement"`, `Announcement","mediaType":"WAV"`), "mediaType"},
		{"no null where nothing is set", "GET", groupMusic, replace(`,"internalSource":null`, ""), "internalSource"},
		{"a selection that only users have", "GET", groupMusic, replace(`"Custom"`, `"Group"`), "messageSourceSelection"},
		{"a size that is a number", "GET", group + "announcements/", replace(`"78"`, "78"), "fileSize"},
		{"a total that is a text", "GET", group + "announcements/", replace(`"totalFileSize":-1`, `"totalFileSize":"-1"`), "totalFileSize"},
		{"null for an empty list", "GET", group + "users/nomoh/announcements/", replace("[]", "null"), "announcements"},
		{"a level that there is not", "GET", "/api/v1/session/user_login_info/", replace(`"user_level":16`, `"user_level":10`), "user_level"},
		{"the first login of who did not log in", "GET", "/api/v1/session/user_login_info/", replace(`16}`, `16,"is_first_login":true}`), "is_first_login"},
		{"another form of errors", "GET", group + "users/x/announcements/", replace(`"errors":[`, `"details":"x","errors":[`), "details"},
		{"an error without a list", "GET", group + "users/x/announcements/", replace(`"errors"`, `"error"`), "error"},
		{"an error of no known kind", "GET", group + "users/x/announcements/", replace("Not Found", "Gone"), "message"},
		{"a code that is a text", "GET", group + "users/x/announcements/", replace(`"code":404`, `"code":"404"`), "code"},
		{"a status that is not described", "GET", userMusic, status(207), "status is not supported"},
		{"a text for JSON", "GET", userMusic, header("Content-Type", "text/html"), "Content-Type"},
	},
}, {
	name:        "voipnow",
	document:    voipnowhttp.OpenAPI,
	authorize:   func(r *http.Request, c pbxtest.Credentials) { r.Header.Set("Authorization", "Bearer "+c.VoipNow.Token) },
	asRead:      asVoipNowReads,
	asDescribed: []string{"BaseURL", "SingularPath", "AcceptedStub"},
	notShown: map[int]string{
		500: "is no answer of a server that works",
	},
	malformed: func(x *exchange) bool { return malformedVoipNow.MatchString(x.answerBody) },
	faults: []fault{
		{"a missing member", "GET", "/uapi/phoneCalls/@me/@self", replace(`"totalResults":3,`, ""), "totalResults"},
		{"a missing member of a view", "GET", "/uapi/phoneCalls/@me/@self", replace(`"source":["0003*210"],`, ""), "source"},
		{"a number for a text", "GET", "/uapi/phoneCalls/@me/@self", replace(`"status":"5"`, `"status":5`), "status"},
		{"a date that is none", "GET", "/uapi/phoneCalls/@me/@self", replace("2012-06-27T16:08:50+02:00", "27 June 2012"), "published"},
		{"a value outside of its set", "GET", "/uapi/phoneCalls/@me/@self", replace(`"flow":2`, `"flow":3`), "flow"},
		{"a member that is not described", "GET", "/uapi/phoneCalls/@me/@self", replace(`"links"`, `"self"`), "self"},
		{"a member of a view that is not described", "GET", "/uapi/phoneCalls/@me/@self", replace(`"flow":2`, `"flow":2,"line":1`), "line"},
		{"null for an empty list", "GET", "/uapi/phoneCalls/@me/0003*211", replace("[]", "null"), "null"},
		{"a status that is not described", "GET", "/uapi/phoneCalls/@me/@self", status(404), "status is not supported"},
		{"an error code that there is not", "GET", "/uapi/phoneCalls/99/@self", replace("user_invalid", "user_unknown"), "code"},
		{"a text for JSON", "GET", "/uapi/phoneCalls/@me/@self", header("Content-Type", "text/html"), "Content-Type"},
		{"ids without their objects", "DELETE", "/uapi/phoneCalls/@me/@self/b817d2618fe6f1804333", replace(`{"id":"b817d2618fe6f1804333"}`, `"b817d2618fe6f1804333"`), "object"},
		{"a body where there is none", "DELETE", "/uapi/phoneCalls/@me/@self/b817", extend("[]"), "body"},
		{"an error of the API for a token", "POST", "/oauth/token.php", replace(`"invalid_request"`, `{"code":"request_invalid","message":""}`), "error"},
	},
}}

// Paths of BroadWorks.
const (
	group      = "/api/v1/tenants/foo/groups/foogroup/"
	groupMusic = group + "services/music_on_hold/"
	userMusic  = group + "users/foouser/services/music_on_hold/"
)

// malformedVoipNow has the answer to an unknown action as well. It leaves out
// filterby_invalid and filtervalue_invalid, as a filter is more than its parameters
// one by one.
var malformedVoipNow = regexp.MustCompile(`"(request|fields|count|startindex|filterop|sortorder)_invalid"|"request_not_implemented"|"error":"invalid_request"`)

// asVoipNowReads: a form, unless it is in parts, is read whatever its content type
// says, and without what is malformed in it. Any other body is read as JSON.
func asVoipNowReads(x *exchange) {
	switch {
	case !strings.Contains(x.target, "/token.php"):
		x.header.Set("Content-Type", "application/json")
	case !strings.HasPrefix(x.header.Get("Content-Type"), "multipart/form-data"):
		x.header.Set("Content-Type", "application/x-www-form-urlencoded")
		fields, _ := url.ParseQuery(x.body)
		x.body = fields.Encode()
	}
}

// asTelecomXReads: a token in a body counts only if no header has one; some members
// are ignored; a flag is false if it is not true; and a number of a query becomes the
// nearest one that can be.
func asTelecomXReads(x *exchange) {
	asJSON(x)
	x.leaveOut([]string{"smsKey", "authenticatorToken", "ip", "cookie", "persist", "full", "simple", "extend", "offset", "limit"}, []string{"token"})
}

// asBroadWorksReads: the vendor's examples, which show no credential, are those of an
// account.
func asBroadWorksReads(x *exchange) {
	asJSON(x)
	if x.header.Get("Authorization")+x.header.Get("Cookie") == "" {
		x.header.Set("Authorization", "Bearer example")
	}
}

// forEach runs a test for each vendor.
func forEach(t *testing.T, test func(t *testing.T, v *vendor, c *contract)) {
	for i := range vendors {
		v := &vendors[i]
		t.Run(v.name, func(t *testing.T) { test(t, v, load(t, v)) })
	}
}
