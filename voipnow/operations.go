package voipnow

// Operation is the name of an operation of the API.
type Operation string

// Vendor returns the name of this package, which tells operations of the same name
// with several vendors apart.
func (Operation) Vendor() string { return "voipnow" }

// String returns the name.
func (op Operation) String() string { return string(op) }

// The operations, in the order of the reference.
const (
	ListPhoneCalls        Operation = "ListPhoneCalls"
	GetPhoneCall          Operation = "GetPhoneCall"
	CreateSimplePhoneCall Operation = "CreateSimplePhoneCall"
	UpdatePhoneCalls      Operation = "UpdatePhoneCalls"
	UpdatePhoneCall       Operation = "UpdatePhoneCall"
	HangUpPhoneCalls      Operation = "HangUpPhoneCalls"
	HangUpPhoneCall       Operation = "HangUpPhoneCall"
	CreateToken           Operation = "CreateToken"
)
