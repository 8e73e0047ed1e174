package pbxtest_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pbxkit/pbxkit/pbxtest"
)

// Whatever parses can be written to a file that says the same.
func FuzzParseFixture(f *testing.F) {
	for _, sample := range sampleFixtures(f) {
		f.Add(encodeFixture(f, sample))
	}
	for _, text := range []string{
		``, `null`, `{}`, `[]`, `{"xivo":null}`, "\ufeff{}", `{"xivo":{},"voipnow":{},"telecomx":{},"broadworks":{}}`,
		`{"xivo":{"clock":"0001-01-01T00:00:00+00:00","callbackRequests":[{},{"dueDate":"2018-07-05"},{"dueDate":null}]}}`,
		`{"xivo":{"clock":"9999-12-31T23:59:59.999999999-23:59","users":[{"line":{},"rights":{"type":"x","data":{"queueIds":[],"extra":{"a":[ 1 , {}],"":null}}}}]}}`,
		`{"xivo":{"settings":{},"meetingRooms":[{"userPin":0}],"lastIds":{"b":1,"a":-1},"users":[{"firstName":"\ud800<\u2028"}]}}`,
		`{"voipnow":{"calls":[{"phoneCallView":[{"source":null,"parkedPos":0,"disposition":5}]}],"tokens":[{"expires":"2018-07-05T00:00:00Z"}]}}`,
		`{"telecomx":{"customers":[{"settings":{"recording":{},"billing":{}}}],"tokens":[{"deadline":"2018-07-05T00:00:00.5+01:00"}]}}`,
		`{"broadworks":{"groups":[{"musicOnHold":{"internalSource":{"audioFilePreferredCodec":"G711","audioFile":{}}}}],"users":[{"musicOnHold":{}}]}}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		parsed, err := pbxtest.ParseFixture(data)
		if err != nil {
			if parsed != nil || err.Error() == "" {
				t.Errorf("ParseFixture = %v, %q, want nil and a reason", parsed, err)
			}
			return
		}
		encoded := encodeFixture(t, parsed)
		again := parseFixture(t, encoded)
		if diff := cmp.Diff(parsed, again, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("what was encoded and parsed (-want +got):\n%s", diff)
		}
		if !bytes.Equal(encoded, encodeFixture(t, again)) {
			t.Error("encoded again it is other bytes")
		}
	})
}
