package telecomx

// Operation is the name of an operation of the API.
type Operation string

// Vendor returns the name of this package, which tells operations of the same name
// with several vendors apart.
func (Operation) Vendor() string { return "telecomx" }

// String returns the name.
func (op Operation) String() string { return string(op) }

// The operations, in the order of the reference.
const (
	GetOwnSettings    Operation = "GetOwnSettings"
	GetSettings       Operation = "GetSettings"
	UpdateSettings    Operation = "UpdateSettings"
	ListMusicOnHold   Operation = "ListMusicOnHold"
	GetMusicOnHold    Operation = "GetMusicOnHold"
	CreateMusicOnHold Operation = "CreateMusicOnHold"
	UpdateMusicOnHold Operation = "UpdateMusicOnHold"
	DeleteMusicOnHold Operation = "DeleteMusicOnHold"
	Ping              Operation = "Ping"
	Login             Operation = "Login"
	LoginByQuery      Operation = "LoginByQuery"
	Logout            Operation = "Logout"
	ValidateToken     Operation = "ValidateToken"
	UpdateOwnSettings Operation = "UpdateOwnSettings"
)
