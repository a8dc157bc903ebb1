package api

import (
	"fmt"

	"maillage/inventory"
)

// What a prowler thinks of besides: plans, what is put to the members, files.

// day is one to ask for.
func (p *prowler) day() string { return p.one(publicDay, "2120-01-01", "2020-06-01", "yesterday") }

// planning is a plan that nobody keeps, often under a hypothesis.
func (p *prowler) planning() prowl {
	who := func() string { return p.one("alpha", "beta", "gamma", "delta", "nobody") }
	request := `{"from":` + p.one(`"planned"`, `"planned"`, `"units","unit":"commune"`, `"units","unit":"commune","radius_km":4`, `"regions"`) +
		`,"objective":"` + p.one("reach", "openings", "fair", "proportional") + `","budget":{"zones":` + p.one("1", "2", "9") + `}` +
		p.one("", `,"second_path":1`, `,"second_path":0.5,"no_first_path":true`) +
		p.one("", "", `,"members":["`+who()+`"]`) + p.one("", "", `,"technology":["ftth"]`) + p.one("", "", `,"as_of":"`+p.day()+`"`) +
		p.one("", "", `,"cost":{"door_eur":5,"per_km_eur":100}`) +
		p.one("", `,"suppose":{"remove":["`+who()+`"]}`, `,"suppose":{"candidates":["`+who()+`"]}`,
			`,"suppose":{"set":[{"member":"`+who()+`","code":"`+p.code("z")+`","status":"`+p.one("planned", "operational")+`"}]}`,
			`,"suppose":{"remove":["`+who()+`"],"set":[{"from":"`+p.one("operational", "planned")+`","status":"`+p.one("planned", "operational", "inactive")+`"}]}`) + `}`
	if p.rnd.IntN(4) == 0 {
		return prowl{"POST", prefix + "/plans/replacements", `{"request":` + request + `,"picks":[],"drop":"` + p.one(p.commune().Code, "alpha/"+p.code("z")) + `"}`}
	}
	return prowl{"POST", prefix + "/plans/" + p.one("preview", "curve", "candidates"), request}
}

// assembly is what members decide together, and what is kept of them.
func (p *prowler) assembly() prowl {
	proposal := fmt.Sprintf("%s/proposals/%d", prefix, p.m.proposal+int64(p.rnd.IntN(3))-1)
	switch p.rnd.IntN(6) {
	case 0:
		return prowl{"GET", prefix + "/proposals" + p.query(map[string]func() string{"limit": func() string { return p.one("1", "100") }, "after": func() string { return p.one("1", "2", "x") }}, 2), ""}
	case 1:
		return prowl{"POST", proposal + "/withdraw", ""}
	case 2:
		return prowl{"POST", prefix + "/proposals", `{"plan":1,"title":"T","closes_at":"2100-01-01T00:00:00Z"}`}
	case 3:
		return prowl{"GET", prefix + p.one("/ledger", "/ledger/exports/ledger.csv") + p.query(map[string]func() string{"member": p.member}, 2), ""}
	case 4:
		return prowl{"PUT", proposal + "/voice", p.one(`{"interest":"certainly"}`, `{"interest":"abstains","member":"alpha"}`)}
	}
	return prowl{"GET", proposal + p.one("", "", "/picks.geojson"), ""}
}

// export is a file of an answer or of entries. Spreadsheets and GeoPackages carry the
// moment at which they are written: the matrix reads those.
func (p *prowler) export() prowl {
	if p.rnd.IntN(2) == 0 {
		return prowl{"GET", prefix + "/members/" + p.member() + "/exports/" + p.one("pops", "zones") + p.one(".csv", ".geojson", ".pmtiles", ".shp") +
			p.query(map[string]func() string{"as": func() string { return p.one("bureau", "member") }}, 6), ""}
	}
	what := p.one("coverage", "gaps")
	return prowl{"GET", prefix + "/" + what + "/exports/" + what + p.one(".csv", ".geojson", ".pmtiles") + p.filter(nil), ""}
}

// upload is a change of an import that is not beta's.
func (p *prowler) upload() prowl {
	at := fmt.Sprintf("%s/imports/%d", prefix, p.rnd.IntN(5))
	switch p.rnd.IntN(5) {
	case 0:
		return prowl{"POST", at + "/preview", `{"mapping":{}}`}
	case 1:
		return prowl{"POST", at + "/repairs", `{"code":"unknown_status","column":"statut","to":"planned"}`}
	case 2:
		return prowl{"POST", at + "/cancel", ""}
	case 3:
		return prowl{"PATCH", at, `{"edits":[{"row":2,"column":"name","value":"X"}]}`}
	}
	return prowl{"POST", prefix + "/members/" + p.one("alpha", "gamma", "delta") + "/imports/restore", `{"kind":"` + inventory.KindZones + `","on":"2026-01-01"}`}
}
