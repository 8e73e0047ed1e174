package xivo_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/xivo"
)

// Text that is no UTF-8 cannot come as JSON, but a Go program can pass it.
func TestTextIsUTF8(t *testing.T) {
	const bad = "a\xff"
	svc := newService()
	load(t, svc, xivo.Documentation())
	before := dump(t, svc)
	room := xivo.MeetingRoom{ID: 1, Name: bad, DisplayName: "x"}
	line := lineInput(bad)
	for _, c := range []struct {
		name          string
		err           error
		code, message string
	}{
		{"line", errOf(svc.Lines.Create(t.Context(), 8, line)), "InvalidJson", "extension: must be valid UTF-8"},
		{"services", errOf(svc.Services.Update(t.Context(), 1, xivo.ServicesInput{Busy: &xivo.ForwardInput{Destination: new(bad)}})),
			"InvalidJson", "busy.destination: must be valid UTF-8"},
		{"preference", svc.Preferences.Create(t.Context(), 3, xivo.Preference{Key: "k", Value: bad}), "InvalidJson", "value: must be valid UTF-8"},
		{"key", svc.Preferences.Create(t.Context(), 3, xivo.Preference{Key: bad}), "InvalidParameter",
			"Cannot parse parameter key as String: empty or not valid text"},
		{"empty key", svc.Preferences.Create(t.Context(), 3, xivo.Preference{}), "InvalidParameter",
			"Cannot parse parameter key as String: empty or not valid text"},
		{"list", errOf(svc.Callbacks.CreateList(t.Context(), bad, 1)), "InvalidJson", "name: must be valid UTF-8"},
		{"request", errOf(svc.Callbacks.CreateRequest(t.Context(), mine, xivo.CallbackInput{PhoneNumber: bad})), "InvalidJson",
			"phoneNumber: must be valid UTF-8"},
		{"sound file", svc.Dissuasion.SetSoundFile(t.Context(), 3, bad), "InvalidJson", "soundFile: must be valid UTF-8"},
		{"queue", svc.Dissuasion.SetQueue(t.Context(), 3, bad), "InvalidJson", "queueName: must be valid UTF-8"},
		{"new room", errOf(svc.MeetingRooms.Create(t.Context(), room)), "InvalidJson", "name: must be valid UTF-8"},
		{"room", errOf(svc.MeetingRooms.Update(t.Context(), room)), "InvalidJson", "name: must be valid UTF-8"},
		{"filter", errOf(svc.Users.Find(t.Context(), xivo.Find{Filters: []xivo.Filter{{Field: "fullName", Operator: "=", Value: bad}}})),
			"InvalidFilter", "filter 1 (field 'fullName'): text is not valid UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) { checkRefusal(t, c.err, 400, c.code, c.message) })
	}
	// What only looks something up does not find it.
	checkRefusal(t, svc.Users.Validate(t.Context(), bad, bad), 404, "NotFoundError", "User not found")
	checkRefusal(t, errOf(svc.Rights.Get(t.Context(), bad)), 404, "NotFoundError", "User not found")
	checkRefusal(t, svc.Preferences.Delete(t.Context(), 3, ""), 404, "NotFoundError", "Preference  is not set for user 3")
	if diff := cmp.Diff(before, dump(t, svc)); diff != "" {
		t.Errorf("what is stored (-before +after):\n%s", diff)
	}
}

// A request's text comes back in a message, but not all of a mebibyte.
func TestMessagesAreShort(t *testing.T) {
	svc := newService()
	load(t, svc, xivo.Documentation())
	long, cut := strings.Repeat("é", 1<<19), strings.Repeat("é", 100)+"…"
	checkRefusal(t, errOf(svc.Preferences.Get(t.Context(), 3, long)), 404, "NotFoundError", "Preference "+cut+" is not set for user 3")
	checkRefusal(t, errOf(svc.Callbacks.CreateRequest(t.Context(), mine, xivo.CallbackInput{PhoneNumber: "1", Period: long})), 400,
		"InvalidJson", "period: unknown period '"+cut+"'")
	checkRefusal(t, svc.Callbacks.ImportCSV(t.Context(), mine, []byte(long)), 400, "InvalidCsv", "line 1: unknown column '"+cut+"'")
	exact := strings.Repeat("é", 100)
	checkRefusal(t, errOf(svc.Preferences.Get(t.Context(), 3, exact)), 404, "NotFoundError", "Preference "+exact+" is not set for user 3")
}
