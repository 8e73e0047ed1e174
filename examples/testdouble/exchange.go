package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// answer is an answer that has arrived whole.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// ok reports whether the request was granted.
func (a *answer) ok() bool { return 200 <= a.status && a.status < 300 }

// into decodes the answer. Vendors add members, so that unknown ones are no error.
func (a *answer) into(v any) error {
	if err := json.Unmarshal(a.body, v); err != nil {
		return fmt.Errorf("answer %d: %w", a.status, err)
	}
	return nil
}

// newRequest returns a request with a JSON body, or with none if body is nil.
func newRequest(ctx context.Context, method, url string, body any) (*http.Request, error) {
	if body == nil {
		return http.NewRequestWithContext(ctx, method, url, nil)
	}
	data, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	return r, nil
}

// exchange sends a request once, with the default client if client is nil, and reads
// the answer to its end. One that breaks off is an error: what has arrived of a list
// must not pass for the list.
func exchange(client *http.Client, r *http.Request) (*answer, error) {
	res, err := cmp.Or(client, http.DefaultClient).Do(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", r.Method, r.URL.Path, err)
	}
	return &answer{res.StatusCode, res.Header, body}, nil
}
