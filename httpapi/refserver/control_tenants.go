package refserver

import (
	"net/http"

	"github.com/pbxkit/pbxkit/pbxtest"
)

// credentialsBody is pbxtest.Credentials.
type credentialsBody struct {
	XiVO struct {
		Token string `json:"token"`
	} `json:"xivo"`
	VoipNow struct {
		Token        string `json:"token"`
		ClientID     string `json:"clientId"`
		ClientSecret string `json:"clientSecret"`
	} `json:"voipnow"`
	TelecomX   loginBody `json:"telecomx"`
	BroadWorks loginBody `json:"broadworks"`
}

type loginBody struct {
	Token    string `json:"token"`
	Username string `json:"username"`
	Password string `json:"password"`
}

func (c *control) showCredentials(o *order) (*reply, error) {
	c.credentials.RLock()
	defer c.credentials.RUnlock()
	return answer(http.StatusOK, bodyOfCredentials(o.pbx.Credentials)), nil
}

func bodyOfCredentials(c pbxtest.Credentials) *credentialsBody {
	body := &credentialsBody{TelecomX: loginBody(c.TelecomX), BroadWorks: loginBody(c.BroadWorks)}
	body.XiVO.Token = c.XiVO.Token
	body.VoipNow.Token = c.VoipNow.Token
	body.VoipNow.ClientID, body.VoipNow.ClientSecret = c.VoipNow.ClientID, c.VoipNow.ClientSecret
	return body
}

// tenantBody is a tenant as its maker needs it.
type tenantBody struct {
	ID          string           `json:"id"`
	Credentials *credentialsBody `json:"credentials"`
}

func (c *control) addTenant(o *order) (*reply, error) {
	if err := o.expectNothing(); err != nil {
		return nil, err
	}
	c.credentials.RLock()
	defer c.credentials.RUnlock()
	tenant, err := c.pbx.NewTenant()
	if err != nil {
		return nil, err
	}
	return answer(http.StatusCreated, tenantBody{tenant.ID(), bodyOfCredentials(tenant.Credentials)}), nil
}

func (c *control) listTenants(*order) (*reply, error) {
	return answer(http.StatusOK, map[string][]string{"tenants": c.pbx.Tenants()}), nil
}

func (c *control) removeTenant(o *order) (*reply, error) {
	tenant, err := c.tenant(o.id)
	if err != nil {
		return nil, err
	}
	tenant.Close()
	return done(), nil
}

// tenant returns the tenant with an ID.
func (c *control) tenant(id string) (*pbxtest.Server, error) {
	tenant := c.pbx.TenantByID(id)
	if tenant == nil {
		return nil, refuse(http.StatusNotFound, "there is no tenant %q, or no more", id)
	}
	return tenant, nil
}
