package api

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/maptile"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// What an owner is shown of its entries as someone else is, to the last byte, what
// that one gets of them.
func TestSeenAsOthersDo(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	targets := []string{prefix + "/members/alpha/pops", prefix + "/members/alpha/zones", prefix + "/members/alpha/zones?limit=2", prefix + "/members/alpha/zones?after=z-alpha-m"}
	for _, a := range inventory.Audiences {
		targets = append(targets, prefix+"/members/alpha/pops/p-alpha-"+string(a), prefix+"/members/alpha/zones/z-alpha-"+string(a),
			prefix+"/members/alpha/zones/z-alpha-price-"+string(a))
	}
	for _, u := range m.communes {
		for _, name := range []string{"zones", "pops", "reach"} {
			for _, zoom := range []maptile.Zoom{6, 12} {
				at := maptile.At(u.Centre, zoom)
				targets = append(targets, fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt?member=alpha", name, zoom, at.X, at.Y))
			}
		}
	}
	different := 0
	for as, viewer := range map[string]string{"bureau": asBureau, "member": asKeeperB, "visitor": asVisitor} {
		for _, target := range targets {
			sep := "?"
			if strings.Contains(target, "?") {
				sep = "&"
			}
			status, _, text := m.as(asKeeperA, "GET", target+sep+"as="+as, "")
			wantStatus, _, want := m.as(viewer, "GET", target, "")
			if status != wantStatus || text != want {
				t.Errorf("%s as %s answers %d, %s gets %d:\n%.300q\n%.300q", target, as, status, viewer, wantStatus, text, want)
			}
			if _, _, own := m.as(asKeeperA, "GET", target, ""); own != text {
				different++
			}
		}
	}
	if different < 50 {
		t.Errorf("only %d answers differ from the owner's: the test sees nothing", different)
	}
}

// Coverage as another sees it has what is shared without a name, and of this
// member alone: beta covers every commune, and does not show.
func TestCoverageSeenAsOthersDo(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	for as, viewer := range map[string]string{"bureau": asBureau, "member": asKeeperB, "visitor": asVisitor} {
		for i, a := range inventory.Audiences {
			at := maptile.At(m.communes[i].Centre, 14)
			status, _, text := m.as(asKeeperA, "GET", fmt.Sprintf("/tiles/coverage/14/%d/%d.mvt?member=alpha&as=%s", at.X, at.Y, as), "")
			if want := a.InPool() && sees(viewer, a) != "-"; want != (status == 200 && text != "") || status >= 400 {
				t.Errorf("as %s, where a %s zone is, the tile is %d with %d bytes", as, a, status, len(text))
			}
		}
		var p gen.Preview
		m.document(t, asKeeperA, "/members/alpha/preview?as="+as, &p)
		named, priced := 5, 5 // those whose price has an audience are public
		for _, a := range inventory.Audiences {
			if !strings.ContainsAny(sees(viewer, a), "anv") {
				named, priced = named-1, priced-1
			}
		}
		if p.Zones != (gen.PreviewCount{Seen: 2*named + 5, Total: 15}) || p.Pops != (gen.PreviewCount{Seen: named, Total: 5}) || p.Priced != (gen.PreviewCount{Seen: priced, Total: 5}) {
			t.Errorf("as %s: %+v", as, p)
		}
		if p.Shared.Km2 <= 0 || (p.Nameless.Km2 > 0) != (as == "member") {
			t.Errorf("as %s: shared %v, without a name %v", as, p.Shared, p.Nameless)
		}
	}
	for _, wrong := range []string{"/tiles/gaps/6/32/22.mvt?member=alpha&as=bureau", "/tiles/zones/6/32/22.mvt?as=bureau", "/tiles/zones/6/32/22.mvt?member=alpha&member=beta&as=bureau",
		"/tiles/zones/6/32/22.mvt?member=alpha&as=king", "/tiles/zones/6/32/22.mvt?member=alpha&as=bureau&as=visitor"} {
		if status, _, text := m.as(asKeeperA, "GET", wrong, ""); status != 400 {
			t.Errorf("%s answers %d %s", wrong, status, text)
		}
	}
}

// Without another member there is none as whom to see.
func TestSeenAsNobodyElse(t *testing.T) {
	t.Parallel()
	s := newStack(t, new(bytes.Buffer))
	s.send(t, row{op: "addMember", target: "/members", body: `{"slug":"berry","name":"Berry"}`, status: 201})
	s.send(t, row{op: "getPreview", target: "/members/berry/preview?as=member", status: 409, holds: "no_other_member"})
	s.send(t, row{op: "listPops", target: "/members/berry/pops?as=member", status: 409, holds: "no_other_member"})
	s.send(t, row{op: "listPops", target: "/members/berry/pops?as=visitor", status: 200})
}

// Owners learn which members read their entries, and of nobody else.
func TestReaders(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Skip("the machine knows no time zones") // the service asks the database
	}
	at := time.Date(2026, 3, 14, 23, 30, 0, 0, paris)
	m.readers.Now = func() time.Time { return at }
	zone := prefix + "/members/alpha/zones/z-alpha-members"
	pooled := m.communes[2].Centre
	for _, r := range []struct {
		viewer, target string
		status         int
	}{
		{asKeeperB, zone, 200}, {asKeeperB, zone, 200}, {asKeeperB, prefix + "/members/alpha/pops?limit=2", 200}, // 3
		{asKeeperB, prefix + "/members/alpha/zones/z-alpha-private", 404},
		{asKeeperB, prefix + "/members/gamma/zones", 404},
		{asKeeperB, prefix + "/members/beta/zones", 200},                                           // its own
		{asKeeperB, prefix + "/eligibility?insee=" + m.communes[3].Code, 200},                      // 4: alpha's is named
		{asKeeperB, fmt.Sprintf("%s/eligibility?at=%g,%g", prefix, pooled[0], pooled[1]), 200},     // alpha's is not
		{asKeeperB, prefix + "/coverage?unit=commune", 200}, {asKeeperB, prefix + "/members", 200}, // names no entry
		{asBureau, prefix + "/members/alpha/zones", 200}, {asBureau, prefix + "/members/gamma/zones", 200}, // 1 each
		{asVisitor, prefix + "/members/alpha/zones", 200}, {asAdmin, prefix + "/members/alpha/zones", 200}, // the catalogue
		{asKeeperGamma, prefix + "/members/alpha/zones", 200},                                // nobody may know of a candidate
		{asKeeperA, zone, 200}, {asSalesA, zone, 200}, {asKeeperA, zone + "?as=bureau", 200}, // its own
		{asKeeperA, prefix + "/members/alpha/zones?as=member", 200}, {asKeeperA, prefix + "/members/beta/zones", 200}, // 1 of beta
	} {
		if status, _, text := m.as(r.viewer, "GET", r.target, ""); status != r.status {
			t.Errorf("%s: %s answers %d, want %d: %.200s", r.viewer, r.target, status, r.status, text)
		}
		if r.target == prefix+"/members" {
			at = at.Add(time.Hour) // another day in Paris
		}
	}
	if err := m.readers.Flush(t.Context(), m.parts.Store); err != nil {
		t.Fatal(err)
	}
	at = at.Add(time.Minute)
	m.as(asBureau, "GET", zone, "")
	if err := m.readers.Flush(t.Context(), m.parts.Store); err != nil {
		t.Fatal(err)
	}
	for viewer, want := range map[string]string{
		asKeeperA: "2026-03-15  2, 2026-03-14 beta 4", asSalesA: "2026-03-15  2, 2026-03-14 beta 4",
		asKeeperB: "2026-03-15 alpha 1", asKeeperGamma: "2026-03-15  1"} {
		var d struct{ Items []gen.Reading }
		m.document(t, viewer, "/members/"+m.members[viewer]+"/readers", &d)
		var got []string
		for _, r := range d.Items {
			got = append(got, fmt.Sprintf("%s %s %d", r.Day, or(r.Reader, ""), r.Count))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: read by %v, want %s", viewer, got, want)
		}
	}
	var d struct{ Items []gen.Reading }
	m.document(t, asKeeperA, "/members/alpha/readers?from=2026-03-14&to=2026-03-14", &d)
	if len(d.Items) != 1 || or(d.Items[0].Name, "") != "beta" {
		t.Errorf("on one day: %+v", d.Items)
	}
}

