package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"maillage/inventory"
	"maillage/inventory/intake"
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
