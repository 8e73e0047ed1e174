package pbxtest_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/pbxtest"
)

// A request that no operation serves is reported with the one that a person would
// say was meant.
func TestTheClosestOperationIsTheOneThatWasMeant(t *testing.T) {
	const junk = "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v/w/x/y/z"
	for _, tt := range []struct{ what, method, path, want string }{
		{"singular for plural", "GET", "/configmgt/api/2.0/user/3/line", "GetUserLine"},
		{"singular for plural", "POST", "/configmgt/api/2.0/meetingroom", "CreateMeetingRoom"},
		{"singular for plural", "DELETE", "/configmgt/api/1.0/callback_list/31f91ef6-ebda-4e0d-a9fa-5ebd3da30951", "DeleteCallbackList"},
		{"singular for plural", "PUT", "/uapi/phoneCall/12/0003*210", "UpdatePhoneCalls"},
		{"singular for plural", "GET", "/pbx/setting", "GetOwnSettings"},
		{"singular for plural", "PUT", "/api/v1/tenants/foo/groups/foogroup/user/foouser/services/music_on_hold/", "UpdateUserMusicOnHold"},
		{"plural for singular", "POST", "/configmgt/api/2.0/users/validate", "ValidateUser"},
		{"plural for singular", "GET", "/configmgt/api/1.0/queues/3/dissuasion", "GetQueueDissuasion"},
		{"plural for singular", "PUT", "/configmgt/api/2.0/users/3/lines", "UpdateUserLine"},
		{"plural for singular", "GET", "/configmgt/api/1.0/agent_configs", "ListAgentConfigs"},

		{"another version", "GET", "/configmgt/api/1.0/users/3/line", "GetUserLine"},
		{"another version", "GET", "/configmgt/api/2.0/queue/3/dissuasions", "ListQueueDissuasions"},
		{"another version", "GET", "/api/v2/tenants/foo/groups/foogroup/announcements/", "ListGroupAnnouncements"},
		{"no version", "GET", "/configmgt/api/users/3/line", "GetUserLine"},
		{"no version", "POST", "/configmgt/api/callback_requests/find", "FindCallbackRequests"},
		{"no version", "POST", "/api/login/", "Login"},
		{"no prefix", "GET", "/users/3/line", "GetUserLine"},
		{"no prefix", "GET", "/2.0/users/3/preferences", "ListUserPreferences"},
		{"no prefix", "GET", "/phoneCalls/@me/@self", "ListPhoneCalls"},
		{"no prefix", "GET", "/musiconhold", "ListMusicOnHold"},
		{"no prefix", "GET", "/tenants/foo/groups/foogroup/users/foouser/announcements/", "ListUserAnnouncements"},
		{"half a prefix", "GET", "/api/2.0/users", "ListUsers"},
		{"a prefix before the prefix", "GET", "/pbx1/configmgt/api/2.0/users/3/line", "GetUserLine"},
		{"an old prefix", "GET", "/unifiedapi/phoneCalls/@me/@self", "ListPhoneCalls"},
		{"a prefix twice", "GET", "/configmgt/api/configmgt/api/2.0/meetingrooms/1", "GetMeetingRoom"},

		{"swapped segments", "GET", "/configmgt/2.0/api/users", "ListUsers"},
		{"swapped segments", "GET", "/configmgt/api/2.0/users/line/3", "GetUserLine"},
		{"swapped segments", "GET", "/configmgt/api/2.0/line/users/3", "GetUserLine"},
		{"swapped segments", "POST", "/configmgt/api/2.0/find/users", "FindUsers"},
		{"swapped segments", "POST", "/login/auth", "Login"},
		{"swapped segments", "POST", "/uapi/phoneCalls/simple/12", "CreateSimplePhoneCall"},

		{"a misspelt word", "GET", "/configmgt/api/2.0/users/3/prefrences/color", "GetUserPreference"},
		{"a misspelt word", "POST", "/configmgt/api/2.0/users/fnd", "FindUsers"},
		{"a misspelt word", "GET", "/configmgt/api/2.0/user/3/servcies", "GetUserServices"},
		{"a misspelt word", "GET", "/uapi/phonecals/12/0003*210", "ListPhoneCalls"},
		{"a misspelt word", "POST", "/oauth/token", "CreateToken"},
		{"a misspelt word", "GET", "/auth/validate_token", "ValidateToken"},
		{"another way to write it", "GET", "/configmgt/api/2.0/meeting-rooms/1", "GetMeetingRoom"},
		{"another way to write it", "GET", "/pbx/music_on_hold", "ListMusicOnHold"},
		{"another way to write it", "GET", "/api/v1/tenants/foo/groups/foogroup/services/musicOnHold/", "GetGroupMusicOnHold"},
		{"upper case", "GET", "/CONFIGMGT/API/2.0/USERS/3/LINE", "GetUserLine"},
		{"upper case", "GET", "/AUTH/VALIDATETOKEN", "ValidateToken"},

		{"another method", "PATCH", "/configmgt/api/2.0/users/3/line", "CreateUserLine"},
		{"another method", "POST", "/configmgt/api/2.0/users/3/services", "UpdateUserServices"},
		{"another method", "PUT", "/configmgt/api/2.0/meetingrooms/1", "UpdateMeetingRoom"},
		{"another method", "PUT", "/pbx/settings/1234567890ABCDEF12345678", "UpdateSettings"},
		{"another method", "PUT", "/pbx/musiconhold/123456789012345678901234", "UpdateMusicOnHold"},
		{"another method", "POST", "/ping", "Ping"},
		{"another method", "GET", "/oauth/token.php", "CreateToken"},
		{"another method", "GET", "/api/v1/login/", "Login"},
		{"a method in lower case", "delete", "/configmgt/api/2.0/users/3/line", "DeleteUserLine"},
		{"no body wanted", "HEAD", "/auth/login/", "LoginByQuery"},
		{"no body wanted", "HEAD", "/configmgt/api/2.0/user/3/line", "GetUserLine"},

		{"a part too many", "GET", "/configmgt/api/2.0/users/3/line/1", "GetUserLine"},
		{"a part too many", "GET", "/ping/me", "Ping"},
		{"a part too many", "DELETE", "/uapi/phoneCalls/12/0003*210/7d28/now", "HangUpPhoneCall"},
		{"a part too few", "DELETE", "/configmgt/api/2.0/meetingrooms", "DeleteMeetingRoom"},
		{"a part too few", "GET", "/configmgt/api/2.0/users/line", "GetUserLine"},
		{"a slash too many", "GET", "/configmgt/api/2.0/users/3/line/", "GetUserLine"},
		{"a slash too few", "GET", "/api/v1/session/user_login_info", "GetUserLoginInfo"},
		{"a query in the path", "GET", "/configmgt/api/2.0/users?offset=1", "ListUsers"},
		{"an extension", "GET", "/configmgt/api/2.0/users.json", "ListUsers"},
		{"junk behind", "GET", "/configmgt/api/2.0/users/3/line" + junk, "GetUserLine"},

		{"long segments", "GET", "/configmgt/api/2.0/users/" + strings.Repeat("3", 1<<16) + "/line", "GetUserLine"},
		{"thousands of segments", "GET", "/configmgt/api/2.0/users/3/line" + strings.Repeat("/x", 1<<15), "GetUserLine"},
		{"thousands of slashes", "GET", strings.Repeat("/", 1<<16) + "configmgt/api/2.0/users/3/lines", "GetUserLine"},
		{"nothing", "GET", "/", "Ping"},
		{"nothing at all", "GET", "", "Ping"},
		{"bytes", "GET", "/\xff\xfe\x00", "Ping"},
		{"the asterisk", "OPTIONS", "*", "Ping"},
	} {
		e := pbxtest.Entry{Method: tt.method, Path: tt.path}
		if got, _, _ := strings.Cut(e.Closest(), ":"); got != tt.want {
			t.Errorf("%s: the closest to %s %.100s is %s, want %s", tt.what, tt.method, tt.path, e.Closest(), tt.want)
		}
	}
}

