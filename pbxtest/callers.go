package pbxtest

import (
	"context"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
)

// Callers are who the tokens of a server's credentials stand for: what the methods of
// the services take that judge who is asking. Without a token it is nobody.
type Callers struct {
	VoipNow    voipnow.Caller
	TelecomX   telecomx.Caller
	BroadWorks broadworks.Caller
}

// Callers returns who the tokens of the server's credentials stand for, or the
// refusal of one that does not stand for anyone any more.
func (s *Server) Callers(ctx context.Context) (c Callers, err error) {
	of := s.credentials()
	if token := of.VoipNow.Token; token != "" {
		if c.VoipNow, err = voipnowCaller(ctx, s.VoipNow, token); err != nil {
			return c, err
		}
	}
	if token := of.TelecomX.Token; token != "" {
		if c.TelecomX, err = telecomxCaller(ctx, s.TelecomX, token); err != nil {
			return c, err
		}
	}
	if token := of.BroadWorks.Token; token != "" {
		c.BroadWorks, err = broadworksCaller(ctx, s.BroadWorks, token)
	}
	return c, err
}

// credentials returns what opens the server now.
func (s *Server) credentials() Credentials {
	s.whole.RLock()
	defer s.whole.RUnlock()
	return s.Credentials
}

// URLs are where the vendors' APIs begin: what clients of them are configured with.
type URLs struct {
	XiVO       string // .../configmgt/api
	VoipNow    string // .../uapi
	TelecomX   string // the URL of the server
	BroadWorks string // .../api/v1, that of the gateway

	VoipNowToken string // .../oauth/token.php, where VoipNow gives out tokens
}

// URLs returns where the vendors' APIs begin. Like [Server.URL] it has the server
// listen, and what it returns is empty for a server without a URL.
func (s *Server) URLs() URLs {
	url := s.URL()
	if url == "" {
		return URLs{}
	}
	return URLs{
		VoipNowToken: url + voipnowhttp.TokenPath,
		XiVO:         url + xivohttp.Prefix, VoipNow: url + voipnowhttp.Prefix, TelecomX: url, BroadWorks: url + broadworkshttp.GatewayPrefix,
	}
}
