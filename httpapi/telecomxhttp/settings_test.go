package telecomxhttp_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

// wrongValues are members of settings, in their order, and JSON values that each
// of them refuses.
var wrongValues = []struct {
	property string
	format   string // of the body, around the value
	values   []string
}{
	{"defaultMusicOnHold", `{"defaultMusicOnHold":%s}`, wrongIDs},
	{"masterPinCode", `{"masterPinCode":%s}`, []string{`1234`, `""`, `"123"`, `"12345678901"`, `"12a4"`, `"１２３４"`, `" 1234"`, `"1234\n"`, `true`, `[]`, `{}`}},
	{"defaultLanguage", `{"defaultLanguage":%s}`, []string{`""`, `"d"`, `"dan"`, `"DA"`, `"d1"`, `"æø"`, `"da\u0000"`, `1`}},
	{"defaultNumber", `{"defaultNumber":%s}`, []string{`""`, `"4570305050"`, `"+0570305050"`, `"+4"`, `"+1234567890123456"`, `"+45 70305050"`, `4570305050`}},
	{"defaultVoiceAccount", `{"defaultVoiceAccount":%s}`, wrongIDs},
	{"nationalPrefix", `{"nationalPrefix":%s}`, []string{`""`, `"+"`, `"1234567"`, `"+1234567"`, `"45+"`, `"++45"`, `45`}},
	{"callerIdNameOutbound", `{"callerIdNameOutbound":%s}`, []string{`null`, `""`, `"customer"`, `"CUSTOMER "`, `"OTHER"`, `1`, `["CUSTOMER"]`}},
	{"voicemailBreakout", `{"voicemailBreakout":%s}`, wrongIDs},
	{"recording", `{"recording":%s}`, []string{`null`, `""`, `"NEVER"`, `1`, `[]`, `[{}]`, `true`}},
	{"recording.mode", `{"recording":{"mode":%s}}`, []string{`null`, `""`, `"always"`, `"SOMETIMES"`, `1`, `{}`}},
	{"recording.quality", `{"recording":{"quality":%s}}`, []string{`null`, `""`, `"normal"`, `"LOW"`, `1`}},
	{"recording.retension", `{"recording":{"retension":%s}}`, []string{`null`, `"30"`, `0`, `2`, `-1`, `31`, `90`, `730`, `1.5`, `1e400`, `-0`, `99999999999999999999`, `[]`, `true`}},
	{"presentMobileOnLocalToMobile", `{"presentMobileOnLocalToMobile":%s}`, []string{`null`, `1`, `0`, `"true"`, `""`, `[]`}},
}

var wrongIDs = []string{`""`, `"1"`, `"12345678901234567890123"`, `"1234567890123456789012345"`, `"12345678901234567890123g"`, `"12345678901234567890123\u0000"`, `0`, `false`, `{}`}

func TestSettingsUpdateRefusesWrongValuesInTheNameOfTheProperty(t *testing.T) {
	p := newPBX(t, telecomxhttp.Options{})
	before := p.dump(t)
	for _, test := range wrongValues {
		want := refusal(&telecomx.Error{Status: 422, Code: test.property, Message: "Invalid value"})
		for _, value := range test.values {
			body := fmt.Sprintf(test.format, value)
			suite.Equal(t, body, call(p, "POST", "/pbx/settings/"+example, "token-owner", body), want)
		}
	}
	suite.Equal(t, "state after refused updates", p.dump(t), before)
}

// The first wrong member in the order of the page is reported, whatever the order
// of the request.
func TestSettingsUpdateReportsTheFirstWrongMember(t *testing.T) {
	p := newPBX(t, telecomxhttp.Options{})
	order := []struct{ property, member string }{
		{"defaultMusicOnHold", `"defaultMusicOnHold":1`},
		{"masterPinCode", `"masterPinCode":1`},
		{"defaultLanguage", `"defaultLanguage":1`},
		{"defaultNumber", `"defaultNumber":1`},
		{"defaultVoiceAccount", `"defaultVoiceAccount":1`},
		{"nationalPrefix", `"nationalPrefix":1`},
		{"callerIdNameOutbound", `"callerIdNameOutbound":1`},
		{"voicemailBreakout", `"voicemailBreakout":1`},
		{"recording", `"recording":1`},
		{"recording.mode", `"recording":{"retension":2,"quality":1,"mode":1}`},
		{"recording.quality", `"recording":{"retension":2,"quality":1}`},
		{"recording.retension", `"recording":{"retension":2}`},
		{"presentMobileOnLocalToMobile", `"presentMobileOnLocalToMobile":1`},
	}
	body := ""
	for _, o := range slices.Backward(order) {
		// Of a repeated member the last counts.
		body += o.member
		want := refusal(&telecomx.Error{Status: 422, Code: o.property, Message: "Invalid value"})
		suite.Equal(t, body, call(p, "POST", "/pbx/settings/"+example, "token-owner", "{"+body+"}"), want)
		body += ","
	}
}
