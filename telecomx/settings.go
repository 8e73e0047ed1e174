package telecomx

import (
	"context"
	"time"

	"github.com/pbxkit/pbxkit/store"
)

// SettingsService is the chapter "Settings".
//
// Of a customer that is not the caller's own, levels below RESELLER are refused
// with ErrAccessDenied whether or not it exists. A RESELLER reaches the customers
// whose parentReseller is its own one, RESELLER_ADMIN and ADMIN all of them; for
// them what names no customer is an ErrCustomerNotFound. The documented text is
// "RESELLER/ADMIN only"; that lower levels may send their own customer's id is
// assumed.
type SettingsService interface {
	// Get returns the settings of a customer, or of the caller's own one if
	// customer is "" (GET /pbx/settings, GET /pbx/settings/CUSTOMER_ID). A
	// PERSONAL caller does not see the master PIN code.
	Get(ctx context.Context, caller Caller, customer string) (CustomerSettings, error)

	// Update changes members of the settings and returns all of them, as Get
	// shows them to the caller (POST /pbx/settings/CUSTOMER_ID). It takes a
	// MANAGER or a higher level.
	//
	// Assumed, as on the vendor's sibling pages: the update is partial and its
	// answer complete; presentMobileOnLocalToMobile can be changed, billing
	// cannot; the first member in the order of [Settings] that cannot be is an
	// ErrInvalidValue in its name; nothing is changed then.
	Update(ctx context.Context, caller Caller, customer string, in SettingsInput) (CustomerSettings, error)
}

// Settings are the PBX settings of a customer, in the order of the vendor's page.
// Text that is not set is "". Assumed: a member is set or not, and null on the page
// is no third state; a customer without saved settings has the defaults. In a
// fixture, what is missing stands for the default of a new customer.
type Settings struct {
	DefaultMusicOnHold  string       `json:"defaultMusicOnHold,omitempty"`  // id of a class; "": the vendor's default
	MasterPINCode       string       `json:"masterPinCode,omitempty"`       // 4 to 10 digits
	DefaultLanguage     string       `json:"defaultLanguage,omitempty"`     // two letters: "ISO3166-1" on the page is a language code
	DefaultNumber       string       `json:"defaultNumber,omitempty"`       // E.164, with +
	DefaultVoiceAccount string       `json:"defaultVoiceAccount,omitempty"` // id of a SIP account
	NationalPrefix      string       `json:"nationalPrefix,omitempty"`      // such as +45; "": not used
	CallerIDName        CallerIDName `json:"callerIdNameOutbound,omitempty"`
	VoicemailBreakout   string       `json:"voicemailBreakout,omitempty"` // id of a dialplan item
	Recording           Recording    `json:"recording,omitzero"`
	Billing             Billing      `json:"billing,omitzero"` // seeding only

	PresentMobileOnLocalToMobile bool `json:"presentMobileOnLocalToMobile,omitempty"`
}

// CallerIDName is how a caller's name is sent on outbound calls.
type CallerIDName string

// The ways to send a caller's name.
const (
	CallerIDAsIs     CallerIDName = "AS_IS"    // as it is
	CallerIDCustomer CallerIDName = "CUSTOMER" // the customer's name; the default
	CallerIDPrefix   CallerIDName = "PREFIX"   // after the customer's name if the extension has a user
)

// Recording are the defaults for recordings that do not belong to an employee.
type Recording struct {
	Mode    RecordingMode    `json:"mode,omitempty"`
	Quality RecordingQuality `json:"quality,omitempty"`

	// Retention is for how many days recordings are stored. The vendor spells
	// it retension, and so does every message.
	Retention int64 `json:"retension,omitempty"`
}

// RecordingMode is when calls are recorded.
type RecordingMode string

// The modes of recording.
const (
	RecordAlways   RecordingMode = "ALWAYS"
	RecordOnDemand RecordingMode = "DEMAND"
	RecordNever    RecordingMode = "NEVER"
)

// RecordingQuality is the quality of recordings.
type RecordingQuality string

// The qualities of recordings.
const (
	QualityNormal  RecordingQuality = "NORMAL"
	QualityCompact RecordingQuality = "COMPACT" // the only one that can be stored for years
	QualityHigh    RecordingQuality = "HIGH"
)

// Billing is what is known of a customer's invoices.
type Billing struct {
	InvoicedUntil time.Time `json:"invoicedUntil,omitzero"` // zero: not set
}

// CustomerSettings are the settings of a customer as a caller sees them.
type CustomerSettings struct {
	Customer string // its id, "_id" on the wire
	Settings

	// PINHidden says that the caller must not see the master PIN code: it is
	// "" then, and no part of the answer, not even as null.
	PINHidden bool
}

// defaultSettings are those of a new customer. The name of the caller is
// documented; recordings are assumed.
func defaultSettings() Settings {
	return Settings{
		CallerIDName: CallerIDCustomer,
		Recording:    Recording{Mode: RecordNever, Quality: QualityNormal, Retention: 30},
	}
}

// as returns a customer's settings as a caller sees them.
func (c *Customer) as(caller Caller) CustomerSettings {
	view := CustomerSettings{Customer: c.ID, Settings: c.Settings}
	if !caller.Level.AtLeast(Viewer) {
		view.PINHidden, view.MasterPINCode = true, ""
	}
	return view
}

type settings struct{ *core }

func (s settings) Get(ctx context.Context, caller Caller, id string) (CustomerSettings, error) {
	if err := caller.require(Personal); err != nil {
		return CustomerSettings{}, err
	}
	return view(ctx, s.core, func(tx store.ReadTx) (CustomerSettings, error) {
		customer, err := s.reach(ctx, tx, caller, caller.orOwn(id))
		if err != nil {
			return CustomerSettings{}, err
		}
		return customer.as(caller), nil
	})
}

// orOwn returns the id of the caller's own customer in place of none.
func (c Caller) orOwn(id string) string {
	if id == "" {
		return c.Customer
	}
	return id
}

func (s settings) Update(ctx context.Context, caller Caller, id string, in SettingsInput) (CustomerSettings, error) {
	if err := caller.require(Manager); err != nil {
		return CustomerSettings{}, err
	}
	return update(ctx, s.core, func(tx store.Tx) (CustomerSettings, error) {
		customer, err := s.reach(ctx, tx, caller, caller.orOwn(id))
		if err != nil {
			return CustomerSettings{}, err
		}
		if in.Malformed {
			return CustomerSettings{}, ErrBadRequest
		}
		if err := in.apply(&customer.Settings); err != nil {
			return CustomerSettings{}, err
		}
		if in.DefaultMusicOnHold.Sent {
			if err := s.checkMusicOnHold(ctx, tx, customer); err != nil {
				return CustomerSettings{}, err
			}
		}
		return customer.as(caller), customerTable.Replace(ctx, tx, customer)
	})
}
