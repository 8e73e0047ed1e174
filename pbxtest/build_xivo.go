package pbxtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pbxkit/pbxkit/xivo"
)

// XiVOBuilder names the records of a XiVO. There is always a media server called
// default, and callbacks are preferred all day. The token that opens a XiVO is no
// record: see [WithXiVOToken].
type XiVOBuilder struct {
	draft   *draft
	sites   map[string][]*statement
	queues  map[string][]*xivoQueue
	users   map[string][]*XiVOUser // by full name, and by login
	lists   map[string][]*XiVOCallbackList
	counted struct{ queues, users, agents, callbacks, rooms int64 }
}

func (b *XiVOBuilder) say(list, kind, name string, put func(*xivo.Fixture)) *statement {
	return b.draft.say("xivo."+list, fmt.Sprintf("xivo %s %q", kind, name), func(f *Fixture) { put(part(&f.XiVO)) })
}

// increment counts records.
func increment(n *int64) int64 {
	*n++
	return *n
}

// add puts what a name stands for beside what else it does.
func add[K, R comparable](m *map[K][]R, name K, r R) {
	if *m == nil {
		*m = map[K][]R{}
	}
	if !slices.Contains((*m)[name], r) {
		(*m)[name] = append((*m)[name], r)
	}
}

// MediaServer adds a media server that lines can be on.
func (b *XiVOBuilder) MediaServer(name, displayName string) {
	s := b.say("mediaServers", "media server", name, func(f *xivo.Fixture) {
		f.MediaServers = append(f.MediaServers, xivo.MediaServer{Name: name, DisplayName: displayName})
	})
	if s.once() {
		add(&b.sites, name, s)
	}
}

type xivoQueue struct {
	*statement
	id int64
}

// Queue adds a queue.
func (b *XiVOBuilder) Queue(name string) {
	q := &xivoQueue{id: increment(&b.counted.queues)}
	q.statement = b.say("queues", "queue", name, func(f *xivo.Fixture) {
		f.Queues = append(f.Queues, xivo.Queue{ID: q.id, Name: name})
	})
	if q.once() {
		add(&b.queues, name, q)
	}
}

// XiVOUser is a user of a XiVO that is being built.
type XiVOUser struct {
	*statement
	builder *XiVOBuilder
	record  xivo.UserRecord
	line    xivo.Line // what was said of the line
}

// ID returns the id of the user.
func (u *XiVOUser) ID() int64 { return u.record.ID }

// User adds a user, without line, labels and login. What is before the first space
// is the first name. Users can share a name, but then they are referred to by login.
func (b *XiVOBuilder) User(name string) *XiVOUser {
	first, last, _ := strings.Cut(name, " ")
	u := &XiVOUser{builder: b, record: xivo.UserRecord{ID: increment(&b.counted.users), FirstName: first, LastName: last}}
	u.statement = b.say("users", "user", name, func(f *xivo.Fixture) { f.Users = append(f.Users, u.record) })
	u.resolve = u.settleLine
	add(&b.users, name, u)
	return u
}

// Login lets the user log in.
func (u *XiVOUser) Login(login, password string) *XiVOUser {
	u.record.Login, u.record.Password = login, password
	if login != "" && u.claim("login", login) {
		add(&u.builder.users, login, u)
	}
	return u
}

// Labels adds labels.
func (u *XiVOUser) Labels(labels ...string) *XiVOUser {
	u.record.Labels = append(u.record.Labels, labels...)
	return u
}

// Entity sets the entity.
func (u *XiVOUser) Entity(name string) *XiVOUser {
	u.record.Entity = name
	return u
}

// Profile gives the user a profile, with the rights that it has by default.
func (u *XiVOUser) Profile(t xivo.ProfileType) *XiVOUser {
	u.record.Rights = &xivo.Rights{Type: t}
	return u
}

// Line gives the user a line: a phone in the context default and on the media
// server default, unless something else is said.
func (u *XiVOUser) Line(extension string) *XiVOUser {
	if u.record.Line != nil {
		u.fail("has a line already")
	}
	u.line.Extension, u.record.Line = extension, &u.line
	return u
}

// LineType sets the type of the line.
func (u *XiVOUser) LineType(t xivo.LineType) *XiVOUser {
	u.line.LineType = t
	return u
}

// Context sets the context of the line.
func (u *XiVOUser) Context(name string) *XiVOUser {
	u.line.Context = name
	return u
}

// Site sets the media server that the line is on.
func (u *XiVOUser) Site(mediaServer string) *XiVOUser {
	u.line.Site = mediaServer
	return u
}

// settleLine completes the line.
func (u *XiVOUser) settleLine() {
	l := &u.line
	if u.record.Line == nil {
		if *l != (xivo.Line{}) {
			u.fail("has no line")
		}
		return
	}
	if l.Site != "" && l.Site != "default" {
		the(u.statement, "media server", l.Site, u.builder.sites[l.Site])
	}
	setDefault(&l.LineType, xivo.LinePhone)
	setDefault(&l.Context, "default")
	setDefault(&l.Site, "default")
	if l.Extension != "" {
		u.claim("extension", l.Extension+"@"+l.Context)
	}
	l.ID, l.ProvisioningID = u.record.ID, 100_000+u.record.ID
	l.Name = "line" + padded(strconv.FormatInt(l.ID, 36), 4)
}

// setDefault sets what was not said.
func setDefault[V comparable](v *V, def V) {
	if *v == *new(V) {
		*v = def
	}
}

// XiVOAgent is an agent of a XiVO that is being built.
type XiVOAgent struct {
	*statement
	builder *XiVOBuilder
	record  xivo.AgentRecord
	user    *string
	queues  []string
}

