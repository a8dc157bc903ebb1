package api

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"maillage/api/gen"
	"maillage/inventory/territory/territorytest"
)

// realLists are the lists that members published and the rows of PeeringDB, by
// file, where this machine has them with the real territory; else two lists of
// the same columns in the small country.
func realLists(t *testing.T) (url string, lists map[string]string) {
	t.Helper()
	lists = map[string]string{}
	if source, ok := territorytest.RealSource(t); ok {
		if info, err := os.Stat(source); err == nil && !info.IsDir() {
			source = filepath.Dir(source)
		}
		for _, pattern := range []string{"pops-*.csv", "*fac-fr.json"} {
			files, err := filepath.Glob(filepath.Join(source, "..", "samples", pattern))
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range files {
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				lists[filepath.Base(file)] = string(text)
			}
		}
		if url, ok = territorytest.Real(t); ok && len(lists) > 0 {
			return url, lists
		}
	}
	t.Log("small lists of our own instead of the real ones")
	return territorytest.Small(t), map[string]string{
		"pops.csv": "label,latitude,longitude\nUn,47.05,2.3\nDeux,47.1,2.45\n",
		"fac.json": `{"data":[{"id":1,"name":"Bourges 1","city":"Bourges","country":"FR","latitude":47.083,"longitude":2.398}],"meta":{}}`,
	}
}

// TestRealListsOverHTTP uploads them as the page does, with their headers as they
// are and no mapping by hand, commits each whole, and sends it again: nothing of
// it has changed.
func TestRealListsOverHTTP(t *testing.T) {
	t.Parallel()
	url, lists := realLists(t)
	s := newStackOver(t, url, io.Discard)
	n := 0
	for name, text := range lists {
		n++
		member := fmt.Sprint("m", n)
		s.send(t, row{op: "addMember", target: "/members", body: fmt.Sprintf(`{"slug":%q,"name":%q}`, member, member), header: jsonBody, status: 201})
		upload := row{op: "addImport", target: "/members/" + member + "/imports", form: map[string]string{"kind": "pops", "file": text}, status: 201}
		first := importIn(t, s, upload)
		if first.State != "checked" || first.Rows.Rejected != 0 || first.Rows.Read == 0 || first.Changes.Added != first.Rows.Read {
			t.Errorf("%s becomes %s, %+v, %+v: %+v", name, first.State, first.Rows, first.Changes, first.Errors[:min(3, len(first.Errors))])
			continue
		}
		done := importIn(t, s, row{op: "commitImport", target: fmt.Sprintf("/imports/%d/commit", first.Id), body: `{"mode":"all"}`, header: jsonBody, status: 200})
		again := importIn(t, s, upload)
		if done.State != "committed" || again.Changes != (gen.Changes{Unchanged: first.Rows.Read}) {
			t.Errorf("%s is %s; sent again it is %+v", name, done.State, again.Changes)
		}
		t.Logf("%s: %d PoPs", name, first.Rows.Read)
	}
}

var jsonBody = []string{"Content-Type", "application/json"}

// importIn sends a row and reads the import of the answer.
func importIn(t *testing.T, s *stack, r row) (in gen.Import) {
	t.Helper()
	if err := json.Unmarshal(s.send(t, r).Body.Bytes(), &in); err != nil {
		t.Fatal(err)
	}
	return in
}
