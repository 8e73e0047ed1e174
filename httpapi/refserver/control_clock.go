package refserver

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"
)

// clockBody is the time of a server.
type clockBody struct {
	Now     time.Time            `json:"now"`
	Stands  bool                 `json:"stands"`  // still, until it is advanced
	Vendors map[string]time.Time `json:"vendors"` // whose fixtures may have clocks of their own
}

func (c *control) showClock(o *order) (*reply, error) {
	body := clockBody{o.pbx.Now().UTC(), c.stands, map[string]time.Time{}}
	for _, v := range vendors {
		body.Vendors[v.name] = o.pbx.NowOf(v.name).UTC()
	}
	return answer(http.StatusOK, body), nil
}

// latest is how far a clock can be advanced: no duration goes further than 292 years,
// and no date in JSON beyond the year 9999.
var latest = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)

func (c *control) advanceClock(o *order) (*reply, error) {
	body, err := decode[struct {
		Advance duration `json:"advance"`
	}](o)
	if err != nil {
		return nil, err
	}
	by := time.Duration(body.Advance)
	if by <= 0 {
		return nil, refuse(http.StatusBadRequest, "advance: expected a duration ahead, such as 90m")
	}
	c.advance.Lock()
	defer c.advance.Unlock()
	if o.pbx.Now().Add(by).After(latest) {
		return nil, refuse(http.StatusBadRequest, "advance: the clock goes to %s at most", latest.Format(time.RFC3339))
	}
	o.pbx.Advance(by)
	return c.showClock(o)
}

// duration is one such as 250ms in JSON.
type duration time.Duration

// MarshalText implements encoding.TextMarshaler.
func (d duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalJSON implements json.Unmarshaler.
func (d *duration) UnmarshalJSON(data []byte) error {
	var text string
	err := json.Unmarshal(data, &text)
	if err == nil {
		*(*time.Duration)(d), err = time.ParseDuration(text)
	}
	if err != nil {
		return errors.New("expected a duration, such as 250ms or 1h30m")
	}
	return nil
}