// Lists are counted by pages asked, not by entries, and what cannot be written is
// kept for the next batch.
func TestReadersAreKept(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	m.as(asKeeperB, "GET", prefix+"/members/alpha/zones", "")
	if err := m.readers.Flush(t.Context(), brokenStore(t)); err == nil {
		t.Fatal("a closed database takes counts")
	}
	m.as(asKeeperB, "GET", prefix+"/members/alpha/zones", "")
	if err := m.readers.Flush(t.Context(), m.parts.Store); err != nil {
		t.Fatal(err)
	}
	var d struct{ Items []gen.Reading }
	m.document(t, asKeeperA, "/members/alpha/readers", &d)
	if len(d.Items) != 1 || d.Items[0].Count != 2 {
		t.Errorf("%+v", d.Items)
	}
}

// Who looks at zones that a member plans, as candidates, is told to it once.
func TestReadersOfCandidates(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	for _, viewer := range []string{asKeeperB, asKeeperA} {
		if status, _, text := m.as(viewer, "POST", prefix+"/plans/candidates", `{"from":"planned","objective":"reach","budget":{"zones":1}}`); status != 200 {
			t.Fatalf("%s: %d %s", viewer, status, text)
		}
	}
	if err := m.readers.Flush(t.Context(), m.parts.Store); err != nil {
		t.Fatal(err)
	}
	var d struct{ Items []gen.Reading }
	m.document(t, asKeeperA, "/members/alpha/readers", &d)
	if len(d.Items) != 1 || or(d.Items[0].Reader, "") != "beta" || d.Items[0].Count != 1 {
		t.Errorf("%+v", d.Items)
	}
}

