package main

import "time"

// clock returns how much time has passed since a fixed moment.
type clock func() time.Duration

// newClock returns a clock of the time that passes, or of the time that processors
// spend on this process. The latter is for a machine that is busy with other things:
// it counts the work of all threads, garbage collection included, and no waiting.
func newClock(cpu bool) clock {
	if cpu {
		return processTime
	}
	begin := time.Now()
	return func() time.Duration { return time.Since(begin) }
}
