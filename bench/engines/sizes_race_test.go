//go:build race

package engines

// sizes are small: under the race detector 10,000 take minutes.
var sizes = []int{300}
