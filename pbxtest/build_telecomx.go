package pbxtest

import (
	"encoding/hex"
	"fmt"

	"github.com/pbxkit/pbxkit/telecomx"
)

// TelecomXBuilder names the records of a TelecomX. Their ids follow from their names.
type TelecomXBuilder struct {
	draft     *draft
	customers []*TelecomXCustomer
	employees []*TelecomXEmployee
	classes   []*TelecomXMusic
	tokens    int
}

func (b *TelecomXBuilder) say(list, kind, name string, put func(*telecomx.Fixture)) *statement {
	return b.draft.say("telecomx."+list, fmt.Sprintf("telecomx %s %q", kind, name), func(f *Fixture) { put(part(&f.TelecomX)) })
}

// nameID returns the id of what has a name: 24 hex characters.
func nameID(kind string, names ...string) string {
	hash := hashOf(append([]string{kind}, names...)...)
	return hex.EncodeToString(hash[:12])
}

// TelecomXCustomer is a customer of a TelecomX that is being built.
type TelecomXCustomer struct {
	*statement
	builder         *TelecomXBuilder
	record          telecomx.Customer
	reseller, music *string
}

// ID returns the id of the customer.
func (c *TelecomXCustomer) ID() string { return c.record.ID }

// Customer adds a customer with the settings of a new one.
func (b *TelecomXBuilder) Customer(name string) *TelecomXCustomer {
	c := &TelecomXCustomer{builder: b, record: telecomx.Customer{ID: nameID("customer", name), Name: name}}
	c.statement = b.say("customers", "customer", name, func(f *telecomx.Fixture) { f.Customers = append(f.Customers, c.record) })
	c.resolve = c.settleReferences
	if c.once() {
		b.customers = append(b.customers, c)
	}
	return c
}

// ResoldBy says which customer is the reseller of this one.
func (c *TelecomXCustomer) ResoldBy(customer string) *TelecomXCustomer {
	c.reseller = &customer
	return c
}

// Plays makes a class of music, the customer's own or a common one, the default.
func (c *TelecomXCustomer) Plays(music string) *TelecomXCustomer {
	c.music = &music
	return c
}

func (c *TelecomXCustomer) settleReferences() {
	b := c.builder
	if c.reseller != nil {
		if r, ok := the(c.statement, "customer", *c.reseller, b.customersCalled(*c.reseller)); ok {
			c.record.ParentReseller = r.record.ID
		}
	}
	if c.music != nil {
		if m, ok := the(c.statement, "music", *c.music, c.musicCalled(*c.music)); ok {
			c.record.Settings.DefaultMusicOnHold = m.record.ID
		}
	}
}

// musicCalled returns the customer's own classes with a name, or else the common
// ones.
func (c *TelecomXCustomer) musicCalled(name string) []*TelecomXMusic {
	own := where(c.builder.classes, func(m *TelecomXMusic) bool {
		return m.record.Name == name && m.at != nil && *m.at == c.record.Name
	})
	if len(own) > 0 {
		return own
	}
	return where(c.builder.classes, func(m *TelecomXMusic) bool { return m.record.Name == name && m.at == nil })
}

func (b *TelecomXBuilder) customersCalled(name string) []*TelecomXCustomer {
	return where(b.customers, func(c *TelecomXCustomer) bool { return c.record.Name == name })
}

// customer returns the id of the customer with a name, or else of the only one.
func (b *TelecomXBuilder) customer(s *statement, name *string) string {
	var c *TelecomXCustomer
	var ok bool
	if name == nil {
		c, ok = theOnly(s, "customer", b.customers)
	} else {
		c, ok = the(s, "customer", *name, b.customersCalled(*name))
	}
	if !ok {
		return ""
	}
	return c.record.ID
}

// TelecomXEmployee is an employee of a TelecomX that is being built.
type TelecomXEmployee struct {
	*statement
	builder *TelecomXBuilder
	record  telecomx.Employee
	at      *string
}

// ID returns the id of the employee.
func (e *TelecomXEmployee) ID() string { return e.record.ID }

