package broadworks_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/broadworks/broadworkstest"
	"github.com/pbxkit/pbxkit/memstore"
)

func TestBehaviour(t *testing.T) {
	broadworkstest.Run(t, func(*testing.T) *broadworks.Service {
		return broadworks.New(memstore.New(broadworks.Tables()...))
	})
}

// What the API hides by default, or always, the suite does not ask of every service. The
// one on a store shows it.
func TestAServiceOnAStoreShowsWhatTheAPIHides(t *testing.T) {
	svc := newService(t)
	ctx, group := t.Context(), broadworks.GroupRef{TenantID: "foo", GroupID: "foogroup"}
	readonly, err := svc.Auth.As(ctx, "readonly")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := svc.Sessions.Info(ctx, readonly); err != nil || !got.ReadOnly {
		t.Errorf("Info = %+v, %v, want an account that may only read", got, err)
	}
	fixture := broadworks.Documentation()
	fixture.Groups[0].Announcements[0].Description = "of the group"
	if err := svc.Seed.Load(ctx, fixture); err != nil {
		t.Fatal(err)
	}
	files, err := svc.Announcements.ListGroup(ctx, readonly, group)
	if err != nil || files.Announcements[0].Description != "of the group" {
		t.Errorf("ListGroup = %+v, %v, want a description", files, err)
	}
	wav := broadworks.AudioFile{Name: "APIO Group Test Announcement", MediaType: broadworks.WAV}
	got, err := svc.GroupMusicOnHold.Get(ctx, readonly, group)
	if err != nil || got.Source.AudioFile != wav {
		t.Errorf("Get = %+v, %v, want %+v", got, err, wav)
	}
	system := broadworks.Caller{Level: broadworks.System}
	got, err = svc.GroupMusicOnHold.Update(ctx, system, group, broadworks.GroupMusicOnHoldInput{
		InternalSource: &broadworks.GroupSourceInput{SourceInput: broadworks.SourceInput{AudioFile: &broadworks.AudioFileInput{Name: wav.Name}}},
	})
	if err != nil || got.Source.AudioFile != wav || got.InternalSource.AudioFile != wav {
		t.Errorf("Update = %+v, %v, want %+v twice", got, err, wav)
	}
}
