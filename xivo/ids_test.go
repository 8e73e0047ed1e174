package xivo_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/xivo"
)

// drawn is one identifier of each kind.
type drawn struct {
	UUID         xivo.UUID
	Name         string
	Provisioning int64
}

func TestRandomIDsAreMadeOfRandomBytes(t *testing.T) {
	for _, c := range []struct {
		b    byte
		want drawn
	}{
		{0x00, drawn{"00000000-0000-4000-8000-000000000000", "aaaaaaaa", 100000}},
		{0x23, drawn{"23232323-2323-4323-a323-232323232323", "99999999", 105315}},
		{0xff, drawn{"ffffffff-ffff-4fff-bfff-ffffffffffff", "dddddddd", 267295}},
	} {
		ids := xivo.RandomIDs(bytes.NewReader(bytes.Repeat([]byte{c.b}, 16+8+4)))
		uuid, err1 := ids.UUID()
		name, err2 := ids.LineName()
		provisioning, err3 := ids.ProvisioningID()
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, drawn{uuid, name, provisioning}); diff != "" {
			t.Errorf("identifiers of %#x (-want +got):\n%s", c.b, diff)
		}
	}
}

func TestRandomIDsNeedAllTheirBytes(t *testing.T) {
	short := func(n int) xivo.IDs { return xivo.RandomIDs(bytes.NewReader(make([]byte, n))) }
	_, uuid := short(15).UUID()
	_, name := short(7).LineName()
	_, provisioning := short(3).ProvisioningID()
	for _, err := range []error{uuid, name, provisioning} {
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("error = %v, want %v", err, io.ErrUnexpectedEOF)
		}
	}
}

func TestIDsThatFailAreReported(t *testing.T) {
	errDry := errors.New("no randomness left")
	svc := newService(xivo.WithIDs(xivo.RandomIDs(iotest.ErrReader(errDry))))
	list := xivo.UUID("fea963f5-1920-468c-b52a-93dc88791ba8")
	load(t, svc, &xivo.Fixture{
		Users:         []xivo.UserRecord{{}, {}},
		CallbackLists: []xivo.CallbackListRef{{UUID: list, Name: "l"}},
	})
	before := dump(t, svc)
	_, lineErr := svc.Lines.Create(t.Context(), 1, lineInput("1"))
	_, listErr := svc.Callbacks.CreateList(t.Context(), "l", 1)
	_, requestErr := svc.Callbacks.CreateRequest(t.Context(), list, xivo.CallbackInput{PhoneNumber: "1"})
	importErr := svc.Callbacks.ImportCSV(t.Context(), list, []byte("phoneNumber\n1\n"))
	for _, err := range []error{lineErr, listErr, requestErr, importErr} {
		checkRefusal(t, err, 500, "UnhandledError", "Internal error")
		if !errors.Is(err, errDry) || !errors.Is(err, xivo.ErrUnhandled) {
			t.Errorf("error = %v, want an ErrUnhandled because of %v", err, errDry)
		}
	}
	if diff := cmp.Diff(before, dump(t, svc)); diff != "" {
		t.Errorf("what is stored (-before +after):\n%s", diff)
	}
	// Offers need no randomness.
	load(t, svc, &xivo.Fixture{Settings: &xivo.Settings{Offers: xivo.Offers{
		LineNames: []string{"nrzpjngu"}, ProvisioningIDs: []int64{661997},
	}}})
	if _, err := svc.Lines.Create(t.Context(), 1, lineInput("1")); err != nil {
		t.Errorf("Create with offers: %v", err)
	}
}

// stuck offers the same identifiers again and again.
type stuck struct{ drawn func() }

func (s stuck) UUID() (xivo.UUID, error) {
	s.drawn()
	return "fea963f5-1920-468c-b52a-93dc88791ba8", nil
}
func (s stuck) LineName() (string, error)      { s.drawn(); return "nrzpjngu", nil }
func (s stuck) ProvisioningID() (int64, error) { s.drawn(); return 661997, nil }

func TestDrawingEnds(t *testing.T) {
	draws := 0
	svc := newService(xivo.WithIDs(stuck{func() { draws++ }}))
	if _, err := svc.Callbacks.CreateList(t.Context(), "l", 1); err != nil {
		t.Fatal(err)
	}
	t.Run("after many draws", func(t *testing.T) {
		_, err := svc.Callbacks.CreateList(t.Context(), "l", 1)
		checkRefusal(t, err, 500, "UnhandledError", "Internal error")
	})
	t.Run("when the context ends", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		svc := newService(xivo.WithIDs(stuck{func() { draws++; cancel() }}))
		load(t, svc, &xivo.Fixture{CallbackLists: []xivo.CallbackListRef{{UUID: "fea963f5-1920-468c-b52a-93dc88791ba8", Name: "l"}}})
		draws = 0
		if _, err := svc.Callbacks.CreateList(ctx, "l", 1); !errors.Is(err, context.Canceled) {
			t.Errorf("error = %v, want %v", err, context.Canceled)
		}
		if draws != 1 {
			t.Errorf("%d draws, want 1", draws)
		}
	})
}
