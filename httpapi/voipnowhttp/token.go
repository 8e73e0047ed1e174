package voipnowhttp

import (
	"bytes"
	"context"
	"mime"
	"mime/multipart"
	"net/url"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/voipnowwire"
	"github.com/pbxkit/pbxkit/voipnow"
)

// tokenRefusal is the answer for an error of the token endpoint.
func tokenRefusal(status int, e *voipnow.Error) reply {
	return reply{status, voipnowwire.NewTokenFailure(e)}
}

func createToken(ctx context.Context, c *call) (reply, error) {
	grant, err := c.svc.Auth.Grant(ctx, c.grantRequest())
	if err != nil {
		e := c.wireError(err)
		return tokenRefusal(e.Status, e), nil
	}
	return ok(voipnowwire.NewToken(grant)), nil
}

// grantRequest reads the form. One that cannot be read has no fields, which the
// service refuses.
func (c *call) grantRequest() voipnow.GrantRequest {
	body, err := rest.ReadAnyBody(c.r, c.opts.MaxBody)
	if err != nil {
		return voipnow.GrantRequest{}
	}
	form := rest.Form(c.r.Context(), parseForm(c.r.Header.Get("Content-Type"), body))
	return voipnow.GrantRequest{
		GrantType: form.Get("grant_type"), ClientID: form.Get("client_id"), ClientSecret: form.Get("client_secret"),
	}
}

// parseForm reads a form of either kind; official clients send both.
func parseForm(contentType string, body []byte) url.Values {
	mediaType, params, _ := mime.ParseMediaType(contentType)
	if mediaType != "multipart/form-data" {
		// The parameters that are malformed are left out.
		form, _ := url.ParseQuery(string(body))
		return form
	}
	form, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).ReadForm(int64(len(body)))
	if err != nil {
		return nil
	}
	defer form.RemoveAll()
	return form.Value
}
