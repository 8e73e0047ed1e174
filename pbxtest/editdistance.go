package pbxtest

// costs are those of the three ways to change a list.
type costs[A, B any] struct {
	leaveOut func(A) int
	add      func(B) int
	exchange func(A, B) int
}

// editDistance returns what it costs to make b of a.
func editDistance[A, B any](a []A, b []B, cost costs[A, B]) int {
	row := make([]int, len(b)+1)
	added := make([]int, len(b))
	for j := range b {
		added[j] = cost.add(b[j])
		row[j+1] = row[j] + added[j]
	}
	for i := range a {
		without := cost.leaveOut(a[i])
		diagonal := row[0]
		row[0] += without
		for j := range b {
			least := min(diagonal+cost.exchange(a[i], b[j]), row[j]+added[j], row[j+1]+without)
			diagonal, row[j+1] = row[j+1], least
		}
	}
	return row[len(b)]
}

// textDistance returns how many bytes have to change to make b of a.
func textDistance(a, b string) int {
	one := func(byte) int { return 1 }
	return editDistance([]byte(a), []byte(b), costs[byte, byte]{one, one, func(x, y byte) int {
		if x == y {
			return 0
		}
		return 1
	}})
}
