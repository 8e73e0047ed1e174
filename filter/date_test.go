package filter_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pbxkit/pbxkit/filter"
)

func TestParseDateAcceptsRealDaysOnly(t *testing.T) {
	for _, c := range []struct {
		in   string
		want filter.Date
		ok   bool
	}{
		{"2018-07-05", date(2018, 7, 5), true},
		{"0001-01-01", date(1, 1, 1), true},
		{"9999-12-31", date(9999, 12, 31), true},
		{"2020-02-29", date(2020, 2, 29), true}, // leap years
		{"2000-02-29", date(2000, 2, 29), true},
		{"2019-02-29", filter.Date{}, false},
		{"1900-02-29", filter.Date{}, false},
		{"2018-04-31", filter.Date{}, false},
		{"2018-00-01", filter.Date{}, false},
		{"2018-13-01", filter.Date{}, false},
		{"2018-01-00", filter.Date{}, false},
		{"2018-01-32", filter.Date{}, false},
		{"0000-01-01", filter.Date{}, false}, // SQL has no year 0
		{"0000-00-00", filter.Date{}, false},
		{"", filter.Date{}, false},
		{"2018-7-05", filter.Date{}, false},
		{"2018/07/05", filter.Date{}, false},
		{"2018-07/05", filter.Date{}, false},
		{"20180705", filter.Date{}, false},
		{"2018-07-05 ", filter.Date{}, false},
		{"-018-07-05", filter.Date{}, false},
		{"2018-+7-05", filter.Date{}, false},
		{"2018-07-0:", filter.Date{}, false}, // the byte after 9 is not ten
		{"2018-07-1/", filter.Date{}, false}, // nor the one before 0 less than nothing
		{"201:-07-05", filter.Date{}, false},
		{"2018-0:-05", filter.Date{}, false},
		{"10000-01-01", filter.Date{}, false},
	} {
		got, err := filter.ParseDate(c.in)
		if (err == nil) != c.ok {
			t.Errorf("ParseDate(%q) = %v, want accepted: %v", c.in, err, c.ok)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("ParseDate(%q) (-want +got):\n%s", c.in, diff)
		}
		if c.ok && got.String() != c.in {
			t.Errorf("String = %s, want %s", got, c.in)
		}
	}
}

func TestParseDateSaysWhatItWants(t *testing.T) {
	_, err := filter.ParseDate("2018-2-30")
	if want := `"2018-2-30" is not a date of the form YYYY-MM-DD`; err == nil || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
}

func TestDateIsValidIfTheDayExists(t *testing.T) {
	for d, want := range map[filter.Date]bool{
		{}:                                   false,
		date(2018, 7, 5):                     true,
		date(2019, 2, 29):                    false,
		date(2020, 2, 29):                    true,
		date(0, 12, 31):                      false,
		date(-1, 1, 1):                       false,
		date(10000, 1, 1):                    false,
		date(2018, 13, 1):                    false,
		date(2018, 1, -1):                    false,
		filter.DateOf(time.Unix(0, 0).UTC()): true,
	} {
		if got := d.IsValid(); got != want {
			t.Errorf("IsValid of %v = %v, want %v", d, got, want)
		}
	}
}

func TestDateOfIsTheDayInTheTimesLocation(t *testing.T) {
	at := time.Date(2018, 7, 5, 23, 30, 0, 0, time.UTC)
	for offset, want := range map[int]filter.Date{0: date(2018, 7, 5), 3600: date(2018, 7, 6), -24 * 3600: date(2018, 7, 4)} {
		if got := filter.DateOf(at.In(time.FixedZone("", offset))); got != want {
			t.Errorf("DateOf %d s east = %v, want %v", offset, got, want)
		}
	}
}

func TestAddDaysCrossesMonthsAndYears(t *testing.T) {
	for _, c := range []struct {
		from filter.Date
		n    int
		want filter.Date
	}{
		{date(2018, 7, 5), 0, date(2018, 7, 5)},
		{date(2018, 7, 31), 1, date(2018, 8, 1)},
		{date(2018, 12, 31), 1, date(2019, 1, 1)},
		{date(2019, 1, 1), -1, date(2018, 12, 31)},
		{date(2020, 2, 28), 1, date(2020, 2, 29)},
		{date(2019, 2, 28), 1, date(2019, 3, 1)},
		{date(2020, 3, 1), -1, date(2020, 2, 29)},
		{date(2000, 1, 1), 146097, date(2400, 1, 1)}, // the calendar's period
		{date(2018, 3, 24), 2, date(2018, 3, 26)},    // across a change to summer time
	} {
		if got := c.from.AddDays(c.n); got != c.want {
			t.Errorf("%v + %d days = %v, want %v", c.from, c.n, got, c.want)
		}
		if got := c.want.AddDays(-c.n); got != c.from {
			t.Errorf("%v - %d days = %v, want %v", c.want, c.n, got, c.from)
		}
	}
}

func TestDatesCompareByTheCalendar(t *testing.T) {
	ascending := []filter.Date{
		date(1, 1, 1), date(2017, 12, 31), date(2018, 1, 31), date(2018, 2, 1), date(2018, 2, 28), date(2018, 12, 1), date(9999, 12, 31),
	}
	for i, a := range ascending {
		for j, b := range ascending {
			if got, want := a.Compare(b), oracleOrder(int64(i), int64(j)); got != want {
				t.Errorf("%v compared with %v = %d, want %d", a, b, got, want)
			}
		}
	}
}

func TestDateIsATextInJSON(t *testing.T) {
	type appointment struct {
		Due  filter.Date         `json:"due"`
		Late *filter.Date        `json:"late,omitempty"`
		Busy map[filter.Date]int `json:"busy"`
	}
	want := appointment{Due: date(2018, 7, 5), Busy: map[filter.Date]int{date(987, 6, 5): 1}}
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`{"due":"2018-07-05","busy":{"0987-06-05":1}}`, string(data)); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
	var got appointment
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("round trip (-want +got):\n%s", diff)
	}
}

func TestUnmarshalTextKeepsTheDateOnError(t *testing.T) {
	d := date(2018, 7, 5)
	if err := d.UnmarshalText([]byte("2019-02-29")); err == nil {
		t.Error("UnmarshalText accepted 2019-02-29")
	}
	if want := date(2018, 7, 5); d != want {
		t.Errorf("date = %v, want %v", d, want)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2018-07-05", "2020-02-29", "1900-02-29", "0000-01-01", "2018-7-5", "9999-12-31", "2018-07-0x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, err := time.Parse(time.DateOnly, s)
		ok := err == nil && at.Year() > 0
		got, err := filter.ParseDate(s)
		if (err == nil) != ok {
			t.Fatalf("ParseDate(%q) = %v, want accepted: %v", s, err, ok)
		}
		if ok && (got != filter.DateOf(at) || got.String() != s || !got.IsValid()) {
			t.Errorf("ParseDate(%q) = %v, want %v", s, got, filter.DateOf(at))
		}
	})
}
