package xivo

// Operation is the name of an operation of the API.
type Operation string

// Vendor returns the name of this package, which tells operations of the same name
// with several vendors apart.
func (Operation) Vendor() string { return "xivo" }

// String returns the name.
func (op Operation) String() string { return string(op) }

// The operations, in the order of the reference.
const (
	ListUsers                   Operation = "ListUsers"
	FindUsers                   Operation = "FindUsers"
	GetUserLine                 Operation = "GetUserLine"
	CreateUserLine              Operation = "CreateUserLine"
	UpdateUserLine              Operation = "UpdateUserLine"
	DeleteUserLine              Operation = "DeleteUserLine"
	ValidateUser                Operation = "ValidateUser"
	GetUserServices             Operation = "GetUserServices"
	UpdateUserServices          Operation = "UpdateUserServices"
	ListProfiles                Operation = "ListProfiles"
	GetUserRights               Operation = "GetUserRights"
	SetUserRights               Operation = "SetUserRights"
	DeleteUserProfile           Operation = "DeleteUserProfile"
	ListUserPreferences         Operation = "ListUserPreferences"
	GetUserPreference           Operation = "GetUserPreference"
	CreateUserPreference        Operation = "CreateUserPreference"
	UpdateUserPreference        Operation = "UpdateUserPreference"
	DeleteUserPreference        Operation = "DeleteUserPreference"
	CreateCallbackList          Operation = "CreateCallbackList"
	ListCallbackLists           Operation = "ListCallbackLists"
	DeleteCallbackList          Operation = "DeleteCallbackList"
	ImportCallbackRequests      Operation = "ImportCallbackRequests"
	CreateCallbackRequest       Operation = "CreateCallbackRequest"
	FindCallbackRequests        Operation = "FindCallbackRequests"
	GetAgentConfig              Operation = "GetAgentConfig"
	ListAgentConfigs            Operation = "ListAgentConfigs"
	GetQueueDissuasion          Operation = "GetQueueDissuasion"
	ListQueueDissuasions        Operation = "ListQueueDissuasions"
	SetQueueDissuasionSoundFile Operation = "SetQueueDissuasionSoundFile"
	SetQueueDissuasionQueue     Operation = "SetQueueDissuasionQueue"
	GetSIPICEServers            Operation = "GetSIPICEServers"
	GetMeetingRoom              Operation = "GetMeetingRoom"
	ListMeetingRooms            Operation = "ListMeetingRooms"
	CreateMeetingRoom           Operation = "CreateMeetingRoom"
	UpdateMeetingRoom           Operation = "UpdateMeetingRoom"
	DeleteMeetingRoom           Operation = "DeleteMeetingRoom"
	FindMeetingRooms            Operation = "FindMeetingRooms"
	ListContacts                Operation = "ListContacts"
)