// ID returns the id of the agent.
func (a *XiVOAgent) ID() int64 { return a.record.ID }

// Agent adds an agent, who is no user and in no queue.
func (b *XiVOBuilder) Agent(number string) *XiVOAgent {
	a := &XiVOAgent{builder: b, record: xivo.AgentRecord{
		ID: increment(&b.counted.agents), FirstName: "Agent", LastName: number, Number: number, Context: "default", NumGroup: 1,
	}}
	a.statement = b.say("agents", "agent", number, func(f *xivo.Fixture) { f.Agents = append(f.Agents, a.record) })
	a.once()
	a.resolve = a.settleAgent
	return a
}

// Of has the agent be a user, given by full name or by login.
func (a *XiVOAgent) Of(user string) *XiVOAgent {
	a.user = &user
	return a
}

// In makes the agent a member of queues.
func (a *XiVOAgent) In(queues ...string) *XiVOAgent {
	a.queues = append(a.queues, queues...)
	return a
}

func (a *XiVOAgent) settleAgent() {
	if a.user != nil {
		if u, ok := the(a.statement, "user", *a.user, a.builder.users[*a.user]); ok {
			a.record.UserID, a.record.FirstName, a.record.LastName = u.record.ID, u.record.FirstName, u.record.LastName
		}
	}
	for i, name := range a.queues {
		if q, ok := the(a.statement, "queue", name, a.builder.queues[name]); ok {
			a.record.Members = append(a.record.Members, xivo.Membership{QueueID: q.id, Position: int64(i + 1)})
		}
	}
}

// XiVOCallbackList is a callback list of a XiVO that is being built.
type XiVOCallbackList struct {
	*statement
	builder *XiVOBuilder
	record  xivo.CallbackListRef
	queue   *string
}

// UUID returns the UUID of the list.
func (l *XiVOCallbackList) UUID() xivo.UUID { return l.record.UUID }

// CallbackList adds a callback list, which has to be for a queue.
func (b *XiVOBuilder) CallbackList(name string) *XiVOCallbackList {
	l := &XiVOCallbackList{builder: b}
	l.record = xivo.CallbackListRef{Name: name, UUID: uuidOf(hashOf("callback list", name, strconv.Itoa(len(b.lists[name]))))}
	l.statement = b.say("callbackLists", "callback list", name, func(f *xivo.Fixture) { f.CallbackLists = append(f.CallbackLists, l.record) })
	l.resolve = l.settleQueue
	add(&b.lists, name, l)
	return l
}

// For says which queue the list is for.
func (l *XiVOCallbackList) For(queue string) *XiVOCallbackList {
	l.queue = &queue
	return l
}

func (l *XiVOCallbackList) settleQueue() {
	if l.queue == nil {
		l.fail("is for no queue")
		return
	}
	if q, ok := the(l.statement, "queue", *l.queue, l.builder.queues[*l.queue]); ok {
		l.record.QueueID = q.id
	}
}

// XiVOCallback is a callback request of a XiVO that is being built.
type XiVOCallback struct {
	*statement
	record xivo.CallbackRequest
}

// UUID returns the UUID of the request.
func (c *XiVOCallback) UUID() xivo.UUID { return c.record.UUID }

// Callback adds a request to a callback list, to be called back on a number. It is
// due tomorrow by the clock of the server.
func (b *XiVOBuilder) Callback(list, phoneNumber string) *XiVOCallback {
	n := increment(&b.counted.callbacks)
	c := &XiVOCallback{record: xivo.CallbackRequest{
		UUID: uuidOf(hashOf("callback", strconv.FormatInt(n, 10))), PhoneNumber: phoneNumber,
	}}
	c.statement = b.say("callbackRequests", "callback", phoneNumber, func(f *xivo.Fixture) {
		f.CallbackRequests = append(f.CallbackRequests, c.record)
	})
	c.resolve = func() {
		if l, ok := the(c.statement, "callback list", list, b.lists[list]); ok {
			c.record.ListUUID, c.record.QueueID = l.record.UUID, l.record.QueueID
		}
	}
	return c
}

// From says who wants to be called back.
func (c *XiVOCallback) From(name string) *XiVOCallback {
	c.record.FirstName, c.record.LastName, _ = strings.Cut(name, " ")
	return c
}

// Due sets the day by which the request is to be answered.
func (c *XiVOCallback) Due(day xivo.Date) *XiVOCallback {
	c.record.DueDate = day
	return c
}

// XiVOMeetingRoom is a meeting room of a XiVO that is being built.
type XiVOMeetingRoom struct {
	*statement
	record xivo.MeetingRoom
}

// ID returns the id of the room.
func (r *XiVOMeetingRoom) ID() int64 { return r.record.ID }

// MeetingRoom adds a meeting room that is shown by its name and has no pin.
func (b *XiVOBuilder) MeetingRoom(name string, number int64) *XiVOMeetingRoom {
	r := &XiVOMeetingRoom{record: xivo.MeetingRoom{ID: increment(&b.counted.rooms), Name: name, DisplayName: name, Number: number}}
	r.statement = b.say("meetingRooms", "meeting room", name, func(f *xivo.Fixture) { f.MeetingRooms = append(f.MeetingRooms, r.record) })
	if r.once() {
		r.claim("number", strconv.FormatInt(number, 10))
	}
	return r
}

// DisplayName sets the name that is shown.
func (r *XiVOMeetingRoom) DisplayName(name string) *XiVOMeetingRoom {
	r.record.DisplayName = name
	return r
}

// PIN sets the pin of the participants.
func (r *XiVOMeetingRoom) PIN(pin int64) *XiVOMeetingRoom {
	r.record.UserPIN = &pin
	return r
}
