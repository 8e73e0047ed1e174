//go:build !race

package engines

var sizes = []int{1_000, 10_000}
