package intake

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory/territorytest"
)

// TestRealLists takes real lists with their headers as they are, no mapping by
// hand, over the real communes; lists made here where those are not at hand.
func TestRealLists(t *testing.T) {
	url, ok := territorytest.Real(t)
	if !ok {
		t.Log("TestCorpus/pops-no-codes does the same on a small list")
		return
	}
	d := deskOver(t, url)
	source, _ := territorytest.RealSource(t)
	if info, err := os.Stat(source); err == nil && !info.IsDir() {
		source = filepath.Dir(source)
	}
	files, err := filepath.Glob(filepath.Join(source, "..", "samples", "pops-*.csv"))
	if err != nil || len(files) == 0 {
		t.Logf("no lists beside %s: %v", source, err)
	}
	for _, file := range files {
		name := strings.TrimPrefix(strings.TrimSuffix(filepath.Base(file), ".csv"), "pops-")
		t.Run(name, func(t *testing.T) {
			content, err := ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			addMember(t, d, name)
			imp := load(t, d, pops(name, string(content)))
			rows := len(strings.Split(strings.TrimSpace(string(content)), "\n")) - 1
			if imp.Rows != (inventory.RowCounts{Read: rows, Valid: rows}) || len(imp.Ignored) > 0 {
				t.Errorf("%+v, ignored %v", imp.Rows, imp.Ignored)
			}
			kinds := map[string]int{}
			for _, w := range imp.Warnings {
				kinds[w.Code]++
				if w.Code != "unknown_kind" {
					t.Logf("line %d: %s", w.Row, w.Message)
				}
			}
			t.Logf("%d PoPs, warnings %v", rows, kinds)
			if again := load(t, d, pops(name, string(content))).Changes; again != (inventory.Changes{Unchanged: rows}) {
				t.Errorf("the same list again: %+v", again)
			}
			drawCircles(t, d, name)
		})
	}
	codesAsWritten(t, d)
	largeList(t, d)
	manyUnits(t, d)
}

