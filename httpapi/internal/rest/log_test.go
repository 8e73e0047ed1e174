package rest_test

import (
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

func TestLogErrorNamesTheRequestWithoutItsSecrets(t *testing.T) {
	log := new(strings.Builder)
	r := httptest.NewRequest("PUT", "/users/1?token=secret", strings.NewReader("secret"))
	r.Header.Set("Authorization", "Bearer secret")
	rest.LogError(slog.New(slog.NewTextHandler(log, nil)), r, "unhandled error", errors.New("disk full"))
	if want := `level=ERROR msg="unhandled error" method=PUT path=/users/1 error="disk full"` + "\n"; !strings.HasSuffix(log.String(), want) {
		t.Errorf("logged %q, want %q after the time", log, want)
	}
}

func TestLogErrorNeedsNoLogger(t *testing.T) {
	rest.LogError(nil, httptest.NewRequest("GET", "/", nil), "unhandled error", errors.New("disk full"))
}
