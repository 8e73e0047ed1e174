package main

import "context"

// shared is a value that several goroutines use and that has to be fetched anew from
// time to time, such as a session. It is fetched by one of them, for which the others
// wait.
type shared[T any] struct {
	fetch func(context.Context) (T, error)
	turn  chan struct{} // holds an element while someone has their turn
	value T
}

func newShared[T any](fetch func(context.Context) (T, error)) *shared[T] {
	return &shared[T]{fetch: fetch, turn: make(chan struct{}, 1)}
}

// get returns the value if it is good, and fetches another one if it is not.
func (s *shared[T]) get(ctx context.Context, good func(T) bool) (T, error) {
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return *new(T), ctx.Err()
	}
	defer func() { <-s.turn }()
	if good(s.value) {
		return s.value, nil
	}
	value, err := s.fetch(ctx)
	if err != nil {
		return *new(T), err
	}
	s.value = value
	return value, nil
}
