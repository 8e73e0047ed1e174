// A PBX inside a program: XiVO's rules on records in memory, without HTTP.
//
//	go run ./examples/embed
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/xivo"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, w io.Writer) error {
	pbx := xivo.New(memstore.New(xivo.Tables()...))

	// Users come from a fixture: no operation of the API makes them.
	err := pbx.Seed.Load(ctx, &xivo.Fixture{
		MediaServers: []xivo.MediaServer{{Name: "default", DisplayName: "MDS Main"}},
		Users: []xivo.UserRecord{
			{FirstName: "Ada", LastName: "Byron", Labels: []string{"sales", "night"}},
			{FirstName: "Grace", LastName: "Hopper", Labels: []string{"support"}},
			{FirstName: "Alan", LastName: "Turing", Labels: []string{"night", "support"}},
		},
	})
	if err != nil {
		return err
	}

	// Filters are the vendor's: this one lists who has a label, by name.
	page, err := pbx.Users.Find(ctx, xivo.Find{Filters: []xivo.Filter{
		{Field: "label", Operator: "contains_all", List: []string{"night"}},
		{Field: "fullName", Order: "ASC"},
	}})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%d users work at night:\n", page.Total)
	for _, user := range page.List {
		fmt.Fprintf(w, "  %s %v\n", user.FullName, user.Labels)
	}

	// The seed has numbered the users from 1.
	const ada = 1
	desk := xivo.LineInput{LineType: xivo.LinePhone, Extension: "1000", Context: "default", Site: "default"}
	line, err := pbx.Lines.Create(ctx, ada, desk)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "Ada has line %d, number %s\n", line.ID, line.Extension)

	// A user has one line at most. XiVO refuses another one, as documented, in
	// the words of a line that is missing.
	_, err = pbx.Lines.Create(ctx, ada, desk)
	if !errors.Is(err, xivo.ErrLineNotFound) {
		return fmt.Errorf("a second line: %v, want %v", err, xivo.ErrLineNotFound)
	}
	if refusal, ok := errors.AsType[*xivo.Error](err); ok {
		fmt.Fprintf(w, "a second line is refused: %d %s, %s\n", refusal.Status, refusal.Code, refusal.Message)
	}
	return nil
}
