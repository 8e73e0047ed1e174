package pgstore_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pbxkit/pbxkit/pgstore"
	"github.com/pbxkit/pbxkit/pgstore/internal/cluster"
	"github.com/pbxkit/pbxkit/store"
)

// server is the database that the tests share: each has a schema of its own in it.
var server struct {
	url     string // "" if there is none
	missing string // why
	schemas atomic.Int64
}

func TestMain(m *testing.M) { os.Exit(run(m)) }

// run runs the tests on the server of PGSTORE_TEST_URL, or on a private one.
func run(m *testing.M) int {
	if server.url = os.Getenv("PGSTORE_TEST_URL"); server.url != "" {
		return m.Run()
	}
	c, err := cluster.Start(context.Background())
	switch {
	case errors.Is(err, cluster.ErrMissing) && os.Getenv("CI") == "":
		server.missing = fmt.Sprintf("no PostgreSQL: %v, and PGSTORE_TEST_URL is not set", err)
		return m.Run()
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer c.Stop()
	server.url = c.URL()
	return m.Run()
}

// newURL returns where an empty schema is, which goes with the test.
func newURL(t testing.TB, params ...string) string {
	t.Helper()
	if server.url == "" {
		t.Skip(server.missing)
	}
	name := fmt.Sprintf("pgstore_test_%d_%d", os.Getpid(), server.schemas.Add(1))
	execute(t, "CREATE SCHEMA "+name)
	t.Cleanup(func() { execute(t, "DROP SCHEMA "+name+" CASCADE") })
	return withParams(t, server.url, append(params, "search_path", name+",public")...)
}

func withParams(t testing.TB, to string, params ...string) string {
	t.Helper()
	u, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	for i := 0; i < len(params); i += 2 {
		q.Set(params[i], params[i+1])
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// execute executes statements on the server that the tests share.
func execute(t testing.TB, sql string) {
	t.Helper()
	executeAt(t, server.url, sql)
}

// open opens an empty database of the tables given.
func open(t testing.TB, tables ...*store.Schema) *pgstore.DB {
	t.Helper()
	return openAt(t, newURL(t), tables...)
}

func openAt(t testing.TB, to string, tables ...*store.Schema) *pgstore.DB {
	t.Helper()
	db, err := pgstore.Open(t.Context(), to, tables...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// executeAt executes statements on a server.
func executeAt(t testing.TB, at, sql string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	conn, err := pgx.Connect(ctx, at)
	must(t, err)
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	must(t, err)
}

// chownLike gives a file to the owner of another.
func chownLike(name string, info os.FileInfo) error {
	owner := info.Sys().(*syscall.Stat_t)
	return os.Chown(name, int(owner.Uid), int(owner.Gid))
}

// extension makes an extension if the server has it, and reports whether.
func extension(t testing.TB, at, name string) bool {
	t.Helper()
	ctx := t.Context()
	conn, err := pgx.Connect(ctx, at)
	must(t, err)
	defer conn.Close(context.WithoutCancel(ctx))
	var has bool
	must(t, conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = $1)", name).Scan(&has))
	if has {
		_, err = conn.Exec(ctx, "CREATE EXTENSION IF NOT EXISTS "+name)
		must(t, err)
	}
	return has
}
