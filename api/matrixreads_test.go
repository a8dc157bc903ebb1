package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb/maptile"

	"maillage/inventory"
)

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
		for _, day := range []string{"", "&as_of=" + publicDay, "&as_of=2120-01-01"} {
			places = append(places, "/eligibility?insee="+u.Code+day, fmt.Sprintf("/eligibility?at=%g,%g%s", u.Centre[0], u.Centre[1], day))
		}
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
		"getImportReportBook": {fmt.Sprintf("/imports/%d/report.xlsx", m.imp)},
		"getImportGrid":       {fmt.Sprintf("/imports/%d/grid", m.imp)}, "getImportChanges": {fmt.Sprintf("/imports/%d/changes.geojson", m.imp)},
		"listPlans": {"/plans"}, "getPlan": {fmt.Sprintf("/plans/%d", m.plan)}, "getPlanPicks": {fmt.Sprintf("/plans/%d/picks.geojson", m.plan)},
		"getLedger": {"/ledger", "/ledger?member=alpha", "/ledger?member=beta"}, "exportLedger": {"/ledger/exports/ledger.csv"},
		"exportPlan":    {fmt.Sprintf("/plans/%d/exports/picks.csv", m.plan)},
		"listProposals": {"/proposals"}, "getProposal": {fmt.Sprintf("/proposals/%d", m.proposal)}, "getProposalPicks": {fmt.Sprintf("/proposals/%d/picks.geojson", m.proposal)},
		"getCoverage": with("/coverage"), "getOverlaps": with("/overlaps"), "getGaps": with("/gaps"),
		"getContributions": with("/contributions"), "getRedundancy": append(with("/redundancy"), "/redundancy?km=0"),
		"exportCoverage": append(with("/coverage/exports/coverage.csv"), "/coverage/exports/coverage.geojson", "/coverage/exports/coverage.geojson?unit=commune", "/coverage/exports/coverage.gpkg?member=alpha"),
		"exportGaps":     append(with("/gaps/exports/gaps.csv"), "/gaps/exports/gaps.geojson", "/gaps/exports/gaps.geojson?unit=commune", "/gaps/exports/gaps.gpkg?member=alpha"),
		"getGapRegions":  {"/gaps/regions", "/gaps/regions?member=alpha"},
		"getOpenings":    append(openings, "/openings"), "getEligibility": places,
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
	tiles = append(tiles, fmt.Sprintf("/tiles/units/8/%d/%d.mvt?unit=commune", at.X, at.Y))
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
		`{"from":"planned","objective":"openings","budget":{"zones":9},"suppose":{"remove":["alpha"]}}`,
		`{"from":"planned","objective":"openings","budget":{"zones":9},"as_of":"2120-01-01","suppose":{"set":[{"member":"alpha","status":"planned","available_on":"2120-02-01"}]}}`,
	}
	curves := append(slices.Clone(plans),
		`{"from":"planned","objective":"openings","budget":{"zones":9},"suppose":{"candidates":["gamma"]}}`,
		`{"from":"planned","objective":"reach","budget":{"zones":9},"suppose":{"set":[{"member":"alpha","code":"z-alpha-PRIVATE","status":"planned"}]}}`,
		`{"from":"planned","objective":"reach","budget":{"zones":9},"suppose":{"set":[{"from":"operational","status":"planned"}]}}`)
	var replacements []string
	for _, r := range curves {
		replacements = append(replacements, `{"request":`+r+`,"picks":[],"drop":"`+codes+`"}`)
	}
	return map[string][]string{"previewPlan": plans, "listCandidates": plans, "drawPlanCurve": curves, "listReplacements": replacements, "simulate": {
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
				case route == "listImports" && viewer != asExpired:
					want = onlyFor(viewer, isOfAlpha(viewer) && strings.Contains(target, "alpha") || viewer == asKeeperGamma && strings.Contains(target, "gamma"))
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
				if route != "/metrics" && (wantedRead(viewer, route) == 403 || route == "listImports" && want == 403) && status == 403 && !refusedByPermit(text) {
					t.Errorf("%s: %s is let through to be refused later: %.300s", viewer, target, text)
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
				personal := strings.HasPrefix(target, prefix) || strings.HasPrefix(target, "/tiles/") && !strings.HasPrefix(target, "/tiles/base") && !strings.HasPrefix(target, "/tiles/units") && !strings.Contains(target, ".json")
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
