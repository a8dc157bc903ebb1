package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"maillage/api/gen"
	"maillage/inventory/territory/territorytest"
)

// service is `maillage serve` as a process of its own, on a data folder with a
// private cluster in the small country. Nobody has signed in: it is open.
type service struct {
	data    string // folder
	listen  string // host and port
	small   string // the territory's file
	process *exec.Cmd
	said    *os.File // what its processes wrote
}

func newService(t *testing.T) *service {
	t.Helper()
	data, err := os.MkdirTemp("", "maillage-service-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(data) })
	if err := os.Chmod(data, 0o755); err != nil { // PostgreSQL is not run by root
		t.Fatal(err)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &service{data: data, listen: free.Addr().String(), small: territorytest.SmallFile(t)}
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	if s.said, err = os.Create(filepath.Join(t.TempDir(), "said")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.end(t)
		if text, err := os.ReadFile(s.said.Name()); err == nil && t.Failed() {
			t.Logf("the service said:\n%s", text)
		}
		_ = s.said.Close()
	})
	return s
}

// start runs the program and waits until it is ready.
func (s *service) start(t *testing.T) {
	t.Helper()
	s.process = exec.Command("maillage", "serve", "--rate-limit", "0")
	s.process.Env = append(os.Environ(), "MAILLAGE_DATABASE_URL=", "MAILLAGE_DATA="+s.data, "MAILLAGE_LISTEN="+s.listen, "MAILLAGE_TERRITORY="+s.small)
	s.process.Stdout, s.process.Stderr = s.said, s.said
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	s.ready(t)
}

func (s *service) ready(t *testing.T) {
	t.Helper()
	eventually(t, "the service is not ready", func() bool {
		status, _, err := request(t.Context(), "http://"+s.listen+"/readyz")
		return err == nil && status == http.StatusOK
	})
}

// eventually waits two minutes for something to be so.
func eventually(t *testing.T, otherwise string, so func() bool) {
	t.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for !so() {
		if time.Now().After(deadline) {
			t.Fatal(otherwise, "after two minutes")
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// kill ends the program at once, by SIGKILL.
func (s *service) kill(t *testing.T) {
	t.Helper()
	if err := s.process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = s.process.Wait() // it says that it was killed
	s.process = nil
}

// killPostgreSQL ends the first process of its cluster at once, which leaves
// the others to notice.
func (s *service) killPostgreSQL(t *testing.T) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(s.data, "*", "postmaster.pid"))
	if len(found) == 0 {
		deeper, e := filepath.Glob(filepath.Join(s.data, "*", "*", "postmaster.pid"))
		found, err = deeper, e
	}
	if err != nil || len(found) != 1 {
		t.Fatalf("which PostgreSQL? %v %v", found, err)
	}
	text, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err == nil {
		err = syscall.Kill(pid, syscall.SIGKILL)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// end asks the program to stop, if it runs, and its cluster with it.
func (s *service) end(t *testing.T) {
	t.Helper()
	if s.process == nil {
		return
	}
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	if err := s.process.Wait(); err != nil {
		t.Errorf("the service ends with %v", err)
	}
	s.process = nil
}

// ask sends a request and reads the document of the answer into d.
func (s *service) ask(ctx context.Context, method, path, kind string, body io.Reader, d any) error {
	r, err := http.NewRequestWithContext(ctx, method, "http://"+s.listen+"/api/v1"+path, body)
	if err != nil {
		return err
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %d %s", method, path, answer.StatusCode, text)
	}
	return json.Unmarshal(text, d)
}

// upload sends a list of PoPs as the page does.
func (s *service) upload(ctx context.Context, member, name, list string) (in gen.Import, err error) {
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	for _, part := range [][2]string{{"kind", "pops"}, {"scope", "merge"}} {
		if err := w.WriteField(part[0], part[1]); err != nil {
			return in, err
		}
	}
	file, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = io.WriteString(file, list)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return in, err
	}
	err = s.ask(ctx, http.MethodPost, "/members/"+member+"/imports", w.FormDataContentType(), &form, &in)
	return in, err
}

// post sends a JSON body to an import's address.
func (s *service) post(ctx context.Context, id int64, verb, body string) (in gen.Import, err error) {
	err = s.ask(ctx, http.MethodPost, fmt.Sprintf("/imports/%d/%s", id, verb), "application/json", strings.NewReader(body), &in)
	return in, err
}
