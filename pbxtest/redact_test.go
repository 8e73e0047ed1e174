package pbxtest_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
)

// secret is a credential, of which no part may be seen. All renderings of what is not
// secret are without its first letters.
const (
	secret     = "zQ7-hidden-Zq9"
	secretPart = "zQ7"
)

// renderings is everything that can be seen of what a journal holds, if some matchers
// look for something else.
func renderings(pbx *pbxtest.Server, matchers ...pbxtest.Matcher) string {
	var all strings.Builder
	show := func(e *pbxtest.Entry) {
		fmt.Fprintln(&all, e, e.Vendor, e.Operation, e.Values, e.Method, e.Path, e.Query, e.Header, string(e.Body),
			e.AnswerHeader, string(e.Answer), e.Fault, e.Unread, e.Closest())
	}
	j := pbx.Journal()
	fmt.Fprintln(&all, j.Summary())
	for _, e := range j.Entries() {
		show(&e)
	}
	for _, u := range j.Unread() {
		fmt.Fprintln(&all, u, u.Members)
		show(&u.Entry)
	}
	for _, failure := range failuresOf(func(t pbxtest.TB) {
		e := j.Expect(t, nil)
		show(&e)
		j.ExpectNone(t, nil)
		j.ExpectOnly(t, xivo.ListUsers)
		j.ExpectOrder(t, nil, nil, nil, nil, nil, nil)
		for _, m := range matchers {
			j.Expect(t, nil, m)
			j.ExpectCount(t, 7, nil, m)
			j.ExpectCount(t, 7, nil)
			j.ExpectOnly(t, nil, m)
			j.Expect(t, xivo.ListUsers, m)
		}
	}) {
		fmt.Fprintln(&all, failure)
	}
	return all.String()
}

// wantHidden fails the test if one of some secrets can be seen.
func wantHidden(t testing.TB, seen string, secrets ...string) {
	t.Helper()
	for _, s := range secrets {
		if i := strings.Index(seen, s); i >= 0 {
			t.Errorf("%q is in …%q…", s, seen[max(0, i-100):min(len(seen), i+100)])
		}
	}
}

// wrongMatchers look where credentials are, for something else.
func wrongMatchers() []pbxtest.Matcher {
	matchers := []pbxtest.Matcher{
		pbxtest.Body(`{}`), pbxtest.Body(`{"password":"x","token":{},"a":1}`), pbxtest.Body(`[]`), pbxtest.Sender("x"), pbxtest.Status(999),
		pbxtest.Member("", nil), pbxtest.Member("a", "x"), pbxtest.AnswerMember("", nil), pbxtest.Value("id", "x"),
	}
	for _, name := range []string{"token", "accessRequestToken", "access_token", "password", "client_secret", "smsKey", "authenticatorToken", "token[0]", "token.x", "a"} {
		matchers = append(matchers, pbxtest.Member(name, "x"), pbxtest.AnswerMember(name, "x"), pbxtest.Query(name, "x"))
	}
	for _, name := range []string{"X-Auth-Token", "Authorization", "X-Api-Key", "Cookie", "Set-Cookie", "Referer"} {
		matchers = append(matchers, pbxtest.Header(name, "x"), pbxtest.Header(name, "Bearer x"))
	}
	return matchers
}

// basic returns a header as net/http writes it.
func basic(username, password string) string {
	return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(username+":"+password))
}

const (
	isForm      = "Content-Type: application/x-www-form-urlencoded"
	isJSON      = "Content-Type: application/json"
	isMultipart = "Content-Type: multipart/form-data; boundary=b"
)

func part(header, value string) string { return "--b\r\n" + header + "\r\n\r\n" + value + "\r\n" }

