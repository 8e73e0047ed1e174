package pbxtest

import (
	"fmt"

	"github.com/pbxkit/pbxkit/telecomx"
)

// staff is how many employees a customer has.
const staff = 20

func (g *generator) telecomx() *telecomx.Fixture {
	customers := share(g.Employees, staff)
	return &telecomx.Fixture{
		Customers:   records(customers, g.customer),
		Employees:   records(g.Employees, g.employee),
		Tokens:      []telecomx.Token{{Value: DefaultToken, Employee: telecomxID(employeeIDs, 0), Persistent: true}},
		MusicOnHold: records(customers+1, g.music),
	}
}

// The kinds of ids, which are the beginning of each.
const (
	customerIDs = 0xc0
	employeeIDs = 0xe0
	musicIDs    = 0xa0
	songIDs     = 0x50
)

// telecomxID returns the i-th id of a kind: 24 hex characters.
func telecomxID(kind, i int) string { return fmt.Sprintf("%02x%022x", kind, i) }

func (g *generator) company(i int) string { return g.people.person(i).family + " Ltd" }

// customer returns a customer whose default music is a class of its own.
func (g *generator) customer(i int) telecomx.Customer {
	return telecomx.Customer{
		ID: telecomxID(customerIDs, i), Name: g.company(i * staff),
		Settings: telecomx.Settings{
			DefaultMusicOnHold: telecomxID(musicIDs, i+1), MasterPINCode: fmt.Sprint(1000 + g.roll(topicPIN, i, 9000)),
			DefaultLanguage: "en", DefaultNumber: "+33" + g.phone(landline, i)[1:], NationalPrefix: "+33",
		},
	}
}

// employee returns an employee. Each customer has an OWNER, then a MANAGER and a
// VIEWER; the others are PERSONAL.
func (g *generator) employee(i int) telecomx.Employee {
	p, level := g.people.person(i), telecomx.Personal
	if levels := []telecomx.Level{telecomx.Owner, telecomx.Manager, telecomx.Viewer}; i%staff < len(levels) {
		level = levels[i%staff]
	}
	return telecomx.Employee{
		ID: telecomxID(employeeIDs, i), Customer: telecomxID(customerIDs, i/staff), Username: p.email(),
		Password: DefaultPassword, Level: level, Name: p.name(), Language: "en",
	}
}

// music returns a class of music: first a common one, then one of each customer.
func (g *generator) music(i int) telecomx.MusicOnHold {
	m := telecomx.MusicOnHold{ID: telecomxID(musicIDs, i), Name: "Free classics"}
	if i > 0 {
		m.Customer, m.Name, m.Random = telecomxID(customerIDs, i-1), "House music", i%2 == 0
	}
	m.Songs = records(3, func(k int) telecomx.Song { return g.song(3*i + k) })
	return m
}

func (g *generator) song(i int) telecomx.Song {
	return telecomx.Song{ID: telecomxID(songIDs, i), Name: word(g.words.songs, i), Length: int64(120 + g.roll(topicSong, i, 240))}
}
