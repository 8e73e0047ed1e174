package golden

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// Parse reads a file. Its errors begin with the file's name and a line.
func Parse(file string, text []byte) ([]Exchange, error) {
	p := &parser{file: file, names: map[string]int{}}
	p.lines = strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
	exchanges, err := p.parse()
	if err != nil {
		return nil, fmt.Errorf("%s:%d: %w", file, p.at, err)
	}
	return exchanges, nil
}

// parser reads a file line by line.
type parser struct {
	file     string
	lines    []string
	at       int // the number of the line read last
	defaults http.Header
	names    map[string]int // and the lines they were given at
}

const (
	exchangeMark = "==="
	answerMark   = "---"
)

// peek returns the next line that is not a comment.
func (p *parser) peek() (string, bool) {
	for p.at < len(p.lines) && strings.HasPrefix(p.lines[p.at], "#") {
		p.at++
	}
	if p.at == len(p.lines) {
		return "", false
	}
	return p.lines[p.at], true
}

// next returns the next line, unless it is one that ends the part being read.
func (p *parser) next() (string, bool) {
	line, ok := p.peek()
	if !ok || strings.HasPrefix(line, exchangeMark) || strings.HasPrefix(line, answerMark) {
		return "", false
	}
	p.at++
	return line, true
}

func (p *parser) parse() ([]Exchange, error) {
	p.skipEmpty()
	p.defaults = p.headers()
	p.skipEmpty()
	var exchanges []Exchange
	for {
		line, ok := p.peek()
		switch {
		case !ok && exchanges == nil:
			return nil, errors.New("no exchange in the file")
		case !ok:
			return exchanges, nil
		}
		p.at++
		name, ok := strings.CutPrefix(line, exchangeMark)
		if !ok {
			return nil, fmt.Errorf("expected an exchange, which begins with %s", exchangeMark)
		}
		e, err := p.exchange(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		exchanges = append(exchanges, e)
	}
}

func (p *parser) exchange(name string) (Exchange, error) {
	e := Exchange{File: p.file, Line: p.at, Name: name}
	if before := p.names[name]; name == "" || before > 0 {
		return e, fmt.Errorf("an exchange needs a name of its own; line %d has %q", before, name)
	}
	p.names[name] = p.at
	if err := p.directives(&e); err != nil {
		return e, err
	}
	if err := p.request(&e); err != nil {
		return e, err
	}
	return e, p.answer(&e)
}

var directiveLine = regexp.MustCompile(`^([a-z][a-z-]*):\s*(.*)$`)

func (p *parser) directives(e *Exchange) error {
	for {
		line, _ := p.peek()
		found := directiveLine.FindStringSubmatch(line)
		if found == nil {
			return nil
		}
		p.at++
		d := Directive{Line: p.at, Name: found[1], Value: found[2]}
		for line, _ = p.peek(); strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t"); line, _ = p.peek() {
			p.at++
			d.Value += "\n" + line
		}
		e.Directives = append(e.Directives, d)
	}
}

// request reads the request line, headers and body.
func (p *parser) request(e *Exchange) error {
	line, _ := p.next()
	var ok bool
	if e.Method, e.Target, ok = strings.Cut(line, " "); !ok {
		return errors.New("expected a request line, such as GET /path")
	}
	e.Header = maps.Clone(p.defaults)
	if e.Header == nil {
		e.Header = http.Header{}
	}
	for name, values := range p.headers() {
		if e.Header[name] = values; values[0] == "" {
			delete(e.Header, name)
		}
	}
	if _, err := e.Request(context.Background()); err != nil {
		return err
	}
	e.Body = p.body()
	return p.quotedBody(e)
}

// quotedBody takes the body from the directive of that name, if there is one.
func (p *parser) quotedBody(e *Exchange) error {
	for i, d := range e.Directives {
		if d.Name != "body" {
			continue
		}
		body, err := strconv.Unquote(d.Value)
		if err != nil || e.Body != "" {
			p.at = d.Line
			return errors.New("body: expected a quoted Go string, and no other body")
		}
		e.Body = body
		e.Directives = append(e.Directives[:i], e.Directives[i+1:]...)
		return nil
	}
	return nil
}

var answerLine = regexp.MustCompile(`^---\s+(\d{3})(\s+exact)?\s*$`)

// answer reads the status line, headers and body.
func (p *parser) answer(e *Exchange) error {
	line, _ := p.peek()
	found := answerLine.FindStringSubmatch(line)
	if found == nil {
		return errors.New("expected the answer after this line, such as --- 200 or --- 404 exact")
	}
	p.at++
	e.Want = Answer{Line: p.at, Exact: found[2] != ""}
	e.Want.Status, _ = strconv.Atoi(found[1]) // three digits
	if e.Want.Status/100 == 3 {
		return errors.New("no answer is a redirect")
	}
	e.Want.Header = p.headers()
	e.Want.Body = p.body()
	if e.Want.Body == "" || e.Want.Exact {
		return nil
	}
	if _, ok := decodeJSON(e.Want.Body); !ok {
		return errors.New("the body of the answer is not JSON, nor marked as exact")
	}
	return nil
}

// headers reads lines that look like headers; nil if there is none. A name in
// lower case would be a directive, a member of an object begins with a quote.
func (p *parser) headers() http.Header {
	var h http.Header
	for {
		line, _ := p.peek()
		found := headerLine.FindStringSubmatch(line)
		if found == nil {
			return h
		}
		p.at++
		if h == nil {
			h = http.Header{}
		}
		h.Add(found[1], strings.TrimSpace(found[2]))
	}
}

var headerLine = regexp.MustCompile(`^([A-Z][A-Za-z0-9-]*):(.*)$`)

// body reads until the next mark.
func (p *parser) body() string {
	var lines []string
	for {
		line, ok := p.next()
		if !ok {
			break
		}
		lines = append(lines, line)
	}
	if len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// skipEmpty reads the empty lines around the headers at the top.
func (p *parser) skipEmpty() {
	for line, ok := p.peek(); ok && strings.TrimSpace(line) == ""; line, ok = p.peek() {
		p.at++
	}
}