// carriers are the ways that a request can carry a credential, with what is to be
// seen of its query and its body.
var carriers = []struct {
	what  string
	sent  message
	query string
	body  string
}{
	{what: "XiVO's header", sent: message{method: "GET", path: "/configmgt/api/2.0/users", header: []string{"X-Auth-Token: " + secret}}},
	{what: "two tokens", sent: message{method: "GET", path: "/ping", header: []string{"X-Api-Key: a", "X-Api-Key: " + secret}}},
	{what: "a Bearer token", sent: message{method: "GET", path: "/uapi/phoneCalls/@me/@self", header: []string{"Authorization: Bearer " + secret}}},
	{what: "a Bearer token in another case", sent: message{method: "GET", path: "/ping", header: []string{"authorization: bEARER  " + secret}}},
	{what: "a token without its scheme", sent: message{method: "GET", path: "/ping", header: []string{"Authorization: " + secret}}},
	{what: "another scheme", sent: message{method: "GET", path: "/ping", header: []string{"Authorization: " + secret + " x"}}},
	{what: "Basic", sent: message{method: "GET", path: "/api/v1/session/user_login_info/", header: []string{basic("user", secret)}}},
	{what: "a key", sent: message{method: "GET", path: "/pbx/settings", header: []string{"X-Api-Key: " + secret}}},
	{what: "a key with a space", sent: message{method: "GET", path: "/pbx/settings", header: []string{"X-Api-Key: " + secret + " x"}}},
	{what: "misspelt headers", sent: message{method: "GET", path: "/pbx/settings", header: []string{"X-Token: x", "Api-Key: " + secret, "Auth-Token: " + secret, "Token: " + secret, "X_Api_Key: " + secret}}},
	{what: "cookies", sent: message{method: "GET", path: "/api/v1/session/user_login_info/", header: []string{"Cookie: a=b; sessionid=" + secret + "; c=d", "Cookie: token=" + secret}}},
	{what: "a cookie by another name", sent: message{method: "GET", path: "/ping", header: []string{"Cookie: Token=" + secret + ";SessionID=" + secret}}},
	{what: "the page before", sent: message{method: "GET", path: "/ping", header: []string{"Referer: http://pbx.example.com/ping?token=" + secret + "&a=b"}}},

	{what: "TelecomX' query", sent: message{method: "GET", path: "/ping?a=b&token=" + secret + "&c=d"}, query: "a=b&token=[redacted]&c=d"},
	{what: "VoipNow's query", sent: message{method: "GET", path: "/uapi/phoneCalls/@me/@self?accessRequestToken=" + secret}, query: "accessRequestToken=[redacted]"},
	{what: "a validated token", sent: message{method: "GET", path: "/auth/validateToken?token=" + secret + "&simple=1"}, query: "token=[redacted]&simple=1"},
	{
		what:  "a login by query",
		sent:  message{method: "GET", path: "/auth/login?username=user&password=" + secret + "&smsKey=" + secret + "&authenticatorToken=" + secret},
		query: "username=user&password=[redacted]&smsKey=[redacted]&authenticatorToken=[redacted]",
	},
	{what: "a repeated parameter", sent: message{method: "GET", path: "/ping?token=&token=" + secret}, query: "token=[redacted]&token=[redacted]"},
	{what: "a parameter in another case", sent: message{method: "GET", path: "/ping?TOKEN=" + secret + "&Pass-word=" + secret}, query: "TOKEN=[redacted]&Pass-word=[redacted]"},
	{what: "an escaped name", sent: message{method: "GET", path: "/ping?tok%65n=" + secret}, query: "tok%65n=[redacted]"},
	{what: "a list", sent: message{method: "GET", path: "/ping?token[]=" + secret + "&token%5B1%5D=" + secret}, query: "token[]=[redacted]&token%5B1%5D=[redacted]"},
	{what: "an escaped value", sent: message{method: "GET", path: "/ping?token=%20" + secret + "%26"}, query: "token=[redacted]"},
	{what: "semicolons", sent: message{method: "GET", path: "/ping?a=b;token=" + secret + ";" + secret}, query: "a=b;token=[redacted]"},
	{what: "two question marks", sent: message{method: "GET", path: "/ping?a=b?token=" + secret}, query: "a=b?token=[redacted]"},
	{what: "a query in the path", sent: message{method: "GET", path: "/ping%3Ftoken=" + secret}},
	{what: "a parameter behind a semicolon in the path", sent: message{method: "GET", path: "/ping;a=b;token=" + secret}},
	{what: "a query in a parameter of the path", sent: message{method: "GET", path: "/pbx/settings/x%3Ftoken=" + secret}},

	{
		what: "XiVO's passwords",
		sent: message{method: "POST", path: "/configmgt/api/2.0/user/validate", body: `{"username":"john","password":"` + secret + `"}`, header: []string{asXiVO, isJSON}},
		body: `{"username":"john","password":"[redacted]"}`,
	},
	{
		what: "TelecomX' login",
		sent: message{method: "POST", path: "/auth/login", body: `{"username": "u", "password": "` + secret + `", "smsKey": "` + secret + `", "authenticatorToken":"` + secret + `", "x": 1}`},
		body: `{"username": "u", "password": "[redacted]", "smsKey": "[redacted]", "authenticatorToken":"[redacted]", "x": 1}`,
	},
	{
		what: "BroadWorks' login",
		sent: message{method: "POST", path: "/api/v1/login/", body: `{"password":"` + secret + `","username":"` + "u" + `"}`, header: []string{isJSON}},
		body: `{"password":"[redacted]","username":"u"}`,
	},
	{
		what: "TelecomX' token in the body",
		sent: message{method: "POST", path: "/pbx/musiconhold", body: `{"token":"` + secret + `","name":"x"}`},
		body: `{"token":"[redacted]","name":"x"}`,
	},
	{
		what: "odd spacing",
		sent: message{method: "POST", path: "/auth/login", body: "\r\n {\n\"password\"\t \n:\r\n  \"" + secret + "\"\n , \"a\" : \"b\"}\n"},
		body: "\r\n {\n\"password\"\t \n:\r\n  \"[redacted]\"\n , \"a\" : \"b\"}\n",
	},
	{
		what: "an escaped value in JSON",
		sent: message{method: "POST", path: "/auth/login", body: `{"password":"\"` + secret + `\\","a":"\"b\\"}`},
		body: `{"password":"[redacted]","a":"\"b\\"}`,
	},
	{
		what: "an escaped name in JSON",
		sent: message{method: "POST", path: "/auth/login", body: `{"\u0070assw\u006Frd":"` + secret + `","\u0061":"b"}`},
		body: `{"\u0070assw\u006Frd":"[redacted]","\u0061":"b"}`,
	},
	{
		what: "names in another case",
		sent: message{method: "POST", path: "/auth/login", body: `{"PassWord":"` + secret + `","TOKEN":"` + secret + `","clientSecret":"` + secret + `","client-secret":"` + secret + `"}`},
		body: `{"PassWord":"[redacted]","TOKEN":"[redacted]","clientSecret":"[redacted]","client-secret":"[redacted]"}`,
	},
	{
		what: "other types",
		sent: message{method: "POST", path: "/auth/login", body: `{"password":["a",{"x":"` + secret + `]"}],"token":{"y":["` + secret + `"]},"a":[1]}`},
		body: `{"password":"[redacted]","token":"[redacted]","a":[1]}`,
	},
	{
		what: "numbers and words",
		sent: message{method: "POST", path: "/auth/login", body: `{"password":12345 ,"token":null,"smsKey":true}`},
		body: `{"password":"[redacted]" ,"token":"[redacted]","smsKey":"[redacted]"}`,
	},
	{
		what: "deep inside",
		sent: message{method: "POST", path: "/auth/login", body: `[{"a":{"password":"` + secret + `"}},"` + "password" + `"]`},
		body: `[{"a":{"password":"[redacted]"}},"password"]`,
	},
	{
		what: "a quote that is not escaped",
		sent: message{method: "POST", path: "/auth/login", body: `{"password":"a"` + secret + `","b":1}`},
		body: `{"password":"[redacted]","b":1}`,
	},
	{
		what: "no end",
		sent: message{method: "POST", path: "/auth/login", body: `{"password":["` + secret},
		body: `{"password":"[redacted]"`,
	},
	{
		what: "no quotes",
		sent: message{method: "POST", path: "/auth/login", body: `{"password": ` + secret + ` x }`},
		body: `{"password": "[redacted]" }`,
	},
	{
		what: "what Python prints",
		sent: message{method: "POST", path: "/auth/login", body: `{'username': 'u', 'password': '` + secret + `', 'a': "it's"}`},
		body: `{'username': 'u', 'password': "[redacted]", 'a': "it's"}`,
	},
	{
		what: "JSON after something else",
		sent: message{method: "POST", path: "/auth/login", body: "\ufeff" + `{"password":"` + secret + `"}`},
		body: "\ufeff" + `{"password":"[redacted]"}`,
	},

	{
		what: "VoipNow's form",
		sent: message{method: "POST", path: "/oauth/token.php", body: "grant_type=client_credentials&client_id=u&client_secret=" + secret + "&state=x", header: []string{isForm}},
		body: "grant_type=client_credentials&client_id=u&client_secret=[redacted]&state=x",
	},
	{
		what: "a form of no type",
		sent: message{method: "POST", path: "/oauth/token.php", body: "client%5Fsecret=+" + secret + "%26 " + secret + "\n"},
		body: "client%5Fsecret=[redacted]",
	},
	{
		what: "a login as a form",
		sent: message{method: "POST", path: "/auth/login", body: "username=u&password=my " + secret + "&cookie=1", header: []string{isForm}},
		body: "username=u&password=[redacted]&cookie=1",
	},
	{
		what: "VoipNow's form in parts",
		sent: message{method: "POST", path: "/oauth/token.php", header: []string{isMultipart}, body: part(`Content-Disposition: form-data; name="client_id"`, "u") +
			part(`Content-Disposition: form-data; name="client_secret"`, secret+"\r\n"+secret) + part(`Content-Disposition: form-data; name="a"`, "b&token=c") + "--b--\r\n"},
		body: part(`Content-Disposition: form-data; name="client_id"`, "u") +
			part(`Content-Disposition: form-data; name="client_secret"`, "[redacted]") + part(`Content-Disposition: form-data; name="a"`, "b&token=c") + "--b--\r\n",
	},
	{
		what: "odd headers of parts",
		sent: message{method: "POST", path: "/oauth/token.php", header: []string{isMultipart}, body: "preamble\r\n" +
			part("content-type: text/plain\r\nCONTENT-DISPOSITION:form-data;\r\n NAME=client_secret", secret) +
			part("Content-Disposition: form-data; name*=utf-8''client%5Fsecret", secret) +
			part(`Content-Disposition: form-data; name="client\_secret"`, secret) +
			part(`Content-Disposition: form-data; name="client_secret`, secret) + part("Content-Disposit: x", secret) +
			part("who knows", secret) + part(`Content-Disposition: form-data; name="token"`, "") + "--b--"},
		body: "preamble\r\n" +
			part("content-type: text/plain\r\nCONTENT-DISPOSITION:form-data;\r\n NAME=client_secret", "[redacted]") +
			part("Content-Disposition: form-data; name*=utf-8''client%5Fsecret", "[redacted]") +
			part(`Content-Disposition: form-data; name="client\_secret"`, "[redacted]") +
			part(`Content-Disposition: form-data; name="client_secret`, "[redacted]") + part("Content-Disposit: x", "[redacted]") +
			part("who knows", "[redacted]") + part(`Content-Disposition: form-data; name="token"`, "") + "--b--",
	},
	{
		what: "lines that end in another way",
		sent: message{method: "POST", path: "/oauth/token.php", header: []string{isMultipart}, body: strings.ReplaceAll(part(`Content-Disposition: form-data; name="client_secret"`, secret)+"--b--", "\r", "")},
		body: strings.ReplaceAll(part(`Content-Disposition: form-data; name="client_secret"`, "[redacted]")+"--b--", "\r", ""),
	},
	{
		what: "parts of no type",
		sent: message{method: "POST", path: "/oauth/token.php", body: part(`Content-Disposition: form-data; name="client_secret"`, secret) + "--b--"},
		body: part(`Content-Disposition: form-data; name="client_secret"`, "[redacted]") + "--b--",
	},
}

