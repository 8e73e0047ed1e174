package remote

import (
	"net/http"
	"time"
)

// The bounds that hold unless an option says otherwise.
const (
	DefaultTimeout   = 30 * time.Second // of one exchange, until the answer is read
	DefaultMaxAnswer = 16 << 20         // bytes
)

// Option changes how a client asks.
type Option func(*options)

type options struct {
	http      *http.Client
	retry     Retry
	maxAnswer int64
}

// WithHTTPClient has requests sent by an *http.Client of the caller's: with its
// transport, timeout, cookies, and its CheckRedirect if it has one. It is copied, not
// changed.
func WithHTTPClient(c *http.Client) Option { return func(o *options) { o.http = c } }

// WithRetry has requests repeated that failed, as r says.
func WithRetry(r Retry) Option { return func(o *options) { o.retry = r } }

// WithMaxAnswer sets how many bytes of an answer are read at most; one that has more
// is an error.
func WithMaxAnswer(bytes int64) Option { return func(o *options) { o.maxAnswer = bytes } }

// build returns the options with the defaults.
func build(opts []Option) options {
	o := options{http: &http.Client{Timeout: DefaultTimeout}, maxAnswer: DefaultMaxAnswer}
	for _, opt := range opts {
		opt(&o)
	}
	return o
}
