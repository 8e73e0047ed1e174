package refserver_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestACertificateMakesItHTTPS(t *testing.T) {
	cert := newCertificate(t)
	s := start(t, "swordfish", "-addr", "127.0.0.1:0", "-addr", "127.0.0.1:0", "-tls-cert", cert.certFile, "-tls-key", cert.keyFile)
	if len(s.banner.urls) != 2 {
		t.Fatalf("the server is at %v, want two addresses", s.banner.urls)
	}
	client := newClient(t)
	client.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: cert.pool}
	for _, url := range s.banner.urls {
		if !strings.HasPrefix(url, "https://") {
			t.Errorf("the server is at %s, want https", url)
		}
		res, err := client.Do(request{method: "GET", path: "/2.0/users", token: "swordfish"}.to(t, url))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != 200 || res.ProtoMajor != 2 {
			t.Errorf("%s answered %d over %s, want 200 over HTTP/2", url, res.StatusCode, res.Proto)
		}
	}

	stranger := newClient(t)
	_, err := stranger.Get(s.banner.urls[0] + "/2.0/users")
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); !ok {
		t.Errorf("a client that does not trust the certificate got %v, want an x509.UnknownAuthorityError", err)
	}
}

func TestPlainHTTPIsNotServedBesideHTTPS(t *testing.T) {
	cert := newCertificate(t)
	s := start(t, "swordfish", "-addr", "127.0.0.1:0", "-tls-cert", cert.certFile, "-tls-key", cert.keyFile)
	url := "http" + strings.TrimPrefix(s.banner.urls[0], "https")
	if status, _ := send(t, newClient(t), url, request{method: "GET", path: "/2.0/users", token: "swordfish"}); status != 400 {
		t.Errorf("plain HTTP was answered with %d, want 400", status)
	}
	s.stop()
	if !strings.Contains(s.stderr.String(), "level=WARN") || !strings.Contains(s.stderr.String(), "TLS handshake error") {
		t.Errorf("the log does not warn of it:\n%s", s.stderr)
	}
	if strings.Contains(s.stderr.String(), "swordfish") {
		t.Errorf("the token is in the log:\n%s", s.stderr)
	}
}

func TestBrokenCertificatesAreRefusedByFile(t *testing.T) {
	cert, other := newCertificate(t), newCertificate(t)
	garbage := writeFile(t, "garbage.pem", "no PEM at all\n")
	for name, test := range map[string]struct {
		certFile, keyFile string
		word              string
	}{
		"missing certificate":        {"missing.pem", cert.keyFile, "no such file"},
		"missing key":                {cert.certFile, "missing.pem", "no such file"},
		"certificate is no PEM":      {garbage, cert.keyFile, "PEM"},
		"key is no PEM":              {cert.certFile, garbage, "PEM"},
		"key of another certificate": {cert.certFile, other.keyFile, "does not match"},
		"key instead of certificate": {cert.keyFile, cert.keyFile, "private key"},
	} {
		t.Run(name, func(t *testing.T) {
			args := []string{"-addr", "127.0.0.1:0", "-tls-cert", test.certFile, "-tls-key", test.keyFile}
			wantRefusal(t, openMemory, 1, "", args, "certificate "+test.certFile, "key "+test.keyFile, test.word)
		})
	}
}

// certificate is one for the loopback addresses that vouches for itself. The names
// of its files are two words, for a shell to take as one.
type certificate struct {
	certFile, keyFile string
	pool              *x509.CertPool // trusts it
}

func newCertificate(t *testing.T) certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(time.Hour),
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:     []string{"localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return certificate{
		certFile: writeFile(t, "my cert.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))),
		keyFile:  writeFile(t, "my key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER}))),
		pool:     pool,
	}
}