// brokenStore is a database that answers no more.
func brokenStore(t *testing.T) *postgres.Store {
	t.Helper()
	s := newStack(t, new(bytes.Buffer))
	other, err := postgres.Open(t.Context(), s.parts.Store.Pool.Config().ConnString())
	if err != nil {
		t.Fatal(err)
	}
	other.Close()
	return other
}

// Every line is on one page of the history, whatever the pages' length, and a
// change of many entries stands under one id.
func TestHistoryPages(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	type page struct {
		Items []gen.HistoryLine
		Next  string
	}
	for _, viewer := range []string{asKeeperA, asBureau, asAdmin} {
		var whole page
		m.document(t, viewer, "/history?limit=1000", &whole)
		var ids, paged []int64
		for _, l := range whole.Items {
			ids = append(ids, l.Id)
		}
		for next, n := "", 0; ; n++ {
			var p page
			m.document(t, viewer, "/history?limit=7"+next, &p)
			for _, l := range p.Items {
				paged = append(paged, l.Id)
			}
			if p.Next == "" || n > 1000 {
				break
			}
			next = "&after=" + p.Next
		}
		if len(ids) < 5 || !slices.Equal(ids, paged) || !slices.IsSortedFunc(ids, func(a, b int64) int { return int(b - a) }) {
			t.Errorf("%s: %d lines, by pages %d", viewer, len(ids), len(paged))
		}
	}
	status, _, text := m.as(asKeeperA, "POST", prefix+"/members/alpha/audience/changes", `{"kind":"zones","audience":"bureau"}`)
	if status != 200 {
		t.Fatal(status, text)
	}
	var change gen.AudienceChanged
	decode(t, text, &change)
	var p page
	m.document(t, asKeeperA, "/history?change="+change.Change, &p)
	if len(p.Items) != change.Changed || change.Unchanged != 2 || change.Changed < 9 {
		t.Errorf("%+v stands in %d lines", change, len(p.Items))
	}
}

// An entry that its owner keeps to itself now is out of the bureau's history,
// before and after.
func TestHistoryOfWhatIsPrivateNow(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	lines := func(viewer, noun string) int {
		var p struct{ Items []gen.HistoryLine }
		m.document(t, viewer, "/history?code="+noun[:1]+"-alpha-members&noun="+noun, &p)
		return len(p.Items)
	}
	for _, noun := range []string{"pop", "zone"} {
		before := lines(asKeeperA, noun)
		if before == 0 || lines(asBureau, noun) != before {
			t.Errorf("of a %s the bureau reads %d lines, its owner %d", noun, lines(asBureau, noun), before)
		}
		m.as(asKeeperA, "POST", prefix+"/members/alpha/audience/changes", `{"kind":"`+noun+`s","audience":"private"}`)
		if lines(asBureau, noun) != 0 || lines(asKeeperA, noun) != before+1 {
			t.Errorf("of a %s that is private now the bureau reads %d lines, its owner %d", noun, lines(asBureau, noun), lines(asKeeperA, noun))
		}
		if status, _, text := m.as(asKeeperA, "DELETE", prefix+"/members/alpha/"+noun+"s/"+noun[:1]+"-alpha-members", ""); status != 204 {
			t.Fatal(status, text)
		}
		if lines(asBureau, noun) != 0 || lines(asKeeperA, noun) != before+2 {
			t.Errorf("of a %s that was private last the bureau reads %d lines, its owner %d", noun, lines(asBureau, noun), lines(asKeeperA, noun))
		}
	}
}

