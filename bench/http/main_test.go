package main

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/bench/internal/report"
)

// TestMain has the test program be a server, as the command is.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == serverArg {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestTheCommandPrintsRatesOfAllServers(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-n", "100", "-runs", "1", "-time", "20ms", "-connections", "1,3"}, nil, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	var rows []string
	for line := range strings.Lines(out.String()) {
		if strings.HasPrefix(line, "| ") {
			rows = append(rows, line)
		}
	}
	if len(rows) != 5 {
		t.Fatalf("%d rows, want a header and two requests with two numbers of connections:\n%s", len(rows), &out)
	}
	for _, row := range rows[1:] {
		if strings.Count(row, " %") != 2 || strings.Contains(row, " 0 ") {
			t.Errorf("row %s, want two ratios", row)
		}
	}
}

func TestTheCommandRefusesWhatIsWrong(t *testing.T) {
	for _, args := range [][]string{
		{"-connections", "0"}, {"-connections", ""}, {"-n", "0"}, {"-runs", "0"}, {"-colour"}, {"more"},
		{serverArg, "other", "1"}, {serverArg, bareServer, "x"}, {serverArg, bareServer}, {serverArg, bareServer, "1"}, {serverArg, bareServer, "1", "2"},
	} {
		if err := run(t.Context(), args, strings.NewReader(""), io.Discard, io.Discard); err == nil {
			t.Errorf("%q is not refused", args)
		}
	}
}

func TestReadHeaderReturnsTheLengthOfTheBody(t *testing.T) {
	for _, test := range []struct {
		text   string
		length int
		ok     bool
	}{
		{"HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 12\r\n\r\nbody", 12, true},
		{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 0, true},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", 0, false},
		{"HTTP/1.1 401 Unauthorized\r\nContent-Length: 12\r\n\r\n", 0, false},
		{"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", 0, false},
		{"HTTP/1.1 200 OK\r\nContent-Le", 0, false},
		{"", 0, false},
	} {
		length, err := readHeader(bufio.NewReader(strings.NewReader(test.text)), nil)
		if length != test.length || (err == nil) != test.ok {
			t.Errorf("%q: length %d, %v", test.text, length, err)
		}
	}
}

func TestAskRefusesAnotherAnswer(t *testing.T) {
	for body, want := range map[string]string{"other": `the answer is "other", want "right"`, "longer": "an answer of 6 bytes, want 5"} {
		client, server := net.Pipe()
		go func() {
			defer server.Close()
			server.Read(make([]byte, 100))
			io.WriteString(server, "HTTP/1.1 200 OK\r\nContent-Length: "+map[int]string{5: "5", 6: "6"}[len(body)]+"\r\n\r\n"+body)
		}()
		_, err := ask(client, []byte("GET / HTTP/1.1\r\n\r\n"), []byte("right"), time.Now().Add(time.Minute))
		if err == nil || err.Error() != want {
			t.Errorf("answer %q: %v, want %s", body, err, want)
		}
		client.Close()
	}
}

func TestServersThatAnswerOtherwiseAreNoticed(t *testing.T) {
	body := "one"
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) }))
	defer web.Close()
	s := &server{address: web.Listener.Addr().String()}
	answers := map[string]answer{}
	for range 2 {
		if err := s.learn(answers); err != nil {
			t.Fatal(err)
		}
	}
	if got := answers[calls()[0].path]; string(got.Body) != "one" || got.Header["Content-Type"] == "" || got.Header["Date"] != "" {
		t.Errorf("recorded %+v, want the body and its type, without the date", got)
	}
	body = "two"
	if err := s.learn(answers); err == nil || !strings.Contains(err.Error(), "is answered otherwise") {
		t.Errorf("another answer: %v", err)
	}
}

func TestRatesAreMediansBesideTheBareHandlers(t *testing.T) {
	var out bytes.Buffer
	p := plan{users: 10, runs: 3, time: time.Second}
	p.print(&out, []result{{calls()[0], 8, map[string][]float64{
		bareServer: {1000, 4000, 2000}, handlerServer: {1900, 1800, 100}, referenceServer: {3000, 3000, 3000},
	}}}, report.ThisMachine())
	if want := "| 8           | 2,000         | 1,800             | 90 % | 3,000                          | 150 % |"; !strings.Contains(out.String(), want) {
		t.Errorf("%s is not in\n%s", want, &out)
	}
}
