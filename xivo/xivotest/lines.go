package xivotest

import (
	"regexp"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testLines(t T, on *target) {
	check(t, on, []promise{
		{"a line is shown without its device", lineShown},
		{"a line that is not there is refused by the operation's name", lineMissing},
		{"the documented line can be made", documentedLineMade},
		{"identifiers are generated", lineIdentifiersGenerated},
		{"offers in use are passed over", lineOffersPassedOver},
		{"ids are not used again", lineIDsNotReused},
		{"update keeps the identifiers and replaces the rest", lineUpdated},
		{"update keeps a device that is not sent", deviceKept},
		{"changes show in users and contacts", lineShowsInUsers},
		{"lines are refused", linesRefused},
		{"an extension is taken per context", extensionPerContext},
		{"a line can keep its extension", lineKeepsExtension},
		{"delete frees the extension", deleteFreesExtension},
		{"members are checked", lineMembersChecked},
		{"members are checked before the user", lineMembersBeforeUser},
	})
}

// The line of user 1 of the documentation fixture.
var documentedLine = xivo.Line{
	ID: 36, LineType: xivo.LinePhone, Context: "default", Extension: "1000", Site: "default", Name: "u1kq8r2d",
	LineNum: 1, ProvisioningID: 583115,
}

// newLine is an input that is accepted for a user without a line.
func newLine(extension string) xivo.LineInput {
	return xivo.LineInput{LineType: xivo.LinePhone, Extension: extension, Context: "default", Site: "default"}
}

func cannot(verb, userID string) *xivo.Error {
	return xivo.ErrLineNotFound.Refuse("Unable to %s line for user Id %s", verb, userID)
}

func lineShown(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Equal(t, "Get", suite.Must(svc.Lines.Get(t.Context(), 1))(t), documentedLine)

	in := newLine("1008")
	in.Device = new("SEP001")
	created := suite.Must(svc.Lines.Create(t.Context(), 8, in))(t)
	suite.Equal(t, "device of the answer to Create", created.Device, "")
	in.Device = new("SEP002")
	suite.Equal(t, "device of the answer to Update", suite.Must(svc.Lines.Update(t.Context(), 8, in))(t).Device, "")
	suite.Equal(t, "Get", suite.Must(svc.Lines.Get(t.Context(), 8))(t), created)
	suite.Equal(t, "device that is stored", dump(t, svc).Users[7].Line.Device, "SEP002")
}

func lineMissing(t T, svc *xivo.Service) {
	documented(t, svc)
	for _, user := range []struct {
		name, id string
		userID   int64
	}{{"no line", "8", 8}, {"no user", "99", 99}} {
		t.Run(user.name, func(t T) {
			refuses(t, svc, cannot("get", user.id), func() error { return suite.ErrOf(svc.Lines.Get(t.Context(), user.userID)) })
			refuses(t, svc, cannot("update", user.id), func() error {
				return suite.ErrOf(svc.Lines.Update(t.Context(), user.userID, newLine("1008")))
			})
			refuses(t, svc, cannot("delete", user.id), func() error { return svc.Lines.Delete(t.Context(), user.userID) })
		})
	}
	refuses(t, svc, cannot("create", "99"), func() error { return suite.ErrOf(svc.Lines.Create(t.Context(), 99, newLine("1008"))) })
}

func documentedLineMade(t T, svc *xivo.Service) {
	documented(t, svc)
	in := xivo.LineInput{
		LineType: xivo.LinePhone, Extension: "1000", Context: "default", Site: "default", Device: new(""), LineNum: new(int64(1)),
	}
	refuses(t, svc, cannot("create", "1"), func() error { return suite.ErrOf(svc.Lines.Create(t.Context(), 1, in)) })

	suite.Succeeds(t, svc.Lines.Delete(t.Context(), 1))
	refuses(t, svc, cannot("get", "1"), func() error { return suite.ErrOf(svc.Lines.Get(t.Context(), 1)) })
	refuses(t, svc, cannot("delete", "1"), func() error { return svc.Lines.Delete(t.Context(), 1) })

	want := xivo.Line{
		ID: 40, LineType: xivo.LinePhone, Context: "default", Extension: "1000", Site: "default", Name: "nrzpjngu",
		LineNum: 1, ProvisioningID: 661997,
	}
	suite.Equal(t, "Create", suite.Must(svc.Lines.Create(t.Context(), 1, in))(t), want)
	suite.Equal(t, "Get", suite.Must(svc.Lines.Get(t.Context(), 1))(t), want)
	want.LineType, in.LineType = xivo.LineUA, xivo.LineUA
	suite.Equal(t, "Update", suite.Must(svc.Lines.Update(t.Context(), 1, in))(t), want)
}

func lineIdentifiersGenerated(t T, svc *xivo.Service) {
	seed(t, svc, &xivo.Fixture{Users: repeat(50, xivo.UserRecord{})})
	name := regexp.MustCompile(`^[a-z0-9]{8}$`)
	names, provisioning := map[string]bool{}, map[int64]bool{}
	for id := range int64(50) {
		in := newLine(string(rune('A' + id)))
		line := suite.Must(svc.Lines.Create(t.Context(), id+1, in))(t)
		suite.Equal(t, "id", line.ID, id+1)
		suite.Equal(t, "lineNum", line.LineNum, int64(1))
		if !name.MatchString(line.Name) || names[line.Name] {
			t.Errorf("name = %q, want 8 characters of [a-z0-9] that no other line has", line.Name)
		}
		if p := line.ProvisioningID; p < 100000 || p > 999999 || provisioning[p] {
			t.Errorf("provisioningId = %d, want six digits that no other line has", p)
		}
		names[line.Name], provisioning[line.ProvisioningID] = true, true
	}
}

func lineOffersPassedOver(t T, svc *xivo.Service) {
	seed(t, svc, &xivo.Fixture{
		Settings: &xivo.Settings{Offers: xivo.Offers{
			LineNames: []string{"aaaaaaaa", "bbbbbbbb", "cccccccc"}, ProvisioningIDs: []int64{100001, 100002},
		}},
		Users: []xivo.UserRecord{
			{Line: &xivo.Line{
				LineType: xivo.LineSCCP, Context: "c", Extension: "1", Site: "default", Name: "aaaaaaaa", ProvisioningID: 100002,
			}},
			{}, {}, {},
		},
	})
	second := suite.Must(svc.Lines.Create(t.Context(), 2, newLine("2")))(t)
	suite.Equal(t, "first offer that is free", []any{second.Name, second.ProvisioningID}, []any{"bbbbbbbb", int64(100001)})
	third := suite.Must(svc.Lines.Create(t.Context(), 3, newLine("3")))(t)
	suite.Equal(t, "next name", third.Name, "cccccccc")
	if third.ProvisioningID == 100001 || third.ProvisioningID == 100002 {
		t.Errorf("provisioningId = %d, which is in use", third.ProvisioningID)
	}
	// What is free again is offered again, each time from the first on.
	suite.Succeeds(t, svc.Lines.Delete(t.Context(), 1))
	fourth := suite.Must(svc.Lines.Create(t.Context(), 4, newLine("4")))(t)
	suite.Equal(t, "offers that are free again", []any{fourth.Name, fourth.ProvisioningID}, []any{"aaaaaaaa", int64(100002)})
}

func lineIDsNotReused(t T, svc *xivo.Service) {
	documented(t, svc)
	first := suite.Must(svc.Lines.Create(t.Context(), 8, newLine("1008")))(t)
	suite.Succeeds(t, svc.Lines.Delete(t.Context(), 8))
	again := suite.Must(svc.Lines.Create(t.Context(), 8, newLine("1008")))(t)
	suite.Equal(t, "ids", []int64{first.ID, again.ID}, []int64{40, 41})
}

func lineUpdated(t T, svc *xivo.Service) {
	documented(t, svc)
	want := xivo.Line{
		ID: 36, LineType: xivo.LineCustom, Context: "other", Extension: "*98", Site: "mds1", Name: "u1kq8r2d",
		LineNum: 3, ProvisioningID: 583115,
	}
	in := xivo.LineInput{LineType: xivo.LineCustom, Extension: "*98", Context: "other", Site: "mds1", LineNum: new(int64(3))}
	suite.Equal(t, "Update", suite.Must(svc.Lines.Update(t.Context(), 1, in))(t), want)
	suite.Equal(t, "Get", suite.Must(svc.Lines.Get(t.Context(), 1))(t), want)
	// What is not sent has its default, not its value before.
	in.LineNum = nil
	suite.Equal(t, "lineNum that is not sent", suite.Must(svc.Lines.Update(t.Context(), 1, in))(t).LineNum, int64(1))
}

func deviceKept(t T, svc *xivo.Service) {
	seed(t, svc, &xivo.Fixture{Users: []xivo.UserRecord{{}}})
	in := newLine("1000")
	in.Device = new("SEP001")
	suite.Must(svc.Lines.Create(t.Context(), 1, in))(t)
	suite.Must(svc.Lines.Update(t.Context(), 1, newLine("1001")))(t)
	suite.Equal(t, "device", dump(t, svc).Users[0].Line.Device, "SEP001")
	in.Device = new("")
	suite.Must(svc.Lines.Update(t.Context(), 1, in))(t)
	suite.Equal(t, "device that was sent empty", dump(t, svc).Users[0].Line.Device, "")
}

func lineShowsInUsers(t T, svc *xivo.Service) {
	documented(t, svc)
	in := newLine("1008")
	in.LineType, in.Site = xivo.LineWebRTC, "mds1"
	line := suite.Must(svc.Lines.Create(t.Context(), 8, in))(t)
	want := xivo.User{
		FullName: "Jack Martin", Provisioning: line.ProvisioningID, LineType: xivo.LineWebRTC, PhoneNumber: "1008",
		Entity: "Demo", MDSName: "mds1", MDSDisplayName: "MDS 1", Labels: []string{},
	}
	suite.Equal(t, "user after Create", suite.Must(svc.Users.List(t.Context()))(t)[7], want)

	in.Extension, in.Site, in.LineType = "1009", "default", xivo.LineUA
	suite.Must(svc.Lines.Update(t.Context(), 8, in))(t)
	want.PhoneNumber, want.MDSName, want.MDSDisplayName, want.LineType = "1009", "default", "MDS Main", xivo.LineUA
	suite.Equal(t, "user after Update", suite.Must(svc.Users.List(t.Context()))(t)[7], want)
	suite.Equal(t, "contact after Update", suite.Must(svc.Users.Contacts(t.Context()))(t)[7].InternalPhoneNumber, "1009")
	byNumber := xivo.Find{Filters: []xivo.Filter{{Field: "phoneNumber", Operator: "=", Value: "1009"}}}
	suite.Equal(t, "found by the new number", suite.Must(svc.Users.Find(t.Context(), byNumber))(t), xivo.Page[xivo.User]{Total: 1, List: []xivo.User{want}})

	suite.Succeeds(t, svc.Lines.Delete(t.Context(), 8))
	suite.Equal(t, "user after Delete", suite.Must(svc.Users.List(t.Context()))(t)[7], documentedUsers[7])
	suite.Equal(t, "contact after Delete", suite.Must(svc.Users.Contacts(t.Context()))(t)[7].InternalPhoneNumber, "")
	suite.Equal(t, "found by the old number", suite.Must(svc.Users.Find(t.Context(), byNumber))(t).Total, 0)
}

func linesRefused(t T, svc *xivo.Service) {
	documented(t, svc)
	elsewhere := newLine("1008")
	elsewhere.Site = "mds2"
	for _, c := range []struct {
		name string
		in   xivo.LineInput
	}{
		{"extension of another user", newLine("1001")},
		{"unknown media server", elsewhere},
	} {
		t.Run(c.name, func(t T) {
			refuses(t, svc, cannot("create", "8"), func() error { return suite.ErrOf(svc.Lines.Create(t.Context(), 8, c.in)) })
			refuses(t, svc, cannot("update", "1"), func() error { return suite.ErrOf(svc.Lines.Update(t.Context(), 1, c.in)) })
		})
	}
	t.Run("a second line", func(t T) {
		refuses(t, svc, cannot("create", "1"), func() error { return suite.ErrOf(svc.Lines.Create(t.Context(), 1, newLine("1008"))) })
	})
	t.Run("a display name is no site", func(t T) {
		in := newLine("1008")
		in.Site = "MDS 1"
		refuses(t, svc, cannot("create", "8"), func() error { return suite.ErrOf(svc.Lines.Create(t.Context(), 8, in)) })
	})
}

func extensionPerContext(t T, svc *xivo.Service) {
	documented(t, svc)
	in := newLine("1000")
	in.Context = "other"
	suite.Must(svc.Lines.Create(t.Context(), 8, in))(t)
	suite.Equal(t, "extension", suite.Must(svc.Lines.Get(t.Context(), 8))(t).Extension, "1000")
	in.Context = "Default" // contexts are compared as they are written
	suite.Must(svc.Lines.Update(t.Context(), 8, in))(t)
	in.Context = "default"
	refuses(t, svc, cannot("update", "8"), func() error { return suite.ErrOf(svc.Lines.Update(t.Context(), 8, in)) })
}

func lineKeepsExtension(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Equal(t, "Update to the same", suite.Must(svc.Lines.Update(t.Context(), 1, newLine("1000")))(t), documentedLine)
}

func deleteFreesExtension(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Succeeds(t, svc.Lines.Delete(t.Context(), 2))
	line := suite.Must(svc.Lines.Create(t.Context(), 8, newLine("1001")))(t)
	suite.Equal(t, "extension", line.Extension, "1001")
	refuses(t, svc, cannot("create", "2"), func() error { return suite.ErrOf(svc.Lines.Create(t.Context(), 2, newLine("1001"))) })
}

func lineMembersChecked(t T, svc *xivo.Service) {
	documented(t, svc)
	for _, c := range []struct {
		name    string
		change  func(*xivo.LineInput)
		message string
	}{
		{"no lineType", func(in *xivo.LineInput) { in.LineType = "" }, "lineType: expected phone, webrtc, ua, sccp or custom"},
		{"unknown lineType", func(in *xivo.LineInput) { in.LineType = "Phone" }, "lineType: expected phone, webrtc, ua, sccp or custom"},
		{"no extension", func(in *xivo.LineInput) { in.Extension = "" }, "extension: must not be empty"},
		{"no context", func(in *xivo.LineInput) { in.Context = "" }, "context: must not be empty"},
		{"no site", func(in *xivo.LineInput) { in.Site = "" }, "site: must not be empty"},
		{"lineNum 0", func(in *xivo.LineInput) { in.LineNum = new(int64(0)) }, "lineNum: must be at least 1"},
		{"negative lineNum", func(in *xivo.LineInput) { in.LineNum = new(int64(-1)) }, "lineNum: must be at least 1"},
		{"NUL in extension", func(in *xivo.LineInput) { in.Extension = "1\x00" }, "extension: must not contain U+0000"},
		{"NUL in device", func(in *xivo.LineInput) { in.Device = new("\x00") }, "device: must not contain U+0000"},
	} {
		t.Run(c.name, func(t T) {
			in := newLine("1008")
			c.change(&in)
			want := xivo.ErrInvalidJSON.Refuse("%s", c.message)
			refuses(t, svc, want, func() error { return suite.ErrOf(svc.Lines.Create(t.Context(), 8, in)) })
			refuses(t, svc, want, func() error { return suite.ErrOf(svc.Lines.Update(t.Context(), 1, in)) })
		})
	}
	for _, lineType := range []xivo.LineType{xivo.LinePhone, xivo.LineWebRTC, xivo.LineUA, xivo.LineSCCP, xivo.LineCustom} {
		t.Run("accepts "+string(lineType), func(t T) {
			in := newLine("1000")
			in.LineType, in.LineNum = lineType, new(int64(2))
			line := suite.Must(svc.Lines.Update(t.Context(), 1, in))(t)
			suite.Equal(t, "type and number", []any{line.LineType, line.LineNum}, []any{lineType, int64(2)})
		})
	}
}

func lineMembersBeforeUser(t T, svc *xivo.Service) {
	want := xivo.ErrInvalidJSON.Refuse("site: must not be empty")
	in := newLine("1008")
	in.Site = ""
	refuses(t, svc, want, func() error { return suite.ErrOf(svc.Lines.Create(t.Context(), 99, in)) })
	refuses(t, svc, want, func() error { return suite.ErrOf(svc.Lines.Update(t.Context(), 99, in)) })
}
