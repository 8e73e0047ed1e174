package xivo_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/xivo"
	"github.com/pbxkit/pbxkit/xivo/xivotest"
)

func TestDocumentationIsForTheClockOfTheSuite(t *testing.T) {
	if got := xivo.Documentation().Clock; !got.Equal(xivotest.Clock) {
		t.Errorf("clock = %v, want %v", got, xivotest.Clock)
	}
	if xivo.DocumentationToken != "secret" {
		t.Errorf("token = %s, want secret", xivo.DocumentationToken)
	}
}

func TestDocumentationIsTheCallersOwn(t *testing.T) {
	changed := xivo.Documentation()
	changed.Users[0].Labels[0] = "changed"
	changed.Queues = nil
	if diff := cmp.Diff("blue", xivo.Documentation().Users[0].Labels[0]); diff != "" {
		t.Errorf("first label (-want +got):\n%s", diff)
	}
}

func TestParseFixtureSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"unknown member", `{"users":[{},{"lines":{}}]}`, "users[1].lines: unknown member"},
		{"member in another case", `{"users":[{"firstname":"a"}]}`, "users[0].firstname: unknown member"},
		{"wrong type", `{"users":[{"line":{"lineNum":"1"}}]}`, "users[0].line.lineNum: expected int64, found string"},
		{"no date", `{"callbackRequests":[{"dueDate":"2018-02-29"}]}`,
			`callbackRequests[0].dueDate: "2018-02-29" is not a date of the form YYYY-MM-DD`},
		{"no time", `{"clock":"now"}`, `clock: parsing time "now" as "2006-01-02T15:04:05Z07:00": cannot parse "now" as "2006"`},
		{"repeated member", `{"queues":[{"name":"a","name":"b"}]}`, "queues[0].name: member is repeated"},
		{"syntax", "{\n  \"users\": [,]\n}", "line 2, column 13: invalid character ',' looking for beginning of value"},
		{"what is not stored", `{"callbackRequests":[{"preferredPeriod":{}}]}`, "callbackRequests[0].preferredPeriod: unknown member"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := xivo.ParseFixture([]byte(c.text))
			if f != nil || err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("ParseFixture = %v, %v, want nil, %s", f, err, c.want)
			}
		})
	}
}
