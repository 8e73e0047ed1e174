package pbxtest_test

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/pbxtest"
)

func TestOnlyItsClientTrustsTheCertificate(t *testing.T) {
	log.SetOutput(io.Discard) // where net/http tells of the client that does not
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
	pbx := pbxtest.RunTLS(t)
	url := pbx.URL()
	if !strings.HasPrefix(url, "https://127.0.0.1:") {
		t.Errorf("the URL is %s", url)
	}
	if got := get(t, pbx.Client(), url+getSettings.path, asTelecomX); got.Status != 200 {
		t.Errorf("the answer is %d %s", got.Status, got.Body)
	}
	response, err := http.Get(url)
	if err == nil {
		response.Body.Close()
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); !ok {
		t.Errorf("another client sees %v, want an unknown authority", err)
	}
	if got := get(t, pbxtest.RunTLS(t).Client(), url+getSettings.path, asTelecomX); got.Status != 200 {
		t.Errorf("the client of another server is answered %d %s", got.Status, got.Body)
	}
}

// trusting returns the transport of a server's client, to be changed.
func trusting(pbx *pbxtest.Server) *http.Transport {
	return pbx.Client().Transport.(*http.Transport).Clone()
}

func TestTheCertificateIsGoodByNameAndAtAnyTime(t *testing.T) {
	pbx := pbxtest.RunTLS(t)
	address := strings.TrimPrefix(pbx.URL(), "https://")
	for _, year := range []int{1991, 2026, 2099} {
		transport := trusting(pbx)
		transport.TLSClientConfig.Time = func() time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }
		transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		}
		client := &http.Client{Transport: transport}
		for _, host := range []string{"localhost", "127.0.0.1", "[::1]"} {
			if got := get(t, client, "https://"+host+getSettings.path, asTelecomX); got.Status != 200 {
				t.Errorf("%s in %d is answered %d %s", host, year, got.Status, got.Body)
			}
		}
		client.CloseIdleConnections()
	}
}

// A client that would rather speak HTTP/2 sees faults as they are, too.
func TestFaultsReachAClientOfHTTP2(t *testing.T) {
	pbx := pbxtest.RunTLS(t)
	transport := trusting(pbx)
	transport.ForceAttemptHTTP2 = true
	c := connection{pbx, &http.Client{Transport: transport}, pbx.URL(), true}
	defer c.client.CloseIdleConnections()
	c.send(t, getLine)
	pbx.Fault(t, pbxtest.Fault{Break: pbxtest.Reset, Times: 1})
	if err := c.fails(t, getLine); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the client sees %v, want a reset", err)
	}
}

func TestForksAndTenantsOfTLSAreOfTLS(t *testing.T) {
	pbx := pbxtest.RunTLS(t)
	for name, other := range map[string]*pbxtest.Server{"a fork": pbx.Fork(t), "a tenant": pbx.Tenant(t)} {
		c := overTCP(other)
		if !strings.HasPrefix(c.url, "https://") {
			t.Errorf("%s is at %s", name, c.url)
		}
		m := getSettings
		m.header = []string{"X-Api-Key: " + other.Credentials.TelecomX.Token}
		if got := c.send(t, m); got.Status != 200 {
			t.Errorf("%s answers %d %s", name, got.Status, got.Body)
		}
	}
}

func TestPlainTextIsRefused(t *testing.T) {
	log.SetOutput(io.Discard)
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
	pbx := pbxtest.RunTLS(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(pbx.URL(), "https://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, "GET / HTTP/1.1\r\nHost: pbx\r\n\r\n")
	if answer, _ := io.ReadAll(conn); strings.Contains(string(answer), " 404 ") {
		t.Errorf("the answer is %q", answer)
	}
	if n := pbx.Journal().Len(); n != 0 {
		t.Errorf("%d requests were served", n)
	}
}
