//go:build !unix

package main

import "time"

const hasProcessTime = false

func processTime() time.Duration { panic("no process time on this system") }
