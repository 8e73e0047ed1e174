package telecomx

import (
	"context"
	"errors"
	"time"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/internal/secret"
	"github.com/pbxkit/pbxkit/store"
)

// SessionService is the chapter on authentication. GET /ping has no method of its
// own: it is [AuthService].Check.
type SessionService interface {
	// Login makes a token for an employee (GET and POST /auth/login). Assumed:
	// an unknown username, a wrong password and an employee of level NO_LOGIN
	// are the same ErrLoginRequired.
	Login(ctx context.Context, login LoginInput) (Session, error)

	// Logout ends all tokens that Login gave the caller, not just the one in
	// use (GET /auth/logout). Assumed: those of machines stay.
	Logout(ctx context.Context, caller Caller) error

	// Validate returns who holds a token, without restarting its lifetime
	// (GET /auth/validateToken). A bad one is ErrInvalidToken or ErrExpired.
	Validate(ctx context.Context, token string) (Identity, error)
}

// LoginInput is a request to log in. The vendor's smsKey and authenticatorToken are
// accepted and ignored (assumed).
type LoginInput struct {
	Username string // case does not matter (assumed)
	Password string
	Persist  bool // the token is good until logout
}

// Session is what a login gives.
type Session struct {
	Token            string
	ExpiresInMinutes int // after the last use; -1 if the token is persistent
	Caller
}

// Identity is who holds a token.
type Identity struct {
	Caller
	Name         string // of the employee
	Language     string
	CustomerName string
}

type sessions struct{ *core }

func (s sessions) Login(ctx context.Context, login LoginInput) (Session, error) {
	return update(ctx, s.core, func(tx store.Tx) (Session, error) {
		employee, err := s.login(ctx, tx, login)
		if err != nil {
			return Session{}, err
		}
		token := tokenRow{Token: Token{Employee: employee.ID, Persistent: login.Persist}}
		s.slide(&token)
		if err := insertNew(ctx, tx, tokenTable, &token, s.drawToken); err != nil {
			return Session{}, err
		}
		return Session{Token: token.Value, ExpiresInMinutes: token.minutes(), Caller: employee.caller()}, nil
	})
}

// login returns the employee that a login is for. Whether the username exists must
// not show in the time that it takes either, so that a password is compared in any
// case.
func (s sessions) login(ctx context.Context, tx store.ReadTx, login LoginInput) (*Employee, error) {
	employee, err := employeeByUsername.Get(ctx, tx, usernameKey(login.Username))
	if errors.Is(err, store.ErrNotFound) {
		employee, err = &Employee{Level: NoLogin}, nil
	}
	if err != nil {
		return nil, err
	}
	if right := secret.Equal(employee.Password, login.Password); !right || !employee.Level.AtLeast(Personal) {
		return nil, ErrLoginRequired
	}
	return employee, nil
}

func (c *core) drawToken(t *tokenRow) (err error) {
	t.Value, err = c.ids.Token()
	t.Hash = tokenHash(t.Value)
	return err
}

// minutes is how long a new token is good for, as a client is told.
func (t *Token) minutes() int {
	if !t.expires() {
		return -1
	}
	return int(lifetime / time.Minute)
}

func (s sessions) Logout(ctx context.Context, caller Caller) error {
	if err := caller.require(Personal); err != nil {
		return err
	}
	return change(ctx, s.core, func(tx store.Tx) error {
		tokens, err := tokenTable.All(ctx, tx, filter.Cmp{Field: "employee", Op: filter.Eq, Value: idKey(caller.Employee)})
		if err != nil {
			return err
		}
		for _, t := range tokens {
			if t.Machine {
				continue
			}
			if err := tokenTable.Delete(ctx, tx, t.Hash); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s sessions) Validate(ctx context.Context, token string) (Identity, error) {
	return view(ctx, s.core, func(tx store.ReadTx) (Identity, error) {
		h, err := s.holder(ctx, tx, tokenHash(token))
		if err != nil {
			return Identity{}, err
		}
		customer, err := getCustomer(ctx, tx, h.caller.Customer)
		if err != nil {
			return Identity{}, err
		}
		return Identity{h.caller, h.employee.Name, h.employee.Language, customer.Name}, nil
	})
}
