package voipnowhttp_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/voipnow"
)

// A server for an app under test, with the records of the vendor's examples.
func ExampleNewHandler() {
	svc := voipnow.New(memstore.New(voipnow.Tables()...))
	if err := svc.Seed.Load(context.Background(), voipnow.Documentation()); err != nil {
		log.Fatal(err)
	}
	handler, err := voipnowhttp.NewHandler(svc, voipnowhttp.Options{})
	if err != nil {
		log.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()

	r, err := http.NewRequest("PUT", server.URL+"/uapi/phoneCalls/@me/@self/b817d2618fe6f1804333",
		strings.NewReader(`{"action": "OnHold", "phoneCallViewId": "07"}`))
	if err != nil {
		log.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer token")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(response.StatusCode, string(body[:45]))
	// Output: 400 {"error":{"code":"pc_phonecallview_invalid","
}