// Employee adds an employee by username, an e-mail address. Unless something else is
// said, it is an OWNER at the only customer and has the [DefaultPassword].
func (b *TelecomXBuilder) Employee(username string) *TelecomXEmployee {
	e := &TelecomXEmployee{builder: b, record: telecomx.Employee{
		ID: nameID("employee", username), Username: username, Password: DefaultPassword, Level: telecomx.Owner,
	}}
	e.statement = b.say("employees", "employee", username, func(f *telecomx.Fixture) { f.Employees = append(f.Employees, e.record) })
	e.resolve = func() { e.record.Customer = b.customer(e.statement, e.at) }
	if e.once() {
		b.employees = append(b.employees, e)
	}
	return e
}

// At says which customer the employee belongs to.
func (e *TelecomXEmployee) At(customer string) *TelecomXEmployee {
	e.at = &customer
	return e
}

// Level sets what the employee may do.
func (e *TelecomXEmployee) Level(l telecomx.Level) *TelecomXEmployee {
	e.record.Level = l
	return e
}

// Name sets the name that is shown.
func (e *TelecomXEmployee) Name(name string) *TelecomXEmployee {
	e.record.Name = name
	return e
}

// Password sets the password.
func (e *TelecomXEmployee) Password(password string) *TelecomXEmployee {
	e.record.Password = password
	return e
}

// Token gives the employee a token that is good until logout.
func (e *TelecomXEmployee) Token(value string) *TelecomXEmployee {
	b := e.builder
	b.tokens++
	s := b.draft.say("telecomx.tokens", "token of "+e.subject, func(f *Fixture) {
		t := part(&f.TelecomX)
		t.Tokens = append(t.Tokens, telecomx.Token{Value: value, Employee: e.record.ID, Persistent: true})
	})
	s.heldBy(e.statement, value)
	return e
}

// addToken gives the first employee who can log in a token, if nobody has one.
func (b *TelecomXBuilder) addToken() {
	if b.tokens > 0 || len(b.customers) == 0 {
		return
	}
	for _, e := range b.employees {
		if e.record.Level.AtLeast(telecomx.Personal) {
			e.Token(DefaultToken)
			return
		}
	}
	b.Employee("owner@example.com").At(b.customers[0].record.Name).Token(DefaultToken)
}

// TelecomXMusic is a class of music on hold of a TelecomX that is being built.
type TelecomXMusic struct {
	*statement
	builder *TelecomXBuilder
	record  telecomx.MusicOnHold
	at      *string
}

// ID returns the id of the class, once [TelecomXMusic.At] has been said, if it is.
func (m *TelecomXMusic) ID() string { return m.record.ID }

// Music adds a class of music on hold without songs. It is a common one, for all
// customers, unless one is said.
func (b *TelecomXBuilder) Music(name string) *TelecomXMusic {
	m := &TelecomXMusic{builder: b, record: telecomx.MusicOnHold{ID: nameID("music", "", name), Name: name}}
	m.statement = b.say("musicOnHold", "music", name, func(f *telecomx.Fixture) { f.MusicOnHold = append(f.MusicOnHold, m.record) })
	m.resolve = m.settleCustomer
	b.classes = append(b.classes, m)
	return m
}

// At makes the class one of a customer.
func (m *TelecomXMusic) At(customer string) *TelecomXMusic {
	m.at, m.record.ID = &customer, nameID("music", customer, m.record.Name)
	return m
}

// Random has the songs be played in any order.
func (m *TelecomXMusic) Random() *TelecomXMusic {
	m.record.Random = true
	return m
}

// Song adds a song of three minutes.
func (m *TelecomXMusic) Song(name string) *TelecomXMusic {
	m.record.Songs = append(m.record.Songs, telecomx.Song{ID: nameID("song", name), Name: name, Length: 180})
	return m
}

func (m *TelecomXMusic) settleCustomer() {
	if m.at != nil {
		m.record.Customer = m.builder.customer(m.statement, m.at)
	}
	if m.draft.take(m.statement, m.list, m.record.ID) != m.statement {
		m.fail("is there twice")
	}
}
