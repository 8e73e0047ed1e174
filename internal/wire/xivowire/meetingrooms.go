package xivowire

import "github.com/pbxkit/pbxkit/xivo"

// MeetingRoom is a meeting room, in answers and requests.
type MeetingRoom struct {
	ID          int64  `json:"id"`
	Name        string `json:"name"`
	DisplayName string `json:"displayName"`
	Number      int64  `json:"number"`
	UserPIN     *int64 `json:"userPin,omitempty"`
}

func NewMeetingRoom(r xivo.MeetingRoom) MeetingRoom { return MeetingRoom(r) }

func (r MeetingRoom) Record() xivo.MeetingRoom { return xivo.MeetingRoom(r) }

// NewRoom is the request of CreateMeetingRoom, which has no id.
type NewRoom struct {
	Name        string `json:"name"`
	DisplayName string `json:"displayName"`
	Number      int64  `json:"number"`
	UserPIN     *int64 `json:"userPin,omitempty"`
}
