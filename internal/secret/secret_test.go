package secret_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/internal/secret"
)

func TestOnlyTheCredentialItselfIsEqual(t *testing.T) {
	for _, tt := range []struct {
		stored, given string
		want          bool
	}{
		{"swordfish", "swordfish", true},
		{"swordfish", "swordfis", false},
		{"swordfish", "swordfish ", false},
		{"swordfish", "Swordfish", false},
		{"swordfish", "", false},
		{"", "", false},
		{"", "swordfish", false},
	} {
		if got := secret.Equal(tt.stored, tt.given); got != tt.want {
			t.Errorf("Equal(%q, %q) = %v, want %v", tt.stored, tt.given, got, tt.want)
		}
	}
	if (secret.Hash{}).Equal("") {
		t.Error("the zero Hash equals the empty credential")
	}
}
