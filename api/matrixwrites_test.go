package api

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"maillage/inventory"
)

// Nobody writes what is not theirs, on any route.
func TestMatrixOfWrites(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	changed, err := m.parts.Desk.SetAudience(t.Context(), inventory.Operator("test"), inventory.AudienceChange{
		Member: "alpha", Kind: inventory.KindZones, Codes: []string{"z-alpha-pooled"}, Audience: inventory.AudienceBureau})
	if err != nil {
		t.Fatal(err)
	}
	writes := map[string]write{}
	for _, noun := range []map[string]write{m.writesOfPlans(), m.writesOfAccounts(), m.writesOfEntries(changed.Change), m.writesOfImports()} {
		maps.Copy(writes, noun)
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
			if want := wantedWrite(viewer, op, w); !slices.Contains(want, status) {
				t.Errorf("%s: %s answers %d, want %v: %.300s", viewer, op, status, want, text)
			} else if slices.Equal(want, []int{403}) && !refusedByPermit(text) {
				t.Errorf("%s: %s is let through to be refused later: %.300s", viewer, op, text)
			}
		}
	}
}

// refusedByPermit tells by its words that api/permits.go refused, before anything was
// looked at: the walls behind it must not be all that stands.
func refusedByPermit(text string) bool {
	for _, words := range []string{"The role under which you act may not do this.", "This token is for reading alone.", "A token may not do this: sign in."} {
		if strings.Contains(text, `"detail":"`+words+`"`) {
			return true
		}
	}
	return false
}

// write is what the matrix writes by one route.
type write struct {
	target, body string
	multipart    bool
	who          string // who may: a viewer; alpha, planner, voter, anyone; or person: nobody with a token
}

// wantedWrite is the statuses that a viewer may get of a write.
func wantedWrite(viewer, op string, w write) []int {
	switch {
	case viewer == asExpired:
		return []int{401}
	case w.who == "anyone":
		return []int{401, 204, 400} // a link that is none; signing out of nothing
	case viewer == asVisitor:
		return []int{401}
	case w.who == "planner" && viewer != asAdmin && viewer != asReadTokenA:
		return []int{201}
	case w.who == "alpha" && (viewer == asSalesA || viewer == asKeeperA):
		return []int{200, 204, 404} // whoever comes after the plan is removed
	case w.who == "alpha" && (viewer == asKeeperB || viewer == asKeeperGamma || viewer == asBureau):
		return []int{404}
	case w.who == "voter" && (viewer == asKeeperA || viewer == asKeeperB):
		return []int{200, 409} // beta's voice meets the quorum
	case w.who == "voter" && viewer == asKeeperGamma:
		return []int{404} // a candidate is not asked
	case viewer == w.who && op == "withdrawProposal":
		return []int{409} // it is closed by then
	case viewer == w.who:
		return []int{200, 201, 204}
	case strings.HasPrefix(w.target, "/imports/") && (viewer == asKeeperB || viewer == asKeeperGamma):
		return []int{404}
	}
	return []int{403}
}

// writesOfPlans are those of plans and proposals.
func (m *matrix) writesOfPlans() map[string]write {
	plan := fmt.Sprintf("/plans/%d", m.plan)
	return map[string]write{
		"renamePlan":       {plan, `{"name":"X"}`, false, "alpha"},
		"stopPlan":         {plan + "/stop", "", false, "alpha"},
		"deletePlan":       {plan, "", false, "alpha"},
		"addPlan":          {"/plans", `{"request":{"from":"planned","objective":"reach","budget":{"zones":1}}}`, false, "planner"},
		"addProposal":      {"/proposals", fmt.Sprintf(`{"plan":%d,"title":"T","closes_at":%q}`, m.plan+1, nextWeek), false, asBureau},
		"putVoice":         {fmt.Sprintf("/proposals/%d/voice", m.proposal), `{"interest":"abstains"}`, false, "voter"},
		"withdrawProposal": {fmt.Sprintf("/proposals/%d/withdraw", m.proposal), "", false, asBureau},
	}
}

