package pbxtest

// Credentials are what opens a server: for each vendor the first token that its
// fixture has, for BroadWorks that of the highest level, and the account of that
// token's holder, or else the first account that can log in. What a fixture does not
// have is empty.
type Credentials struct {
	XiVO struct {
		Token string // header X-Auth-Token
	}
	VoipNow struct {
		Token                  string // header Authorization: Bearer
		ClientID, ClientSecret string // of an app that may have tokens
	}
	TelecomX struct {
		Token              string // header X-Api-Key, or Authorization: Bearer
		Username, Password string
	}
	BroadWorks struct {
		Token              string // header Authorization: Bearer
		Username, Password string
	}
}
