// The reference server on PostgreSQL: the PBX configuration APIs of four vendors, on
// one port, with records that outlive it.
//
//	go run ./examples/server -db postgres://localhost/pbx
//
// The first start makes the tables and loads the fixture, later ones keep what is
// there. Any number of servers can work on one database.
package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/signal"
	"syscall"

	"github.com/pbxkit/pbxkit/httpapi/refserver"
	"github.com/pbxkit/pbxkit/pgstore"
	"github.com/pbxkit/pbxkit/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the next signal is the system's
	b := &backend{}
	code := refserver.Main(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr, b.open, b.flags)
	b.close()
	stop()
	os.Exit(code)
}

// backend is the database that the flag names.
type backend struct {
	url string
	db  *pgstore.DB
}

func (b *backend) flags(fs *flag.FlagSet) {
	fs.StringVar(&b.url, "db", "", "`URL` of the database, such as postgres://localhost/pbx")
}

func (b *backend) open(ctx context.Context, tables ...*store.Schema) (store.DB, error) {
	if b.url == "" {
		return nil, errors.New("-db is missing: the URL of a database, such as postgres://localhost/pbx")
	}
	db, err := pgstore.Open(ctx, b.url, tables...)
	if err != nil {
		return nil, err
	}
	b.db = db
	return db, nil
}

func (b *backend) close() {
	if b.db != nil {
		b.db.Close()
	}
}
