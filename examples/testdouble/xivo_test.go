package main

import (
	"context"
	"errors"
	"io"
	"slices"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
)

// newXiVO returns a client of a PBX that has small pages and does not wait between
// attempts.
func newXiVO(pbx *pbxtest.Server) *XiVO {
	c := NewXiVO(pbx.URLs().XiVO, pbx.Credentials.XiVO.Token, pbx.Client())
	c.PageSize, c.Retry.Pause = 10, 0
	return c
}

// ada is the only user of a PBX, with the id 1 and without a line.
func ada(b *pbxtest.Builder) { b.XiVO.User("Ada Alderbrook") }

var desk = XiVOLine{Type: "phone", Context: "default", Extension: "1001", Site: "default", LineNum: 1}

// usersOf returns the names that a client gets, and why they end.
func usersOf(t *testing.T, c *XiVO) (names []string, err error) {
	t.Helper()
	for user, err := range c.Users(t.Context()) {
		if err != nil {
			return names, err
		}
		names = append(names, user.FullName)
	}
	return names, nil
}

// A population that is made up is as large as a test needs, and the same each time.
func TestUsersAreFetchedPageByPage(t *testing.T) {
	tests := map[string]struct {
		users   int
		offsets []int // of the pages
	}{
		"the last page is not full": {users: 25, offsets: []int{0, 10, 20}},
		"the last page is full":     {users: 20, offsets: []int{0, 10}},
		"there is one page":         {users: 3, offsets: []int{0}},
		"there is nobody":           {users: -1, offsets: []int{0}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			pbx := pbxtest.Run(t, pbxtest.Generated(pbxtest.Population{Users: test.users}))

			got, err := usersOf(t, newXiVO(pbx))
			if err != nil {
				t.Fatal(err)
			}
			// The server is at hand as Go values as well, on the same records.
			users, err := pbx.XiVO.Users.List(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for _, user := range users {
				want = append(want, user.FullName)
			}
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("users (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.offsets, offsetsOf(t, pbx)); diff != "" {
				t.Errorf("offsets of the pages (-want +got):\n%s", diff)
			}
		})
	}
}

// offsetsOf returns where the pages began that a PBX was asked for. The journal has
// the requests as they came, which a test can decode as it likes.
func offsetsOf(t *testing.T, pbx *pbxtest.Server) (offsets []int) {
	t.Helper()
	for _, entry := range pbx.Journal().Entries() {
		var find xivoFind
		if err := entry.Decode(&find); err != nil {
			t.Fatal(err)
		}
		offsets = append(offsets, find.Offset)
	}
	return offsets
}

// A service is an interface. Override puts one of the test's own in the place of any
// of them, for what no fault can say: here for users of whom each page promises one
// more than there are, as when one is deleted between two pages.
func TestUsersEndWhereThePagesDo(t *testing.T) {
	promised := pbxtest.Override(func(pbx *pbxtest.Server) { pbx.XiVO.Users = promising{pbx.XiVO.Users} })
	pbx := pbxtest.Run(t, pbxtest.Generated(pbxtest.Population{Users: 20}), promised)

	users, err := usersOf(t, newXiVO(pbx))
	if len(users) != 20 || err != nil {
		t.Errorf("%d users, error %v; want 20", len(users), err)
	}
	pbx.Journal().ExpectCount(t, 3, xivo.FindUsers)
	pbx.Journal().Expect(t, xivo.FindUsers, pbxtest.Member("offset", 20), pbxtest.AnswerMember("list", []any{}))
}

// promising is a service that promises one user more than there are.
type promising struct{ xivo.UserService }

func (p promising) Find(ctx context.Context, find xivo.Find) (xivo.Page[xivo.User], error) {
	page, err := p.UserService.Find(ctx, find)
	page.Total++
	return page, err
}

func TestUsersThatNobodyAsksForAreNotFetched(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.Generated(pbxtest.Population{Users: 25}))
	for range newXiVO(pbx).Users(t.Context()) {
		break
	}
	pbx.Journal().ExpectCount(t, 1, xivo.FindUsers)
}

