package pbxtest

import (
	"fmt"
	"strconv"
	"time"

	"github.com/pbxkit/pbxkit/xivo"
)

func (g *generator) xivo() *xivo.Fixture {
	lines := newLineIDs(g.Seed)
	f := &xivo.Fixture{
		Clock:        g.at,
		Settings:     &xivo.Settings{STUNAddress: "stun:stun.example.com:3478"},
		MediaServers: records(1+g.MediaServers, g.mediaServer),
		Queues:       records(g.Queues, g.queue),
		SoundFiles:   records(g.Queues, func(i int) string { return g.closed(i) + ".wav" }),
		Periods:      g.periods(),
		Users:        records(g.Users, func(i int) xivo.UserRecord { return g.user(i, lines) }),
		Agents:       records(g.Agents, g.agent),
		MeetingRooms: records(g.MeetingRooms, g.meetingRoom),
	}
	if g.Queues > 0 {
		f.Settings.DefaultDissuasionQueue = f.Queues[0].Name
		f.CallbackLists = records(g.CallbackLists, g.callbackList)
	}
	if lists := f.CallbackLists; len(lists) > 0 {
		f.CallbackRequests = records(g.Callbacks, func(i int) xivo.CallbackRequest {
			return g.callback(i, lists[i%len(lists)], f.Periods)
		})
	}
	return f
}

// site returns the name of the i-th media server; the first one is always there.
func site(i int) string {
	if i == 0 {
		return "default"
	}
	return "mds" + strconv.Itoa(i)
}

func (g *generator) mediaServer(i int) xivo.MediaServer {
	if i == 0 {
		return xivo.MediaServer{Name: site(0), DisplayName: "MDS Main"}
	}
	return xivo.MediaServer{Name: site(i), DisplayName: fmt.Sprintf("MDS %d", i)}
}

// queue returns a queue. Every third one plays a sound file to those whom it does
// not take, and every third one passes them on to the first.
func (g *generator) queue(i int) xivo.Queue {
	q := xivo.Queue{ID: int64(i + 1), Name: word(g.words.queues, i)}
	switch {
	case i%3 == 1:
		q.Dissuasion = xivo.Dissuasion{Type: xivo.DissuasionSoundFile, SoundFile: g.closed(i)}
	case i%3 == 2:
		q.Dissuasion = xivo.Dissuasion{Type: xivo.DissuasionQueue, QueueName: word(g.words.queues, 0)}
	}
	return q
}

// closed returns the sound file of a queue, without extension.
func (g *generator) closed(i int) string { return word(g.words.queues, i) + "_closed" }

func (g *generator) periods() []xivo.Period {
	return []xivo.Period{
		{UUID: g.uuid(0), Name: "All day", Start: "09:00:00", End: "17:00:00", Default: true},
		{UUID: g.uuid(1), Name: "Morning", Start: "09:00:00", End: "12:00:00"},
		{UUID: g.uuid(2), Name: "Afternoon", Start: "13:00:00", End: "17:00:00"},
	}
}

// user returns a user. The first one is an admin, and of the others some are
// supervisors.
func (g *generator) user(i int, ids lineIDs) xivo.UserRecord {
	p := g.people.person(i)
	u := xivo.UserRecord{
		ID: int64(i + 1), FirstName: p.given, LastName: p.family, Login: p.login, Password: DefaultPassword,
		Entity: []string{"Head Office", "Workshop", "Branch"}[g.roll(topicEntity, i, 3)], Labels: g.labels(i),
		Email: p.email(), MobilePhoneNumber: g.phone(mobile, i), Line: g.line(i, ids), Services: g.services(i),
	}
	switch {
	case i == 0:
		u.Rights = &xivo.Rights{Type: xivo.ProfileAdmin}
	case g.oneIn(25, topicSupervisor, i):
		u.Rights = &xivo.Rights{Type: xivo.ProfileSupervisor, Data: xivo.RightsData{QueueIDs: g.queueIDs(topicQueuesOfUser, i)}}
	}
	if u.Line.LineType == xivo.LineUA {
		u.Preferences = []xivo.Preference{{Key: xivo.PreferredDevice, Value: xivo.PreferredDeviceWebRTC, ValueType: "String"}}
	}
	return u
}

// labels returns up to three labels. Each label has a user, if there are enough.
func (g *generator) labels(i int) []string {
	n := g.roll(topicLabelCount, i, 4)
	if g.Labels == 0 || n == 0 && i >= g.Labels {
		return nil
	}
	var labels []string
	for _, label := range g.some(topicLabels, i, i%g.Labels, n, g.Labels) {
		labels = append(labels, word(g.words.colors, label))
	}
	return labels
}

// The beginnings of telephone numbers that France keeps for fiction.
const (
	landline = "019900"
	mobile   = "063998"
)

