package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
)

var testedXiVO = tested{
	vendor: xivoVendor,
	start:  func(t *testing.T) *pbxtest.Server { return pbxtest.Run(t, pbxtest.WithXiVOToken(token)) },
	export: func(t *testing.T, pbx *pbxtest.Server) any {
		f, err := pbx.XiVO.Seed.Dump(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		f.LastIDs = nil // what was made and removed has used some
		return f
	},
}

func TestALieOfXiVOIsCaughtAndNamed(t *testing.T) {
	testedXiVO.catches(t, []caught{
		{"status", xivo.GetMeetingRoom, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			answer(w, truth, min(truth.Code, 404), truth.Body.String())
		}, "GetMeetingRoom: it answers with status 404, and not with 200, 500", nil},
		{"status of a success", xivo.ListUsers, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			answer(w, truth, 201, truth.Body.String())
		}, "ListUsers: it answers with status 201, and not with 200", nil},
		{"missing member", xivo.ListMeetingRooms, replacing(`"displayName":"My Conf Room 1",`, ""),
			"ListMeetingRooms: status 200: member [].displayName is missing in some answers", nil},
		{"missing member everywhere", xivo.GetAgentConfig, replacing(`"numgroup":1,`, ""), "GetAgentConfig: status 200: member numgroup is missing", nil},
		{"type", xivo.ListMeetingRooms, replacing(`"number":1050`, `"number":"1050"`),
			"ListMeetingRooms: status 200: member [].number is string, and not integer", nil},
		{"order", xivo.ListAgentConfigs, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			var list []json.RawMessage
			_ = json.Unmarshal(truth.Body.Bytes(), &list)
			slices.Reverse(list)
			text, _ := json.Marshal(list)
			answer(w, truth, truth.Code, string(text))
		}, "agents are not listed by id", nil},
		{"extra", xivo.GetSIPICEServers, replacing(`{"stun_address"`, `{"turn_address":"","stun_address"`),
			"GetSIPICEServers: status 200: member turn_address is an additional one: string", nil},
		{"cut body", xivo.ListContacts, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			w.Header().Set("Content-Length", fmt.Sprint(truth.Body.Len()))
			answer(w, truth, truth.Code, truth.Body.String()[:10])
		}, "ListContacts: no answer: the answer ends early: unexpected EOF", nil},
		{"half of the JSON", xivo.ListContacts, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			answer(w, truth, truth.Code, truth.Body.String()[:10])
		}, "ListContacts: status 200: the body is not JSON, and not array", nil},
		{"redirect", xivo.ListProfiles, func(w http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) {
			http.Redirect(w, r, "/login?token="+r.Header.Get("X-Auth-Token"), http.StatusFound)
		}, "ListProfiles: it answers with status 302, and not with 200", nil},
		{"HTML for an error", xivo.GetQueueDissuasion, func(w http.ResponseWriter, _ *http.Request, truth *httptest.ResponseRecorder) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(truth.Code)
			fmt.Fprint(w, "<h1>Oh</h1>")
		}, `GetQueueDissuasion: status 404: the content type is "text/html", and not "application/json"`, nil},
		{"slow", xivo.GetSIPICEServers, func(_ http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) {
			<-r.Context().Done()
		}, "GetSIPICEServers: no answer: ", []string{"-timeout", "300ms"}},
		{"reset", xivo.ListCallbackLists, func(http.ResponseWriter, *http.Request, *httptest.ResponseRecorder) {
			panic(http.ErrAbortHandler)
		}, "ListCallbackLists: no answer: EOF", nil},
		{"a total that is none", xivo.FindUsers, replacing(`"total":8`, `"total":9`), "total (-want +got)", nil},
	})
}

func TestWhatIsMadeInXiVOIsRemovedThoughTheServerLies(t *testing.T) {
	testedXiVO.removes(t, []fmt.Stringer{xivo.CreateMeetingRoom, xivo.CreateCallbackList, xivo.FindMeetingRooms, xivo.UpdateMeetingRoom})
}
