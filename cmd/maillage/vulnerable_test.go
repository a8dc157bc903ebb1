package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A vulnerability that is known of what we use makes `make check` fail, where Go code
// reaches it; where nobody answers, it says that nothing was checked. The script runs
// on a project of one file and one package, against databases of the test's own.
func TestKnownVulnerabilitiesFailTheCheck(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs govulncheck")
	}
	for _, tool := range []string{"bash", "npm", "node"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool + " is not installed")
		}
	}
	// What vuln.go.dev and the npm registry say, as they say it.
	const reached = `{"schema_version":"1.3.1","id":"GO-2000-0001","modified":"2000-01-01T00:00:00Z","published":"2000-01-01T00:00:00Z","aliases":[],
		"summary":"Parse reads too much","details":"D","affected":[{"package":{"name":"stdlib","ecosystem":"Go"},
		"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}],"ecosystem_specific":{"imports":[{"path":"net/url","symbols":["SYMBOL"]}]}}]}`
	for name, tc := range map[string]struct {
		symbol, advisory string // "": no database
		fails            bool
		says             []string
	}{
		"nobody answers":       {says: []string{"Go modules: NOT CHECKED", "npm packages: NOT CHECKED"}},
		"nothing known":        {symbol: "Never", advisory: `{}`, says: []string{"Go modules: nothing known that we reach", "npm packages: nothing known"}},
		"Go code that we call": {symbol: "Parse", advisory: `{}`, fails: true, says: []string{"GO-2000-0001", "npm packages: nothing known"}},
		"an npm package": {symbol: "Never", fails: true, says: []string{"Go modules: nothing known", "npm package leftish", "Leftish leaks"},
			advisory: `{"leftish":[{"id":1,"url":"https://x.example/1","title":"Leftish leaks","severity":"high","vulnerable_versions":"<2.0.0","cwe":[],"cvss":{"score":7,"vectorString":null}}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write := func(file, text string) {
				t.Helper()
				at := filepath.Join(dir, file)
				if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(at, []byte(text), 0o755); err != nil { //nolint:gosec // the script is run
					t.Fatal(err)
				}
			}
			for _, file := range []string{".ci/vulnerable", "tools.mod", "tools.sum"} {
				text, err := os.ReadFile(filepath.Join("..", "..", file))
				if err != nil {
					t.Fatal(err)
				}
				write(file, string(text))
			}
			write("go.mod", "module tiny\n\ngo 1.26\n")
			write("main.go", "package main\n\nimport \"net/url\"\n\nfunc main() { _, _ = url.Parse(\"x\") }\n")
			write("frontend/package.json", `{"name":"tiny","version":"1.0.0","dependencies":{"leftish":"1.0.0"}}`)
			write("frontend/package-lock.json", `{"name":"tiny","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{
				"":{"name":"tiny","version":"1.0.0","dependencies":{"leftish":"1.0.0"}},"node_modules/leftish":{"version":"1.0.0"}}}`)
			database, registry := "http://127.0.0.1:1", "http://127.0.0.1:1"
			if tc.symbol != "" {
				write("db/index/db.json", `{"modified":"2000-01-01T00:00:00Z"}`)
				write("db/index/modules.json", `[{"path":"stdlib","vulns":[{"id":"GO-2000-0001","modified":"2000-01-01T00:00:00Z"}]}]`)
				write("db/ID/GO-2000-0001.json", strings.ReplaceAll(reached, "SYMBOL", tc.symbol))
				database = "file://" + filepath.Join(dir, "db")
			}
			if tc.advisory != "" {
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Content-Type", "application/json")
					if r.Method == http.MethodPost {
						_, _ = fmt.Fprint(w, tc.advisory)
						return
					}
					_, _ = fmt.Fprint(w, `{"name":"leftish","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{"name":"leftish","version":"1.0.0"}}}`)
				}))
				defer server.Close()
				registry = server.URL
			}
			cmd := exec.CommandContext(t.Context(), "bash", filepath.Join(dir, ".ci", "vulnerable"))
			cmd.Env = append(os.Environ(), "GOVULNDB="+database, "npm_config_registry="+registry, "npm_config_cache="+filepath.Join(dir, "cache"), "GOFLAGS=", "GOWORK=off")
			out, err := cmd.CombinedOutput()
			if fails := err != nil; fails != tc.fails {
				t.Errorf("it fails: %v, want %v", fails, tc.fails)
			}
			for _, words := range tc.says {
				if !strings.Contains(string(out), words) {
					t.Errorf("it does not say %q", words)
				}
			}
			if t.Failed() {
				t.Logf("%s", out)
			}
		})
	}
}