func (g *generator) phone(begin string, i int) string {
	return begin + padded(strconv.Itoa(g.roll(topicPhone, i, 10_000)), 4)
}

func (g *generator) line(i int, ids lineIDs) *xivo.Line {
	kinds := []xivo.LineType{xivo.LinePhone, xivo.LinePhone, xivo.LinePhone, xivo.LineWebRTC, xivo.LineUA}
	contexts := []string{"default", "default", "branch"}
	return &xivo.Line{
		ID: int64(i + 1), LineType: kinds[g.roll(topicLineType, i, len(kinds))], Context: contexts[g.roll(topicLineContext, i, len(contexts))],
		Extension: g.number(i), Site: site(g.roll(topicLineSite, i, 1+g.MediaServers)), Name: ids.name(i), LineNum: 1,
		ProvisioningID: ids.provisioning(i),
	}
}

// services has some users not disturbed, and others forward to a colleague.
func (g *generator) services(i int) (s xivo.Services) {
	s.DNDEnabled = g.oneIn(12, topicDND, i)
	if g.oneIn(5, topicForward, i) {
		s.NoAnswer = xivo.Forward{Enabled: true, Destination: g.number(g.roll(topicForwardTo, i, g.Users))}
	}
	return s
}

// lineIDs are the identifiers of lines that look as if they were drawn.
type lineIDs struct{ names, provisionings shuffle }

func newLineIDs(seed uint64) lineIDs {
	const names = 36 * 36 * 36 * 36 * 36 * 36 * 36 * 36
	return lineIDs{newShuffle(names, seed, topicLineName), newShuffle(900_000, seed, topicProvisioning)}
}

// name returns 8 characters of [a-z0-9].
func (ids lineIDs) name(i int) string {
	n, _ := ids.names.at(i)
	return padded(strconv.FormatUint(n, 36), 8)
}

// provisioning returns a number of 6 digits, as long as there are any.
func (ids lineIDs) provisioning(i int) int64 {
	n, round := ids.provisionings.at(i)
	return int64(100_000 + n + round*900_000)
}

// queueIDs returns up to three queues, so that all are named where there are enough
// records that name some.
func (g *generator) queueIDs(t topic, i int) []int64 {
	if g.Queues == 0 {
		return nil
	}
	var ids []int64
	for _, q := range g.some(t, i, i%g.Queues, 3, g.Queues) {
		ids = append(ids, int64(q+1))
	}
	return ids
}

// agent returns an agent, who is a user as long as there are any.
func (g *generator) agent(i int) xivo.AgentRecord {
	p := g.people.person(i)
	a := xivo.AgentRecord{
		ID: int64(i + 1), FirstName: p.given, LastName: p.family, Number: g.number(g.Users + i), Context: "default", NumGroup: 1,
	}
	if i < g.Users {
		a.UserID = int64(i + 1)
	}
	for position, queue := range g.queueIDs(topicQueuesOfAgent, i) {
		a.Members = append(a.Members, xivo.Membership{QueueID: queue, Penalty: int64(position), Position: int64(position + 1)})
	}
	return a
}

func dayOf(t time.Time) xivo.Date {
	year, month, day := t.Date()
	return xivo.Date{Year: year, Month: month, Day: day}
}

func (g *generator) callbackList(i int) xivo.CallbackListRef {
	queue := i % g.Queues
	return xivo.CallbackListRef{UUID: g.uuid(3 + i), Name: word(g.words.queues, i) + " callbacks", QueueID: int64(queue + 1)}
}

// callback returns a request of someone who is no user. Some are done.
func (g *generator) callback(i int, list xivo.CallbackListRef, periods []xivo.Period) xivo.CallbackRequest {
	p := g.people.person(g.Users + i)
	r := xivo.CallbackRequest{
		UUID: g.uuid(3 + g.CallbackLists + i), ListUUID: list.UUID, PhoneNumber: g.phone(landline, i), MobilePhoneNumber: g.phone(mobile, g.Users+i),
		FirstName: p.given, LastName: p.family, Company: g.company(i), PeriodUUID: periods[g.roll(topicPeriod, i, len(periods))].UUID,
		DueDate: dayOf(g.at).AddDays(1 + i%7), QueueID: list.QueueID,
	}
	if g.Agents > 0 && g.oneIn(4, topicClotured, i) {
		r.Clotured, r.AgentID = true, int64(i%g.Agents+1)
	}
	return r
}

// meetingRoom returns a room. Every third one has a pin.
func (g *generator) meetingRoom(i int) xivo.MeetingRoom {
	name := word(g.words.rooms, i)
	number, _ := strconv.ParseInt(g.number(g.Users+g.Agents+i), 10, 64)
	r := xivo.MeetingRoom{ID: int64(i + 1), Name: name, DisplayName: title(name), Number: number}
	if i%3 == 0 {
		r.UserPIN = new(int64(1000 + g.roll(topicPIN, i, 9000)))
	}
	return r
}
