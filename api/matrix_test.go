package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/maptile"

	"maillage/inventory"
	"maillage/inventory/account"
	"maillage/inventory/intake"
	"maillage/inventory/planning"
	"maillage/inventory/postgres"
)

// The matrix: every viewer asks every route, and what comes back is held against
// the table of docs/audience.md, written here once more. Routes come from
// openapi.yaml and the router: a new one without a row fails.

// The viewers of the matrix. alpha and beta are active members, gamma a candidate.
const (
	asVisitor     = "visitor"
	asSalesA      = "sales of alpha"
	asKeeperA     = "contributor of alpha"
	asReadTokenA  = "read token of alpha's contributor"
	asKeeperB     = "contributor of beta"
	asBureau      = "bureau"
	asAdmin       = "admin"
	asExpired     = "expired token"
	asKeeperGamma = "contributor of gamma, a candidate"
)

// seen is the table: what each viewer sees of alpha's entries, by audience from
// private to public. a all, n all but what has an audience of its own, v what the
// public catalogue has, c coverage without a name, - nothing.
var seen = map[string]string{
	//               private bureau pooled members public
	asVisitor:     "- - - - v",
	asSalesA:      "a a a a a",
	asKeeperA:     "a a a a a",
	asReadTokenA:  "a a a a a",
	asKeeperB:     "- - c n n",
	asBureau:      "- a a a a",
	asAdmin:       "- - - - v",
	asKeeperGamma: "- - - - v",
}

func sees(viewer string, a inventory.Audience) string {
	row := strings.Fields(seen[viewer])
	if len(row) == 0 {
		return "-"
	}
	return row[slices.Index(inventory.Audiences, a)]
}

// matrix is a stack with entries of every audience, each zone on a commune of its
// own, and a token for each viewer.
type matrix struct {
	*stack
	tokens   map[string]string
	emails   map[string]string // by viewer
	members  map[string]string // for whom each acts
	communes []*inventory.Unit
	imp      int64
	second   int64 // two more of the same member's
	third    int64
	plan     int64 // of alpha
	twin     bool  // as beta may know it: see TestProwl
	proposal int64 // of the bureau, open, on which alpha has cast its voice
}

func newMatrix(t *testing.T) *matrix {
	t.Helper()
	m := emptyMatrix(t)
	m.fill(t)
	imp, err := m.parts.Desk.Check(t.Context(), inventory.Operator("test"), intake.Upload{Member: "alpha", Kind: inventory.KindPops, FileName: "list.csv",
		Content: []byte("code;name;longitude;latitude\nsecret-import;Secret-import;2.38;47.08\nbad;Secret-import;;\n")})
	if err != nil {
		t.Fatal(err)
	}
	m.imp = imp.ID
	m.planned(t)
	for _, id := range []*int64{&m.second, &m.third} {
		imp, err := m.parts.Desk.Check(t.Context(), inventory.Operator("test"), intake.Upload{Member: "alpha", Kind: inventory.KindPops, FileName: "list.csv",
			Content: []byte("code;name;longitude;latitude;statut\nsecret-import;Secret-import;2.38;47.08;cassé\n")})
		if err != nil {
			t.Fatal(err)
		}
		*id = imp.ID
	}
	m.people(t)
	return m
}

// fill adds the members and their entries.
func (m *matrix) fill(t *testing.T) {
	t.Helper()
	m.join(t, map[string]inventory.MemberStatus{
		"alpha": inventory.MemberActive, "beta": inventory.MemberActive, "delta": inventory.MemberActive, "gamma": inventory.MemberCandidate})
	m.wasPublic(t, func() {
		for i, a := range inventory.Audiences {
			m.entry(t, "alpha", string(a), inventory.AudiencePublic, i)
		}
	})
	for i, a := range inventory.Audiences {
		m.entry(t, "alpha", string(a), a, i)
		m.entry(t, "gamma", string(a), a, 6)
		coming := m.zone("alpha", "coming-"+string(a), a, 7)
		coming.Status = inventory.Planned
		m.put(t, coming)
		z := m.zone("alpha", "price-"+string(a), inventory.AudiencePublic, 5)
		z.PriceAudience, z.MonthlyEUR = a, price(a)
		m.put(t, z)
	}
	m.wide(t)
}

// emptyMatrix has no members yet.
func emptyMatrix(t *testing.T) *matrix {
	t.Helper()
	m := &matrix{stack: newStack(t, new(bytes.Buffer)), tokens: map[string]string{}, emails: map[string]string{}, members: map[string]string{}}
	for _, u := range m.parts.Atlas.Now().Gazetteer().Units(inventory.Commune) {
		if u.Located && u.Departement != "974" {
			m.communes = append(m.communes, u)
		}
	}
	return m
}

