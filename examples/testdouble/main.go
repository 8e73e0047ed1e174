// Clients of four PBXs, as a program might have them in production, and their tests
// with pbxtest. The clients import nothing of pbxkit; the tests are what this example
// is about. The program runs the clients against a PBX in its own process that is
// unavailable twice, and prints which requests that has seen.
//
//	go run ./examples/testdouble
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// office is what the PBX has to begin with.
func office(b *pbxtest.Builder) {
	b.XiVO.User("Ada Alderbrook")
	b.XiVO.User("Max Fernhill").Line("1002")
	b.VoipNow.Organization("Alderbrook Telecom", "0003")
	b.VoipNow.User("12")
	b.VoipNow.App("switchboard", "app-secret")
	b.VoipNow.Extension("210")
	b.VoipNow.Call("210", "0199001234").WithID("c0ffee")
	b.TelecomX.Customer("Alderbrook Ltd")
	b.TelecomX.Employee("ada@example.com")
	b.BroadWorks.Tenant("alderbrook")
	b.BroadWorks.Group("alderbrook", "sales")
	b.BroadWorks.User("alderbrook", "sales", "ada")
}

func run(ctx context.Context, w io.Writer) (err error) {
	pbx, err := pbxtest.New(pbxtest.Built(office))
	if err != nil {
		return err
	}
	if _, err := pbx.AddFault(pbxtest.Fault{Operation: xivo.CreateUserLine, Status: 503, Times: 2}); err != nil {
		return err
	}
	if err := pbx.Start(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pbx.Shutdown(ctx)) }()

	if err := use(ctx, w, pbx); err != nil {
		return err
	}
	fmt.Fprintln(w, "\nThe PBX was asked:")
	for _, line := range pbx.Journal().Summary() {
		fmt.Fprintln(w, " ", line)
	}
	return nil
}

// use has each client do something.
func use(ctx context.Context, w io.Writer, pbx *pbxtest.Server) error {
	at, open := pbx.URLs(), pbx.Credentials
	phones := NewXiVO(at.XiVO, open.XiVO.Token, nil)
	phones.Retry.Pause = time.Millisecond // nobody else waits for this PBX
	for user, err := range phones.Users(ctx) {
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "XiVO: %s has the number %q\n", user.FullName, user.PhoneNumber)
	}
	line, err := phones.CreateLine(ctx, 1, XiVOLine{Type: "phone", Context: "default", Extension: "1001", Site: "default", LineNum: 1})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "XiVO: user 1 has the number %q now\n", line.Extension)

	calls := NewVoipNow(pbx.URL(), open.VoipNow.ClientID, open.VoipNow.ClientSecret, nil)
	call, err := calls.Hold(ctx, "0003*210", "c0ffee", "00")
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "VoipNow: call %s is on hold since %v\n", call.ID, call.Views[0].OnHold)

	account := NewTelecomX(at.TelecomX, open.TelecomX.Username, open.TelecomX.Password, nil)
	settings, err := account.SetRetention(ctx, 7)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "TelecomX: recordings are kept for %d days\n", settings.Recording.Retention)

	music := NewBroadWorks(at.BroadWorks, open.BroadWorks.Token, nil)
	on, err := music.SwitchMusicOnHold(ctx, BroadWorksUser{"alderbrook", "sales", "ada"}, false)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "BroadWorks: music on hold is played: %v\n", on.Active)
	return nil
}
