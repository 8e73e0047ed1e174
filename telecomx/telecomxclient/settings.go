package telecomxclient

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/wire/telecomxwire"
	"github.com/pbxkit/pbxkit/telecomx"
)

type settings struct{ *client }

func (s settings) Get(ctx context.Context, _ telecomx.Caller, customer string) (telecomx.CustomerSettings, error) {
	r := request(telecomx.GetOwnSettings)
	if customer != "" {
		r = request(telecomx.GetSettings, customer)
	}
	out, err := get[telecomxwire.Settings](ctx, s.client, r)
	if err != nil {
		return telecomx.CustomerSettings{}, err
	}
	return s.withPIN(ctx, out), nil
}

// withPIN decides what it means that there is no master PIN code: it is hidden from a
// PERSONAL caller, and may be left out for others as well where it is not set. The level
// of the account tells these apart. If nobody says what that is, the code is taken for
// hidden: it is not known then whether there is one.
func (s settings) withPIN(ctx context.Context, in telecomx.CustomerSettings) telecomx.CustomerSettings {
	if !in.PINHidden {
		return in
	}
	token, err := current(ctx, s.own)
	if err != nil {
		return in
	}
	holder, err := sessions(s).Validate(ctx, token)
	in.PINHidden = err != nil || !holder.Level.AtLeast(telecomx.Viewer)
	return in
}

// Update of the account's own customer asks for its id first: an update without one is
// not documented. It may be sent again, as it replaces what it touches.
func (s settings) Update(ctx context.Context, caller telecomx.Caller, customer string, in telecomx.SettingsInput) (telecomx.CustomerSettings, error) {
	if customer == "" {
		own, err := get[telecomxwire.Settings](ctx, s.client, request(telecomx.GetOwnSettings))
		if err != nil {
			return telecomx.CustomerSettings{}, err
		}
		customer = own.Customer
	}
	r, err := withJSON(request(telecomx.UpdateSettings, customer), telecomxwire.NewSettingsInput(in), in.Malformed)
	if err != nil {
		return telecomx.CustomerSettings{}, err
	}
	r.Repeatable = true
	out, err := get[telecomxwire.Settings](ctx, s.client, r)
	if err != nil {
		return telecomx.CustomerSettings{}, err
	}
	return s.withPIN(ctx, out), nil
}
