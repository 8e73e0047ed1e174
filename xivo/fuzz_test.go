package xivo_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/xivo"
)

// documentedDB returns a database that holds the documentation fixture, to be
// forked.
func documentedDB(t testing.TB) *memstore.DB {
	t.Helper()
	db := memstore.New(xivo.Tables()...)
	load(t, newServiceOn(db), xivo.Documentation())
	return db
}

// checkRefused checks that an error is a refusal with the status 400 which can
// be sent.
func checkRefused(t *testing.T, err error, kinds ...*xivo.Error) {
	t.Helper()
	e, ok := errors.AsType[*xivo.Error](err)
	if !ok || e.Status != 400 || !utf8.ValidString(e.Message) || e.Message == "" {
		t.Fatalf("error = %#v, want a refusal with the status 400 and a message", err)
	}
	for _, kind := range kinds {
		if errors.Is(err, kind) {
			return
		}
	}
	t.Errorf("error = %v, want a kind of %v", err, kinds)
}

// Whatever the text is, either all of its rows become requests or none.
func FuzzImportCSV(f *testing.F) {
	for _, text := range []string{
		"", "\ufeff", "\n\n", "phoneNumber", "phoneNumber\n1\n", "\ufeffphoneNumber|period\r\n1|Afternoon\r\n\r\n2|",
		"phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period\n" +
			"0230210092|0689746321|John|Doe|MyCompany|Call back quickly||\n" +
			"0587963214|0789654123|Alice|O'Neill|YourSociety||2016-08-01|Afternoon",
		"phoneNumber|dueDate\n1|2018-02-29\n", "phoneNumber\n1|2\n", "phoneNumber|phoneNumber\n", "phoneNumber\n\xff\n",
		"phoneNumber\n\x00\n", "phoneNumber\n\r\r\n1\r", strings.Repeat("\n", 30) + "company\n", "phoneNumber|company\n" + strings.Repeat("|x\n", 30),
	} {
		f.Add([]byte(text))
	}
	db := documentedDB(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		svc := newServiceOn(db.Fork())
		list, err := svc.Callbacks.CreateList(t.Context(), "l", 1)
		if err != nil {
			t.Fatal(err)
		}
		err = svc.Callbacks.ImportCSV(t.Context(), list.UUID, text)
		want := 0
		if err != nil {
			checkRefused(t, err, xivo.ErrInvalidCSV)
		} else {
			want = csvRows(text)
		}
		count := xivo.Find{Filters: []xivo.Filter{{Field: "listUuid", Operator: "=", Value: string(list.UUID)}}}
		page, err := svc.Callbacks.FindRequests(t.Context(), count)
		if err != nil {
			t.Fatal(err)
		}
		if page.Total != want || len(page.List) != want {
			t.Errorf("%d requests, %d listed, want %d", page.Total, len(page.List), want)
		}
		for _, r := range page.List {
			if r.PhoneNumber+r.MobilePhoneNumber == "" || !r.DueDate.IsValid() || r.PreferredPeriod.UUID != r.PeriodUUID {
				t.Errorf("request %+v", r)
			}
		}
	})
}

// csvRows counts the lines of a text that are not blank, without the header.
func csvRows(text []byte) int {
	rows := -1
	for line := range bytes.SplitSeq(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\n")) {
		if len(bytes.TrimSuffix(line, []byte("\r"))) > 0 {
			rows++
		}
	}
	return rows
}

// Whatever a client asks for, it gets a page or a refusal that is its own fault.
func FuzzFind(f *testing.F) {
	for _, find := range []string{
		`{}`, `{"Filters":[{"Field":"phoneNumber","Operator":"=","Value":1000}],"Offset":0,"Limit":100}`,
		`{"Filters":[{"Field":"fullName","Operator":"iLike","Value":"%_\\%","Order":"desc"}],"Limit":0}`,
		`{"Filters":[{"Field":"labels","Operator":"contains_all","List":["blue",1,true]}],"Offset":1}`,
		`{"Filters":[{"Field":"label","Operator":"contains_all","List":[null,[],{}]}]}`,
		`{"Filters":[{"Field":"number","Operator":">=","Value":"+10"},{"Field":"userPin","Operator":"is  null","Order":"ASC"}]}`,
		`{"Filters":[{"Field":"number","Operator":"!=","Value":1e400}]}`, `{"Filters":[{"Field":"dueDate","Operator":"<","Value":"2018-07-05"}]}`,
		`{"Filters":[{"Field":"clotured","Operator":"=","Value":"T"},{"Field":"uuid","Operator":">","Value":{}}]}`,
		`{"Filters":[{"Field":"agentId","Order":"up"}]}`, `{"Filters":[{}],"Offset":-1,"Limit":-1}`,
		`{"Filters":[{"Field":"login","Operator":"is not null"}]}`, `{"Offset":9223372036854775807,"Limit":9223372036854775807}`,
	} {
		f.Add([]byte(find))
	}
	svc := newServiceOn(documentedDB(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		var find xivo.Find
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.UseNumber()
		if dec.Decode(&find) != nil {
			return
		}
		users, err := svc.Users.Find(t.Context(), find)
		checkPage(t, find, users.Total, len(users.List), 8, err)
		rooms, err := svc.MeetingRooms.Find(t.Context(), find)
		checkPage(t, find, rooms.Total, len(rooms.List), 2, err)
		requests, err := svc.Callbacks.FindRequests(t.Context(), find)
		checkPage(t, find, requests.Total, len(requests.List), 2, err)
	})
}

// checkPage checks that the sizes of a page agree with what was asked for.
func checkPage(t *testing.T, find xivo.Find, total, listed, all int, err error) {
	t.Helper()
	if err != nil {
		checkRefused(t, err, xivo.ErrInvalidFilter, xivo.ErrInvalidParameter)
		return
	}
	want := max(0, total-find.Offset)
	if find.Limit != nil {
		want = min(want, *find.Limit)
	}
	if total > all || listed != want {
		t.Errorf("total %d of %d, %d listed, want %d", total, all, listed, want)
	}
}
