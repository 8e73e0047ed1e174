//go:build unix

package main

import (
	"syscall"
	"time"
)

const hasProcessTime = true

func processTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err) // which the system does for arguments that are wrong, and ours are not
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
