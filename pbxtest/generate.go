package pbxtest

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pbxkit/pbxkit/xivo"
)

// Population says how many records [Generate] makes. A member that is 0 stands for
// its default, and one that is negative for none.
type Population struct {
	Users         int // of XiVO, each with a login and a line; 100
	Labels        int // of XiVO's users, as far as there are enough of these; 12
	MediaServers  int // of XiVO, beside the one that is always there; 2
	Queues        int // of XiVO; 8
	Agents        int // of XiVO, in the queues; one for ten users
	CallbackLists int // of XiVO, each of a queue; as many as queues
	Callbacks     int // of XiVO, in the lists; one for ten users
	MeetingRooms  int // of XiVO; one for twenty users
	Extensions    int // of VoipNow, each of a user of its own; one for ten users of XiVO
	Calls         int // of VoipNow; one for two extensions
	Employees     int // of TelecomX, at least one for the token, in customers of twenty; one for ten users of XiVO
	Subscribers   int // of BroadWorks, in groups of twenty; one for ten users of XiVO

	Seed uint64 // decides who is called what, who has which labels and so on
}

// What opens that which [Generate] and [Build] make. Everyone knows it.
const (
	// DefaultToken is the first token of VoipNow, TelecomX and BroadWorks. That
	// of XiVO is in no fixture.
	DefaultToken = "pbxtest-token"
	// DefaultPassword is the password of everyone who has one.
	DefaultPassword = "pbxtest-password"
)

// Generate returns a fixture of any size whose records go together, with people who
// are evidently made up. The same population makes the same fixture, byte for byte.
//
// The first token of VoipNow reaches the whole organization, that of TelecomX is one
// of an OWNER, and that of BroadWorks one of a system account: see [DefaultToken].
// The clocks stand at the time that the calls and due dates are about.
func Generate(p Population) *Fixture {
	g := newGenerator(p)
	return &Fixture{XiVO: g.xivo(), VoipNow: g.voipnow(), TelecomX: g.telecomx(), BroadWorks: g.broadworks()}
}

// complete returns the population with its defaults.
func (p Population) complete() Population {
	p.Users = orCount(p.Users, 100)
	p.Labels = orCount(p.Labels, 12)
	p.MediaServers = orCount(p.MediaServers, 2)
	p.Queues = orCount(p.Queues, 8)
	p.Agents = orCount(p.Agents, share(p.Users, 10))
	p.CallbackLists = orCount(p.CallbackLists, p.Queues)
	p.Callbacks = orCount(p.Callbacks, share(p.Users, 10))
	p.MeetingRooms = orCount(p.MeetingRooms, share(p.Users, 20))
	p.Extensions = orCount(p.Extensions, share(p.Users, 10))
	p.Calls = orCount(p.Calls, share(p.Extensions, 2))
	p.Employees = max(1, orCount(p.Employees, share(p.Users, 10)))
	p.Subscribers = orCount(p.Subscribers, share(p.Users, 10))
	return p
}

// orCount returns a number of records; 0 stands for def.
func orCount(n, def int) int { return max(0, cmp.Or(n, def)) }

// share returns how many parts of a size it takes for n.
func share(n, size int) int { return (n + size - 1) / size }

// generator makes records. Each follows from its number and the population alone, so
// that it does not matter in which order they are made.
type generator struct {
	Population
	people people
	words  words
	digits int // of a number
	at     time.Time
}

func newGenerator(p Population) *generator {
	p = p.complete()
	most := max(p.Users+p.Agents+p.MeetingRooms, p.Extensions)
	return &generator{
		Population: p, people: newPeople(p.Seed), words: newWords(),
		digits: max(4, len(strconv.Itoa(most))+1), at: defaultStart,
	}
}

// records returns n records, numbered from 0; nil for none.
func records[R any](n int, record func(i int) R) []R {
	if n <= 0 {
		return nil
	}
	list := make([]R, n)
	for i := range list {
		list[i] = record(i)
	}
	return list
}

// number returns the i-th number that can be dialled. All have as many digits.
func (g *generator) number(i int) string { return "1" + padded(strconv.Itoa(i), g.digits-1) }

// padded returns a text with zeros before it that make it n bytes long.
func padded(text string, n int) string { return strings.Repeat("0", max(0, n-len(text))) + text }

// topic is what something is rolled for, so that the rolls for one record have
// nothing to do with each other.
type topic uint64

const (
	topicPeople topic = iota
	topicUUID
	topicEntity
	topicLabels
	topicLabelCount
	topicPhone
	topicLineType
	topicLineContext
	topicLineSite
	topicLineName
	topicProvisioning
	topicDND
	topicForward
	topicForwardTo
	topicSupervisor
	topicQueuesOfUser
	topicQueuesOfAgent
	topicPeriod
	topicClotured
	topicPIN
	topicOtherSide
	topicCallTime
	topicCallID
	topicSong
)

// roll returns a number from 0 to n-1 for the i-th record.
func (g *generator) roll(t topic, i, n int) int { return int(mix(g.Seed, t, i) % uint64(n)) }

// oneIn reports whether the i-th record is one of n.
func (g *generator) oneIn(n int, t topic, i int) bool { return g.roll(t, i, n) == 0 }

// mix returns 64 bits that look random: a step of splitmix64 for each of its
// arguments. It is here, and not from math/rand, because that may give other numbers
// with another version of Go.
func mix(seed uint64, t topic, i int) uint64 {
	x := splitmix(seed)
	x = splitmix(x ^ uint64(t))
	return splitmix(x ^ uint64(i))
}

func splitmix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// some returns up to n of the numbers from 0 to of-1, each once, the first one first.
func (g *generator) some(t topic, i, first, n, of int) []int {
	list := []int{first}
	for k := range n - 1 {
		next := g.roll(t, n*i+k, of)
		if !slices.Contains(list, next) {
			list = append(list, next)
		}
	}
	return list
}

// uuid returns the i-th UUID.
func (g *generator) uuid(i int) xivo.UUID {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], mix(g.Seed, topicUUID, 2*i))
	binary.BigEndian.PutUint64(b[8:], mix(g.Seed, topicUUID, 2*i+1))
	return uuidOf(b)
}

// uuidOf returns a UUID of random bytes.
func uuidOf(b [16]byte) xivo.UUID {
	b[6] = b[6]&0x0f | 0x40 // version 4
	b[8] = b[8]&0x3f | 0x80 // the variant of RFC 9562
	h := hex.EncodeToString(b[:])
	return xivo.UUID(h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:])
}

// shuffle is an order of the numbers from 0 to n-1 that can be asked for the place
// of each without making a list of them.
type shuffle struct{ n, factor, offset uint64 }

// newShuffle returns an order of n numbers.
func newShuffle(n uint64, seed uint64, t topic) shuffle {
	s := shuffle{n, mix(seed, t, 0)%n | 1, mix(seed, t, 1) % n}
	for gcd(s.factor, n) != 1 {
		s.factor += 2
	}
	return s
}

// at returns the i-th number, and how often all of them came before.
func (s shuffle) at(i int) (number, round uint64) {
	hi, lo := bits.Mul64(uint64(i)%s.n, s.factor)
	return (bits.Rem64(hi, lo, s.n) + s.offset) % s.n, uint64(i) / s.n
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