// drawCircles gives a member a zone of 25 km around each of its PoPs.
func drawCircles(t *testing.T, d *Desk, member string) {
	t.Helper()
	list, err := postgres.Pops(t.Context(), d.Store.Pool, member, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	text := "code,name,technologies,handoff,radius_km\n"
	for _, p := range list {
		text += fmt.Sprintf("z-%s,%s,dsl,%s,25\n", p.Code, strings.ReplaceAll(p.Name, ",", " "), p.Code)
	}
	start := time.Now()
	imp := load(t, d, zones(member, text))
	t.Logf("%d zones of 25 km in %v: %.0f km², %.0f inhabitants in %d communes", imp.Changes.Added, time.Since(start).Round(time.Millisecond),
		imp.Effect.KM2, imp.Effect.Weight, len(imp.Effect.Units))
	if imp.Changes.Added != len(list) || imp.Effect.KM2 < 1000 || imp.Effect.Weight < 100_000 {
		t.Errorf("%+v %+v", imp.Changes, imp.Effect.KM2)
	}
}

// codesAsWritten holds codes of communes against what happens to them.
func codesAsWritten(t *testing.T, d *Desk) {
	t.Helper()
	addMember(t, d, "codes")
	imp := check(t, d, zones("codes", "nom;techno;communes\nZéro perdu;fibre;1001\nInconnue;fibre;99999\nSans contour;fibre;14666\nBonne;fibre;01001 2A004\n"))
	var got []string
	for _, e := range imp.Errors {
		got = append(got, fmt.Sprintf("%d %s %s %s", e.Row, e.Code, e.Value, e.Repair))
	}
	want := []string{"2 lost_zero 1001 01001", "3 unknown_commune 99999 ", "4 no_boundary Sannerville (14666) "}
	if strings.Join(got, "; ") != strings.Join(want, "; ") || imp.Rows.Valid != 1 {
		t.Errorf("got %q, want %q", got, want)
	}
	imp = check(t, d, pops("codes", "nom;insee\nZéro perdu;1001\nPort;13055\nSans contour;14666\n"))
	for _, e := range imp.Errors {
		t.Logf("line %d: %s", e.Row, e.Message)
	}
	if imp.Rows.Rejected < 1 || imp.Errors[0].Code != "lost_zero" || imp.Errors[0].Repair != "01001" {
		t.Errorf("%+v", imp.Errors)
	}
}

// largeList is 20,000 PoPs over France, checked and committed in seconds.
func largeList(t *testing.T, d *Desk) {
	t.Helper()
	addMember(t, d, "large")
	var b strings.Builder
	b.WriteString("code;nom;longitude;latitude;insee;techno;statut\n")
	n := 0
	for _, u := range d.Atlas.Now().Gazetteer().Units(inventory.Commune) {
		if !u.Located {
			continue
		}
		for range 2 {
			if n++; n > 20_000 {
				break
			}
			fmt.Fprintf(&b, "P%d;%s;%.5f;%.5f;%s;fibre,xDSL;en service\n", n, strings.ReplaceAll(u.Name, ";", " "), u.Centre[0], u.Centre[1], u.Code)
		}
	}
	start := time.Now()
	imp := check(t, d, pops("large", b.String()))
	checked := time.Since(start)
	if imp.Rows.Rejected > 0 {
		t.Errorf("%d rejected: %+v", imp.Rows.Rejected, imp.Errors[:min(5, len(imp.Errors))])
	}
	start = time.Now()
	if _, err := d.Commit(t.Context(), operator, imp.ID, ModeValid); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d PoPs checked in %v, committed in %v, %d warnings", imp.Rows.Read, checked.Round(time.Millisecond), time.Since(start).Round(time.Millisecond), len(imp.Warnings))
}

// manyUnits gives a member a zone for every EPCI, and another member the same
// land, every other zone of it as the list of its communes.
func manyUnits(t *testing.T, d *Desk) {
	t.Helper()
	g := d.Atlas.Now().Gazetteer()
	communes := map[string][]string{}
	for _, u := range g.Units(inventory.Commune) {
		if u.Located {
			communes[u.EPCI] = append(communes[u.EPCI], u.Code)
		}
	}
	var whole, half strings.Builder
	whole.WriteString("code;nom;techno;epci\n")
	half.WriteString("code;nom;techno;epci;communes\n")
	units := g.Units(inventory.EPCI)
	for i, u := range units {
		name := strings.ReplaceAll(u.Name, ";", " ")
		fmt.Fprintf(&whole, "%s;%s;fibre;%s\n", u.Code, name, u.Code)
		epci, list := u.Code, ""
		if i%2 == 1 {
			epci, list = "", strings.Join(communes[u.Code], " ")
		}
		fmt.Fprintf(&half, "%s;%s;fibre;%s;%s\n", u.Code, name, epci, list)
	}
	for _, list := range []struct{ member, what, text string }{
		{"units", "one EPCI each", whole.String()}, {"lists", "an EPCI or its communes", half.String()},
	} {
		addMember(t, d, list.member)
		start := time.Now()
		imp := check(t, d, zones(list.member, list.text))
		checked := time.Since(start)
		start = time.Now()
		drawn, err := d.Changes(t.Context(), operator, imp.ID)
		if err != nil || len(drawn) > 1<<20 {
			t.Errorf("the map of %d zones is %d bytes: %v", len(units), len(drawn), err)
		}
		t.Logf("their map of %d bytes in %v", len(drawn), time.Since(start).Round(time.Millisecond))
		start = time.Now()
		if _, err := d.Commit(t.Context(), operator, imp.ID, ModeAll); err != nil {
			t.Fatalf("%v %+v", err, imp.Errors[:min(5, len(imp.Errors))])
		}
		committed := time.Since(start)
		start = time.Now()
		if again := check(t, d, zones(list.member, list.text)).Changes; again != (inventory.Changes{Unchanged: len(units)}) {
			t.Errorf("the same list again: %+v", again)
		}
		t.Logf("%d zones of %s checked in %v, committed in %v, checked again in %v", len(units), list.what, checked.Round(time.Millisecond),
			committed.Round(time.Millisecond), time.Since(start).Round(time.Millisecond))
	}
}

// TestRealFacilities takes PeeringDB's own rows in as they are.
func TestRealFacilities(t *testing.T) {
	url, ok := territorytest.Real(t)
	if !ok {
		t.Log("TestCorpus/pops-peeringdb does the same on a few rows")
		return
	}
	d := deskOver(t, url)
	source, _ := territorytest.RealSource(t)
	if info, err := os.Stat(source); err == nil && !info.IsDir() {
		source = filepath.Dir(source)
	}
	for _, name := range []string{"fac", "netfac"} {
		content, err := os.ReadFile(filepath.Join(source, "..", "samples", name+"-fr.json"))
		if err != nil {
			t.Logf("no rows of PeeringDB beside %s: %v", source, err)
			return
		}
		addMember(t, d, name)
		up := Upload{Member: name, Kind: inventory.KindPops, FileName: name + ".json", Content: content}
		imp := check(t, d, up)
		for _, e := range imp.Errors {
			t.Logf("row %d: %s", e.Row, e.Message)
		}
		if imp.Rows.Read < 30 || imp.Rows.Rejected > 0 || len(imp.Ignored) > 0 {
			t.Errorf("%s: %+v, ignored %v", name, imp.Rows, imp.Ignored)
		}
		if _, err := d.Commit(t.Context(), operator, imp.ID, ModeValid); err != nil {
			t.Fatal(err)
		}
		if again := check(t, d, up); again.Changes != (inventory.Changes{Unchanged: imp.Rows.Valid}) {
			t.Errorf("%s again: %+v", name, again.Changes)
		}
	}
}