// join adds members.
func (m *matrix) join(t *testing.T, members map[string]inventory.MemberStatus) {
	t.Helper()
	err := m.parts.Store.Write(t.Context(), inventory.Operator("test"), "setup", func(tx pgx.Tx) error {
		for slug, status := range members {
			if m.twin && status != inventory.MemberActive {
				continue
			}
			if err := postgres.AddMember(t.Context(), tx, inventory.Member{Slug: slug, Name: slug, Status: status, Color: "#123456"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// wide puts a zone of beta on every commune.
func (m *matrix) wide(t *testing.T) {
	t.Helper()
	whole := m.zone("beta", "wide", inventory.AudienceMembers, 0)
	whole.Extent.Codes = nil
	for _, u := range m.communes {
		whole.Extent.Codes = append(whole.Extent.Codes, u.Code)
	}
	m.put(t, whole)
}

// planned has alpha make a plan, whose name is a secret.
func (m *matrix) planned(t *testing.T) {
	t.Helper()
	two := 2
	v := inventory.Viewer{Role: inventory.RoleContributor, Member: "alpha", Name: "alpha"}
	kept, done, err := m.parts.Planner.Start(t.Context(), v, "Secret-plan",
		planning.Request{From: planning.FromPlanned, Objective: planning.Reach, Budget: planning.Budget{Zones: &two}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	<-done
	m.plan = kept.ID
	chief := inventory.Viewer{Role: inventory.RoleBureau, Name: "chief"}
	kept, done, err = m.parts.Planner.Start(t.Context(), chief, "P",
		planning.Request{From: planning.FromUnits, Unit: inventory.Commune, RadiusKM: 3, Objective: planning.Reach, Budget: planning.Budget{Zones: &two}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	<-done
	line := inventory.LedgerLine{Day: inventory.Date{Year: 2020, Month: 6, Day: 30}, Member: "alpha", Layer: "Secret-ledger"}
	err = m.parts.Store.Write(t.Context(), inventory.Operator("test"), "x", func(tx pgx.Tx) error {
		return postgres.AddLedger(t.Context(), tx, []inventory.LedgerLine{line})
	})
	if err != nil {
		t.Fatal(err)
	}
	m.proposal, err = m.parts.Planner.Propose(t.Context(), chief, planning.Put{Plan: kept.ID, Title: "P", ClosesAt: time.Now().Add(time.Hour), Quorum: &two})
	if err == nil {
		err = m.parts.Planner.Voice(t.Context(), v, m.proposal, inventory.Interested, "Secret-voice")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// publicDay is a day on which all of alpha's entries were public.
const publicDay = "2020-06-02"

// wasPublic has the history say that the entries, which are to be made again
// later, were public on publicDay: what of it is told follows what they are today.
func (m *matrix) wasPublic(t *testing.T, entries func()) {
	t.Helper()
	entries()
	for _, sql := range []string{"ALTER TABLE history DISABLE TRIGGER USER", "ALTER TABLE history NO FORCE ROW LEVEL SECURITY",
		"UPDATE history SET at = '" + publicDay + " 12:00+00'",
		"ALTER TABLE history FORCE ROW LEVEL SECURITY", "ALTER TABLE history ENABLE TRIGGER USER"} {
		if _, err := m.parts.Store.Pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
}

func (m *matrix) people(t *testing.T) {
	t.Helper()
	for name, g := range map[string]inventory.Grant{
		asSalesA:  {Role: inventory.RoleSales, Member: "alpha"},
		asKeeperA: {Role: inventory.RoleContributor, Member: "alpha"}, asReadTokenA: {Role: inventory.RoleContributor, Member: "alpha"},
		asKeeperB: {Role: inventory.RoleContributor, Member: "beta"}, asExpired: {Role: inventory.RoleContributor, Member: "alpha"},
		asBureau: {Role: inventory.RoleBureau}, asAdmin: {Role: inventory.RoleAdmin},
		asKeeperGamma: {Role: inventory.RoleContributor, Member: "gamma"},
	} {
		m.person(t, name, g)
	}
	m.tokens[asVisitor] = ""
	lurker := inventory.User{Email: "lurker@x.example", Grants: []inventory.Grant{{Role: inventory.RoleBureau}}}
	if _, _, err := m.parts.Door.AddUser(t.Context(), lurker); err != nil {
		t.Fatal(err)
	}
}

// person adds a viewer who holds a role.
func (m *matrix) person(t *testing.T, name string, g inventory.Grant) {
	t.Helper()
	u, _, err := m.parts.Door.AddUser(t.Context(), inventory.User{Email: strings.NewReplacer(" ", ".", ",", "").Replace(name) + "@x.example", Grants: []inventory.Grant{g}})
	if err != nil {
		t.Fatal(err)
	}
	m.emails[name], m.members[name] = u.Email, g.Member
	scope, door := inventory.ScopeWrite, m.parts.Door
	if name == asReadTokenA {
		scope = inventory.ScopeRead
	}
	if name == asExpired {
		door = account.New(m.parts.Store)
		door.Now = func() time.Time { return time.Now().Add(-48 * time.Hour) }
	}
	m.tokens[name], _, err = door.AddToken(t.Context(), u.ID, u.Grants[0], "t", scope, 24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
}

// price is that of an audience; no other number of the test holds its digits.
func price(a inventory.Audience) *float64 {
	p := 777000.25 + 100*float64(slices.Index(inventory.Audiences, a))
	return &p
}

func (m *matrix) zone(member, code string, a inventory.Audience, commune int) inventory.Zone {
	return inventory.Zone{Key: inventory.Key{Member: member, Code: "z-" + member + "-" + code}, Name: "Zone-" + member + "-" + code,
		Technologies: []inventory.Technology{"ftth"}, Supplier: "Supplier-" + member + "-" + code, Status: inventory.Operational, Audience: a,
		Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{m.communes[commune].Code}}}
}

func (m *matrix) put(t *testing.T, z inventory.Zone) {
	t.Helper()
	var there bool
	if z.Member, there = m.owner(z.Member, z.Audience); !there {
		return
	}
	if m.twin && z.PriceAudience != "" && !m.told(z.PriceAudience) {
		z.MonthlyEUR = nil
	}
	if _, err := m.parts.Desk.PutZone(t.Context(), inventory.Operator("test"), z); err != nil {
		t.Fatal(err)
	}
}

// owner is whose an entry is. In the twin world those that beta may not see are
// nobody's, and those without a name someone else's.
func (m *matrix) owner(member string, a inventory.Audience) (slug string, there bool) {
	switch {
	case !m.twin || member == "beta" || member == "delta":
		return member, true
	case member == "gamma" || !a.InPool():
		return "", false
	case a == inventory.AudiencePooled:
		return "delta", true
	}
	return member, true
}

// told tells whether beta sees with its owner's name what has this audience.
func (m *matrix) told(a inventory.Audience) bool {
	return strings.ContainsAny(sees(asKeeperB, a), "an")
}

// entry puts a PoP and a zone of an audience in a commune.
func (m *matrix) entry(t *testing.T, member, code string, a inventory.Audience, commune int) {
	t.Helper()
	today := a
	if slices.Contains(inventory.Audiences, inventory.Audience(code)) {
		today = inventory.Audience(code) // what it is made with first, and has not in the end: see wasPublic
	}
	owner, there := m.owner(member, today)
	if !there {
		return
	}
	z := m.zone(member, code, a, commune)
	z.Member = owner
	m.put(t, z)
	_, err := m.parts.Desk.PutPop(t.Context(), inventory.Operator("test"), inventory.Pop{
		Key: inventory.Key{Member: owner, Code: "p-" + member + "-" + code}, Name: "Pop-" + member + "-" + code, Audience: a,
		Facility: "Facility-" + member + "-" + code, Position: m.communes[commune].Centre, PositionSource: inventory.PositionGiven})
	if err != nil {
		t.Fatal(err)
	}
}

// as asks as a viewer does.
func (m *matrix) as(viewer, method, target, body string, more ...string) (status int, header http.Header, text string) {
	headers := append([]string{headerID, "matrix-request"}, more...)
	if token := m.tokens[viewer]; token != "" {
		headers = append(headers, "Authorization", "Bearer "+token)
	}
	w := ask(m.Server, method, target, body, headers...)
	return w.Code, w.Header(), w.Body.String()
}

// secrets are texts that stand in entries, with the viewers that may read each.
func (m *matrix) secrets() map[string]func(viewer string) bool {
	all := map[string]func(string) bool{}
	ofAlpha := func(viewer string) bool { return viewer == asSalesA || viewer == asKeeperA || viewer == asReadTokenA }
	for _, a := range inventory.Audiences {
		named := func(viewer string) bool { return strings.ContainsAny(sees(viewer, a), "anv") }
		detailed := func(viewer string) bool { return strings.ContainsAny(sees(viewer, a), "an") }
		for _, text := range []string{"z-alpha-", "p-alpha-", "Zone-alpha-", "Pop-alpha-", "z-alpha-coming-", "Zone-alpha-coming-"} {
			all[text+string(a)] = named
		}
		all["Supplier-alpha-"+string(a)], all["Facility-alpha-"+string(a)] = detailed, detailed
		all[fmt.Sprintf("%.2f", *price(a))] = named
		// A candidate's entries: itself and the bureau.
		gamma := func(viewer string) bool {
			return viewer == asKeeperGamma || viewer == asBureau && a != inventory.AudiencePrivate
		}
		for _, text := range []string{"z-gamma-", "p-gamma-", "Zone-gamma-", "Pop-gamma-", "Supplier-gamma-", "Facility-gamma-"} {
			all[text+string(a)] = gamma
		}
	}
	all["ecret-import"], all["ecret-plan"], all["ecret-voice"] = ofAlpha, ofAlpha, ofAlpha
	all["ecret-ledger"] = func(viewer string) bool { return ofAlpha(viewer) || viewer == asBureau }
	// Who has which access: administrators, and a member's own people for theirs.
	for name, email := range m.emails {
		all[email] = func(viewer string) bool {
			return viewer == asAdmin || viewer == name || m.members[name] != "" && m.members[name] == m.members[viewer]
		}
	}
	all["lurker@x.example"] = func(viewer string) bool { return viewer == asAdmin } // who else signs in is the administrators' to know
	all[`"slug":"gamma"`] = func(viewer string) bool { return viewer == asKeeperGamma || viewer == asBureau || viewer == asAdmin }
	return all
}

// reads is, by operation, the addresses that the matrix asks.
func (m *matrix) reads() map[string][]string {
	entries := func(kind, letter string) (targets []string) {
		for _, member := range []string{"alpha", "gamma"} {
			for _, a := range inventory.Audiences {
				targets = append(targets, "/members/"+member+"/"+kind+"/"+letter+"-"+member+"-"+string(a))
			}
		}
		return targets
	}
	filters := []string{"?unit=commune", "?unit=commune&member=alpha", "?member=alpha,beta", "?member=gamma", "?technology=ftth&unit=departement", "?technology=dsl",
		"?unit=commune&as_of=" + publicDay, "?member=alpha&as_of=2120-01-01"}
	with := func(path string) (targets []string) {
		for _, f := range filters {
			targets = append(targets, path+f)
		}
		return targets
	}
	var openings, places []string
	for _, member := range []string{"alpha", "beta", "gamma", "delta"} {
		openings = append(openings, "/openings?unit=commune&member="+member)
	}
	for _, u := range m.communes {
		places = append(places, "/eligibility?insee="+u.Code, fmt.Sprintf("/eligibility?at=%g,%g", u.Centre[0], u.Centre[1]))
	}
	return map[string][]string{
		"getMe": {"/me"}, "getTerritory": {"/territory"}, "listLayers": {"/layers"},
		"searchUnits": {"/units?q=bourges"}, "getUnit": {"/units/commune/18033"},
		"listSessions": {"/sessions"}, "listTokens": {"/tokens"}, "getMyData": {"/me/data"},
		"listUsers": {"/users"}, "getUser": {"/users/1", "/users/99"},
		"listMembers": {"/members"}, "getMember": {"/members/alpha", "/members/gamma"},
		"getDefaultAudience": {"/members/alpha/audience"}, "listReaders": {"/members/alpha/readers"},
		"getPreview":    {"/members/alpha/preview?as=visitor", "/members/alpha/preview?as=member", "/members/alpha/preview?as=bureau"},
		"listHistory":   {"/history?limit=1000", "/history?member=alpha", "/history?member=gamma", "/history?noun=zone&limit=3", "/history?code=z-alpha-price-bureau", "/history?noun=token"},
		"exportHistory": {"/history.csv", "/history.csv?member=alpha&noun=pop"},

		"listPops":  {"/members/alpha/pops?as=visitor", "/members/alpha/pops?as=bureau", "/members/gamma/pops?as=bureau", "/members/alpha/pops", "/members/gamma/pops", "/members/alpha/pops?limit=1", "/members/alpha/pops?after=p-alpha-m"},
		"listZones": {"/members/alpha/zones?as=visitor", "/members/alpha/zones?as=member", "/members/gamma/zones?as=bureau", "/members/alpha/zones", "/members/gamma/zones", "/members/alpha/zones?limit=2", "/members/alpha/zones?after=z-alpha-m"},
		"exportEntries": {"/members/alpha/exports/pops.csv", "/members/gamma/exports/pops.geojson", "/members/alpha/exports/pops.gpkg",
			"/members/alpha/exports/zones.csv", "/members/gamma/exports/zones.csv", "/members/alpha/exports/zones.geojson", "/members/gamma/exports/zones.gpkg"},
		"getPop": entries("pops", "p"), "getZone": append(entries("zones", "z"), "/members/alpha/zones/z-alpha-price-private"),
		"listImports": {"/members/alpha/imports", "/members/gamma/imports"}, "getImport": {fmt.Sprintf("/imports/%d", m.imp)},
		"listImportRows": {fmt.Sprintf("/imports/%d/rows", m.imp)}, "getImportReport": {fmt.Sprintf("/imports/%d/report.csv", m.imp)},
		"getImportGrid": {fmt.Sprintf("/imports/%d/grid", m.imp)}, "getImportChanges": {fmt.Sprintf("/imports/%d/changes.geojson", m.imp)},
		"listPlans": {"/plans"}, "getPlan": {fmt.Sprintf("/plans/%d", m.plan)}, "getPlanPicks": {fmt.Sprintf("/plans/%d/picks.geojson", m.plan)},
		"getLedger": {"/ledger", "/ledger?member=alpha", "/ledger?member=beta"}, "exportLedger": {"/ledger/exports/ledger.csv"},
		"exportPlan":    {fmt.Sprintf("/plans/%d/exports/picks.csv", m.plan)},
		"listProposals": {"/proposals"}, "getProposal": {fmt.Sprintf("/proposals/%d", m.proposal)}, "getProposalPicks": {fmt.Sprintf("/proposals/%d/picks.geojson", m.proposal)},
		"getCoverage": with("/coverage"), "getOverlaps": with("/overlaps"), "getGaps": with("/gaps"),
		"getContributions": with("/contributions"), "getRedundancy": append(with("/redundancy"), "/redundancy?km=0"),
		"getGapRegions": {"/gaps/regions", "/gaps/regions?member=alpha"},
		"getOpenings":   append(openings, "/openings"), "getEligibility": places,
	}
}

// beside is the routes of the router that openapi.yaml does not have.
func (m *matrix) beside() map[string][]string {
	at := maptile.At(m.communes[0].Centre, 8)
	var tiles, documents []string
	for name := range layers {
		documents = append(documents, "/tiles/"+name+".json")
		for _, query := range []string{"", "?member=alpha", "?member=beta", "?member=gamma", "?technology=ftth", "?member=alpha&as=bureau", "?member=alpha&as_of=" + publicDay} {
			for _, u := range m.communes {
				near := maptile.At(u.Centre, 12)
				tiles = append(tiles, fmt.Sprintf("/tiles/%s/12/%d/%d.mvt%s", name, near.X, near.Y, query))
			}
			tiles = append(tiles, fmt.Sprintf("/tiles/%s/8/%d/%d.mvt%s", name, at.X, at.Y, query))
		}
	}
	return map[string][]string{
		"/api/openapi.json": {"/api/openapi.json"}, "/api/docs": {"/api/docs"}, "/metrics": {"/metrics"},
		"/oidc/start": {"/oidc/start?return=/x"}, "/oidc/callback": {"/oidc/callback?code=x&state=x"},
		"/livez": {"/livez"}, "/readyz": {"/readyz"}, "/tiles/:name": documents, "/tiles/:name/:z/:x/:y": tiles,
	}
}

// asks is what openapi.yaml asks by POST and changes nothing: bodies by operation.
func (m *matrix) asks() map[string][]string {
	codes := m.communes[9].Code
	plans := []string{
		`{"from":"planned","objective":"reach","budget":{"zones":3}}`, `{"from":"planned","objective":"openings","budget":{"zones":9},"cost":{"per_km_eur":100}}`,
		`{"from":"units","unit":"commune","radius_km":3,"objective":"openings","budget":{"zones":2},"cost":{"door_eur":5,"per_km_eur":1}}`,
		`{"from":"units","unit":"commune","objective":"reach","second_path":1,"budget":{"zones":2},"members":["alpha"]}`,
	}
	return map[string][]string{"previewPlan": plans, "listCandidates": plans, "simulate": {
		`{"set":[{"from":"operational","status":"inactive"}],"unit":"commune"}`, `{"set":[{"member":"alpha","code":"z-alpha-PRIVATE","status":"inactive"}]}`,
		`{"as_of":"2120-01-01","set":[{"member":"alpha","available_on":"2120-02-01"}],"unit":"commune"}`,
		`{"remove":["alpha"],"unit":"commune"}`, `{"remove":["beta"]}`, `{"remove":["delta"],"unit":"commune"}`, `{"candidates":["gamma"]}`,
		`{"add":{"member":"beta","zones":[{"name":"N","technologies":["ftth"],"extent":{"kind":"communes","codes":["` + codes + `"]}}]}}`,
		`{"add":{"member":"alpha","zones":[{"name":"N","technologies":["ftth"],"handoff":"p-alpha-PRIVATE","extent":{"kind":"radius","radius_km":3}}]}}`,
		`{"add":{"member":"alpha","zones":[{"code":"z-alpha-PRIVATE","name":"N","technologies":["ftth"],"extent":{"kind":"geometry"}}]}}`,
	}}
}

// read asks an address: a path to GET, or a path and a body, after a blank, to
// POST. PRIVATE is written small on the way out alone, lest addresses hold secrets.
func (m *matrix) read(viewer, address string) (status int, header http.Header, text string) {
	if path, body, posted := strings.Cut(address, " "); posted {
		return m.as(viewer, "POST", path, strings.ReplaceAll(body, "PRIVATE", "private"))
	}
	return m.as(viewer, "GET", address, "")
}

// targets is every address that is read, by a name that tells its route.
func (m *matrix) targets(t *testing.T) map[string][]string {
	t.Helper()
	all := m.beside()
	reads := m.reads()
	for op, route := range m.spec {
		for _, body := range m.asks()[op] {
			all[op] = append(all[op], prefix+route.Path+" "+body)
		}
		if route.Method != http.MethodGet {
			continue
		}
		if len(reads[op]) == 0 {
			t.Errorf("the matrix has no row for %s", op)
		}
		for _, target := range reads[op] {
			all[op] = append(all[op], prefix+target)
		}
	}
	for _, r := range m.echo.Routes() {
		if !strings.HasPrefix(r.Path, prefix+"/") && r.Method == http.MethodGet && len(all[r.Path]) == 0 {
			t.Errorf("the matrix has no row for %s", r.Path)
		}
	}
	return all
}

// Nobody reads what is not theirs, on any route; and everybody reads what is.
func TestMatrixOfReads(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	secrets, targets := m.secrets(), m.targets(t)
	for viewer := range m.tokens {
		found := map[string]bool{}
		for route, addresses := range targets {
			for _, target := range addresses {
				status, header, text := m.read(viewer, target)
				want := wantedRead(viewer, route)
				switch {
				case target == prefix+"/openings" && want == 200 && viewer != asBureau:
					want = 403 // of no one member: each to each
				case strings.Contains(target, "as=") && viewer == asVisitor:
					want = 401
				case strings.Contains(target, "as=") && want == 200 && (viewer != asKeeperA && viewer != asReadTokenA || strings.Contains(target, "gamma")):
					want = 403
					if strings.Contains(target, "gamma") && viewer == asKeeperGamma {
						want = 200
					}
				}
				if want != 0 && status != want && !(want == 200 && (status == 404 || status == 400 || status == 204)) {
					t.Errorf("%s: %s answers %d, want %d: %.300s", viewer, target, status, want, text)
				}
				if code := target[strings.LastIndex(target, "/")+1:]; status == 404 && (route == "getZone" || route == "getPop") {
					// What is hidden answers as what is not there.
					_, _, none := m.as(viewer, "GET", target+"-none", "")
					if strings.ReplaceAll(none, code+"-none", "") != strings.ReplaceAll(text, code, "") {
						t.Errorf("%s: %s answers otherwise than what is not there: %s %s", viewer, target, text, none)
					}
					text = strings.ReplaceAll(text, code, "")
				}
				if status == 500 {
					t.Errorf("%s: %s fails: %s", viewer, target, text)
				}
				personal := strings.HasPrefix(target, prefix) || strings.HasPrefix(target, "/tiles/") && !strings.HasPrefix(target, "/tiles/base") && !strings.Contains(target, ".json")
				if got := header.Get("Cache-Control"); personal && got != "private, no-store" {
					t.Errorf("%s: %s may be kept: %q", viewer, target, got)
				}
				for secret, may := range secrets {
					if !strings.Contains(text, secret) {
						continue
					}
					found[secret] = true
					if !may(viewer) {
						t.Errorf("%s reads %q at %s: %.300s", viewer, secret, target, text)
					}
				}
			}
		}
		for secret, may := range secrets {
			if viewer != asExpired && may(viewer) && !found[secret] {
				t.Errorf("%s reads %q nowhere", viewer, secret)
			}
		}
	}
}

// wantedRead is the status that a viewer gets of a route; 0 where it depends on
// the address. 200 stands for what the route says when all is well for it.
func wantedRead(viewer, route string) int {
	ofAlpha := viewer == asSalesA || viewer == asKeeperA || viewer == asReadTokenA
	switch route {
	case "/livez", "/readyz", "/api/openapi.json", "/api/docs":
		return 200
	case "/oidc/start", "/oidc/callback":
		return 303
	case "/metrics":
		switch viewer {
		case asVisitor, asExpired:
			return 401
		case asAdmin:
			return 200
		}
		return 403
	}
	switch {
	case viewer == asExpired:
		return 401
	case slices.Contains([]string{"listUsers", "getUser"}, route):
		switch viewer {
		case asVisitor:
			return 401
		case asAdmin:
			return 200
		}
		return 403
	case slices.Contains([]string{"listSessions", "listTokens", "getMyData"}, route):
		if viewer == asVisitor {
			return 401
		}
		return 403 // all are tokens here
	case slices.Contains([]string{"getDefaultAudience", "getPreview", "listReaders"}, route):
		switch {
		case viewer == asVisitor:
			return 401
		case ofAlpha && (viewer != asSalesA || route != "getPreview"):
			return 200
		}
		return 403
	case slices.Contains([]string{"exportPlan", "getLedger", "exportLedger", "listPlans", "getPlan", "getPlanPicks", "previewPlan", "listCandidates"}, route):
		switch {
		case viewer == asVisitor:
			return 401
		case viewer == asAdmin:
			return 403
		case route == "getPlan" || route == "getPlanPicks" || route == "exportPlan":
			if !ofAlpha {
				return 404 // another's plan: there is no such
			}
		}
		return 200
	case slices.Contains([]string{"listProposals", "getProposal", "getProposalPicks"}, route):
		switch {
		case viewer == asVisitor:
			return 401
		case viewer == asAdmin:
			return 403
		case viewer == asKeeperGamma && route != "listProposals":
			return 404 // a candidate is not asked
		}
		return 200
	case (route == "listHistory" || route == "exportHistory") && viewer == asVisitor:
		return 401
	case slices.Contains([]string{"getImport", "listImportRows", "getImportReport", "getImportGrid", "getImportChanges"}, route):
		switch {
		case viewer == asVisitor:
			return 401
		case ofAlpha:
			return 200
		case viewer == asBureau || viewer == asAdmin:
			return 403
		}
		return 404 // another member's contributor: there is no such import
	case route == "simulate" && viewer == asVisitor:
		return 401
	case route == "listImports" || route == "simulate":
		return 0 // of two members; as the body asks
	}
	return 200
}

// Figures count what the table says, and name nobody whom it does not.
func TestMatrixOfFigures(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	for viewer := range seen {
		m.figures(t, viewer, "")
		m.figures(t, viewer, publicDay)
	}
}

// figures checks what a viewer is told of now, or of a day on which beta had
// nothing yet.
func (m *matrix) figures(t *testing.T, viewer, day string) {
	t.Helper()
	asOf := ""
	if day != "" {
		asOf = "&as_of=" + day
	}
	var coverage struct {
		Units []struct {
			Code    string
			Covered struct{ Share float64 }
		}
	}
	m.document(t, viewer, "/coverage?unit=commune&technology=ftth"+asOf, &coverage)
	var openings struct {
		Units []struct {
			Code     string
			Partners []string
		}
	}
	m.document(t, viewer, "/openings?member=delta&unit=commune"+asOf, &openings)
	for i, a := range inventory.Audiences {
		code := m.communes[i].Code
		s := sees(viewer, a)
		alpha := a.InPool() && s != "-"                                                          // what alpha shares there counts
		beta := day == "" && viewer != asVisitor && viewer != asAdmin && viewer != asKeeperGamma // beta's wide zone is for members
		covered, partners := 0.0, []string(nil)
		for _, u := range coverage.Units {
			if u.Code == code {
				covered = u.Covered.Share
			}
		}
		for _, u := range openings.Units {
			if u.Code == code {
				partners = slices.Sorted(slices.Values(u.Partners))
			}
		}
		if got := covered > 0.99; got != (alpha || beta) {
			t.Errorf("%s: the commune with a %s zone is covered: %v", viewer, a, got)
		}
		var want []string
		switch {
		case alpha && s == "c":
			want = append(want, "un partenaire")
		case alpha:
			want = append(want, "alpha")
		}
		if beta {
			want = append(want, "beta")
		}
		slices.Sort(want)
		if !slices.Equal(partners, want) {
			t.Errorf("%s: a %s zone is opened by %v, want %v", viewer, a, partners, want)
		}
		if day != "" {
			continue
		}
		var e struct {
			Offers []struct{ Member, Zone, Name, Supplier string }
		}
		m.document(t, viewer, "/eligibility?insee="+code, &e)
		var members []string
		for _, o := range e.Offers {
			members = append(members, o.Member)
			if o.Member == "un partenaire" && o.Zone+o.Name+o.Supplier != "" {
				t.Errorf("%s: the offer of a partner is %+v", viewer, o)
			}
		}
		slices.Sort(members)
		if !slices.Equal(members, want) {
			t.Errorf("%s: in the commune with a %s zone %v offer, want %v", viewer, a, members, want)
		}
	}
}

func (m *matrix) document(t *testing.T, viewer, target string, into any) {
	t.Helper()
	status, _, text := m.as(viewer, "GET", prefix+target, "")
	if status != 200 {
		t.Fatalf("%s: %s answers %d %s", viewer, target, status, text)
	}
	decode(t, text, into)
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatal(err)
	}
}

// Nobody writes what is not theirs, on any route.
func TestMatrixOfWrites(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	const pop = `{"code":"CODE","name":"X","position":[2.38,47.08]}`
	const zone = `{"code":"CODE","name":"X","technologies":["ftth"],"extent":{"kind":"communes","codes":["18033"]}}`
	imports := fmt.Sprintf("/imports/%d", m.imp)
	changed, err := m.parts.Desk.SetAudience(t.Context(), inventory.Operator("test"), inventory.AudienceChange{
		Member: "alpha", Kind: inventory.KindZones, Codes: []string{"z-alpha-pooled"}, Audience: inventory.AudienceBureau})
	if err != nil {
		t.Fatal(err)
	}
	type write struct {
		target, body string
		multipart    bool
		who          string // alpha's contributor, admin, or person: nobody with a token
	}
	plan := fmt.Sprintf("/plans/%d", m.plan)
	writes := map[string]write{
		"renamePlan": {plan, `{"name":"X"}`, false, "alpha"}, "stopPlan": {plan + "/stop", "", false, "alpha"}, "deletePlan": {plan, "", false, "alpha"},
		"addProposal":      {"/proposals", fmt.Sprintf(`{"plan":%d,"title":"T","closes_at":%q}`, m.plan+1, nextWeek), false, asBureau},
		"putVoice":         {fmt.Sprintf("/proposals/%d/voice", m.proposal), `{"interest":"abstains"}`, false, "voter"},
		"withdrawProposal": {fmt.Sprintf("/proposals/%d/withdraw", m.proposal), "", false, asBureau},
		"addPlan":          {"/plans", `{"request":{"from":"planned","objective":"reach","budget":{"zones":1}}}`, false, "planner"},
		"signIn":           {"/session", `{"link":"mll_x"}`, false, "anyone"}, "signOut": {"/session", "", false, "anyone"},
		"actAs": {"/session", `{"role":"admin"}`, false, "person"}, "setPassword": {"/me/password", `{"password":"quatre mots bien choisis"}`, false, "person"},
		"endSession": {"/sessions/1", "", false, "person"}, "addToken": {"/tokens", `{"name":"x"}`, false, "person"}, "endToken": {"/tokens/1", "", false, "person"},
		"eraseMe": {"/me/erasure", `{"email":"u0@x.example"}`, false, "person"},
		"addUser": {"/users", `{"email":"new@x.example","grants":[{"role":"bureau"}]}`, false, asAdmin}, "changeUser": {"/users/1", `{"name":"New"}`, false, asAdmin},
		"addUserLink": {"/users/1/link", "", false, asAdmin}, "removeUser": {"/users/9", "", false, asAdmin},
		"addMember": {"/members", `{"slug":"new","name":"New"}`, false, asAdmin}, "changeMember": {"/members/alpha", `{"name":"Alpha"}`, false, asAdmin},
		"addPop": {"/members/alpha/pops", pop, false, asKeeperA}, "putPop": {"/members/alpha/pops/CODE", pop, false, asKeeperA},
		"deletePop": {"/members/alpha/pops/p-alpha-private", "", false, asKeeperA},
		"addZone":   {"/members/alpha/zones", zone, false, asKeeperA}, "putZone": {"/members/alpha/zones/CODE", zone, false, asKeeperA},
		"deleteZone":         {"/members/alpha/zones/z-alpha-private", "", false, asKeeperA},
		"setDefaultAudience": {"/members/alpha/audience", `{"audience":"bureau","price_audience":"private"}`, false, asKeeperA},
		"changeAudience":     {"/members/alpha/audience/changes", `{"kind":"pops","audience":"public"}`, false, asKeeperA},
		"undoAudienceChange": {"/members/alpha/audience/changes/" + changed.Change + "/undo", "", false, asKeeperA},
		"addImport":          {"/members/alpha/imports", "", true, asKeeperA},
		"commitImport":       {imports + "/commit", `{"mode":"valid"}`, false, asKeeperA}, "undoImport": {imports + "/undo", "", false, asKeeperA},
		"cancelImport":  {fmt.Sprintf("/imports/%d/cancel", m.second), "", false, asKeeperA},
		"changeImport":  {imports, `{"edits":[{"row":2,"column":"name","value":"X"}]}`, false, asKeeperA},
		"previewImport": {imports + "/preview", `{"mapping":{}}`, false, asKeeperA},
		"repairImport":  {fmt.Sprintf("/imports/%d/repairs", m.third), `{"code":"unknown_status","column":"statut","to":"planned"}`, false, asKeeperA},
		"restoreList":   {"/members/alpha/imports/restore", `{"kind":"pops","on":"2100-01-01"}`, false, asKeeperA},
	}
	// Those who may come last: what they do must not spare the others the refusal.
	viewers := []string{asVisitor, asExpired, asSalesA, asReadTokenA, asKeeperB, asBureau, asKeeperGamma, asAdmin, asKeeperA}
	if len(viewers) != len(m.tokens) {
		t.Fatal("a viewer is missing")
	}
	ops := slices.Sorted(maps.Keys(m.spec)) // commitImport before undoImport
	for _, op := range ops {
		route := m.spec[op]
		if route.Method == http.MethodGet || m.asks()[op] != nil {
			continue
		}
		w, ok := writes[op]
		if !ok {
			t.Errorf("the matrix has no row for %s", op)
			continue
		}
		for _, viewer := range viewers {
			body, more := strings.ReplaceAll(w.body, "CODE", op), []string(nil)
			if w.multipart {
				var kind string
				body, kind = form(t, map[string]string{"kind": "pops", "file": "code;name;longitude;latitude\nnew;New;2.38;47.08\n"})
				more = []string{"Content-Type", kind}
			}
			status, _, text := m.as(viewer, route.Method, prefix+strings.ReplaceAll(w.target, "CODE", op), body, more...)
			want := "403"
			switch {
			case viewer == asExpired:
				want = "401"
			case w.who == "anyone":
				want = "401 204 400 " // a link that is none; signing out of nothing
			case viewer == asVisitor:
				want = "401"
			case w.who == "planner" && viewer != asAdmin && viewer != asReadTokenA:
				want = "201"
			case w.who == "alpha" && (viewer == asSalesA || viewer == asKeeperA):
				want = "200 204 404" // whoever comes after the plan is removed
			case w.who == "alpha" && (viewer == asKeeperB || viewer == asKeeperGamma || viewer == asBureau):
				want = "404"
			case w.who == "voter" && (viewer == asKeeperA || viewer == asKeeperB):
				want = "200 409" // beta's voice meets the quorum
			case w.who == "voter" && viewer == asKeeperGamma:
				want = "404" // a candidate is not asked
			case viewer == w.who && op == "withdrawProposal":
				want = "409" // it is closed by then
			case viewer == w.who:
				want = "200 201 204"
			case strings.HasPrefix(w.target, "/imports/") && (viewer == asKeeperB || viewer == asKeeperGamma):
				want = "404"
			}
			if !strings.Contains(want, fmt.Sprint(status)) {
				t.Errorf("%s: %s answers %d, want %s: %.300s", viewer, op, status, want, text)
			}
		}
	}
}

// A figure must not let a reader subtract its way to an owner: whatever alpha does
// with entries that beta may not see, and whoever owns a pooled zone, every answer
// that beta gets stays the same to the last byte. So it is for visitors.
func TestAnswersDoNotDependOnWhatIsHidden(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	operator := inventory.Operator("test")
	snapshot := func(viewer string) map[string]string {
		all := map[string]string{}
		for route, addresses := range m.targets(t) {
			if route == "/metrics" || route == "/readyz" {
				continue
			}
			for _, target := range addresses {
				status, _, text := m.read(viewer, target)
				all[target] = fmt.Sprint(status, " ", text)
			}
		}
		return all
	}
	same := func(viewer, after string, before map[string]string) {
		t.Helper()
		for target, now := range snapshot(viewer) {
			if now != before[target] {
				t.Errorf("%s: after %s, %s answers otherwise:\n%.600q\n%.600q", viewer, after, target, before[target], now)
			}
		}
	}
	beta, visitor := snapshot(asKeeperB), snapshot(asVisitor)
	if len(beta) < 200 {
		t.Fatalf("only %d addresses", len(beta))
	}

	for _, a := range []inventory.Audience{inventory.AudiencePrivate, inventory.AudienceBureau} {
		z := m.zone("alpha", string(a), a, 7)
		z.Technologies, z.Name = []inventory.Technology{"dsl", "radio"}, "Moved"
		m.put(t, z)
		m.entry(t, "alpha", "more-"+string(a), a, 8)
	}
	same(asKeeperB, "alpha changed what is private and the bureau's", beta)
	same(asVisitor, "alpha changed what is private and the bureau's", visitor)

	// The pooled zone and PoP go from alpha to delta.
	if err := m.parts.Desk.DeleteZone(t.Context(), operator, inventory.Key{Member: "alpha", Code: "z-alpha-pooled"}); err != nil {
		t.Fatal(err)
	}
	if err := m.parts.Desk.DeletePop(t.Context(), operator, inventory.Key{Member: "alpha", Code: "p-alpha-pooled"}); err != nil {
		t.Fatal(err)
	}
	if same := snapshot(asKeeperB); maps.Equal(same, beta) {
		t.Error("a pooled zone that goes changes nothing: the test sees nothing")
	}
	m.entry(t, "delta", "pooled", inventory.AudiencePooled, 2)
	same(asKeeperB, "a pooled zone changed hands", beta)
	same(asVisitor, "a pooled zone changed hands", visitor)

	z := m.zone("alpha", "members", inventory.AudienceMembers, 3)
	z.Technologies, z.MonthlyEUR, z.PriceAudience = []inventory.Technology{"ftth"}, price(inventory.AudiencePrivate), inventory.AudiencePrivate
	m.put(t, z)
	same(asVisitor, "alpha changed what is for members", visitor)
}
