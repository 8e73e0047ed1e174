package voipnowclient

import (
	"bytes"

	"github.com/pbxkit/pbxkit/internal/remote"
	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/internal/wire/voipnowwire"
	"github.com/pbxkit/pbxkit/voipnow"
)

// isEmpty reports whether an answer has no body: nothing is returned, or not yet.
func isEmpty(a *remote.Answer) bool { return len(trimmed(a)) == 0 }

func trimmed(a *remote.Answer) []byte { return bytes.TrimLeft(a.Body, " \t\r\n") }

// several decodes an answer that is a list, or one element of it alone: the vendor's
// tables and texts do not agree which it is. It is never nil.
func several[W any](a *remote.Answer) ([]W, error) {
	body := trimmed(a)
	switch {
	case len(body) == 0:
		return []W{}, nil
	case body[0] == '[':
		list := []W{}
		err := a.JSON(true, &list)
		return list, err
	}
	var one W
	err := a.JSON(false, &one)
	return []W{one}, err
}

// phoneCalls returns the calls that an answer shows.
func phoneCalls(a *remote.Answer) ([]voipnow.Call, error) {
	list, err := several[voipnowwire.PhoneCall](a)
	if err != nil {
		return nil, err
	}
	return wire.List(list, voipnowwire.PhoneCall.Record), nil
}

// phoneCall returns the call that an answer shows, or another one if it shows none.
func phoneCall(a *remote.Answer, or voipnow.CallRecord) (voipnow.Call, error) {
	list, err := phoneCalls(a)
	switch {
	case err != nil:
		return voipnow.Call{}, err
	case len(list) > 0:
		return list[0], nil
	}
	or.Views = []voipnow.View{}
	return voipnow.Call{CallRecord: or}, nil
}
