package xivotest

import (
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testServices(t T, on *target) {
	check(t, on, []promise{
		{"a fresh user has all of them off", freshServices},
		{"the documented ones are shown", documentedServices},
		{"update changes what is sent only", servicesUpdated},
		{"an unknown user is refused", servicesOfNobody},
		{"a line is not needed", servicesWithoutLine},
		{"a destination is text", destinationIsText},
	})
}

func freshServices(t T, svc *xivo.Service) {
	seed(t, svc, &xivo.Fixture{Users: []xivo.UserRecord{{}}})
	suite.Equal(t, "Get", suite.Must(svc.Services.Get(t.Context(), 1))(t), xivo.Services{})
}

func documentedServices(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Equal(t, "Get", suite.Must(svc.Services.Get(t.Context(), 1))(t), xivo.Services{
		Busy: xivo.Forward{Destination: "1002"}, NoAnswer: xivo.Forward{Destination: "123"},
		Unconditional: xivo.Forward{Destination: "1001"},
	})
}

func servicesUpdated(t T, svc *xivo.Service) {
	documented(t, svc)
	want := suite.Must(svc.Services.Get(t.Context(), 1))(t)
	for _, c := range []struct {
		name   string
		in     xivo.ServicesInput
		change func(*xivo.Services)
	}{
		{"nothing", xivo.ServicesInput{}, func(*xivo.Services) {}},
		{"do not disturb", xivo.ServicesInput{DNDEnabled: new(true)}, func(s *xivo.Services) { s.DNDEnabled = true }},
		{"one half of busy", xivo.ServicesInput{Busy: &xivo.ForwardInput{Enabled: new(true)}},
			func(s *xivo.Services) { s.Busy.Enabled = true }},
		{"the other half of busy", xivo.ServicesInput{Busy: &xivo.ForwardInput{Destination: new("7")}},
			func(s *xivo.Services) { s.Busy.Destination = "7" }},
		{"no half of busy", xivo.ServicesInput{Busy: &xivo.ForwardInput{}}, func(*xivo.Services) {}},
		{"both halves of noanswer", xivo.ServicesInput{NoAnswer: &xivo.ForwardInput{Enabled: new(true), Destination: new("8")}},
			func(s *xivo.Services) { s.NoAnswer = xivo.Forward{Enabled: true, Destination: "8"} }},
		{"unconditional without a destination",
			xivo.ServicesInput{Unconditional: &xivo.ForwardInput{Enabled: new(true), Destination: new("")}},
			func(s *xivo.Services) { s.Unconditional = xivo.Forward{Enabled: true} }},
		{"several", xivo.ServicesInput{DNDEnabled: new(false), Busy: &xivo.ForwardInput{Enabled: new(false)}},
			func(s *xivo.Services) { s.DNDEnabled, s.Busy.Enabled = false, false }},
	} {
		t.Run(c.name, func(t T) {
			c.change(&want)
			suite.Equal(t, "Update", suite.Must(svc.Services.Update(t.Context(), 1, c.in))(t), want)
			suite.Equal(t, "Get", suite.Must(svc.Services.Get(t.Context(), 1))(t), want)
		})
	}
	suite.Equal(t, "another user's", suite.Must(svc.Services.Get(t.Context(), 2))(t), xivo.Services{})
}

func servicesOfNobody(t T, svc *xivo.Service) {
	documented(t, svc)
	refuses(t, svc, errUserNotFound, func() error { return suite.ErrOf(svc.Services.Get(t.Context(), 99)) })
	refuses(t, svc, errUserNotFound, func() error {
		return suite.ErrOf(svc.Services.Update(t.Context(), 99, xivo.ServicesInput{DNDEnabled: new(true)}))
	})
	refuses(t, svc, errUserNotFound, func() error { return suite.ErrOf(svc.Services.Update(t.Context(), 99, xivo.ServicesInput{})) })
}

func servicesWithoutLine(t T, svc *xivo.Service) {
	documented(t, svc)
	got := suite.Must(svc.Services.Update(t.Context(), 8, xivo.ServicesInput{DNDEnabled: new(true)}))(t)
	suite.Equal(t, "Update", got, xivo.Services{DNDEnabled: true})
}

func destinationIsText(t T, svc *xivo.Service) {
	documented(t, svc)
	nul := &xivo.ForwardInput{Destination: new("\x00")}
	for name, in := range map[string]xivo.ServicesInput{
		"busy": {Busy: nul}, "noanswer": {NoAnswer: nul}, "unconditional": {Unconditional: nul},
	} {
		t.Run(name, func(t T) {
			in.DNDEnabled = new(true) // must not be stored either
			want := xivo.ErrInvalidJSON.Refuse("%s.destination: must not contain U+0000", name)
			refuses(t, svc, want, func() error { return suite.ErrOf(svc.Services.Update(t.Context(), 1, in)) })
		})
	}
}