// Roles and tokens that come and go stand in the history: who, when, of whom,
// without any secret, and without a name once the account is gone.
func TestHistoryOfAccess(t *testing.T) {
	t.Parallel()
	s, link := people(t)
	admin := boss(t, s)
	user := s.signIn(t, link)
	ana := browser{s, t, user}
	token := asks[gen.Token](ana, "POST", "/tokens", `{"name":"nightly"}`, 201)
	asks[struct{}](ana, "DELETE", fmt.Sprintf("/tokens/%d", token.Id), "", 204)
	users := asks[struct{ Items []gen.User }](admin, "GET", "/users", "", 200)
	id := users.Items[slices.IndexFunc(users.Items, func(u gen.User) bool { return u.Email == "ana@berry.example" })].Id
	asks[struct{}](admin, "PATCH", fmt.Sprintf("/users/%d", id), `{"grants":[{"role":"contributor","member":"berry"}]}`, 200)
	type page struct{ Items []gen.HistoryLine }
	told := func(b browser, query string) (lines []string) {
		for _, l := range asks[page](b, "GET", "/history?"+query, "", 200).Items {
			image := or(l.After, or(l.Before, nil))
			lines = append(lines, fmt.Sprint(l.Actor, " ", l.Action, " ", l.Noun, " ", image["user"], " ", image["role"], " ", image["member"], " ", image["name"]))
		}
		return lines
	}
	want := "boss@maillage.example removed account_grant ana@berry.example sales cher <nil>"
	if got := told(admin, "noun=account_grant&limit=1"); !slices.Equal(got, []string{want}) {
		t.Errorf("%v, want %s", got, want)
	}
	if got := told(ana, "noun=token"); len(got) != 2 || got[1] != "ana@berry.example added token ana@berry.example contributor berry nightly" ||
		!strings.HasPrefix(got[0], "ana@berry.example removed token ana@berry.example") {
		t.Errorf("%q", got)
	}
	if got := told(ana, "noun=account_grant"); len(got) != 1 { // of berry, not of cher nor of the administrator
		t.Errorf("%q", got)
	}
	text := fmt.Sprint(ask(s.Server, "GET", prefix+"/history?limit=1000", "", "Cookie", admin.cookie).Body)
	if strings.Contains(text, "mlt_") || strings.Contains(text, "secret") || strings.Contains(text, "password") {
		t.Errorf("the history holds a secret: %s", text)
	}
	asks[struct{}](admin, "DELETE", fmt.Sprintf("/users/%d", id), "", 204)
	if text := fmt.Sprint(told(admin, "limit=1000")); strings.Contains(text, "ana@") || !strings.Contains(text, fmt.Sprintf("user:%d", id)) {
		t.Errorf("who is gone stands in the history: %s", text)
	}
}

// No cell of the file runs as a formula, and all of it reads back.
func TestHistoryFile(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	m.put(t, func() inventory.Zone {
		z := m.zone("alpha", "formula", inventory.AudiencePublic, 4)
		z.Name, z.Supplier = `=HYPERLINK("http://x";"y")`, "@SUM(1;2)"
		return z
	}())
	status, header, text := m.as(asKeeperA, "GET", prefix+"/history.csv?member=alpha", "")
	if status != 200 || header.Get("Content-Disposition") != `attachment; filename="history.csv"` {
		t.Fatal(status, header)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) < 50 {
		t.Fatal(len(rows), err)
	}
	found := 0
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("%q runs", cell)
			}
			if cell == `'=HYPERLINK("http://x";"y")` || cell == "'@SUM(1;2)" {
				found++
			}
		}
	}
	if found != 2 {
		t.Errorf("the formulas are there %d times", found)
	}
}

// A file of more lines than it may have says what to do.
func TestHistoryFileIsNotTooLong(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	err := m.parts.Store.Write(t.Context(), inventory.Operator("test"), "many", func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO history (actor, change, noun, member, code, after)
			SELECT 'x', 'many', 'pop', 'alpha', 'n' || n, '{"audience": "public"}' FROM generate_series(1, $1) AS n`, maxHistoryExport+1)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if status, _, text := m.as(asKeeperA, "GET", prefix+"/history.csv?change=many", ""); status != http.StatusRequestEntityTooLarge {
		t.Errorf("%d %.200s", status, text)
	}
	if status, _, text := m.as(asKeeperA, "GET", prefix+"/history.csv?change=many&code=n7", ""); status != 200 {
		t.Errorf("%d %.200s", status, text)
	}
}