func TestTheClosestOperationIsNamedWithItsRoute(t *testing.T) {
	e := pbxtest.Entry{Method: "GET", Path: "/configmgt/api/2.0/user/3/line"}
	if got, want := e.Closest(), "GetUserLine: GET /configmgt/api/2.0/users/:id/line"; got != want {
		t.Errorf("the closest is %q, want %q", got, want)
	}
}

// What is served is the closest to itself, so that the distances favour no route.
func TestEveryOperationIsTheClosestToItself(t *testing.T) {
	for _, op := range allOperations() {
		e := pbxtest.Entry{Method: op.Method, Path: op.example()}
		if got, want := e.Closest(), op.Name+": "+op.Method+" "+op.Path; got != want {
			t.Errorf("the closest to %s %s is %s, want %s", e.Method, e.Path, got, want)
		}
	}
}

// However long a path is, no more of it is looked at than a route could have.
func TestLongPathsCostNoMoreThanShortOnes(t *testing.T) {
	const most = 1 << 20
	allocated := func(path string) uint64 {
		e := pbxtest.Entry{Method: "GET", Path: path}
		e.Closest() // what is there once is there
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		e.Closest()
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	for _, path := range []string{
		"/configmgt/" + strings.Repeat("x", 64<<10), strings.Repeat("/x", 32<<10), strings.Repeat("/"+strings.Repeat("x", 63), 1<<10),
	} {
		if n := allocated(path); n > most {
			t.Errorf("the closest to %.100s… takes %d KiB, want %d at most", path, n>>10, most>>10)
		}
	}
}

func BenchmarkClosest(b *testing.B) {
	for _, bb := range []struct{ name, path string }{
		{"short", "/configmgt/api/2.0/user/3/line"},
		{"long-segment", "/configmgt/api/2.0/user/" + strings.Repeat("3", 64<<10)},
		{"many-segments", strings.Repeat("/x", 32<<10)},
		{"many-slashes", strings.Repeat("/", 64<<10)},
		{"long-segments", strings.Repeat("/"+strings.Repeat("x", 63), 1<<10)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			e := pbxtest.Entry{Method: "GET", Path: bb.path}
			for b.Loop() {
				e.Closest()
			}
		})
	}
}