// What has arrived of a list must not pass for the list.
func TestAPageThatBreaksOffIsAnError(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.Generated(pbxtest.Population{Users: 25}))
	pbx.Fault(t, pbxtest.Fault{Operation: xivo.FindUsers, Skip: 1, Break: pbxtest.Truncate})

	users, err := usersOf(t, newXiVO(pbx))
	if len(users) != 10 || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%d users, then %v; want 10, then %v", len(users), err, io.ErrUnexpectedEOF)
	}
}

// To ask for a list twice does no harm, so that it is done where it helps.
func TestAListIsAskedForAgainAfterAReset(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.Generated(pbxtest.Population{Users: 25}))
	pbx.Fault(t, pbxtest.Fault{Operation: xivo.FindUsers, Skip: 1, Times: 1, Break: pbxtest.Reset})

	users, err := usersOf(t, newXiVO(pbx))
	if len(users) != 25 || err != nil {
		t.Errorf("%d users, error %v; want 25", len(users), err)
	}
	pbx.Journal().ExpectCount(t, 2, xivo.FindUsers, pbxtest.Member("offset", 10))
}

// A fault hits as often as it says. One that never hits fails the test, so that none
// can outlive the request that it was written for.
func TestALineIsCreatedOnceTheServerIsAvailable(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.Built(ada))
	pbx.Fault(t, pbxtest.Fault{Operation: xivo.CreateUserLine, Status: 503, Times: 2})

	line, err := newXiVO(pbx).CreateLine(t.Context(), 1, desk)
	if err != nil || line.Extension != "1001" {
		t.Fatalf("line %+v, error %v; want number 1001", line, err)
	}
	pbx.Journal().ExpectCount(t, 2, xivo.CreateUserLine, pbxtest.Status(503))
	pbx.Journal().ExpectCount(t, 1, xivo.CreateUserLine, pbxtest.Status(200))
}

// In a testing/synctest bubble waits take no time. Nothing can come from a socket
// there, so that the PBX is one that is reached in memory.
func TestAServerThatStaysUnavailableIsNotAskedForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pbx := pbxtest.Run(t, pbxtest.InMemory(), pbxtest.Built(ada))
		pbx.Fault(t, pbxtest.Fault{Operation: xivo.CreateUserLine, Status: 503})
		c := NewXiVO(pbx.URLs().XiVO, pbx.Credentials.XiVO.Token, pbx.Client()) // with the pauses that it has
		asked := time.Now()

		_, err := c.CreateLine(t.Context(), 1, desk)
		if refused, ok := errors.AsType[*XiVOError](err); !ok || refused.Status != 503 {
			t.Errorf("error %v, want the status 503", err)
		}
		if waited := time.Since(asked); waited != 600*time.Millisecond {
			t.Errorf("the client waited %v, want 200ms and then twice that", waited)
		}
		pbx.Journal().ExpectCount(t, 3, xivo.CreateUserLine)
	})
}

