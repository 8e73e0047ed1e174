package telecomxclient_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/telecomx/telecomxclient"
)

const (
	password = "mysecret password"
	example  = "1234567890ABCDEF12345678" // a customer of the documents
)

func newClient(t testing.TB, base string, credential telecomxclient.Credential, opts ...telecomxclient.Option) *telecomx.Service {
	t.Helper()
	svc, err := telecomxclient.New(base, credential, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return svc
}