// writesOfAccounts are those of sessions, tokens, users and members.
func (*matrix) writesOfAccounts() map[string]write {
	return map[string]write{
		"signIn":       {"/session", `{"link":"mll_x"}`, false, "anyone"},
		"signOut":      {"/session", "", false, "anyone"},
		"actAs":        {"/session", `{"role":"admin"}`, false, "person"},
		"setPassword":  {"/me/password", `{"password":"quatre mots bien choisis"}`, false, "person"},
		"endSession":   {"/sessions/1", "", false, "person"},
		"addToken":     {"/tokens", `{"name":"x"}`, false, "person"},
		"endToken":     {"/tokens/1", "", false, "person"},
		"eraseMe":      {"/me/erasure", `{"email":"u0@x.example"}`, false, "person"},
		"addUser":      {"/users", `{"email":"new@x.example","grants":[{"role":"bureau"}]}`, false, asAdmin},
		"changeUser":   {"/users/1", `{"name":"New"}`, false, asAdmin},
		"addUserLink":  {"/users/1/link", "", false, asAdmin},
		"removeUser":   {"/users/9", "", false, asAdmin},
		"addMember":    {"/members", `{"slug":"new","name":"New"}`, false, asAdmin},
		"changeMember": {"/members/alpha", `{"name":"Alpha"}`, false, asAdmin},
	}
}

// writesOfEntries are those of PoPs, zones and their audience; change is one of audiences, to be undone.
func (*matrix) writesOfEntries(change string) map[string]write {
	const pop = `{"code":"CODE","name":"X","position":[2.38,47.08]}`
	const zone = `{"code":"CODE","name":"X","technologies":["ftth"],"extent":{"kind":"communes","codes":["18033"]}}`
	return map[string]write{
		"addPop":             {"/members/alpha/pops", pop, false, asKeeperA},
		"putPop":             {"/members/alpha/pops/CODE", pop, false, asKeeperA},
		"deletePop":          {"/members/alpha/pops/p-alpha-private", "", false, asKeeperA},
		"addZone":            {"/members/alpha/zones", zone, false, asKeeperA},
		"putZone":            {"/members/alpha/zones/CODE", zone, false, asKeeperA},
		"deleteZone":         {"/members/alpha/zones/z-alpha-private", "", false, asKeeperA},
		"setDefaultAudience": {"/members/alpha/audience", `{"audience":"bureau","price_audience":"private"}`, false, asKeeperA},
		"changeAudience":     {"/members/alpha/audience/changes", `{"kind":"pops","audience":"public"}`, false, asKeeperA},
		"undoAudienceChange": {"/members/alpha/audience/changes/" + change + "/undo", "", false, asKeeperA},
	}
}

// writesOfImports are those of imports.
func (m *matrix) writesOfImports() map[string]write {
	imports := fmt.Sprintf("/imports/%d", m.imp)
	return map[string]write{
		"addImport":     {"/members/alpha/imports", "", true, asKeeperA},
		"commitImport":  {imports + "/commit", `{"mode":"valid"}`, false, asKeeperA},
		"undoImport":    {imports + "/undo", "", false, asKeeperA},
		"cancelImport":  {fmt.Sprintf("/imports/%d/cancel", m.second), "", false, asKeeperA},
		"changeImport":  {imports, `{"edits":[{"row":2,"column":"name","value":"X"}]}`, false, asKeeperA},
		"previewImport": {imports + "/preview", `{"mapping":{}}`, false, asKeeperA},
		"repairImport":  {fmt.Sprintf("/imports/%d/repairs", m.third), `{"code":"unknown_status","column":"statut","to":"planned"}`, false, asKeeperA},
		"restoreList":   {"/members/alpha/imports/restore", `{"kind":"pops","on":"2100-01-01"}`, false, asKeeperA},
	}
}
