package api

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// wire serves on a socket with short times and returns a way to connect.
func wire(t *testing.T, s *Server) func() net.Conn {
	t.Helper()
	s.times = times{header: 300 * time.Millisecond, read: 600 * time.Millisecond, write: 10 * time.Second, idle: 300 * time.Millisecond}
	l, err := Listen(t.Context(), "127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return func() net.Conn {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
			t.Fatal(err)
		}
		return c
	}
}

// dribble sends text a byte at a time until the other side hangs up.
func dribble(c net.Conn, text string) {
	for i := 0; ; i++ {
		if _, err := c.Write([]byte{text[i%len(text)]}); err != nil {
			return
		}
		time.Sleep(20 * time.Millisecond) // the pace is what is tested
	}
}

// answered reads an answer and then the end of the connection, and tells how long
// that took.
func answered(t *testing.T, c net.Conn) (status int, took time.Duration) {
	t.Helper()
	began := time.Now()
	in := bufio.NewReader(c)
	r, err := http.ReadResponse(in, nil)
	if err == nil {
		status = r.StatusCode
		_, _ = io.Copy(io.Discard, r.Body)
	}
	if _, err := io.Copy(io.Discard, in); err != nil {
		if e, ok := err.(net.Error); ok && e.Timeout() {
			t.Error("the connection stays open")
		}
	}
	return status, time.Since(began)
}

// Who sends slowly is cut off: a connection held open for nothing is one that
// others do not get.
func TestSlowRequestsAreCut(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	connect := wire(t, s.Server)
	const host = "Host: localhost\r\n"
	for name, row := range map[string]struct {
		head, drip string
		status     int
		within     time.Duration
	}{
		"a slow header":    {"GET /livez HTTP/1.1\r\n" + host + "X-Slow: ", "x", 0, 3 * time.Second},
		"nothing at all":   {"", "", 0, 3 * time.Second},
		"a slow JSON body": {"POST /api/v1/members HTTP/1.1\r\n" + host + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n", " ", 408, 5 * time.Second},
		"a slow upload": {"POST /api/v1/members/berry/imports HTTP/1.1\r\n" + host + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n" +
			"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n", "x", 408, 5 * time.Second},
		"a slow sign-in": {"POST /api/v1/session HTTP/1.1\r\n" + host + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n", 408, 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := connect()
			if _, err := io.WriteString(c, row.head); err != nil {
				t.Fatal(err)
			}
			if row.drip != "" {
				go dribble(c, row.drip)
			}
			status, took := answered(t, c)
			if status != row.status || took > row.within {
				t.Errorf("it is answered %d after %s, want %d", status, took, row.status)
			}
		})
	}
}

func TestHeadersHaveALimit(t *testing.T) {
	t.Parallel()
	connect := wire(t, starting(t, io.Discard))
	for name, row := range map[string]struct {
		request string
		status  int
	}{
		"a long header":  {"GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Long: " + strings.Repeat("x", 80<<10) + "\r\n\r\n", 431},
		"many headers":   {"GET /livez HTTP/1.1\r\nHost: localhost\r\n" + strings.Repeat("X-Many: x\r\n", 10_000) + "\r\n", 431},
		"a long address": {"GET /" + strings.Repeat("x", 80<<10) + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 431},
		"two lengths":    {"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400},
		"no host":        {"GET /livez HTTP/1.1\r\n\r\n", 400},
		"two hosts":      {"GET /livez HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400},
		"a usual one":    {"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 200},
	} {
		c := connect()
		go func() { _, _ = io.WriteString(c, row.request) }()
		if status, _ := answered(t, c); status != row.status {
			t.Errorf("%s is answered %d, want %d", name, status, row.status)
		}
	}
}
