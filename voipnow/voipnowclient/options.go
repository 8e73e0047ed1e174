package voipnowclient

import (
	"net/http"

	"github.com/pbxkit/pbxkit/internal/remote"
)

// The bounds that hold unless an option says otherwise.
const (
	DefaultTimeout   = remote.DefaultTimeout   // of one exchange, until its answer is read: 30 s
	DefaultMaxAnswer = remote.DefaultMaxAnswer // bytes of an answer: 16 MiB
)

// Option changes how a client asks.
type Option = remote.Option

// WithHTTPClient has requests sent by an *http.Client of yours: with its transport,
// timeout, cookies, and its CheckRedirect if it has one. Without one, redirects are not
// followed, and never with the credential to another host. The client is copied, not changed.
func WithHTTPClient(c *http.Client) Option { return remote.WithHTTPClient(c) }

// WithRetry has requests repeated that failed, as r says; without it none is, but for what
// net/http does by itself when the server has closed an idle connection.
func WithRetry(r Retry) Option { return remote.WithRetry(r) }

// WithMaxAnswer sets how many bytes of an answer are read at most. One that has more is
// an [*UnexpectedError].
func WithMaxAnswer(bytes int64) Option { return remote.WithMaxAnswer(bytes) }

// Retry says how often, and after how long, a request is sent again. Its members are
// Attempts, Wait and MaxWait.
type Retry = remote.Retry

// UnexpectedError is what came of a request if it was neither the answer nor a refusal
// in the vendor's terms. Its members are Operation, Method, Path, Status, ContentType,
// Location, Body, Cut and Err; none of them shows a credential.
type UnexpectedError = remote.UnexpectedError
