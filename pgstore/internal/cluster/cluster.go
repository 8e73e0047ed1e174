//go:build unix

// Package cluster runs a private PostgreSQL for tests, from the binaries of the
// machine: in a temporary directory, on a unix socket, without a password.
package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrMissing is a machine without PostgreSQL.
var ErrMissing = errors.New("initdb and postgres are neither in PATH nor in /usr/lib/postgresql")

// Cluster is a running server.
type Cluster struct {
	dir      string
	bin      string
	settings []string
	account  *syscall.Credential // that of the server; nil if it is ours
	server   *exec.Cmd           // nil if it does not run
	ended    chan struct{}       // closed when it has
	guard    io.WriteCloser      // ends the server if this process ends first
	output   *bytes.Buffer
}

// Start makes a cluster and starts it, with settings such as "max_connections=20"
// besides its own.
func Start(ctx context.Context, settings ...string) (*Cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pgstore")
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, bin: bin, settings: settings}
	if err := c.make(ctx); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	if err := c.Restart(ctx); err != nil {
		c.Stop()
		return nil, err
	}
	return c, nil
}

// binaries returns the folder of the newest PostgreSQL.
func binaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(real), nil
		}
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", ErrMissing
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
		return n
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })), nil
}

// make makes the files. The server refuses to run as root, so that another account
// has to have them then.
func (c *Cluster) make(ctx context.Context) error {
	if os.Geteuid() == 0 {
		if err := c.lend(); err != nil {
			return err
		}
	}
	initdb := c.command(ctx, "initdb", "-D", c.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

// lend gives the directory to an account that is not root.
func (c *Cluster) lend() error {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.ParseUint(u.Uid, 10, 32)
		gid, gidErr := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(uidErr, gidErr); err != nil {
			return err
		}
		c.account = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return os.Chown(c.dir, int(uid), int(gid))
	}
	return errors.New("PostgreSQL does not run as root, and there is neither an account postgres nor nobody")
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// Dir returns the directory of the cluster, which the server can write to.
func (c *Cluster) Dir() string { return c.dir }

func (c *Cluster) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.account, Setpgid: true}
	return cmd
}

// Restart starts a server that does not run. It waits until it answers.
func (c *Cluster) Restart(ctx context.Context) error {
	for {
		err := c.start()
		if err == nil {
			err = c.ready(ctx)
		}
		// What is left of a server that was killed needs a moment to go.
		if err == nil || ctx.Err() != nil || !strings.Contains(c.output.String(), "still in use") {
			return err
		}
	}
}

func (c *Cluster) start() error {
	args := []string{"-D", c.data(), "-k", c.dir}
	for _, s := range append([]string{"listen_addresses=", "fsync=off", "max_connections=200"}, c.settings...) {
		args = append(args, "-c", s)
	}
	c.output = &bytes.Buffer{}
	c.server = c.command(context.Background(), "postgres", args...)
	c.server.Stdout, c.server.Stderr = c.output, c.output
	if err := c.server.Start(); err != nil {
		return err
	}
	server, ended := c.server, make(chan struct{})
	c.ended = ended
	go func() {
		defer close(ended)
		server.Wait()
	}()
	return c.watch()
}

// watch starts a process that ends the server, and removes its files, when this one is
// gone, however it went. It is told if the server ends before.
func (c *Cluster) watch() error {
	guard := exec.Command("sh", "-c", `[ -n "$(cat)" ] || { kill -QUIT "$0"; rm -rf "$1"; }`, strconv.Itoa(c.server.Process.Pid), c.dir)
	guard.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	pipe, err := guard.StdinPipe()
	if err != nil {
		return err
	}
	c.guard = pipe
	if err := guard.Start(); err != nil {
		return err
	}
	go guard.Wait()
	return nil
}

// ready waits until the server answers, or has ended.
func (c *Cluster) ready(ctx context.Context) error {
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-c.ended:
			err := fmt.Errorf("postgres: %v\n%s", c.server.ProcessState, c.output)
			c.gone()
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
		conn, err := pgx.Connect(ctx, c.URL())
		if err == nil {
			return conn.Close(ctx)
		}
	}
}

// Kill ends the server by SIGKILL, with everything that it runs.
func (c *Cluster) Kill() {
	if c.server == nil {
		return
	}
	c.server.Process.Kill() // its children see that it is gone, and go
	<-c.ended
	c.gone()
}

// gone forgets a server that has ended.
func (c *Cluster) gone() {
	io.WriteString(c.guard, "ended")
	c.guard.Close()
	c.server = nil
}

// Stop ends the server and removes its files.
func (c *Cluster) Stop() {
	if c.server != nil {
		c.server.Process.Signal(syscall.SIGQUIT)
		<-c.ended
		c.gone()
	}
	os.RemoveAll(c.dir)
}

// URL returns where the server is, for pgx.
func (c *Cluster) URL() string {
	return "postgres:///postgres?" + url.Values{"host": {c.dir}, "user": {"postgres"}}.Encode()
}
