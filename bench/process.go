package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// worker is a worker as the parent sees it.
type worker struct {
	engine   string
	command  *exec.Cmd
	in       io.WriteCloser
	requests *json.Encoder
	replies  *json.Decoder
	stopped  bool
}

// start starts a worker, whose first request is to load an engine.
func start(load request) (*worker, reply, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, reply{}, err
	}
	w := &worker{engine: load.Engine, command: exec.Command(program, workerArg)}
	w.command.Stderr = os.Stderr
	if w.in, err = w.command.StdinPipe(); err != nil {
		return nil, reply{}, err
	}
	out, err := w.command.StdoutPipe()
	if err != nil {
		return nil, reply{}, err
	}
	if err := w.command.Start(); err != nil {
		return nil, reply{}, err
	}
	w.requests, w.replies = json.NewEncoder(w.in), json.NewDecoder(out)
	loaded, err := w.ask(load)
	if err != nil {
		w.stop()
		return nil, reply{}, err
	}
	return w, loaded, nil
}

// ask asks the worker for something. An error of the engine, or the end of the
// process, names the engine.
func (w *worker) ask(req request) (reply, error) {
	var answer reply
	err := w.requests.Encode(req)
	if err == nil {
		err = w.replies.Decode(&answer)
	}
	if err == nil && answer.Error != "" {
		err = errors.New(answer.Error)
	}
	if err != nil {
		return reply{}, fmt.Errorf("%s: %s %s: %w", w.engine, req.Do, req.Workload, err)
	}
	return answer, nil
}

// stop ends the worker, if it has not been stopped before.
func (w *worker) stop() {
	if w.stopped {
		return
	}
	w.stopped = true
	w.in.Close()
	w.command.Process.Kill() // nothing is lost, and to free it all takes time
	w.command.Wait()
}
