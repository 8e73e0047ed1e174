// The reference server: the PBX configuration APIs of four vendors, in memory, on
// one port.
//
//	go run ./examples/server
//
// It prints its address, credentials in force and requests to begin with.
// The flag -help lists what can be changed. A signal stops it once the requests
// under way are answered, a second one at once.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/pbxkit/pbxkit/httpapi/refserver"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the next signal is the system's
	code := refserver.Main(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr, open)
	stop()
	os.Exit(code)
}

func open(_ context.Context, tables ...*store.Schema) (store.DB, error) {
	return memstore.New(tables...), nil
}
