// Package users makes the records that the benchmarks are about: users of a PBX
// like XiVO's, any number of them, the same for every engine.
package users
