package pbxtest

import (
	"strconv"
	"strings"
)

// The words of which names are made: common given names, and family names of two
// halves, such as Alderbrook, so that nobody is meant. Some are not ASCII, as in
// every real directory.
const (
	givenNames = `Ada Adam Alice Alma André Anna Anton Beth Bruno Carl Carmen Chloé Clara Daniel Diana
		Elena Elias Emil Emma Erik Eva Felix Fiona Frank Greta Hanna Hugo Ida Ines Iris Ivan Jack Jan Jürgen
		Karl Laura Lena Leo Lina Louis Lucas Maria Marta Max Mia Mona Nadia Nina Nora Olga Oscar Otto Paul
		Peter Rosa Sara Søren Sofia Tom Vera Viktor Walter Zoë Yusuf`
	familyStarts = `Alder Amber Ash Birch Bramble Cedar Clover Copper Elm Fern Hazel Juniper Larch Maple Thistle Willow`
	familyEnds   = `beck bridge brook dale field ford gate hill holm mead mill ridge stone thorpe well wood`
)

// words are the other words that records are named with.
type words struct {
	colors, queues, rooms, songs []string
}

func newWords() words {
	return words{
		colors: strings.Fields("red green blue yellow orange purple white black brown pink grey teal amber ivory olive plum"),
		queues: strings.Fields("switchboard sales support billing orders returns press facilities"),
		rooms:  strings.Fields("lobby attic library garden harbour terrace workshop studio"),
		songs:  strings.Fields("Dawn Tide Lantern Meadow Harbour Rain Orchard Compass"),
	}
}

// word returns the i-th of unlimited names: the words, then the words with numbers.
func word(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return words[i%len(words)] + strconv.Itoa(i/len(words)+1)
}

// title returns a word with a capital letter, which is one of ASCII.
func title(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

// person is someone who is made up.
type person struct {
	given, family string
	login         string // of ASCII; nobody else has it
}

func (p person) name() string { return p.given + " " + p.family }

func (p person) email() string { return p.login + "@example.com" }

// people are unlimited. The first sixteen thousand have a name of their own.
type people struct {
	given, logins []string // logins are the given names in ASCII
	families      []string
	order         shuffle
}

func newPeople(seed uint64) people {
	p := people{given: strings.Fields(givenNames)}
	ascii := strings.NewReplacer("é", "e", "ë", "e", "ü", "ue", "ø", "oe")
	for _, name := range p.given {
		p.logins = append(p.logins, strings.ToLower(ascii.Replace(name)))
	}
	for _, start := range strings.Fields(familyStarts) {
		for _, end := range strings.Fields(familyEnds) {
			p.families = append(p.families, start+end)
		}
	}
	p.order = newShuffle(uint64(len(p.given)*len(p.families)), seed, topicPeople)
	return p
}

// person returns the i-th person, who is the same with every vendor.
func (p *people) person(i int) person {
	n, round := p.order.at(i)
	given, family := int(n)%len(p.given), p.families[int(n)/len(p.given)]
	login := p.logins[given] + "." + strings.ToLower(family)
	if round > 0 {
		login += strconv.FormatUint(round+1, 10)
	}
	return person{given: p.given[given], family: family, login: login}
}
