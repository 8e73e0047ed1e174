package remote

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/pbxkit/pbxkit/internal/wire"
)

// Vendor is what a vendor's client knows and this package does not.
type Vendor struct {
	Name   string // of the client's package, for errors
	Prefix string // of all paths of the API, which a base URL may end with or not

	// Refusal returns the error that an answer stands for, or nil if it is not in
	// the vendor's terms.
	Refusal func(op *wire.Operation, a *Answer) error

	// BadStatus returns the vendor's error, of the cause given, for an answer that
	// Refusal does not know; or the cause itself.
	BadStatus func(op *wire.Operation, cause *UnexpectedError) error

	// Expired reports whether an error means that the credential is to be renewed
	// and the request sent again, which has had no effect. It may be nil.
	Expired func(error) bool

	// Passes reports whether a refusal of the vendor's may be gone the next time, so
	// that a Retry repeats the request. It may be nil, where none is.
	Passes func(error) bool
}

// Client asks one PBX. It is safe for concurrent use.
type Client struct {
	vendor     Vendor
	base       string // scheme, host and path, without a final slash
	http       *http.Client
	credential Credential
	retry      Retry
	maxAnswer  int64
}

// New returns a client of the PBX at a base URL such as https://xivo.example:9100.
func New(vendor Vendor, base string, credential Credential, opts ...Option) (*Client, error) {
	checked, err := checkBase(vendor, base)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", vendor.Name, err)
	}
	o := build(opts)
	if o.http == nil || o.maxAnswer <= 0 {
		return nil, fmt.Errorf("%s: an option makes no sense: no *http.Client, or an answer of no bytes", vendor.Name)
	}
	c := *o.http
	c.CheckRedirect = redirects(c.CheckRedirect)
	return &Client{vendor, checked, &c, credential, o.retry, o.maxAnswer}, nil
}

// checkBase returns a base URL without what is said once too often. Its errors do not
// repeat it: whoever puts a password into it must not find it in a log.
func checkBase(vendor Vendor, base string) (string, error) {
	u, err := url.Parse(base)
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Host == "", u.Opaque != "":
		return "", errors.New("the base URL must be one such as https://pbx.example:9100")
	case u.User != nil:
		return "", errors.New("the base URL must not have a user or a password")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return "", errors.New("the base URL must not have a query or a fragment")
	}
	path := strings.TrimRight(u.EscapedPath(), "/")
	if vendor.Prefix != "" {
		path = strings.TrimRight(strings.TrimSuffix(path, vendor.Prefix), "/")
	}
	return u.Scheme + "://" + u.Host + path, nil
}

// redirects returns the CheckRedirect of a client. Without one of the caller's nothing
// is followed, as a redirect would cost a request its body. With one, the credential
// stays with the host that it is for, which net/http sees to for a few headers only:
// another host gets none but those that say nothing.
func redirects(follow func(*http.Request, []*http.Request) error) func(*http.Request, []*http.Request) error {
	if follow == nil {
		return func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	return func(r *http.Request, via []*http.Request) error {
		if first := via[0].URL; first.Scheme != r.URL.Scheme || first.Host != r.URL.Host {
			maps.DeleteFunc(r.Header, func(name string, _ []string) bool { return name != "Accept" && name != "Content-Type" })
		}
		return follow(r, via)
	}
}

// Do sends a request and returns its answer, if that is a success: any status of 2xx.
// Otherwise the error is the vendor's, or an [*UnexpectedError].
func (c *Client) Do(ctx context.Context, r Request) (*Answer, error) {
	renewed := false
	for attempt := 1; ; attempt++ {
		a, used, err := c.try(ctx, &r)
		if err == nil {
			return a, nil
		}
		if !renewed && used != "" && c.vendor.Expired != nil && c.vendor.Expired(err) && c.credential.Renew(used) {
			renewed = true
			attempt--
			continue
		}
		if !r.idempotent() || !c.passes(err) || ctx.Err() != nil {
			return nil, err
		}
		var header http.Header
		if a != nil {
			header = a.header
		}
		wait, again := c.retry.again(attempt, header, time.Now())
		if !again || !sleep(ctx, wait) {
			return nil, err
		}
	}
}

// try sends a request once. The answer to a failure is returned as well, if there was
// one.
func (c *Client) try(ctx context.Context, r *Request) (a *Answer, used string, err error) {
	path, ok := r.Operation.Fill(r.Params...)
	if !ok {
		return nil, "", c.failure(r, r.Operation.Path, nil, ErrParam)
	}
	req, err := c.request(ctx, r, path)
	if err != nil {
		return nil, "", c.failure(r, path, nil, err)
	}
	if !r.Open {
		if used, err = c.credential.Authorize(ctx, req); err != nil {
			return nil, "", err
		}
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, used, c.failure(r, path, c.secrets(r, used), err)
	}
	a, err = c.read(r, path, resp, used)
	return a, used, err
}

func (c *Client) secrets(r *Request, used string) secrets {
	return slices.Concat(secrets{used}, c.credential.Secrets(), r.Secrets)
}

// failure is the error of a request that got no answer.
func (c *Client) failure(r *Request, path string, s secrets, err error) error {
	return &UnexpectedError{Operation: r.Operation.Name, Method: r.Operation.Method, Path: path, Err: s.safe(err)}
}

func (c *Client) request(ctx context.Context, r *Request, path string) (*http.Request, error) {
	target := c.base + path
	if len(r.Query) > 0 {
		target += "?" + r.Query.Encode()
	}
	var body io.Reader
	if r.ContentType != "" {
		body = bytes.NewReader(r.Body) // which net/http knows how to send again
	}
	req, err := http.NewRequestWithContext(ctx, r.Operation.Method, target, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json")
	if r.ContentType != "" {
		req.Header.Set("Content-Type", r.ContentType)
	}
	return req, nil
}

// read reads an answer to its end, or as far as is allowed, and judges its status.
func (c *Client) read(r *Request, path string, resp *http.Response, used string) (*Answer, error) {
	defer resp.Body.Close()
	a := &Answer{Status: resp.StatusCode, ContentType: resp.Header.Get("Content-Type"), request: r, path: path, header: resp.Header, client: c, used: used}
	var err error
	a.Body, err = readAll(resp, c.maxAnswer)
	switch {
	case err != nil:
		return a, a.Unexpected(fmt.Errorf("reading the answer: %w", a.secrets().safe(err)))
	case int64(len(a.Body)) > c.maxAnswer:
		return a, a.Unexpected(ErrTooLarge)
	case a.Status/100 == 2:
		return a, nil
	case a.Status/100 == 3:
		return a, a.Unexpected(ErrRedirect)
	}
	a.sent, a.Body = a.Body, a.secrets().hide(a.Body)
	if refusal := c.vendor.Refusal(r.Operation, a); refusal != nil {
		return a, refusal
	}
	return a, c.vendor.BadStatus(r.Operation, a.Unexpected(ErrStatus))
}
