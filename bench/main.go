// The benchmarks of pbxkit, side by side with what a Go programmer would use in its
// place, on the same records and with the same answers.
//
//	go run .                      six questions and writes, on 100,000 users
//	go run . -n 1000000 -runs 3
//	go run . -engines loop,mattn -queries equal,ilike
//	go run . -memory              how many bytes a user takes
//	go run . -load                how long it takes to load them
//	go run ./http                 the reference server beside a bare handler
//
// Each engine is in a process of its own. The runs of all of them take turns. What is
// compared is the median.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/pbxkit/pbxkit/bench/engines"
	"github.com/pbxkit/pbxkit/bench/internal/report"
)

// workerArg is the argument with which the command runs itself as a worker.
const workerArg = "worker"

func main() {
	err := run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	if slices.Equal(args, []string{workerArg}) {
		return work(stdin, stdout)
	}
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	m := report.ThisMachine()
	switch {
	case o.memory:
		return o.printMemory(stdout, m)
	case o.load:
		return o.printLoad(stdout, m)
	}
	c, err := o.compare()
	if err != nil {
		return err
	}
	c.print(stdout, o.plan, m)
	return errors.Join(c.failures...)
}

// options are what the command line says.
type options struct {
	plan
	memory, load bool
}

// allTogether is up to how many users all engines have room beside each other.
const allTogether = 200_000

func parse(args []string, stderr io.Writer) (*options, error) {
	o := &options{plan: plan{progress: stderr}}
	var engineList, workloadList string
	fs := flag.NewFlagSet("bench", flag.ContinueOnError)
	fs.SetOutput(stderr)
	fs.IntVar(&o.users, "n", 100_000, "how many `users`")
	fs.StringVar(&engineList, "engines", strings.Join(names(engines.Kinds(), kindName), ","), "`names` of engines, the first one what the others are compared with")
	fs.StringVar(&workloadList, "queries", strings.Join(names(workloads(), workloadName), ","), "`names` of what to measure")
	fs.IntVar(&o.runs, "runs", 5, "how many interleaved `runs`")
	fs.DurationVar(&o.time, "time", 100*time.Millisecond, "how long a run of a cell takes at least")
	fs.DurationVar(&o.budget, "budget", 10*time.Second, "after how long a cell gets no further run")
	fs.IntVar(&o.together, "together", 0, "how many `engines` to have in memory at once beside the first; 0: all, or three if there are many users")
	fs.BoolVar(&o.cpu, "cpu", false, "take the times of processors, for a machine that is busy with other things")
	fs.BoolVar(&o.memory, "memory", false, "measure memory instead")
	fs.BoolVar(&o.load, "load", false, "measure the time to load instead")
	if err := fs.Parse(args); err != nil {
		return nil, err
	}
	if fs.NArg() > 0 || o.users < 1 || o.runs < 1 {
		return nil, fmt.Errorf("expected flags only, and at least one user and one run")
	}
	if o.cpu && !hasProcessTime {
		return nil, errors.New("-cpu: this system does not tell")
	}
	if o.together == 0 {
		o.together = len(engines.Kinds())
		if o.users > allTogether {
			o.together = 3
		}
	}
	chosen, err := choose(engines.Kinds(), kindName, engineList)
	if err != nil {
		return nil, err
	}
	o.plan.engines = names(chosen, kindName)
	o.workloads, err = choose(workloads(), workloadName, workloadList)
	return o, err
}

func kindName(k engines.Kind) string { return k.Name }

func workloadName(w workload) string { return w.name }

func names[T any](all []T, name func(T) string) []string {
	list := make([]string, len(all))
	for i, v := range all {
		list[i] = name(v)
	}
	return list
}

// choose returns what a list names, in its order.
func choose[T any](all []T, name func(T) string, list string) ([]T, error) {
	var chosen []T
	for want := range strings.SplitSeq(list, ",") {
		i := slices.IndexFunc(all, func(v T) bool { return name(v) == want })
		if i < 0 {
			return nil, fmt.Errorf("%q is none of %s", want, strings.Join(names(all, name), ", "))
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}
