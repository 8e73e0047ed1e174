package xivohttp_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/xivo"
)

// A test of a program that talks to a XiVO can give it one.
func ExampleNewHandler() {
	svc := xivo.New(memstore.New(xivo.Tables()...), xivo.WithToken("secret"))
	err := svc.Seed.Load(context.Background(), &xivo.Fixture{
		Users: []xivo.UserRecord{{FirstName: "Jack", LastName: "Martin"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	handler, err := xivohttp.NewHandler(svc, xivohttp.Options{})
	if err != nil {
		log.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()

	line := `{"lineType": "webrtc", "context": "default", "site": "default", "extension": "1008"}`
	for range 2 {
		r, err := http.NewRequest("POST", server.URL+xivohttp.Prefix+"/2.0/users/1/line", strings.NewReader(line))
		if err != nil {
			log.Fatal(err)
		}
		r.Header.Set("X-Auth-Token", "secret")
		r.Header.Set("Content-Type", "application/json")
		answer, err := server.Client().Do(r)
		if err != nil {
			log.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(answer.StatusCode, len(body) > 0)
	}

	l, err := svc.Lines.Get(context.Background(), 1)
	fmt.Println(l.Extension, l.LineType, err)
	// Output:
	// 200 true
	// 404 true
	// 1008 webrtc <nil>
}

// voicemail is a line service that refuses extensions of a test's choice: any
// chapter of a service can be replaced, in whole or in part.
type voicemail struct{ xivo.LineService }

func (v voicemail) Create(ctx context.Context, userID int64, in xivo.LineInput) (xivo.Line, error) {
	if in.Extension == "*98" {
		return xivo.Line{}, xivo.ErrLineNotFound.Refuse("Extension %s is the voicemail", in.Extension)
	}
	return v.LineService.Create(ctx, userID, in)
}

func ExampleNewHandler_override() {
	svc := xivo.New(memstore.New(xivo.Tables()...), xivo.WithoutAuthentication())
	svc.Lines = voicemail{svc.Lines}
	handler, err := xivohttp.NewHandler(svc, xivohttp.Options{})
	if err != nil {
		log.Fatal(err)
	}
	line := `{"lineType": "phone", "context": "default", "site": "default", "extension": "*98"}`
	r := httptest.NewRequest("POST", xivohttp.Prefix+"/2.0/users/1/line", strings.NewReader(line))
	r.Header.Set("Content-Type", "application/json")
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, r)
	fmt.Println(answer.Code, answer.Body)
	// Output:
	// 404 {"error":"LineNotFound","message":"Extension *98 is the voicemail"}
}

func ExampleOperations() {
	for _, op := range xivohttp.Operations()[:3] {
		fmt.Println(op.Name, op.Method, op.Path)
	}
	// Output:
	// ListUsers GET /configmgt/api/2.0/users
	// FindUsers POST /configmgt/api/2.0/users/find
	// GetUserLine GET /configmgt/api/2.0/users/:id/line
}
