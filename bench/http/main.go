// The reference server over HTTP, beside a handler of net/http that does nothing but
// return the same bytes.
//
//	go run ./http
//
// The servers are processes of their own, and so is the client, which speaks HTTP
// with as little effort as it can, so that what is compared is the servers.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/pbxkit/pbxkit/bench/internal/report"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "http:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	if len(args) > 1 && args[0] == serverArg {
		return serve(ctx, args[1], args[2:], stdin, stdout)
	}
	p := plan{progress: stderr}
	connections := "1,8,64"
	fs := flag.NewFlagSet("http", flag.ContinueOnError)
	fs.SetOutput(stderr)
	fs.IntVar(&p.users, "n", 1000, "how many `users` the servers have")
	fs.IntVar(&p.runs, "runs", 5, "how many interleaved `runs`")
	fs.DurationVar(&p.time, "time", time.Second, "how long a run takes")
	fs.StringVar(&connections, "connections", connections, "`numbers` of connections")
	if err := fs.Parse(args); err != nil {
		return err
	}
	for text := range strings.SplitSeq(connections, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return fmt.Errorf("%q is no number of connections", text)
		}
		p.connections = append(p.connections, n)
	}
	if fs.NArg() > 0 || p.users < 1 || p.runs < 1 {
		return fmt.Errorf("expected flags only, and at least one user and one run")
	}
	results, err := p.measure(ctx)
	if err != nil {
		return err
	}
	p.print(stdout, results, report.ThisMachine())
	return nil
}

// plan says what to measure and how thoroughly.
type plan struct {
	users, runs int
	time        time.Duration
	connections []int
	progress    io.Writer
}

// result is how many requests a second a server answered, in each run.
type result struct {
	call        call
	connections int
	rates       map[string][]float64 // by server
}

// measure starts the servers and asks them in turn.
func (p plan) measure(ctx context.Context) ([]result, error) {
	servers, err := startServers(ctx, p.users)
	defer func() {
		for _, s := range servers {
			s.stop()
		}
	}()
	if err != nil {
		return nil, err
	}
	var results []result
	for _, n := range p.connections {
		for _, c := range calls() {
			results = append(results, result{c, n, map[string][]float64{}})
		}
	}
	for run := range p.runs {
		for _, r := range results {
			fmt.Fprintf(p.progress, "\rrun %d of %d: %-4s with %-3d connections", run+1, p.runs, r.call.method, r.connections)
			for i := range servers {
				s := servers[(run+i)%len(servers)] // none is always the first to go on from another
				rate, err := s.rate(ctx, r.call, r.connections, p.time)
				if err != nil {
					return nil, fmt.Errorf("%s: %s %s: %w", s.name, r.call.method, r.call.path, err)
				}
				r.rates[s.name] = append(r.rates[s.name], rate)
			}
		}
	}
	fmt.Fprintln(p.progress)
	return results, nil
}

func (p plan) print(w io.Writer, results []result, m report.Machine) {
	slices.SortStableFunc(results, func(a, b result) int { return cmp.Compare(a.call.title, b.call.title) })
	var rows [][]string
	for _, r := range results {
		bare := report.Median(r.rates[bareServer])
		row := []string{r.call.title, strconv.Itoa(r.connections), report.Thousands(int(bare))}
		for _, name := range []string{handlerServer, referenceServer} {
			rate := report.Median(r.rates[name])
			row = append(row, report.Thousands(int(rate)), fmt.Sprintf("%.0f %%", 100*rate/bare))
		}
		rows = append(rows, row)
	}
	fmt.Fprintf(w, "Requests a second over TCP with keep-alive, %s users, and what part that is of the bare handler's; medians of %d interleaved runs of %v. %s.\n\n",
		report.Thousands(p.users), p.runs, p.time, m)
	report.Table(w, []string{"request", "connections", "bare net/http", "httpapi's handler", "", "reference server, with its log", ""}, rows)
	fmt.Fprintln(w, "\nEach answer was compared with the first one, byte by byte. The bare handler returns what it is told, headers included.")
}
