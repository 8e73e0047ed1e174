package httpapi_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/xivo"
)

// A XiVO with the records of the vendor's documentation, and a command of it.
func ExampleNewHandler() {
	svc := xivo.New(memstore.New(xivo.Tables()...), xivo.WithToken(xivo.DocumentationToken))
	if err := svc.Seed.Load(context.Background(), xivo.Documentation()); err != nil {
		log.Fatal(err)
	}
	handler, err := httpapi.NewHandler(httpapi.Services{XiVO: svc}, httpapi.Options{})
	if err != nil {
		log.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()

	r, err := http.NewRequest("GET", server.URL+"/configmgt/api/2.0/meetingrooms/1", nil)
	if err != nil {
		log.Fatal(err)
	}
	r.Header.Set("X-Auth-Token", "secret")
	answer, err := server.Client().Do(r)
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.Status)
	fmt.Println(string(body))
	// Output:
	// 200 OK
	// {"id":1,"name":"myConfRoom1","displayName":"My Conf Room 1","number":1050,"userPin":1234}
}
