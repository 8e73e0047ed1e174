package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// rate asks a server over a number of connections, over each as soon as it has
// answered, and returns how many requests a second it answered.
func (s *server) rate(ctx context.Context, c call, connections int, d time.Duration) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, d+time.Minute)
	defer cancel()
	var (
		group    sync.WaitGroup
		answered atomic.Int64
		failed   = make(chan error, connections)
		conns    = make([]net.Conn, connections)
	)
	for i := range conns {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", s.address)
		if err != nil {
			return 0, err
		}
		defer conn.Close()
		conns[i] = conn
	}
	begin := time.Now()
	for _, conn := range conns {
		group.Go(func() {
			n, err := ask(conn, c.request(s.address), s.answers[c.path].Body, begin.Add(d))
			answered.Add(int64(n))
			failed <- err
		})
	}
	group.Wait()
	took := time.Since(begin)
	for range conns {
		if err := <-failed; err != nil {
			return 0, err
		}
	}
	return float64(answered.Load()) / took.Seconds(), nil
}

// ask asks until a time, and returns how often it was answered with a body.
func ask(conn net.Conn, request, want []byte, until time.Time) (n int, err error) {
	if err := conn.SetDeadline(until.Add(30 * time.Second)); err != nil {
		return 0, err
	}
	reader := bufio.NewReaderSize(conn, 64<<10)
	got := make([]byte, len(want))
	for ; time.Now().Before(until); n++ {
		if _, err := conn.Write(request); err != nil {
			return n, err
		}
		length, err := readHeader(reader, nil)
		switch {
		case err != nil:
			return n, err
		case length != len(want):
			return n, fmt.Errorf("an answer of %d bytes, want %d", length, len(want))
		}
		if _, err := io.ReadFull(reader, got); err != nil {
			return n, err
		}
		if !bytes.Equal(got, want) {
			return n, fmt.Errorf("the answer is %q, want %q", got, want)
		}
	}
	return n, nil
}

// readHeader reads an answer up to its body, the length of which it returns. It
// passes the lines on if anyone wants them.
func readHeader(r *bufio.Reader, line func(name, value string)) (length int, err error) {
	length = -1
	for first := true; ; first = false {
		text, err := r.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		text = bytes.TrimRight(text, "\r\n")
		switch {
		case first:
			if !bytes.HasPrefix(text, []byte("HTTP/1.1 200 ")) {
				return 0, fmt.Errorf("the answer is %s", text)
			}
		case len(text) == 0 && length < 0:
			return 0, errors.New("the answer has no Content-Length")
		case len(text) == 0:
			return length, nil
		default:
			name, value, _ := bytes.Cut(text, []byte(": "))
			if line != nil {
				line(string(name), string(value))
			}
			if bytes.Equal(name, []byte("Content-Length")) {
				if length, err = strconv.Atoi(string(value)); err != nil {
					return 0, err
				}
			}
		}
	}
}

// answer is what a server answers.
type answer struct {
	Header map[string]string
	Body   []byte
}

// record asks once and returns the answer, for the bare handler to return. net/http
// adds the date itself.
func (c call) record(address string) (answer, error) {
	conn, err := net.DialTimeout("tcp", address, 10*time.Second)
	if err != nil {
		return answer{}, err
	}
	defer conn.Close()
	if _, err := conn.Write(c.request(address)); err != nil {
		return answer{}, err
	}
	a := answer{Header: map[string]string{}}
	reader := bufio.NewReader(conn)
	length, err := readHeader(reader, func(name, value string) {
		if name = textproto.CanonicalMIMEHeaderKey(name); name != "Date" {
			a.Header[name] = strings.TrimSpace(value)
		}
	})
	if err != nil {
		return answer{}, err
	}
	a.Body = make([]byte, length)
	_, err = io.ReadFull(reader, a.Body)
	return a, err
}
