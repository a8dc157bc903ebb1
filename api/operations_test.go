package api

import (
	"encoding/json"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	goodPops  = "code;name;longitude;latitude\nbourges;Bourges;2.38;47.08\nnord;Nord;2.5;47.17\n"
	badPops   = "code;name;longitude;latitude\nest;Est;2.52;47.0\nnulle;Nulle part;;\n"
	workPops  = "code;nom;h;n;lon;lat;statut\na;A;48;7;2.38;47.08;bizarre\nb;B;48;7;2.38;-47.08;prévu\nc;C;48;7;;;prévu\n"
	goodZones = "code;name;technologies;handoff;radius_km\nz1;Autour;ftth ftto;bourges;6\n"
)

// twoLayers is a zip of two Shapefiles of points, from the corpus of lists.
var twoLayers = func() string {
	b, err := os.ReadFile("../inventory/intake/testdata/corpus/pops-two-layers.zip")
	if err != nil {
		panic(err)
	}
	return string(b)
}()

// nextWeek is a time to come.
var nextWeek = time.Now().Add(7 * 24 * time.Hour).UTC().Format(time.RFC3339)

// operations asks every operation of openapi.yaml what it must do and what it
// must refuse, in one long story: later rows live on what earlier ones left.
var operations = []row{
	{op: "getMe", target: "/me", status: 200, holds: `"role":"operator"`},
	{op: "getMe", target: "/me?x=1", status: 400, holds: "unknown_parameter"},
	{op: "signIn", target: "/session", body: `{"email":"nobody@berry.example","password":"wrong"}`, status: 401, holds: "wrong_credentials"},
	{op: "signIn", target: "/session", body: `{"link":"mll_nothing"}`, status: 401, holds: "bad_link"},
	{op: "signIn", target: "/session", body: `{}`, status: 400, holds: "no_credentials"},
	{op: "signIn", target: "/session", body: `{"email":"a@b","password":"x","link":"y"}`, status: 400, holds: "no_credentials"},
	{op: "signOut", target: "/session", status: 204},
	{op: "signOut", target: "/session?x=1", status: 400},
	// The rest of access needs a session: see TestAccess.
	{op: "actAs", target: "/session", body: `{"role":"admin"}`, status: 401, holds: "sign_in"},
	{op: "setPassword", target: "/me/password", body: `{"password":"quatre mots bien choisis"}`, status: 401, holds: "sign_in"},
	{op: "listSessions", target: "/sessions", status: 401, holds: "sign_in"},
	{op: "endSession", target: "/sessions/1", status: 401, holds: "sign_in"},
	{op: "listTokens", target: "/tokens", status: 401, holds: "sign_in"},
	{op: "addToken", target: "/tokens", body: `{"name":"x"}`, status: 401, holds: "sign_in"},
	{op: "endToken", target: "/tokens/1", status: 401, holds: "sign_in"},
	{op: "getMyData", target: "/me/data", status: 401, holds: "sign_in"},
	{op: "eraseMe", target: "/me/erasure", body: `{"email":"a@b"}`, status: 401, holds: "sign_in"},
	// That an administrator closes loopback, and the rest of users: see TestUsers.
	{op: "listUsers", target: "/users", status: 200, holds: `"items":[]`},
	{op: "listUsers", target: "/users?x=1", status: 400},
	{op: "addUser", target: "/users", body: `{"email":"Paul@berry.example","grants":[{"role":"bureau"}]}`, status: 201, holds: `"url":"http://localhost:8080/sign-in#mll_`},
	{op: "addUser", target: "/users", body: `{"email":"paul@berry.example","grants":[{"role":"bureau"}]}`, status: 409, holds: "user_exists"},
	{op: "addUser", target: "/users", body: `{"email":"x@y","grants":[]}`, status: 400, holds: "grants"},
	{op: "addUser", target: "/users", body: `{"email":"x@y","grants":[{"role":"sales"}]}`, status: 400, holds: "held for one member"},
	{op: "addUser", target: "/users", body: `{"email":"x@y","grants":[{"role":"sales","member":"nobody"}]}`, status: 404, holds: "unknown_member"},
	{op: "addUser", target: "/users", body: `{"email":"x@y","grants":[{"role":"operator"}]}`, status: 400, holds: "unknown_value"},
	{op: "getUser", target: "/users/1", status: 200, holds: `"link_expires_at":"`},
	{op: "getUser", target: "/users/99", status: 404, holds: "unknown_user"},
	{op: "changeUser", target: "/users/1", body: `{"name":"Paul","grants":[{"role":"bureau"}]}`, status: 200, holds: `"name":"Paul"`},
	{op: "changeUser", target: "/users/1", body: `{"grants":[]}`, status: 400},
	{op: "changeUser", target: "/users/99", body: `{"name":"Paul"}`, status: 404},
	{op: "addUserLink", target: "/users/1/link", status: 201, holds: "/sign-in#mll_"},
	{op: "addUserLink", target: "/users/99/link", status: 404},
	{op: "removeUser", target: "/users/1", status: 204},
	{op: "removeUser", target: "/users/1", status: 404},
	{op: "getTerritory", target: "/territory", status: 200, holds: `"loaded":true`},
	{op: "getTerritory", target: "/territory?x=1", status: 400},
	{op: "listLayers", target: "/layers", status: 200, holds: `"name":"population"`},
	{op: "listLayers", target: "/layers?x=1", status: 400},
	{op: "searchUnits", target: "/units?q=bourges&kind=commune", status: 200, holds: `"code":"18033"`},
	{op: "searchUnits", target: "/units?q=97411&limit=1", status: 200, holds: "Saint-Denis"},
	{op: "searchUnits", target: "/units?q=zzzzzz", status: 200, holds: `"items":[]`},
	{op: "searchUnits", target: "/units?q=b&kind=village", status: 400, holds: "unknown_kind"},
	{op: "searchUnits", target: "/units?q=b&limit=1000", status: 400, holds: "out_of_range"},
	{op: "getUnit", target: "/units/commune/18033", status: 200, holds: `"name":"Bourges"`},
	{op: "getUnit", target: "/units/commune/00000", status: 404, holds: "unknown_unit"},
	{op: "getUnit", target: "/units/village/18033", status: 400, holds: "unknown_kind"},

	{op: "listMembers", target: "/members", status: 200, holds: `"items":[]`},
	{op: "listMembers", target: "/members?x=1", status: 400},
	{op: "addMember", target: "/members", body: `{"slug":"berry","name":"Berry Télécom","asn":[64500],"joined_on":"2020-02-29","website":"https://berry.example"}`, status: 201, holds: `"joined_on":"2020-02-29"`},
	{op: "addMember", target: "/members", body: `{"slug":"cher","name":"Élan du Cher","status":"active"}`, status: 201, holds: `"color":"#`},
	{op: "addMember", target: "/members", body: `{"slug":"berry","name":"Berry"}`, status: 409, holds: "member_exists"},
	{op: "addMember", target: "/members", body: `{"slug":"Bad Slug","name":"X"}`, status: 400, holds: "bad_slug"},
	{op: "addMember", target: "/members", body: `{"slug":"x","name":"X","website":"javascript:alert(1)"}`, status: 400, holds: "bad_website"},
	{op: "addMember", target: "/members", body: `{"slug":"x","name":"X","siren":"123456789"}`, status: 400, holds: "bad_siren"},
	{op: "getMember", target: "/members/berry", status: 200, holds: `"name":"Berry Télécom"`},
	{op: "getMember", target: "/members/nobody", status: 404, holds: "unknown_member"},
	{op: "changeMember", target: "/members/berry", body: `{"name":"Berry"}`, status: 200, holds: `"website":"https://berry.example"`},
	{op: "changeMember", target: "/members/berry", body: `{"status":"asleep"}`, status: 400, holds: "unknown_value"},
	{op: "changeMember", target: "/members/berry", body: `{"name":""}`, status: 400, holds: "missing"},
	{op: "changeMember", target: "/members/nobody", body: `{"name":"N"}`, status: 404},

	{op: "addPop", target: "/members/berry/pops", body: `{"code":"centre","name":"Centre","position":[2.38,47.08],"technologies":["ftth"],"capacity_gbps":10}`, status: 201, holds: `"insee":"18033"`},
	{op: "addPop", target: "/members/berry/pops", body: `{"code":"centre","name":"Encore","position":[2.38,47.08]}`, status: 409, holds: "entry_exists"},
	{op: "addPop", target: "/members/berry/pops", body: `{"name":"Sans code","position":[2.38,47.08]}`, status: 400, holds: `"field":"code"`},
	{op: "addPop", target: "/members/berry/pops", body: `{"code":"mer","name":"En mer","position":[-8,46]}`, status: 400, holds: "outside_france"},
	{op: "addPop", target: "/members/berry/pops", body: `{"code":"envers","name":"À l'envers","position":[47.08,2.38]}`, status: 400, holds: "swapped_position"},
	{op: "addPop", target: "/members/nobody/pops", body: `{"code":"a","name":"A","position":[2.38,47.08]}`, status: 404},
	{op: "putPop", target: "/members/berry/pops/" + escape("é tage 1"), body: `{"name":"Étage","insee":"18033"}`, status: 200, holds: `"position_source":"commune"`},
	{op: "putPop", target: "/members/berry/pops/centre", body: `{"code":"autre","name":"Autre","position":[2.38,47.08]}`, status: 400, holds: "code_differs"},
	{op: "putPop", target: "/members/berry/pops/x", body: `{"name":"X","insee":"1001"}`, status: 400},
	{op: "getPop", target: "/members/berry/pops/" + escape("é tage 1"), status: 200, holds: `"name":"Étage"`},
	{op: "getPop", target: "/members/berry/pops/none", status: 404, holds: "unknown_pop"},
	{op: "listPops", target: "/members/berry/pops?limit=1", status: 200, holds: `"next":"centre"`},
	{op: "listPops", target: "/members/berry/pops?limit=1&after=centre", status: 200, holds: `"name":"Étage"`},
	{op: "listPops", target: "/members/nobody/pops", status: 404},

	{op: "addZone", target: "/members/berry/zones", body: `{"code":"rayon","name":"Rayon","technologies":["ftth"],"handoff":"centre","extent":{"kind":"radius","radius_km":5},"monthly_eur":12.5}`, status: 201, holds: `"radius_km":5`},
	{op: "addZone", target: "/members/berry/zones", body: `{"code":"rayon","name":"Rayon","technologies":["ftth"],"handoff":"centre","extent":{"kind":"radius","radius_km":5}}`, status: 409, holds: "entry_exists"},
	{op: "addZone", target: "/members/berry/zones", body: `{"code":"loin","name":"Loin","technologies":["ftth"],"extent":{"kind":"communes","codes":["99999"]}}`, status: 400, holds: "99999"},
	{op: "addZone", target: "/members/berry/zones", body: `{"code":"sans","name":"Sans porte","technologies":["ftth"],"extent":{"kind":"radius","radius_km":5}}`, status: 400, holds: "handoff"},
	{op: "putZone", target: "/members/berry/zones/carre", body: `{"name":"Carré","technologies":["dsl"],"extent":{"kind":"geometry","wkt":"POLYGON((2.3 47,2.5 47,2.5 47.1,2.3 47.1,2.3 47))"},"status":"planned","available_on":"2027-01-01"}`, status: 200, holds: `"box":[2.3,47,2.5,47.1]`},
	{op: "putZone", target: "/members/berry/zones/carre", body: `{"name":"Carré renommé","technologies":["dsl"],"extent":{"kind":"geometry"},"status":"planned"}`, status: 200, holds: `"box":[2.3,47,2.5,47.1]`},
	{op: "putZone", target: "/members/berry/zones/point", body: `{"name":"Point","technologies":["dsl"],"extent":{"kind":"geometry","wkt":"POINT(2 47)"}}`, status: 400},
	{op: "putZone", target: "/members/berry/zones/deux", body: `{"name":"Deux","technologies":["dsl"],"extent":{"kind":"communes","codes":["18033"],"wkt":"POINT(2 47)"}}`, status: 400, holds: "two_extents"},
	{op: "putZone", target: "/members/berry/zones/rien", body: `{"name":"Rien","technologies":["dsl"],"extent":{"kind":"geometry"}}`, status: 400},
	{op: "getZone", target: "/members/berry/zones/rayon", status: 200, holds: `"monthly_eur":12.5`},
	{op: "getZone", target: "/members/berry/zones/none", status: 404, holds: "unknown_zone"},
	{op: "exportEntries", target: "/members/berry/exports/pops.csv", status: 200, holds: "code;name;kind;longitude"},
	{op: "exportEntries", target: "/members/berry/exports/zones.geojson", status: 200, holds: `"extent":"radius"`},
	{op: "exportEntries", target: "/members/berry/exports/zones.xlsx", status: 200, holds: "xl/worksheets"},
	{op: "exportEntries", target: "/members/berry/exports/pops.gpkg", status: 200, holds: "SQLite format 3"},
	{op: "exportEntries", target: "/members/berry/exports/pops.pdf", status: 400},
	{op: "exportEntries", target: "/members/nobody/exports/pops.csv", status: 404},
	{op: "exportCoverage", target: "/coverage/exports/coverage.csv", status: 200, holds: "depth;layer;km2;weight;share"},
	{op: "exportCoverage", target: "/coverage/exports/coverage.geojson?unit=commune", status: 200, holds: `"type":"MultiPolygon"`},
	{op: "exportCoverage", target: "/coverage/exports/coverage.gpkg", status: 200, holds: "SQLite format 3"},
	{op: "exportCoverage", target: "/coverage/exports/coverage.xlsx?member=nobody", status: 400, holds: "unknown_member"},
	{op: "exportCoverage", target: "/coverage/exports/coverage.pdf", status: 400},
	{op: "exportGaps", target: "/gaps/exports/gaps.csv?unit=departement", status: 200, holds: "code;name;layer;km2;weight;gap_km2;gap_weight;share"},
	{op: "exportGaps", target: "/gaps/exports/gaps.geojson", status: 200, holds: `"type":"Polygon"`},
	{op: "exportGaps", target: "/gaps/exports/gaps.xlsx", status: 200, holds: "xl/worksheets"},
	{op: "exportGaps", target: "/gaps/exports/gaps.csv?unit=boat", status: 400, holds: "unknown_unit"},
	{op: "exportGaps", target: "/gaps/exports/coverage.csv", status: 400},
	{op: "listZones", target: "/members/berry/zones?limit=1", status: 200, holds: `"next":"carre"`},
	{op: "listZones", target: "/members/berry/zones?limit=1&after=carre", status: 200, holds: `"code":"rayon"`},
	{op: "listZones", target: "/members/berry/zones?after=zzz", status: 200, holds: `"items":[]`},
	{op: "listZones", target: "/members/nobody/zones", status: 404},
	{op: "deletePop", target: "/members/berry/pops/centre", status: 409, holds: "rayon"},

	{op: "getDefaultAudience", target: "/members/berry/audience", status: 200, holds: `{"audience":"members","price_audience":"members"}`},
	{op: "getDefaultAudience", target: "/members/nobody/audience", status: 404, holds: "unknown_member"},
	{op: "setDefaultAudience", target: "/members/berry/audience", body: `{"audience":"bureau","price_audience":"private"}`, status: 200, holds: `"audience":"bureau"`},
	{op: "setDefaultAudience", target: "/members/berry/audience", body: `{"audience":"friends","price_audience":"private"}`, status: 400, holds: "unknown_value"},
	{op: "setDefaultAudience", target: "/members/berry/audience", body: `{"audience":"bureau"}`, status: 400, holds: "price_audience"},
	{op: "setDefaultAudience", target: "/members/nobody/audience", body: `{"audience":"bureau","price_audience":"private"}`, status: 404, holds: "unknown_member"},
	{op: "putZone", target: "/members/berry/zones/defaut", body: `{"name":"Défaut","technologies":["dsl"],"extent":{"kind":"communes","codes":["97411"]},"status":"planned"}`, status: 200, holds: `"audience":"bureau","box"`},
	{op: "getZone", target: "/members/berry/zones/defaut", status: 200, holds: `"price_audience":"private"`},
	{op: "deleteZone", target: "/members/berry/zones/defaut", status: 204},
	{op: "setDefaultAudience", target: "/members/berry/audience", body: `{"audience":"members","price_audience":"members"}`, status: 200},
	{op: "changeAudience", target: "/members/berry/audience/changes", body: `{"kind":"zones","audience":"bureau","price_audience":"private"}`, status: 200, holds: `"changed":2,"unchanged":0`},
	{op: "changeAudience", target: "/members/berry/audience/changes", body: `{"kind":"zones","codes":["rayon"],"audience":"pooled"}`, status: 200, holds: `"changed":1`},
	{op: "listHistory", target: "/history?change=CHANGE", status: 200, holds: `"changed":["audience"]`},
	{op: "undoAudienceChange", target: "/members/berry/audience/changes/CHANGE/undo", status: 200, holds: `"changed":1`},
	{op: "undoAudienceChange", target: "/members/berry/audience/changes/CHANGE/undo", status: 200, holds: `"changed":1`},
	{op: "getZone", target: "/members/berry/zones/rayon", status: 200, holds: `"audience":"bureau"`},
	{op: "undoAudienceChange", target: "/members/cher/audience/changes/CHANGE/undo", status: 404, holds: "unknown_change"},
	{op: "undoAudienceChange", target: "/members/berry/audience/changes/import:1/undo", status: 404, holds: "unknown_change"},
	{op: "changeAudience", target: "/members/berry/audience/changes", body: `{"kind":"zones","codes":["rayon","carre"],"audience":"members","price_audience":"members"}`, status: 200, holds: `"changed":2`},
	{op: "putZone", target: "/members/berry/zones/carre", body: `{"name":"Carré","technologies":["dsl"],"extent":{"kind":"geometry"},"status":"planned","audience":"public"}`, status: 200},
	{op: "undoAudienceChange", target: "/members/berry/audience/changes/CHANGE/undo", status: 409, holds: "touched_since"},
	{op: "changeAudience", target: "/members/berry/audience/changes", body: `{"kind":"zones"}`, status: 400, holds: "missing"},
	{op: "changeAudience", target: "/members/berry/audience/changes", body: `{"kind":"zones","codes":[],"audience":"public"}`, status: 400},
	{op: "changeAudience", target: "/members/berry/audience/changes", body: `{"kind":"pops","price_audience":"public"}`, status: 400, holds: "no_prices"},
	{op: "changeAudience", target: "/members/berry/audience/changes", body: `{"kind":"pops","codes":["centre","none"],"audience":"public"}`, status: 404, holds: `"value":"none"`},
	{op: "changeAudience", target: "/members/nobody/audience/changes", body: `{"kind":"pops","audience":"public"}`, status: 404, holds: "unknown_member"},
	{op: "getPreview", target: "/members/berry/preview?as=visitor", status: 200, holds: `"zones":{"seen":1,"total":2}`},
	{op: "getPreview", target: "/members/berry/preview?as=member", status: 200, holds: `"priced":{"seen":1,"total":1}`},
	{op: "getPreview", target: "/members/berry/preview?as=bureau", status: 200, holds: `"zones":{"seen":2,"total":2}`},
	{op: "getPreview", target: "/members/berry/preview", status: 400, holds: `"field":"as"`},
	{op: "getPreview", target: "/members/nobody/preview?as=bureau", status: 404},
	{op: "listZones", target: "/members/berry/zones?as=visitor", status: 200, holds: `{"items":[{"audience":"public","box"`},
	{op: "listZones", target: "/members/berry/zones?as=king", status: 400, holds: "unknown_value"},
	{op: "getZone", target: "/members/berry/zones/rayon?as=visitor", status: 404, holds: "unknown_zone"},
	{op: "getZone", target: "/members/berry/zones/rayon?as=member", status: 200, holds: `"monthly_eur":12.5`},
	{op: "listReaders", target: "/members/berry/readers?from=2026-01-01&to=2100-01-01", status: 200, holds: `"items":[]`},
	{op: "listReaders", target: "/members/berry/readers?from=hier", status: 400, holds: `"field":"from"`},
	{op: "listReaders", target: "/members/nobody/readers", status: 404},
	{op: "listHistory", target: "/history?member=berry&noun=zone&code=rayon&limit=2", status: 200, holds: `"next":`},
	{op: "listHistory", target: "/history?noun=member_default", status: 200, holds: `"after":{"audience":"members","member":"berry"`},
	{op: "listHistory", target: "/history?noun=account_grant", status: 200, holds: `"action":"removed"`},
	{op: "listHistory", target: "/history?actor=nobody&from=2026-01-01&to=2100-01-01", status: 200, holds: `"items":[]`},
	{op: "listHistory", target: "/history?to=1999-12-31", status: 200, holds: `"items":[]`},
	{op: "listHistory", target: "/history?after=x", status: 400, holds: "bad_cursor"},
	{op: "listHistory", target: "/history?noun=boat", status: 400, holds: "unknown_value"},
	{op: "exportHistory", target: "/history.csv?member=berry&noun=zone", status: 200, holds: ";audience;members;bureau"},
	{op: "exportHistory", target: "/history.csv?noun=boat", status: 400},

	{op: "addImport", target: "/members/cher/imports", form: map[string]string{"kind": "pops", "file": goodPops}, status: 201, holds: `"state":"checked"`}, // import 1
	{op: "addImport", target: "/members/cher/imports", form: map[string]string{"kind": "pops", "file": badPops, "scope": "merge"}, status: 201, holds: `"rejected":1`},
	{op: "addImport", target: "/members/cher/imports", form: map[string]string{"kind": "boats", "file": goodPops}, status: 400, holds: `"field":"kind"`},
	{op: "addImport", target: "/members/cher/imports", form: map[string]string{"kind": "pops"}, status: 400, holds: `"field":"file"`},
	{op: "addImport", target: "/members/cher/imports", form: map[string]string{"kind": "pops", "file": goodPops, "scope": "some"}, status: 400, holds: `"field":"scope"`},
	{op: "addImport", target: "/members/cher/imports", form: map[string]string{"kind": "pops", "file": goodPops, "mapping": "x"}, status: 400, holds: `"field":"mapping"`},
	{op: "addImport", target: "/members/cher/imports", form: map[string]string{"kind": "pops", "file": goodPops, "speed": "x"}, status: 400, holds: "unknown_field"},
	{op: "addImport", target: "/members/cher/imports", form: map[string]string{"kind": "pops", "file": ""}, status: 400},
	{op: "addImport", target: "/members/cher/imports", form: map[string]string{"kind": "pops", "file": "%PDF-1.7 …"}, status: 400, holds: "PDF"},
	{op: "addImport", target: "/members/nobody/imports", form: map[string]string{"kind": "pops", "file": goodPops}, status: 404},
	{op: "listImports", target: "/members/cher/imports", status: 200, holds: `"file":"list.csv"`},
	{op: "listImports", target: "/members/nobody/imports", status: 404},
	{op: "getImport", target: "/imports/2", status: 200, holds: `"row":3`},
	{op: "getImport", target: "/imports/999", status: 404},
	{op: "listImportRows", target: "/imports/2/rows?state=rejected", status: 200, holds: `"state":"rejected"`},
	{op: "listImportRows", target: "/imports/1/rows?limit=1", status: 200, holds: `"next":`},
	{op: "listImportRows", target: "/imports/1/rows?after=x", status: 400, holds: "bad_cursor"},
	{op: "listImportRows", target: "/imports/999/rows", status: 404},
	{op: "getImportReport", target: "/imports/2/report.csv", status: 200, holds: "Nulle part"},
	{op: "getImportReport", target: "/imports/999/report.csv", status: 404},
	{op: "getImportReportBook", target: "/imports/2/report.xlsx", status: 200, holds: "xl/worksheets"},
	{op: "getImportReportBook", target: "/imports/999/report.xlsx", status: 404},
	{op: "commitImport", target: "/imports/1/commit", body: `{"mode":"all"}`, status: 200, holds: `"state":"committed"`},
	{op: "commitImport", target: "/imports/1/commit", body: `{"mode":"all"}`, status: 200, holds: `"state":"committed"`},
	{op: "commitImport", target: "/imports/2/commit", body: `{"mode":"all"}`, status: 409, holds: "rejected_rows"},
	{op: "commitImport", target: "/imports/2/commit", body: `{"mode":"valid"}`, status: 200, holds: `"mode":"valid"`},
	{op: "commitImport", target: "/imports/2/commit", body: `{}`, status: 400, holds: "missing"},
	{op: "commitImport", target: "/imports/999/commit", body: `{"mode":"all"}`, status: 404},
	{op: "undoImport", target: "/imports/2/undo", status: 200, holds: `"state":"undone"`},
	{op: "undoImport", target: "/imports/999/undo", status: 404},
	{op: "addImport", target: "/members/cher/imports", form: map[string]string{"kind": "zones", "file": goodZones}, status: 201, holds: `"effect":{"km2":1`},
	{op: "commitImport", target: "/imports/5/commit", body: `{"mode":"all"}`, status: 200},
	{op: "getImport", target: "/imports/4", status: 200, holds: `"code":"is_pdf"`},
	{op: "addImport", target: "/members/cher/imports", form: map[string]string{"kind": "pops", "file": workPops}, status: 201, holds: `"repair":"choose"`}, // import 6
	{op: "getImport", target: "/imports/6", status: 200, holds: `"code":"lost_sign"`},
	{op: "getImportGrid", target: "/imports/6/grid?limit=1", status: 200, holds: `"cells":["a","A","48","7","2.38","47.08","bizarre"]`},
	{op: "getImportGrid", target: "/imports/6/grid?code=lost_sign&column=lon", status: 200, holds: `"row":3`},
	{op: "getImportGrid", target: "/imports/999/grid", status: 404},
	{op: "getImportGrid", target: "/imports/6/grid?state=odd", status: 400, holds: "state"},
	{op: "previewImport", target: "/imports/6/preview", body: `{"mapping":{"capacity_gbps":"h"}}`, status: 200, holds: `"capacity_gbps":48`},
	{op: "previewImport", target: "/imports/6/preview", body: `{"mapping":{"capacity_gbps":"none"}}`, status: 400, holds: "unknown_column"},
	{op: "changeImport", target: "/imports/6", body: `{"mapping":{"capacity_gbps":"#3"}}`, status: 200, holds: `"by":"hand"`},
	{op: "changeImport", target: "/imports/6", body: `{"mapping":{"colour":"h"}}`, status: 400, holds: "unknown_field"},
	{op: "changeImport", target: "/imports/6", body: `{"edits":[{"row":2,"column":"nom","value":"Ä"},{"row":4,"position":[2.39,47.08]}]}`, status: 200, holds: `"edited":2`},
	{op: "changeImport", target: "/imports/6", body: `{"edits":[{"row":99,"column":"nom","value":"Ä"}]}`, status: 400, holds: "unknown_row"},
	{op: "changeImport", target: "/imports/6", body: `{"edits":[{"row":2}]}`, status: 400, holds: "bad_edit"},
	{op: "repairImport", target: "/imports/6/repairs", body: `{"code":"lost_sign","column":"lon"}`, status: 200, holds: `"rejected":1`},
	{op: "repairImport", target: "/imports/6/repairs", body: `{"code":"unknown_status","column":"statut","value":"bizarre","to":"inactive"}`, status: 200, holds: `"rejected":0`},
	{op: "repairImport", target: "/imports/6/repairs", body: `{"code":"unknown_status","column":"statut","to":"inactive"}`, status: 409, holds: "nothing_to_repair"},
	{op: "getImportChanges", target: "/imports/6/changes.geojson", status: 200, holds: `"change":"added"`},
	{op: "getImportChanges", target: "/imports/999/changes.geojson", status: 404},
	{op: "changeImport", target: "/imports/6", body: `{"sheet":"2024"}`, status: 400, holds: "no_layer"},
	{op: "cancelImport", target: "/imports/6/cancel", status: 200, holds: `"code":"cancelled"`},
	{op: "cancelImport", target: "/imports/5/cancel", status: 409, holds: "import_not_open"},
	{op: "changeImport", target: "/imports/6", body: `{"scope":"merge"}`, status: 409, holds: "file_expired"},
	{op: "restoreList", target: "/members/cher/imports/restore", body: `{"kind":"zones","on":"2100-01-01"}`, status: 201, holds: `"unchanged":1`},
	{op: "restoreList", target: "/members/cher/imports/restore", body: `{"kind":"pops","on":"2000-01-01"}`, status: 409, holds: "nothing_then"},
	{op: "addImport", target: "/members/cher/imports", form: map[string]string{"kind": "pops", "file": twoLayers, "sheet": "b"}, status: 201, holds: `"sheet":"b","sheets":["a","b"]`}, // import 8
	{op: "addImport", target: "/members/cher/imports", form: map[string]string{"kind": "pops", "file": twoLayers}, status: 400, holds: "several_layers"},
	{op: "getImport", target: "/imports/9", status: 200, holds: `"sheets":["a","b"]`},
	{op: "changeImport", target: "/imports/9", body: `{"sheet":"c"}`, status: 400, holds: "no_layer"},
	{op: "changeImport", target: "/imports/9", body: `{"sheet":"a"}`, status: 200, holds: `"sheet":"a","sheets":["a","b"]`},
	{op: "addImport", target: "/members/cher/imports", form: map[string]string{"kind": "pops", "file": goodPops, "sheet": "b"}, status: 400, holds: "no_layer"},
	{op: "undoImport", target: "/imports/1/undo", status: 409},

	{op: "getCoverage", target: "/coverage?unit=commune", status: 200, holds: `"depth":2`},
	{op: "getCoverage", target: "/coverage?technology=dsl", status: 200, holds: `"by_depth":[]`},
	{op: "getCoverage", target: "/coverage?technology=dsl&status=planned,operational&member=berry", status: 200, holds: `"depth":1`},
	{op: "getCoverage", target: "/coverage?territory=reunion", status: 200, holds: `"covered":{"km2":0,"share":0,"weight":0}`},
	{op: "getCoverage", target: "/coverage?as_of=2020-01-01", status: 200, holds: `"by_depth":[]`},
	{op: "getCoverage", target: "/coverage?as_of=2120-01-01&unit=commune", status: 200, holds: `"depth":2`},
	{op: "getCoverage", target: "/coverage?as_of=yesterday", status: 400, holds: "is a day, written as 2026-11-22"},
	{op: "getCoverage", target: "/coverage?member=nobody", status: 400, holds: "nobody"},
	{op: "getCoverage", target: "/coverage?unit=village", status: 400, holds: "village"},
	{op: "getCoverage", target: "/coverage?layer=snow", status: 400, holds: "snow"},
	{op: "getCoverage", target: "/coverage?territory=atlantis", status: 400, holds: "atlantis"},
	{op: "getOverlaps", target: "/overlaps", status: 200, holds: `"a":"berry","b":"cher"`},
	{op: "getOverlaps", target: "/overlaps?status=odd", status: 400},
	{op: "getGaps", target: "/gaps?unit=epci", status: 200, holds: `"units":[{`},
	{op: "getGaps", target: "/gaps?unit=village", status: 400},
	{op: "getOpenings", target: "/openings?member=berry&unit=commune", status: 200, holds: `"partners":["cher"]`},
	{op: "getOpenings", target: "/openings?member=nobody", status: 400, holds: "nobody"},
	{op: "getOpenings", target: "/openings", status: 200, holds: `"giver":"cher","km2":`},
	{op: "getGapRegions", target: "/gaps/regions?min_km2=1&limit=2&territory=metropole", status: 200, holds: `"rank":1`},
	{op: "getGapRegions", target: "/gaps/regions?limit=201", status: 400, holds: "out_of_range"},
	{op: "getGapRegions", target: "/gaps/regions?min_km2=-1", status: 400, holds: "out_of_range"},
	{op: "getGapRegions", target: "/gaps/regions?member=nobody", status: 400, holds: "nobody"},
	{op: "getContributions", target: "/contributions", status: 200, holds: `"shapley":{"km2":`},
	{op: "getContributions", target: "/contributions?member=berry", status: 200, holds: `"received":{"km2":0,"weight":0}`},
	{op: "getContributions", target: "/contributions?member=nobody", status: 400, holds: "nobody"},
	{op: "getRedundancy", target: "/redundancy?km=0&unit=commune", status: 200, holds: `"redundant":{"km2":`},
	{op: "getRedundancy", target: "/redundancy", status: 200, holds: `"km":1,`},
	{op: "getRedundancy", target: "/redundancy?km=501", status: 400, holds: "out_of_range"},
	{op: "getRedundancy", target: "/redundancy?unit=village", status: 400, holds: "village"},
	{op: "simulate", target: "/simulations", body: `{"set":[{"from":"operational","status":"planned"}]}`, status: 200, holds: `"difference"`},
	{op: "simulate", target: "/simulations", body: `{"as_of":"2120-01-01","set":[{"from":"operational","available_on":"2120-02-01"}]}`, status: 200, holds: `"by_depth":[]`},
	{op: "simulate", target: "/simulations", body: `{"set":[{"member":"berry","code":"nothing","status":"planned"}]}`, status: 400, holds: `"set.0.code"`},
	{op: "simulate", target: "/simulations", body: `{"set":[{"available_on":"2120-02-01"}]}`, status: 400, holds: `as_of`},
	{op: "simulate", target: "/simulations", body: `{"remove":["cher"],"unit":"commune"}`, status: 200, holds: `"units":[{`},
	{op: "simulate", target: "/simulations", body: `{"add":{"zones":[{"name":"N","technologies":["dsl"],"extent":{"kind":"communes","codes":["97411"]}}]},"technology":["dsl"]}`, status: 200, holds: `"member":"un nouvel adhérent"`},
	{op: "simulate", target: "/simulations", body: `{"add":{"member":"berry","zones":[{"name":"N","technologies":["dsl"],"handoff":"centre","extent":{"kind":"radius","radius_km":3}}]}}`, status: 200, holds: `"difference":{"km2":`},
	{op: "simulate", target: "/simulations", body: `{}`, status: 400, holds: "nothing_changed"},
	{op: "simulate", target: "/simulations", body: `{"add":{"zones":[]}}`, status: 400, holds: "nothing_changed"},
	{op: "simulate", target: "/simulations", body: `{"candidates":["berry"]}`, status: 400, holds: "wrong_status"},
	{op: "simulate", target: "/simulations", body: `{"remove":["nobody"]}`, status: 400, holds: "nobody"},
	{op: "simulate", target: "/simulations", body: `{"add":{"zones":[{"name":"N","technologies":["dsl"],"extent":{"kind":"communes","codes":["99999"]}}]}}`, status: 400, holds: "99999"},
	{op: "simulate", target: "/simulations", body: `{"remove":["berry"],"unit":"village"}`, status: 400, holds: "village"},
	{op: "addPlan", target: "/plans", body: `{"name":"Vingt zones","request":{"from":"units","unit":"commune","objective":"reach","budget":{"zones":2},"cost":{"door_eur":1000}}}`, status: 201, holds: `"share_of_best":1`},
	{op: "addPlan", target: "/plans?wait=false", body: `{"request":{"from":"units","unit":"epci","objective":"fair","budget":{"eur":100000},"cost":{"door_eur":1000,"per_km_eur":10},"caps":[{"by":"departement","max":1}],"require":["248000531"]}}`, status: 400, holds: "unknown_candidate"},
	{op: "addPlan", target: "/plans", body: `{"request":{"from":"units","unit":"commune","objective":"reach","budget":{"eur":10}}}`, status: 400, holds: "cost_missing"},
	{op: "addPlan", target: "/plans", body: `{"request":{"from":"units","unit":"commune","objective":"reach","budget":{}}}`, status: 400, holds: `"field":"budget"`},
	{op: "addPlan", target: "/plans", body: `{"request":{"from":"units","unit":"village","objective":"reach","budget":{"zones":1}}}`, status: 400, holds: "village"},
	{op: "addPlan", target: "/plans", body: `{"request":{"from":"file","objective":"reach","budget":{"zones":1}}}`, status: 400, holds: "missing_list"},
	{op: "addPlan", target: "/plans", body: `{"request":{"from":"file","list":{"name":"c.csv","content":"eA=="},"objective":"reach","budget":{"zones":1}}}`, status: 400},
	{op: "previewPlan", target: "/plans/preview", body: `{"from":"regions","objective":"openings","budget":{"zones":3}}`, status: 200, holds: `"picks":[{`},
	{op: "previewPlan", target: "/plans/preview", body: `{"from":"regions","objective":"best","budget":{"zones":3}}`, status: 400, holds: "objective"},
	{op: "listCandidates", target: "/plans/candidates", body: `{"from":"units","unit":"departement","objective":"reach","budget":{"zones":3}}`, status: 200, holds: `"count":`},
	{op: "listCandidates", target: "/plans/candidates", body: `{"from":"units","objective":"reach","budget":{"zones":3}}`, status: 400, holds: `"field":"unit"`},
	{op: "previewPlan", target: "/plans/preview", body: `{"from":"regions","objective":"openings","budget":{"zones":3},"suppose":{"remove":["nobody"]}}`, status: 400, holds: `"field":"suppose.member"`},
	{op: "previewPlan", target: "/plans/preview", body: `{"from":"regions","objective":"reach","budget":{"zones":3},"suppose":{"set":[{"from":"operational","status":"planned"}]}}`, status: 200, holds: `"picks":[{`},
	{op: "previewPlan", target: "/plans/preview", body: `{"from":"regions","objective":"reach","budget":{"zones":3},"suppose":{"set":[{"from":"operational","available_on":"2030-01-01"}]}}`, status: 400, holds: `"field":"suppose.set.0.available_on"`},
	{op: "drawPlanCurve", target: "/plans/curve", body: `{"from":"units","unit":"commune","objective":"reach","budget":{"zones":3}}`, status: 200, holds: `"by":"zones","`},
	{op: "drawPlanCurve", target: "/plans/curve", body: `{"from":"units","unit":"commune","objective":"reach","budget":{"eur":3},"cost":{"door_eur":10}}`, status: 200, holds: `"by":"eur","`},
	{op: "drawPlanCurve", target: "/plans/curve", body: `{"from":"units","unit":"commune","objective":"reach","budget":{"eur":3}}`, status: 400, holds: "cost_missing"},
	{op: "listReplacements", target: "/plans/replacements", body: `{"request":{"from":"units","unit":"commune","objective":"reach","budget":{"zones":1}},"picks":["36044"],"drop":"36044","limit":2}`, status: 200, holds: `"items":[{"at":`},
	{op: "listReplacements", target: "/plans/replacements", body: `{"request":{"from":"units","unit":"commune","objective":"reach","budget":{"zones":1}},"picks":["36044"],"drop":"nowhere"}`, status: 400, holds: `"field":"drop"`},
	{op: "listReplacements", target: "/plans/replacements", body: `{"request":{"from":"units","unit":"commune","objective":"reach","budget":{"zones":1},"require":["36044"]},"picks":["36044"],"drop":"36044"}`, status: 400, holds: "required_pick"},
	{op: "getPlan", target: "/plans/1", status: 200, holds: `"state":"done"`},
	{op: "getPlan", target: "/plans/1?list=true", status: 200, holds: `"state":"done"`},
	{op: "getPlan", target: "/plans/99", status: 404, holds: "unknown_plan"},
	{op: "getPlanPicks", target: "/plans/1/picks.geojson", status: 200, holds: `"MultiPolygon"`},
	{op: "getPlanPicks", target: "/plans/99/picks.geojson", status: 404},
	{op: "renamePlan", target: "/plans/1", body: `{"name":"Deux zones"}`, status: 200, holds: `"name":"Deux zones"`},
	{op: "renamePlan", target: "/plans/1", body: `{"name":""}`, status: 400, holds: "bad_name"},
	{op: "listPlans", target: "/plans?limit=1", status: 200, holds: `"name":"Deux zones"`},
	{op: "listPlans", target: "/plans?after=x", status: 400, holds: "bad_cursor"},
	// Voices are members' to cast: see TestProposalsLife.
	{op: "addProposal", target: "/proposals", body: `{"plan":1,"title":"Deux zones","body":"Qui en est ?","closes_at":"` + nextWeek + `"}`, status: 201, holds: `"state":"open"`},
	{op: "addProposal", target: "/proposals", body: `{"plan":99,"title":"x","closes_at":"` + nextWeek + `"}`, status: 404, holds: "unknown_plan"},
	{op: "addProposal", target: "/proposals", body: `{"plan":1,"title":"x","closes_at":"2020-01-01T00:00:00Z","quorum":500}`, status: 400, holds: `"field":"closes_at"`},
	{op: "listProposals", target: "/proposals?limit=1", status: 200, holds: `"title":"Deux zones"`},
	{op: "listProposals", target: "/proposals?after=x", status: 400, holds: "bad_cursor"},
	{op: "getProposal", target: "/proposals/1", status: 200, holds: `"picks":[{`},
	{op: "getProposal", target: "/proposals/99", status: 404, holds: "unknown_proposal"},
	{op: "getProposalPicks", target: "/proposals/1/picks.geojson", status: 200, holds: `"MultiPolygon"`},
	{op: "getProposalPicks", target: "/proposals/99/picks.geojson", status: 404},
	{op: "putVoice", target: "/proposals/1/voice", body: `{"interest":"interested"}`, status: 403, holds: "not_yours"},
	{op: "putVoice", target: "/proposals/1/voice", body: `{"interest":"maybe"}`, status: 400, holds: "interest"},
	{op: "withdrawProposal", target: "/proposals/1/withdraw", status: 200, holds: `"state":"withdrawn"`},
	{op: "withdrawProposal", target: "/proposals/1/withdraw", status: 409, holds: "proposal_withdrawn"},
	{op: "exportPlan", target: "/plans/1/exports/picks.csv", status: 200, holds: "rank"},
	{op: "exportPlan", target: "/plans/1/exports/picks.xlsx", status: 200, holds: "PK"},
	{op: "exportPlan", target: "/plans/99/exports/picks.csv", status: 404, holds: "unknown_plan"},
	{op: "getLedger", target: "/ledger", status: 200, holds: `"items":[`},
	{op: "getLedger", target: "/ledger?x=1", status: 400},
	{op: "exportLedger", target: "/ledger/exports/ledger.xlsx", status: 200, holds: "PK"},
	{op: "exportLedger", target: "/ledger/exports/ledger.pdf", status: 400},
	{op: "stopPlan", target: "/plans/1/stop", status: 204},
	{op: "stopPlan", target: "/plans/99/stop", status: 404},
	{op: "deletePlan", target: "/plans/1", status: 204},
	{op: "deletePlan", target: "/plans/1", status: 404},
	{op: "getZone", target: "/members/berry/zones/simulated-1", status: 404},
	{op: "getEligibility", target: "/eligibility?at=2.38,47.08", status: 200, holds: `"zone":"rayon"`},
	{op: "getEligibility", target: "/eligibility?at=2.38,47.08&technology=radio", status: 200, holds: `"offers":[]`},
	{op: "getEligibility", target: "/eligibility?insee=18033", status: 200, holds: `"share":`},
	{op: "getEligibility", target: "/eligibility?at=2.38,47.08&as_of=2120-01-01", status: 200, holds: `"zone":"rayon"`},
	{op: "getEligibility", target: "/eligibility?at=2.38,47.08&as_of=2020-01-01", status: 200, holds: `"offers":[]`},
	{op: "getEligibility", target: "/eligibility?insee=18033&as_of=2020-13-01", status: 400, holds: "as_of"},
	{op: "getEligibility", target: "/eligibility?at=47.08,2.38", status: 400, holds: "swapped_position"},
	{op: "getEligibility", target: "/eligibility?at=-30,47", status: 400, holds: "outside_france"},
	{op: "getEligibility", target: "/eligibility?at=north", status: 400, holds: "bad_point"},
	{op: "getEligibility", target: "/eligibility", status: 400, holds: "no_place"},
	{op: "getEligibility", target: "/eligibility?at=2,47&insee=18033", status: 400, holds: "no_place"},
	{op: "getEligibility", target: "/eligibility?insee=99999", status: 404, holds: "unknown_commune"},

	{op: "deleteZone", target: "/members/berry/zones/rayon", status: 204},
	{op: "deleteZone", target: "/members/berry/zones/rayon", status: 404},
	{op: "deletePop", target: "/members/berry/pops/centre", status: 204},
	{op: "deletePop", target: "/members/berry/pops/centre", status: 404},
	{op: "listMembers", target: "/members", status: 200, holds: `"zones":1`},
}

func TestOperations(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	change := "" // the last of an audience
	for _, r := range operations {
		r.target = strings.ReplaceAll(r.target, "CHANGE", change)
		w := s.send(t, r)
		var d struct{ Change string }
		if r.op == "changeAudience" && json.Unmarshal(w.Body.Bytes(), &d) == nil && d.Change != "" {
			change = d.Change
		}
	}
}

// A new operation must come with a row that it answers and one that it refuses.
func TestEveryOperationIsAsked(t *testing.T) {
	t.Parallel()
	v, err := newValidator()
	if err != nil {
		t.Fatal(err)
	}
	for _, route := range v.routes {
		op := route.Operation.OperationID
		answered := op == "putVoice" // a member's, in TestProposalsLife: the operator has none
		if !answered && !slices.ContainsFunc(operations, func(r row) bool { return r.op == op && r.status < 400 }) && !slices.ContainsFunc(access, func(s step) bool { return s.op == op && s.status < 400 }) {
			t.Errorf("no row of operations asks %s and is answered", op)
		}
		if !slices.ContainsFunc(operations, func(r row) bool { return r.op == op && r.status >= 400 }) {
			t.Errorf("no row of operations asks %s and is refused", op)
		}
	}
}
