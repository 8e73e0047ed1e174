package xivo

import (
	"context"
	"errors"
	"slices"

	"github.com/pbxkit/pbxkit/store"
)

// settings is the one record of what concerns the server as a whole.
type settings struct {
	ID                     string `json:"id"` // always settingsID
	STUNAddress            string `json:"stunAddress,omitempty"`
	DefaultDissuasionQueue string `json:"defaultDissuasionQueue,omitempty"`
	Offers                 Offers `json:"offers"`
}

const settingsID = "settings"

func (s *settings) Clone() *settings {
	c := *s
	c.Offers.UUIDs = slices.Clone(s.Offers.UUIDs)
	c.Offers.LineNames = slices.Clone(s.Offers.LineNames)
	c.Offers.ProvisioningIDs = slices.Clone(s.Offers.ProvisioningIDs)
	return &c
}

var settingsTable = store.NewTable("xivo_settings", func(s *settings) string { return s.ID }, nil)

// getSettings returns the settings, which an empty store does not hold.
func getSettings(ctx context.Context, tx store.ReadTx) (*settings, error) {
	s, err := settingsTable.Get(ctx, tx, settingsID)
	if errors.Is(err, store.ErrNotFound) {
		return &settings{ID: settingsID}, nil
	}
	return s, err
}

// MediaServer is a XiVO that lines can be on, called site where the API speaks
// of a line. Seeding only.
type MediaServer struct {
	Name        string `json:"name"`
	DisplayName string `json:"displayName"`
}

var mediaServerTable = store.NewTable("xivo_mediaservers", func(m *MediaServer) string { return m.Name }, nil)

// mainMediaServer is there without being seeded. Assumed, with its display name
// as in the vendor's samples.
var mainMediaServer = MediaServer{Name: "default", DisplayName: "MDS Main"}

func getMediaServer(ctx context.Context, tx store.ReadTx, name string) (*MediaServer, error) {
	m, err := mediaServerTable.Get(ctx, tx, name)
	if errors.Is(err, store.ErrNotFound) && name == mainMediaServer.Name {
		main := mainMediaServer
		return &main, nil
	}
	return m, err
}
