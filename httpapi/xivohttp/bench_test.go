package xivohttp_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/xivo"
)

func BenchmarkHandler(b *testing.B) {
	for _, bench := range []struct{ name, method, path, body string }{
		{"GetMeetingRoom", "GET", "/2.0/meetingrooms/1", ""},
		{"GetUserLine", "GET", "/2.0/users/1/line", ""},
		{"GetUserServices", "GET", "/2.0/users/1/services", ""},
		{"UpdateMeetingRoom", "PUT", "/2.0/meetingrooms", `{"id": 1, "name": "myConfRoom1", "displayName": "My Conf Room 1", "number": 1050, "userPin": 1234}`},
	} {
		b.Run(bench.name, func(b *testing.B) {
			s := resttest.NewSender(newPBX(b), request(bench.method, bench.path, ""), bench.body)
			b.ReportAllocs()
			for b.Loop() {
				s.Send(b, 200)
			}
		})
	}
}

func BenchmarkRefusal(b *testing.B) {
	s := resttest.NewSender(newPBX(b), request("GET", "/2.0/nothing", ""), "")
	b.ReportAllocs()
	for b.Loop() {
		s.Send(b, 404)
	}
}

// manyUsers are users with lines, labels and names like 000042 Smith.
func manyUsers(n int) []xivo.UserRecord {
	users := make([]xivo.UserRecord, n)
	for i := range users {
		users[i] = xivo.UserRecord{
			FirstName: fmt.Sprintf("%06d", i), LastName: "Smith", Entity: "Demo", Labels: []string{"red", "green"},
			Line: &xivo.Line{
				LineType: xivo.LinePhone, Context: "default", Site: "default", Extension: fmt.Sprint(1_000_000 + i),
				Name: fmt.Sprintf("l%07d", i), ProvisioningID: int64(1_000_000 + i),
			},
		}
	}
	return users
}

func BenchmarkFindUsers(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		h := emptyPBX(b)
		if err := h.svc.Seed.Load(context.Background(), &xivo.Fixture{Users: manyUsers(n)}); err != nil {
			b.Fatal(err)
		}
		for _, bench := range []struct{ name, body string }{
			{"indexed", `{"filters": [{"field": "phoneNumber", "operator": "=", "value": "1000500", "order": "ASC"}], "offset": 0, "limit": 100}`},
			{"page of 20", `{"filters":[{"field":"fullName","operator":"like","value":"0000%","order":"ASC"}],"offset":0,"limit":20}`},
			{"unindexed", `{"filters": [{"field": "fullName", "operator": "ilike", "value": "%0005__ smith"}], "offset": 0, "limit": 100}`},
			{"everyone by name", `{"filters": [{"field": "fullName", "order": "DESC"}], "offset": 0, "limit": 100}`},
		} {
			b.Run(fmt.Sprintf("%s/users=%d", bench.name, n), func(b *testing.B) {
				s := resttest.NewSender(h, request("POST", "/2.0/users/find", ""), bench.body)
				b.ReportAllocs()
				for b.Loop() {
					s.Send(b, 200)
				}
			})
		}
	}
}

// BenchmarkCreateAndDeleteLine counts both as one.
func BenchmarkCreateAndDeleteLine(b *testing.B) {
	h := newPBX(b)
	create := resttest.NewSender(h, request("POST", "/2.0/users/8/line", ""),
		`{"lineType": "phone", "context": "default", "site": "default", "extension": "1008", "lineNum": 1}`)
	remove := resttest.NewSender(h, request("DELETE", "/2.0/users/8/line", ""), "")
	b.ReportAllocs()
	for b.Loop() {
		create.Send(b, 200)
		remove.Send(b, 204)
	}
}

func BenchmarkImport10000Requests(b *testing.B) {
	var csv strings.Builder
	csv.WriteString("phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period\n")
	for i := range 10_000 {
		fmt.Fprintf(&csv, "%010d|%010d|John|Doe|MyCompany|Call back quickly||Afternoon\n", i, i)
	}
	h := newPBX(b)
	empty := h.db.Snapshot()
	r := request("POST", newlist+"/csv", "")
	r.Header.Set("Content-Type", "text/plain; charset=utf-8")
	s := resttest.NewSender(h, r, csv.String())
	b.SetBytes(int64(csv.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if err := h.db.Restore(b.Context(), empty); err != nil {
			b.Fatal(err)
		}
		s.Send(b, 200)
	}
}

// BenchmarkFirstAnswer makes a PBX with the documentation fixture, as each of a
// program's tests may do, and asks it once.
func BenchmarkFirstAnswer(b *testing.B) {
	docs := xivo.Documentation()
	b.ReportAllocs()
	for b.Loop() {
		svc := xivo.New(memstore.New(xivo.Tables()...), xivo.WithToken(docsToken))
		if err := svc.Seed.Load(b.Context(), docs); err != nil {
			b.Fatal(err)
		}
		h, err := xivohttp.NewHandler(svc, xivohttp.Options{})
		if err != nil {
			b.Fatal(err)
		}
		resttest.NewSender(h, request("GET", "/2.0/meetingrooms/1", ""), "").Send(b, 200)
	}
}
