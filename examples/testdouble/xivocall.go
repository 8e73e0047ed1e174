package main

import (
	"context"
	"errors"
	"net/http"
	"syscall"
)

// xivoFind is what XiVO is asked for a page of a list.
type xivoFind struct {
	Filters []xivoFilter `json:"filters"`
	Offset  int          `json:"offset"`
	Limit   int          `json:"limit"`
}

// xivoFilter restricts a list, or orders it, or does both.
type xivoFilter struct {
	Field    string `json:"field"`
	Operator string `json:"operator,omitempty"`
	Value    string `json:"value,omitempty"`
	Order    string `json:"order,omitempty"`
}

type xivoPage[T any] struct {
	Total int `json:"total"` // of all pages
	List  []T `json:"list"`
}

// find asks for a page. It changes nothing, although it is a POST.
func (c *XiVO) find(ctx context.Context, path string, find xivoFind, page any) error {
	return c.Retry.do(ctx, passing, func() error { return c.call(ctx, http.MethodPost, path, find, page) })
}

// call sends one request.
func (c *XiVO) call(ctx context.Context, method, path string, in, out any) error {
	r, err := newRequest(ctx, method, c.url+path, in)
	if err != nil {
		return err
	}
	r.Header.Set("X-Auth-Token", c.token)
	a, err := exchange(c.client, r)
	if err != nil {
		return err
	}
	if !a.ok() {
		refused := &XiVOError{Status: a.status}
		a.into(refused) // a proxy's page has no code; its status says enough
		return refused
	}
	return a.into(out)
}

// unavailable reports whether XiVO refused a request for now, without an effect.
func unavailable(err error) bool {
	refused, ok := errors.AsType[*XiVOError](err)
	return ok && refused.Status == http.StatusServiceUnavailable
}

// passing reports whether what went wrong can pass. The request may have had its
// effect.
func passing(err error) bool { return unavailable(err) || isReset(err) }

func isReset(err error) bool { return errors.Is(err, syscall.ECONNRESET) }
