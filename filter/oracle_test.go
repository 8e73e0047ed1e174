package filter_test

import (
	"bytes"
	"cmp"
	"fmt"
	"time"
	"unicode"

	"github.com/pbxkit/pbxkit/filter"
)

// The oracle answers what the package answers, slowly and so plainly that it
// can be checked by reading. It takes values of the fields' types only.

// oracleMatch evaluates e over r by SQL's rules. Without a negation, unknown
// and false need not be told apart.
func oracleMatch(e filter.Expr, r *record) bool {
	switch e := e.(type) {
	case nil:
		return true
	case filter.And:
		for _, part := range e {
			if !oracleMatch(part, r) {
				return false
			}
		}
		return true
	case filter.Or:
		for _, part := range e {
			if oracleMatch(part, r) {
				return true
			}
		}
		return false
	case filter.Cmp:
		return oracleCmp(e, r.value(e.Field))
	}
	panic(fmt.Sprintf("no expression: %T", e))
}

// oracleCmp compares a value of a record, nil if it is NULL.
func oracleCmp(c filter.Cmp, have any) bool {
	switch {
	case c.Op == filter.IsNull:
		return have == nil
	case c.Op == filter.NotNull:
		return have != nil
	case have == nil:
		return false
	}
	switch c.Op {
	case filter.Eq:
		return oracleOrder(have, c.Value) == 0
	case filter.Ne:
		return oracleOrder(have, c.Value) != 0
	case filter.Lt:
		return oracleOrder(have, c.Value) < 0
	case filter.Le:
		return oracleOrder(have, c.Value) <= 0
	case filter.Gt:
		return oracleOrder(have, c.Value) > 0
	case filter.Ge:
		return oracleOrder(have, c.Value) >= 0
	case filter.Like:
		return oracleLike(c.Value.(string), have.(string), false)
	case filter.ILike:
		return oracleLike(c.Value.(string), have.(string), true)
	case filter.ContainsAll:
		return oracleContainsAll(have.([]string), c.Value.([]string))
	}
	panic("no operator " + c.Op.String())
}

func oracleContainsAll(have, want []string) bool {
	held := map[string]bool{}
	for _, h := range have {
		held[h] = true
	}
	for _, w := range want {
		if !held[w] {
			return false
		}
	}
	return true
}

// oracleOrder compares two values of one kind that has an order; nil is NULL,
// which is greater than everything.
func oracleOrder(a, b any) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return +1
	case b == nil:
		return -1
	}
	switch a := a.(type) {
	case string:
		return bytes.Compare([]byte(a), []byte(b.(string)))
	case filter.UUID:
		return bytes.Compare([]byte(a), []byte(b.(filter.UUID)))
	case int64:
		return cmp.Compare(a, b.(int64))
	case bool:
		return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) // "false" < "true"
	case filter.Date:
		return midnight(a).Compare(midnight(b.(filter.Date)))
	}
	panic(fmt.Sprintf("no order of %T", a))
}

func midnight(d filter.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// oracleCompare orders two records.
func oracleCompare(order []filter.Order, a, b *record) int {
	for _, o := range order {
		c := oracleOrder(a.value(o.Field), b.value(o.Field))
		if o.Desc {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

// oracleLike matches by the definition of LIKE, with a table of which ends of
// the pattern match which ends of the text. The pattern is well formed.
func oracleLike(pattern, text string, fold bool) bool {
	p, t := oracleTokens(pattern), []rune(text)
	if fold {
		for i := range p {
			p[i].r = unicode.ToLower(p[i].r)
		}
		for i := range t {
			t[i] = unicode.ToLower(t[i])
		}
	}
	// matches[i][j]: p[i:] matches t[j:].
	matches := make([][]bool, len(p)+1)
	for i := range matches {
		matches[i] = make([]bool, len(t)+1)
	}
	matches[len(p)][len(t)] = true
	for i := len(p) - 1; i >= 0; i-- {
		for j := len(t); j >= 0; j-- {
			switch more := j < len(t); p[i].kind {
			case anyRun:
				matches[i][j] = matches[i+1][j] || more && matches[i][j+1]
			case anyOne:
				matches[i][j] = more && matches[i+1][j+1]
			case itself:
				matches[i][j] = more && t[j] == p[i].r && matches[i+1][j+1]
			}
		}
	}
	return matches[0][0]
}

type token struct {
	kind tokenKind
	r    rune // if itself
}

type tokenKind int

const (
	itself tokenKind = iota
	anyOne
	anyRun
)

func oracleTokens(pattern string) []token {
	var tokens []token
	for rs := []rune(pattern); len(rs) > 0; rs = rs[1:] {
		switch rs[0] {
		case '%':
			tokens = append(tokens, token{kind: anyRun})
		case '_':
			tokens = append(tokens, token{kind: anyOne})
		case '\\':
			rs = rs[1:]
			tokens = append(tokens, token{r: rs[0]})
		default:
			tokens = append(tokens, token{r: rs[0]})
		}
	}
	return tokens
}

// oracleWellFormed reports whether a pattern has no lone backslash at its end
// and at most 1000 code points.
func oracleWellFormed(pattern string) bool {
	backslashes := 0
	for i := len(pattern) - 1; i >= 0 && pattern[i] == '\\'; i-- {
		backslashes++
	}
	return backslashes%2 == 0 && len([]rune(pattern)) <= 1000
}
