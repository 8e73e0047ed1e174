package pbxtest

// For the tests of fixtures, which need no server.
var (
	LoadFixture = (*Fixture).load
	DumpFixture = dump
)

// Shuffled returns the i-th of n numbers that are shuffled, and how often all of them
// came before.
func Shuffled(n, seed uint64, i int) (number, round uint64) {
	return newShuffle(n, seed, topicPeople).at(i)
}
