package voipnowhttp_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/voipnow"
)

// askedFields notes the fields that a list is asked for.
type askedFields struct {
	voipnow.CallService
	fields []string
}

func (a *askedFields) List(_ context.Context, _ voipnow.Caller, _ voipnow.Ref, q voipnow.CallQuery) (voipnow.CallPage, error) {
	a.fields = q.Fields
	return voipnow.CallPage{}, nil
}

// Every call of a page is compared with the fields, so that repeats would cost a
// server much and a client nothing.
func TestAFieldIsAskedForOnce(t *testing.T) {
	svc := *newPBX(t).svc
	asked := &askedFields{}
	svc.Calls = asked
	h, err := voipnowhttp.NewHandler(&svc, voipnowhttp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h.ServeHTTP(httptest.NewRecorder(), request(http.MethodGet, "/uapi/phoneCalls/@me/@self?fields="+strings.Repeat("nonce,id,", 5000)+"nonce", ""))
	if want := []string{"id", "nonce"}; !slices.Equal(asked.fields, want) {
		t.Errorf("%d fields are asked for, want %q", len(asked.fields), want)
	}
}
