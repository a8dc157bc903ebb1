package intake

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

var update = flag.Bool("update", false, "write the outcomes of the corpus anew")

// outcome is what a list of the corpus comes to, as kept beside it.
type outcome struct {
	Refused  string                    `json:"refused,omitempty"` // the code of an error of the whole file
	Rows     inventory.RowCounts       `json:"rows"`
	Changes  inventory.Changes         `json:"changes"`
	Mapping  map[string]string         `json:"mapping,omitempty"`
	Ignored  []inventory.IgnoredColumn `json:"ignored,omitempty"`
	Errors   []inventory.RowError      `json:"errors,omitempty"`
	Warnings []inventory.RowError      `json:"warnings,omitempty"`
	KM2      float64                   `json:"km2,omitempty"`
	Weight   float64                   `json:"weight,omitempty"`
	Entries  []json.RawMessage         `json:"entries,omitempty"` // of the rows that are valid
}

// TestCorpus checks every list of testdata/corpus. A file there is a txtar
// archive: a remark, whose line "args:" may say kind=, scope=, lang=, map= and
// country= (twofold: see twofoldDesk); the member's PoPs and zones before (pops.csv, zones.csv), if any; the list
// (list.csv, list.geojson …), which stands beside the archive under its name
// where it is not plain text (see makeCorpus); and the outcome (want.json),
// which -update writes.
func TestCorpus(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/corpus/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	if *update {
		makeCorpus(t)
	}
	small, twofold := newDesk(t), twofoldDesk(t)
	for _, d := range []*Desk{small, twofold} { // lists name days to come
		d.clock = func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			d := small
			if strings.Contains(string(a.Comment), "country=twofold") {
				d = twofold
			}
			addMember(t, d, name)
			got, err := json.MarshalIndent(runCorpus(t, d, name, a), "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, '\n')
			if *update {
				setFile(a, "want.json", got)
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(fileOf(a, "want.json")), string(got)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// corpusUpload is the list of an archive as it is handed in, with what the
// member has before in its place.
func corpusUpload(t *testing.T, d *Desk, member, name string, a *txtar.Archive) Upload {
	t.Helper()
	if b := fileOf(a, "pops.csv"); b != nil {
		load(t, d, pops(member, string(b)))
	}
	if b := fileOf(a, "zones.csv"); b != nil {
		load(t, d, zones(member, string(b)))
	}
	up := Upload{Member: member, Kind: inventory.KindPops, FileName: "list"}
	for _, f := range a.Files {
		if strings.HasPrefix(f.Name, "list.") {
			up.Content = f.Data
		}
	}
	if up.Content == nil {
		beside, err := filepath.Glob(filepath.Join("testdata/corpus", name+".*"))
		if err != nil || len(beside) != 2 {
			t.Fatalf("one list beside the archive: %v %v", beside, err)
		}
		for _, path := range beside {
			if filepath.Ext(path) == ".txtar" {
				continue
			}
			if up.Content, err = os.ReadFile(path); err != nil {
				t.Fatal(err)
			}
		}
	}
	for line := range strings.Lines(string(a.Comment)) {
		rest, ok := strings.CutPrefix(line, "args:")
		for _, arg := range strings.Fields(rest) {
			key, value, _ := strings.Cut(arg, "=")
			switch {
			case !ok:
			case key == "kind":
				up.Kind = value
			case key == "country":
			case key == "scope":
				up.Scope = value
			case key == "lang":
				up.Lang = Lang(value)
			case key == "map":
				up.Mapping = map[string]string{}
				for pair := range strings.SplitSeq(value, ",") {
					f, c, _ := strings.Cut(pair, "=")
					up.Mapping[f] = c
				}
			default:
				t.Fatalf("unknown argument %s", arg)
			}
		}
	}
	return up
}

func runCorpus(t *testing.T, d *Desk, member string, a *txtar.Archive) outcome {
	t.Helper()
	imp, err := d.Check(t.Context(), operator, corpusUpload(t, d, member, member, a))
	if err != nil {
		return outcome{Refused: err.Error()}
	}
	o := outcome{Rows: imp.Rows, Changes: imp.Changes, Mapping: imp.Mapping, Ignored: imp.Ignored,
		Errors: imp.Errors, Warnings: imp.Warnings, KM2: round(imp.Effect.KM2), Weight: round(imp.Effect.Weight)}
	rows, err := postgres.ImportRows(t.Context(), d.Store.Pool, imp.ID, "", 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		var entry map[string]any
		if r.Entry == nil {
			continue
		}
		if err := json.Unmarshal(r.Entry, &entry); err != nil {
			t.Fatal(err)
		}
		delete(entry, "member")
		entry["state"] = r.State
		if r.Geometry != nil {
			entry["at"] = pointText(r.Geometry.Bound().Center())
		}
		b, err := json.Marshal(entry)
		if err != nil {
			t.Fatal(err)
		}
		o.Entries = append(o.Entries, b)
	}
	return o
}

func round(v float64) float64 { return math.Round(v*100) / 100 }

func fileOf(a *txtar.Archive, name string) []byte {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func setFile(a *txtar.Archive, name string, data []byte) {
	for i := range a.Files {
		if a.Files[i].Name == name {
			a.Files[i].Data = data
			return
		}
	}
	a.Files = append(a.Files, txtar.File{Name: name, Data: data})
}
