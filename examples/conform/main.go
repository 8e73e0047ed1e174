// Command conform compares a PBX with its double: it runs the vendor's behaviour suite
// against the PBX and tells, operation by operation, what differs from what is
// documented and from what pbxkit's double answers.
//
//	export PBXKIT_TOKEN=…
//	go run ./examples/conform -vendor xivo -url https://xivo.example:9100
//
// It only reads, unless -writes allows it to make records of its own, which it removes
// again. Without -url it looks at the double itself.
//
//	-record DIR   stores the shapes of the answers: members, types and statuses, no values
//	-check DIR    compares with shapes that were stored, instead of with the double
//	-json FILE    writes the report as JSON; - for the standard output
//
// The exit code is 0 if nothing differs, 1 if something does, and 2 if the PBX cannot
// be asked.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"
)

// The exit codes.
const (
	same = iota
	differs
	couldNotRun
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Getenv, http.DefaultTransport, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// config is what the flags say.
type config struct {
	vendor         string
	url            string
	token          string
	user, password string
	on             string
	writes         bool
	timeout        time.Duration
	record         string
	check          string
	json           string
}

func parse(args []string, getenv func(string) string, stderr io.Writer) (config, error) {
	var c config
	flags := flag.NewFlagSet("conform", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&c.vendor, "vendor", "xivo", "whose PBX it is: "+strings.Join(slices.Sorted(maps.Keys(vendors)), ", "))
	flags.StringVar(&c.url, "url", "", "where the PBX is; empty for the double")
	flags.StringVar(&c.token, "token", "", "the credential; better in PBXKIT_TOKEN, where nobody sees it in a list of processes")
	flags.StringVar(&c.user, "user", "", "the account, where a login opens the PBX; PBXKIT_USER otherwise")
	flags.StringVar(&c.password, "password", "", "its password; better in PBXKIT_PASSWORD")
	flags.StringVar(&c.on, "on", "", "what of the PBX to look at, in the vendor's terms")
	flags.BoolVar(&c.writes, "writes", false, "also make records, named pbxkit-…, and remove them again")
	flags.DurationVar(&c.timeout, "timeout", 30*time.Second, "how long an answer may take")
	flags.StringVar(&c.record, "record", "", "store the shapes of the answers in this directory")
	flags.StringVar(&c.check, "check", "", "compare with the shapes in this directory")
	flags.StringVar(&c.json, "json", "", "write the report as JSON to this file; - for the standard output")
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	c.token = cmp.Or(c.token, getenv("PBXKIT_TOKEN"))
	c.user = cmp.Or(c.user, getenv("PBXKIT_USER"))
	c.password = cmp.Or(c.password, getenv("PBXKIT_PASSWORD"))
	if flags.NArg() > 0 {
		return c, fmt.Errorf("unknown argument %q", flags.Arg(0))
	}
	return c, nil
}

// run is the command. It reaches the PBX by a transport.
func run(ctx context.Context, args []string, getenv func(string) string, transport http.RoundTripper, stdout, stderr io.Writer) int {
	c, err := parse(args, getenv, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return same
	}
	if err == nil {
		var r *report
		if r, err = conform(ctx, c, transport); err == nil {
			err = r.write(c, stdout)
		}
		if err == nil {
			if r.differ() {
				return differs
			}
			return same
		}
	}
	fmt.Fprintln(stderr, "conform:", err)
	return couldNotRun
}

// conform asks the PBX and compares what it answers.
func conform(ctx context.Context, c config, transport http.RoundTripper) (*report, error) {
	v, ok := vendors[c.vendor]
	if !ok {
		return nil, fmt.Errorf("there is no suite for vendor %q", c.vendor)
	}
	want, err := expected(ctx, c, v)
	if err != nil {
		return nil, err
	}
	p := pbx{url: c.url, token: c.token, user: c.user, password: c.password, on: c.on, client: &http.Client{Transport: transport, Timeout: c.timeout}}
	if c.url == "" {
		if p, err = v.double(); err != nil {
			return nil, err
		}
		c.writes = true // nobody else uses it
	}
	results, seen, err := observe(ctx, v, p, c.writes)
	if err != nil {
		return nil, err
	}
	if c.record != "" {
		if err := seen.save(c.record, v.name); err != nil {
			return nil, err
		}
	}
	return compare(v, want, seen, results), nil
}

// expected returns the shapes to compare with: those that were stored, or the double's.
func expected(ctx context.Context, c config, v vendor) (shapes, error) {
	if c.check != "" {
		return load(c.check, v.name)
	}
	p, err := v.double()
	if err != nil {
		return nil, err
	}
	_, seen, err := observe(ctx, v, p, true)
	if err != nil {
		return nil, err
	}
	for _, other := range p.also {
		if _, err := seen.run(ctx, v, other, true); err != nil {
			return nil, err
		}
	}
	return seen.shapes, nil
}