// A fault that is Late lets the request take effect first: what the client sees is
// the same, and what it has to do about it is not.
func TestAResetNeverMakesTwoLines(t *testing.T) {
	t.Run("the line was created", func(t *testing.T) {
		pbx := pbxtest.Run(t, pbxtest.Built(ada))
		pbx.Fault(t, pbxtest.Fault{Operation: xivo.CreateUserLine, Break: pbxtest.Reset, Late: true})

		line, err := newXiVO(pbx).CreateLine(t.Context(), 1, desk)
		if err != nil {
			t.Fatal(err)
		}
		stored, err := pbx.XiVO.Lines.Get(t.Context(), 1)
		if err != nil || stored.ID != line.ID {
			t.Errorf("the PBX has line %d, error %v; the client has line %d", stored.ID, err, line.ID)
		}
		pbx.Journal().ExpectCount(t, 1, xivo.CreateUserLine)
		pbx.Journal().ExpectOrder(t, xivo.CreateUserLine, xivo.GetUserLine)
	})
	t.Run("it was not", func(t *testing.T) {
		pbx := pbxtest.Run(t, pbxtest.Built(ada))
		pbx.Fault(t, pbxtest.Fault{Operation: xivo.CreateUserLine, Break: pbxtest.Reset})

		if _, err := newXiVO(pbx).CreateLine(t.Context(), 1, desk); !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("error %v, want %v", err, syscall.ECONNRESET)
		}
		if _, err := pbx.XiVO.Lines.Get(t.Context(), 1); !errors.Is(err, xivo.ErrLineNotFound) {
			t.Errorf("the line of the PBX: error %v, want %v", err, xivo.ErrLineNotFound)
		}
		pbx.Journal().ExpectCount(t, 1, xivo.CreateUserLine)
	})
	t.Run("the user had another", func(t *testing.T) {
		pbx := pbxtest.Run(t, pbxtest.Built(func(b *pbxtest.Builder) { b.XiVO.User("Ada Alderbrook").Line("1234") }))
		pbx.Fault(t, pbxtest.Fault{Operation: xivo.CreateUserLine, Break: pbxtest.Reset})

		if line, err := newXiVO(pbx).CreateLine(t.Context(), 1, desk); !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("line %+v, error %v; want %v", line, err, syscall.ECONNRESET)
		}
	})
}

// A fault can be any error of the vendor, which answers it in its own form.
func TestARefusalIsInTheServersWords(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.Built(ada))
	pbx.Fault(t, pbxtest.Fault{Operation: xivo.FindUsers, Err: xivo.ErrUnhandled})

	_, err := usersOf(t, newXiVO(pbx))
	want := &XiVOError{Status: 500, Code: "UnhandledError", Message: "Internal error"}
	if got, _ := errors.AsType[*XiVOError](err); !cmp.Equal(want, got) {
		t.Errorf("error (-want +got):\n%s", cmp.Diff(want, got))
	}
	pbx.Journal().ExpectCount(t, 1, xivo.FindUsers)
}

func TestARoomThatIsThereIsGoodEnough(t *testing.T) {
	lobby := XiVORoom{Name: "lobby", DisplayName: "Lobby", Number: 5000}

	t.Run("of an earlier call", func(t *testing.T) {
		pbx := pbxtest.Run(t, pbxtest.Empty())
		c := newXiVO(pbx)
		for range 2 {
			room, err := c.EnsureMeetingRoom(t.Context(), lobby)
			if err != nil || room.ID != 1 || room.Number != 5000 {
				t.Fatalf("room %+v, error %v; want room 1, number 5000", room, err)
			}
		}
		pbx.Journal().ExpectCount(t, 1, xivo.CreateMeetingRoom, pbxtest.AnswerMember("error", "Duplicate"))
	})
	t.Run("of a request that was not answered", func(t *testing.T) {
		pbx := pbxtest.Run(t, pbxtest.Empty())
		pbx.Fault(t, pbxtest.Fault{Operation: xivo.CreateMeetingRoom, Break: pbxtest.Reset, Late: true, Times: 1})
		room, err := newXiVO(pbx).EnsureMeetingRoom(t.Context(), lobby)
		if err != nil || room.ID != 1 {
			t.Errorf("room %+v, error %v; want room 1", room, err)
		}
	})
	t.Run("but not another of that name", func(t *testing.T) {
		pbx := pbxtest.Run(t, pbxtest.Built(func(b *pbxtest.Builder) { b.XiVO.MeetingRoom("lobby", 6000) }))
		room, err := newXiVO(pbx).EnsureMeetingRoom(t.Context(), lobby)
		if refused, ok := errors.AsType[*XiVOError](err); !ok || refused.Code != "Duplicate" {
			t.Errorf("room %+v, error %v; want Duplicate", room, err)
		}
	})
}
