package xivotest

import (
	"fmt"
	"strings"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testCSV(t T, on *target) {
	check(t, on, []promise{
		{"the documented text is imported", documentedCSV},
		{"texts are read as they are", csvRead},
		{"headers are checked", csvHeaders},
		{"rows are checked", csvRows},
		{"a wrong row keeps all others out", csvAllOrNothing},
		{"an answer names twenty wrong lines", csvErrorCap},
		{"imports add to what is there", csvAdds},
	})
}

// imported imports a text into a list of its own and returns the requests, their
// UUIDs checked and left out.
func imported(t T, svc *xivo.Service, text string) []xivo.CallbackRequest {
	t.Helper()
	list := makeList(t, svc)
	if err := svc.Callbacks.ImportCSV(t.Context(), list, []byte(text)); err != nil {
		t.Fatalf("ImportCSV: %v", err)
	}
	requests := suite.Must(svc.Callbacks.FindRequests(t.Context(), xivo.Find{Filters: []xivo.Filter{
		{Field: "listUuid", Operator: "=", Value: string(list)},
	}}))(t).List
	seen := map[xivo.UUID]bool{}
	for i := range requests {
		r := &requests[i]
		checkVersion4(t, r.UUID)
		if seen[r.UUID] {
			t.Errorf("uuid %s is repeated", r.UUID)
		}
		seen[r.UUID] = true
		suite.Equal(t, "list", r.ListUUID, list)
		r.UUID, r.ListUUID = "", ""
	}
	return requests
}

// row is the request that a row without date and period makes on an empty store.
func row(set func(*xivo.CallbackRequest)) xivo.CallbackRequest {
	r := xivo.CallbackRequest{QueueID: 7, PeriodUUID: allDay.UUID, DueDate: tomorrow, PreferredPeriod: allDay}
	set(&r)
	return r
}

// phone is the request of a row that has a number and nothing else.
func phone(number string) xivo.CallbackRequest {
	return row(func(r *xivo.CallbackRequest) { r.PhoneNumber = number })
}

func documentedCSV(t T, svc *xivo.Service) {
	documented(t, svc)
	got := imported(t, svc, "phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period\n"+
		"0230210092|0689746321|John|Doe|MyCompany|Call back quickly||\n"+
		"0587963214|0789654123|Alice|O'Neill|YourSociety||2016-08-01|Afternoon\n")
	suite.Equal(t, "requests", got, []xivo.CallbackRequest{
		row(func(r *xivo.CallbackRequest) {
			r.PhoneNumber, r.MobilePhoneNumber, r.FirstName, r.LastName = "0230210092", "0689746321", "John", "Doe"
			r.Company, r.Description = "MyCompany", "Call back quickly"
		}),
		row(func(r *xivo.CallbackRequest) {
			r.PhoneNumber, r.MobilePhoneNumber, r.FirstName, r.LastName = "0587963214", "0789654123", "Alice", "O'Neill"
			r.Company, r.DueDate = "YourSociety", xivo.Date{Year: 2016, Month: 8, Day: 1}
			r.PeriodUUID, r.PreferredPeriod = afternoon.UUID, afternoon
		}),
	})
}

func csvRead(t T, svc *xivo.Service) {
	const names = "firstName|phoneNumber|mobilePhoneNumber\n"
	for _, c := range []struct {
		name, text string
		want       []xivo.CallbackRequest
	}{
		{"a header only", "phoneNumber\n", []xivo.CallbackRequest{}},
		{"a header without an end", "phoneNumber", []xivo.CallbackRequest{}},
		{"a row without an end", "phoneNumber\n1", []xivo.CallbackRequest{phone("1")}},
		{"a byte order mark", "\ufeffphoneNumber\n1\n", []xivo.CallbackRequest{phone("1")}},
		{"lines that end in CR LF", "phoneNumber\r\n1\r\n2\r\n", []xivo.CallbackRequest{phone("1"), phone("2")}},
		{"both ends of line", "phoneNumber\r\n1\n2\r\n", []xivo.CallbackRequest{phone("1"), phone("2")}},
		{"blank lines", "\n\r\nphoneNumber\n\n1\n\r\n\n2\n\n", []xivo.CallbackRequest{phone("1"), phone("2")}},
		{"the mobile column only", "mobilePhoneNumber\n1\n", []xivo.CallbackRequest{
			row(func(r *xivo.CallbackRequest) { r.MobilePhoneNumber = "1" }),
		}},
		{"columns in any order", "lastName|" + names + "Lee|Ann|1|2\n", []xivo.CallbackRequest{
			row(func(r *xivo.CallbackRequest) {
				r.LastName, r.FirstName, r.PhoneNumber, r.MobilePhoneNumber = "Lee", "Ann", "1", "2"
			}),
		}},
		{"short rows", names + "Ann|1\n|2\n", []xivo.CallbackRequest{
			row(func(r *xivo.CallbackRequest) { r.FirstName, r.PhoneNumber = "Ann", "1" }), phone("2"),
		}},
		{"empty cells", names + "||3\n", []xivo.CallbackRequest{row(func(r *xivo.CallbackRequest) { r.MobilePhoneNumber = "3" })}},
		{"quotes and apostrophes", names + "\"O'Neill|\"1\"|'\n", []xivo.CallbackRequest{
			row(func(r *xivo.CallbackRequest) {
				r.FirstName, r.PhoneNumber, r.MobilePhoneNumber = `"O'Neill`, `"1"`, "'"
			}),
		}},
		{"white space", names + " Ann | 1\t|\n", []xivo.CallbackRequest{
			row(func(r *xivo.CallbackRequest) { r.FirstName, r.PhoneNumber = " Ann ", " 1\t" }),
		}},
		{"a line of spaces is a row", "phoneNumber\n  \n", []xivo.CallbackRequest{phone("  ")}},
		{"other letters", names + "Élodie Łuk 東|1\n", []xivo.CallbackRequest{
			row(func(r *xivo.CallbackRequest) { r.FirstName, r.PhoneNumber = "Élodie Łuk 東", "1" }),
		}},
		{"a carriage return in a cell", names + "a\rb|1\n", []xivo.CallbackRequest{
			row(func(r *xivo.CallbackRequest) { r.FirstName, r.PhoneNumber = "a\rb", "1" }),
		}},
		{"date and period", "phoneNumber|period|dueDate\n1|Toute la journée|2000-02-29\n", []xivo.CallbackRequest{
			row(func(r *xivo.CallbackRequest) {
				r.PhoneNumber, r.DueDate = "1", xivo.Date{Year: 2000, Month: 2, Day: 29}
			}),
		}},
		{"the same row twice", "phoneNumber\n1\n1\n", []xivo.CallbackRequest{phone("1"), phone("1")}},
	} {
		t.Run(c.name, func(t T) { suite.Equal(t, "requests", imported(t, svc, c.text), c.want) })
	}
}

// csvRefusal is a text and the refusal of its import.
type csvRefusal struct{ name, text, message string }

func checkCSV(t T, svc *xivo.Service, cases []csvRefusal) {
	t.Helper()
	list := makeList(t, svc)
	for _, c := range cases {
		t.Run(c.name, func(t T) {
			refuses(t, svc, xivo.ErrInvalidCSV.Refuse("%s", c.message), func() error {
				return svc.Callbacks.ImportCSV(t.Context(), list, []byte(c.text))
			})
		})
	}
	suite.Equal(t, "requests after refused imports", allRequests(t, svc), []xivo.CallbackRequest{})
}

func csvHeaders(t T, svc *xivo.Service) {
	const noHeader = "line 1: a header line is required"
	checkCSV(t, svc, []csvRefusal{
		{"no text", "", noHeader},
		{"a byte order mark only", "\ufeff", noHeader},
		{"blank lines only", "\n\r\n\n", noHeader},
		{"no header", "1000|2000\n", "line 1: unknown column '1000'"},
		{"unknown column", "phoneNumber|age\n1|2\n", "line 1: unknown column 'age'"},
		{"column in another case", "phonenumber\n1\n", "line 1: unknown column 'phonenumber'"},
		{"column with white space", "phoneNumber| company\n1|2\n", "line 1: unknown column ' company'"},
		{"quoted column", "\"phoneNumber\"\n1\n", `line 1: unknown column '"phoneNumber"'`},
		{"column without a name", "phoneNumber|\n1\n", "line 1: unknown column ''"},
		{"column of answers", "phoneNumber|queueId\n1|2\n", "line 1: unknown column 'queueId'"},
		{"repeated column", "phoneNumber|company|phoneNumber\n1|2|3\n", "line 1: column 'phoneNumber' is repeated"},
		{"no column of a number", "firstName|lastName\nAnn|Lee\n", "line 1: column 'phoneNumber' or 'mobilePhoneNumber' is required"},
		{"after blank lines", "\r\n\nage\n", "line 3: unknown column 'age'"},
		{"a second byte order mark", "\ufeff\ufeffphoneNumber\n1\n", "line 1: unknown column '\ufeffphoneNumber'"},
		{"another separator", "phoneNumber;company\n1;2\n", "line 1: unknown column 'phoneNumber;company'"},
		{"not UTF-8", "phoneNumber|firstName\n1|\xe9lodie\n", "the text is not valid UTF-8"},
	})
}

func csvRows(t T, svc *xivo.Service) {
	const noNumber = "phoneNumber: this or mobilePhoneNumber is required"
	const header = "phoneNumber|mobilePhoneNumber|company|dueDate|period\n"
	checkCSV(t, svc, []csvRefusal{
		{"no number", header + "||MyCompany\n", "line 2: " + noNumber},
		{"no number in a short row", "company|phoneNumber\nMyCompany\n", "line 2: " + noNumber},
		{"too long", "phoneNumber\n1|2\n", "line 2: more than 1 cells"},
		{"too long by an empty cell", "phoneNumber|company\n1|2|\n", "line 2: more than 2 cells"},
		{"no date", header + "1|||2018-02-30|\n", "line 2: dueDate: expected a date of the form YYYY-MM-DD"},
		{"unknown period", header + "1||||Morning\n", "line 2: unknown period 'Morning'"},
		{"NUL", header + "1||\x00\n", "line 2: company: must not contain U+0000"},
		{"blank lines are counted", "\n" + header + "\r\n\n1||||Morning\n", "line 5: unknown period 'Morning'"},
		{"lines that end in CR LF", "phoneNumber|period\r\n1|Morning\r\n", "line 2: unknown period 'Morning'"},
		{"several", header + "1||||Morning\n2\n|\n4|||x\n", "line 2: unknown period 'Morning'; line 4: " + noNumber +
			"; line 5: dueDate: expected a date of the form YYYY-MM-DD"},
		{"the header again", "phoneNumber|dueDate\n1\nphoneNumber|dueDate\n", "line 3: dueDate: expected a date of the form YYYY-MM-DD"},
	})
}

func csvAllOrNothing(t T, svc *xivo.Service) {
	documented(t, svc)
	for _, text := range []string{"phoneNumber|period\n1\n2\n3|Morning\n", "phoneNumber|period\n1|Morning\n2\n3\n"} {
		line := 2 + strings.Count(text[:strings.Index(text, "|Morning")], "\n") - 1
		refuses(t, svc, xivo.ErrInvalidCSV.Refuse("line %d: unknown period 'Morning'", line), func() error {
			return svc.Callbacks.ImportCSV(t.Context(), mine, []byte(text))
		})
	}
	suite.Equal(t, "requests", allRequests(t, svc), documentedRequests)
}

func csvErrorCap(t T, svc *xivo.Service) {
	for _, wrong := range []int{19, 20, 21, 500} {
		t.Run(fmt.Sprint(wrong), func(t T) {
			text := "phoneNumber|period\n" + strings.Repeat("1|Morning\n", wrong) + "1\n"
			var named []string
			for i := range min(wrong, 20) {
				named = append(named, fmt.Sprintf("line %d: unknown period 'Morning'", i+2))
			}
			list := makeList(t, svc)
			refuses(t, svc, xivo.ErrInvalidCSV.Refuse("%s", strings.Join(named, "; ")), func() error {
				return svc.Callbacks.ImportCSV(t.Context(), list, []byte(text))
			})
		})
	}
}

func csvAdds(t T, svc *xivo.Service) {
	documented(t, svc)
	for range 2 {
		suite.Succeeds(t, svc.Callbacks.ImportCSV(t.Context(), mine, []byte("phoneNumber\n1\n2\n")))
	}
	var numbers []string
	for _, r := range allRequests(t, svc) {
		numbers = append(numbers, r.PhoneNumber)
	}
	suite.Equal(t, "numbers", numbers, []string{"0230210092", "1000", "1", "2", "1", "2"})
}
