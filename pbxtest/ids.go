package pbxtest

import (
	"io"
	"math/rand/v2"
	"sync"
)

// ids is the source of a server's identifiers: what is left of a script, and then
// random ones, which are the same in every run unless there is a source of
// randomness from outside.
type ids struct {
	outside io.Reader // nil for random
	prefix  string    // of what lets its bearer in, so that it can be told whose it is

	mu     sync.Mutex
	random rand.ChaCha8
	script Script // whose lists are only ever read, so that a copy can share them
}

func newIDs(seed uint64, outside io.Reader, script Script) *ids {
	key := [32]byte{}
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return &ids{outside: outside, random: *rand.NewChaCha8(key), script: script}
}

// idState is what a source of identifiers is up to.
type idState struct {
	random rand.ChaCha8
	script Script
}

func (s *ids) state() idState {
	s.mu.Lock()
	defer s.mu.Unlock()
	return idState{s.random, s.script}
}

func (s *ids) restore(state idState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.random, s.script = state.random, state.script
}

// fork returns a source of its own that goes on in the same way.
func (s *ids) fork(prefix string) *ids {
	f := &ids{outside: s.outside, prefix: prefix}
	f.restore(s.state())
	return f
}

// Read implements io.Reader: it is what random identifiers are made of.
func (s *ids) Read(p []byte) (int, error) {
	if s.outside != nil {
		return s.outside.Read(p)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.random.Read(p)
}

// take returns the next of a list of the script, or else one that draw draws.
func take[V any](s *ids, list *[]V, draw func() (V, error)) (V, error) {
	s.mu.Lock()
	if len(*list) > 0 {
		defer s.mu.Unlock()
		v := (*list)[0]
		*list = (*list)[1:]
		return v, nil
	}
	s.mu.Unlock()
	return draw()
}

// credential returns what take does, with the prefix.
func (s *ids) credential(list *[]string, draw func() (string, error)) (string, error) {
	v, err := take(s, list, draw)
	return s.prefix + v, err
}
