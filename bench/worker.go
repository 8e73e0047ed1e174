package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"slices"
	"time"

	"github.com/pbxkit/pbxkit/bench/engines"
	"github.com/pbxkit/pbxkit/bench/users"
)

// A worker is a process with one engine, so that the garbage of one engine is not
// collected at the expense of another. It reads requests from its standard input and
// writes a reply to each to its standard output, as JSON.

// request asks a worker for something.
type request struct {
	Do       string // load, digest, measure
	Engine   string
	Users    int
	Ready    bool   // load: have the users at hand before the time begins
	CPU      bool   // load: take times of processors, here and later
	Workload string // digest, measure
	Run      int    // measure
	Time     time.Duration
}

// reply is a worker's answer.
type reply struct {
	Took    time.Duration // load
	Bytes   int64         // load: what is kept, users included
	Digests []uint64
	Sample  sample
	Error   string
}

// work is the worker's main function. It returns once nobody asks any more.
func work(in io.Reader, out io.Writer) error {
	var s *subject
	requests, replies := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var req request
		err := requests.Decode(&req)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		var answer reply
		if req.Do == "load" {
			s, answer, err = load(req)
		} else {
			answer, err = s.answer(req)
		}
		if err != nil {
			answer.Error = err.Error()
		}
		if err := replies.Encode(answer); err != nil {
			return err
		}
	}
}

func (s *subject) answer(req request) (answer reply, err error) {
	w := findWorkload(req.Workload)
	switch {
	case s == nil || w == nil:
		return reply{}, fmt.Errorf("%s of %q: nothing is loaded, or there is no such thing", req.Do, req.Workload)
	case req.Do == "digest":
		answer.Digests, err = s.digests(w, req.Time)
	case req.Do == "measure":
		answer.Sample, err = s.measure(w, req.Run, req.Time)
	default:
		return reply{}, fmt.Errorf("%q is nothing to do", req.Do)
	}
	return answer, err
}

func findWorkload(name string) *workload {
	for _, w := range workloads() {
		if w.name == name {
			return &w
		}
	}
	return nil
}

func load(req request) (*subject, reply, error) {
	kinds := engines.Kinds()
	i := slices.IndexFunc(kinds, func(k engines.Kind) bool { return k.Name == req.Engine })
	if i < 0 {
		return nil, reply{}, fmt.Errorf("no engine is called %q", req.Engine)
	}
	before, c := heap(), newClock(req.CPU)
	e, err := kinds[i].Open()
	if err != nil {
		return nil, reply{}, err
	}
	took, err := fill(e, req, c)
	if err != nil {
		return nil, reply{}, err
	}
	answer := reply{Took: took, Bytes: heap() - before}
	if sizer, ok := e.(engines.Sizer); ok {
		size, err := sizer.Size()
		if err != nil {
			return nil, reply{}, err
		}
		answer.Bytes += size
	}
	return newSubject(e, req.Users, c), answer, nil
}

// fill loads users into an engine. Unless they have to be ready, nothing but the
// engine keeps them.
func fill(e engines.Engine, req request, c clock) (time.Duration, error) {
	var all iter.Seq[*users.User] = users.Generate(req.Users)
	if req.Ready {
		all = slices.Values(slices.Collect(all))
		runtime.GC()
	}
	start := c()
	err := e.Load(all)
	return c() - start, err
}

// heap returns the size of what is reachable.
func heap() int64 {
	runtime.GC()
	runtime.GC() // what finalizers and pools have kept alive
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