func TestNoCredentialIsSeen(t *testing.T) {
	for _, tt := range carriers {
		t.Run(tt.what, func(t *testing.T) {
			c := memory(t)
			c.send(t, tt.sent)
			wantHidden(t, renderings(c.pbx, wrongMatchers()...), secretPart, "dXNlcjp6UTc") // which is user:zQ7 in base64
			e := lastEntry(t, c.pbx)
			if tt.query != "" && e.Query != tt.query {
				t.Errorf("the query is %s, want %s", e.Query, tt.query)
			}
			if diff := cmp.Diff(tt.body, string(e.Body)); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
		})
	}
}

// Wherever a body is cut off, nothing of the credential stays.
func TestNoPartOfACredentialIsSeen(t *testing.T) {
	for _, tt := range carriers {
		for limit := range len(tt.sent.body) {
			c := memory(t, pbxtest.Empty(), pbxtest.JournalLimits(1, limit))
			c.send(t, tt.sent)
			e := lastEntry(t, c.pbx)
			wantHidden(t, string(e.Body)+e.String(), secretPart)
		}
	}
}

func TestHeadersAreRedacted(t *testing.T) {
	c := memory(t)
	c.send(t, message{method: "GET", path: "/ping", header: []string{
		"X-Auth-Token: " + secret, "Authorization: Bearer " + secret, "X-Api-Key: " + secret,
		"Cookie: a=b; sessionid=" + secret + ";token=" + secret + "; c", "Accept: text/plain; q=0.5", "Referer: /x?a=b",
	}})
	want := http.Header{
		"X-Auth-Token": {"[redacted]"}, "Authorization": {"Bearer [redacted]"}, "X-Api-Key": {"[redacted]"},
		"Cookie": {"a=b; sessionid=[redacted];token=[redacted]; c"}, "Accept": {"text/plain; q=0.5"}, "Referer": {"/x?a=b"},
	}
	if diff := cmp.Diff(want, lastEntry(t, c.pbx).Header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
}

// The vendors give out credentials as well, here ones that are known.
func TestAnswersToLoginsAreRedacted(t *testing.T) {
	script := pbxtest.Script{VoipNowTokens: []string{secret}, TelecomXTokens: []string{secret, secret + "2"}, BroadWorksSessionIDs: []string{secret}}
	for _, tt := range []struct {
		what   string
		sent   message
		answer string
		cookie string
	}{
		{"VoipNow", createToken, `{"access_token":"[redacted]","expires_in":3600,"token_type":"Bearer"}`, ""},
		{
			"TelecomX", message{method: "POST", path: "/auth/login", body: `{"username":"owner@example.com","password":"mysecret password","cookie":1}`},
			`{"token":"[redacted]","expiresInMinutes":15,"employee":"52f4fd7734697b28ccaf0104","customer":"1234567890ABCDEF12345678","accessLevel":"OWNER"}`,
			"token=[redacted]; Path=/; HttpOnly",
		},
		{
			"TelecomX by query", message{method: "GET", path: "/auth/login?username=owner@example.com&password=mysecret%20password&cookie=1"},
			`{"token":"[redacted]","expiresInMinutes":15,"employee":"52f4fd7734697b28ccaf0104","customer":"1234567890ABCDEF12345678","accessLevel":"OWNER"}`,
			"token=[redacted]; Path=/; HttpOnly",
		},
		{
			"BroadWorks", message{method: "POST", path: "/api/v1/login/", body: `{"username":"system","password":"IAmAStrongPassword"}`},
			`{"ids":{},"profile":{"user_level":16,"is_first_login":true}}`, "sessionid=[redacted]; Path=/; HttpOnly",
		},
	} {
		t.Run(tt.what, func(t *testing.T) {
			overEveryConnection(t, func(t *testing.T, c connection) {
				got := c.send(t, tt.sent)
				if !strings.Contains(fmt.Sprint(got), secret) {
					t.Fatalf("the client does not get the credential: %+v", got)
				}
				e := lastEntry(t, c.pbx)
				if diff := cmp.Diff(tt.answer, string(e.Answer)); diff != "" {
					t.Errorf("answer (-want +got):\n%s", diff)
				}
				if got := e.AnswerHeader.Get("Set-Cookie"); got != tt.cookie {
					t.Errorf("the cookie is %q, want %q", got, tt.cookie)
				}
				wantHidden(t, renderings(c.pbx, wrongMatchers()...), secretPart)
			}, pbxtest.WithScript(script))
		})
	}
}

// The values that a test looks for may be credentials, too.
func TestWhatIsExpectedIsNotSeenIfItIsACredential(t *testing.T) {
	c := memory(t)
	c.send(t, message{method: "POST", path: "/auth/login?token=b", body: `{"password":"a","x":{"token":"b"}}`, header: []string{"X-Api-Key: c"}})
	for _, m := range []pbxtest.Matcher{
		pbxtest.Sender(secret), pbxtest.Header("X-Api-Key", secret), pbxtest.Header("Authorization", "Bearer "+secret), pbxtest.Header("Cookie", "token="+secret),
		pbxtest.Query("token", secret), pbxtest.Member("password", secret), pbxtest.Member("x.token", secret), pbxtest.Member("x", map[string]string{"token": secret}),
		pbxtest.Body(`{"password":"` + secret + `"}`), pbxtest.AnswerMember("token", secret), pbxtest.Member("password", []string{secret}),
	} {
		for _, failure := range failuresOf(func(t pbxtest.TB) { c.pbx.Journal().Expect(t, nil, m) }) {
			wantHidden(t, failure, secretPart)
		}
		wantHidden(t, m.String(), secretPart)
	}
}

// Credentials are not shown, and yet can be expected.
func TestCredentialsCanBeExpected(t *testing.T) {
	c := memory(t)
	c.send(t, message{method: "POST", path: "/auth/login?token=b", body: `{"password":"a","x":{"token":"b"}}`, header: []string{"X-Api-Key: c", "Cookie: token=d"}})
	c.pbx.Journal().Expect(t, nil, pbxtest.Header("X-Api-Key", "c"), pbxtest.Query("token", "b"), pbxtest.Member("password", "a"),
		pbxtest.Member("x", map[string]string{"token": "b"}), pbxtest.Body(`{"password":"a","x":{"token":"b"}}`), pbxtest.Header("Cookie", "token=d"))
}

func TestFaultsDoNotShowTheirCredential(t *testing.T) {
	c := memory(t)
	c.pbx.Fault(t, pbxtest.Fault{Credential: secret, Status: 503, Body: `{"token":"` + secret + `"}`})
	c.send(t, getLine.with("X-Auth-Token: x")) // which is not the first one
	c.send(t, message{method: "GET", path: "/ping", header: []string{"X-Api-Key: " + secret}})
	if e := lastEntry(t, c.pbx); e.Fault == nil || string(e.Answer) != `{"token":"[redacted]"}` {
		t.Errorf("the entry is %v, with the answer %s", &e, e.Answer)
	}
	wantHidden(t, renderings(c.pbx, wrongMatchers()...), secretPart)
}

// What is no credential is as it was sent, to the byte.
func TestNothingElseIsRedacted(t *testing.T) {
	for _, body := range []string{
		``, ` `, `{}`, `[]`, `null`, `"token"`, `"password":`, `{"a":"token","b":"password"}`, `["token","x"]`, `{"tokens":1,"xtoken":2,"token_type":"Bearer"}`,
		`{"a":"say \"token\":1","b":2}`, `{"userPin":1234,"masterPinCode":"1234","username":"u","client_id":"u","key":"k"}`,
		`{"a":"'token': 1, then","b":2}`, `{"link":"http://pbx.example.com/?token=1&a=b"}`, `{"a":"x&password=y"}`, "{\"a\":\t1e400, \"\u00e4\":\"\xff\"}",
		"a=b&c=d&tokens=1&=token&token&e", "phone,name\n1,\"token\"\n", "--", "--\r\n", "--x\r\n\r\n", "plain text, token and all", "\x00\x01\xff",
		strings.Repeat(`"`, 1000), strings.Repeat(`"token"`, 500), strings.Repeat(`\`, 1000), strings.Repeat("&", 1000), strings.Repeat(`"token" `, 500),
	} {
		c := memory(t)
		c.send(t, message{method: "POST", path: "/ping", body: body, header: []string{"X-Token-Type: x", "Cookie: tokens=1; a=token=1"}})
		e := lastEntry(t, c.pbx)
		if string(e.Body) != body {
			t.Errorf("the body %q is %q in the journal", body, e.Body)
		}
		if diff := cmp.Diff(http.Header{"X-Token-Type": {"x"}, "Cookie": {"tokens=1; a=token=1"}}, e.Header); diff != "" {
			t.Errorf("header (-want +got):\n%s", diff)
		}
	}
	for _, query := range []string{"", "a=b", "token", "tokens=1&a=token", "=token", "&&", "a=%zz&%zz=b", "a;b", "?", "username=u"} {
		c := memory(t)
		c.send(t, message{method: "GET", path: "/ping?" + query})
		if e := lastEntry(t, c.pbx); e.Query != query {
			t.Errorf("the query %q is %q in the journal", query, e.Query)
		}
	}
}

// FuzzRedaction puts a credential where credentials can be.
func FuzzRedaction(f *testing.F) {
	f.Add(secret, "a", 1000)
	f.Add(`zQ7"\ ,}]`, `"b`, 70)
	f.Add("zQ7&=;?%20", "&c=d", 60)
	f.Add("zQ7\r\n--b\r\n", "\r\n--b--", 130)
	f.Add("zQ7'{[", "'", 50)
	f.Fuzz(func(t *testing.T, credential, other string, limit int) {
		const mark = "zQ7hidden" // any of it would be seen as its beginning
		credential = mark + credential
		quoted := func(s string) string { return string(must(jsonOf(s))) }
		form := url.Values{"client_secret": {credential}, "password": {credential}, "a": {other}}.Encode()
		var parts strings.Builder
		boundary := writeParts(&parts, map[string]string{"a": other, "client_secret": credential})
		c := memory(t, pbxtest.Empty(), pbxtest.JournalLimits(100, min(max(limit, 0), 10_000)))
		for _, r := range []message{
			{method: "GET", path: "/ping?" + url.Values{"a": {other}, "token": {credential}, "accessRequestToken": {credential}}.Encode()},
			{method: "GET", path: "/auth/login?" + form},
			{method: "GET", path: "/uapi/phoneCalls/@me/@self", header: []string{"Authorization: Bearer " + base64.URLEncoding.EncodeToString([]byte(credential))}},
			{method: "GET", path: "/ping", header: []string{basic(other, credential), "Cookie: a=b; sessionid=" + url.QueryEscape(credential)}},
			{method: "POST", path: "/auth/login", body: `{"a":` + quoted(other) + `,"password":` + quoted(credential) + `,"b":` + quoted(other) + `}`},
			{method: "POST", path: "/api/v1/login/", body: `{` + quoted(other) + `:{"token":[1,` + quoted(credential) + `,{"x":` + quoted(credential) + `}]}}`},
			{method: "POST", path: "/oauth/token.php", body: form, header: []string{isForm}},
			{method: "POST", path: "/auth/login", body: form},
			{method: "POST", path: "/oauth/token.php", body: parts.String(), header: []string{"Content-Type: multipart/form-data; boundary=" + boundary}},
		} {
			c.send(t, r)
		}
		seen := renderings(c.pbx, pbxtest.Body(`{}`), pbxtest.Member("password", "x"), pbxtest.Query("token", "x"), pbxtest.Header("Cookie", "x"))
		if strings.Contains(other, "zQ7") {
			return // which may be seen
		}
		wantHidden(t, seen, "zQ7", base64.URLEncoding.EncodeToString([]byte(mark)), base64.StdEncoding.EncodeToString([]byte(other+":"+mark)))
	})
}

func jsonOf(v any) ([]byte, error) { return json.Marshal(v) }

func must[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}

// writeParts writes a form of the other kind and returns its boundary.
func writeParts(w io.Writer, fields map[string]string) string {
	form := multipart.NewWriter(w)
	for name, value := range fields {
		must(io.WriteString(must(form.CreateFormField(name)), value))
	}
	form.Close()
	return form.Boundary()
}
