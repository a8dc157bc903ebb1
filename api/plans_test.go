package api

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/api/gen"
	"maillage/inventory/planning"
)

// list is a request among a list's candidates; more is written into it as it is.
func list(csv, budget, more string) string {
	return fmt.Sprintf(`{"from":"file","list":{"name":"c.csv","content":%q},"objective":"reach","budget":{%s}%s}`, base64.StdEncoding.EncodeToString([]byte(csv)), budget, more)
}

// asked sends a row as one who reads English and returns the answer as a document.
func asked[T any](t *testing.T, s *stack, r row) (d T) {
	t.Helper()
	if r.header == nil {
		r.header = []string{"Accept-Language", "en"}
	}
	w := s.send(t, r)
	if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil {
		t.Fatalf("%s: %v", w.Body, err)
	}
	return d
}

// What makes little sense is asked over HTTP and has a sensible answer.
func TestOddPlans(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	s.send(t, row{op: "addMember", target: "/members", body: `{"slug":"est","name":"Est"}`, status: 201})
	s.send(t, row{op: "putZone", target: "/members/est/zones/z", body: `{"name":"Z","technologies":["ftth"],"extent":{"kind":"communes","codes":["18033"]},"audience":"members"}`, status: 200})
	const head = "code;name;technologies;communes;setup_eur\n"
	alike := head + "a;A;ftth;36063;10\nb;B;ftth;36063;10\n"
	for name, c := range map[string]struct {
		body   string
		picks  []string
		status int
		holds  string
	}{
		"two alike, the second wins nothing":    {list(alike, `"zones":2`, ""), []string{"a"}, 200, `"optimal":true`},
		"outside France":                        {list("code;name;technologies;wkt\nfar;Far;ftth;\"POLYGON((-3.8 40.3,-3.6 40.3,-3.6 40.5,-3.8 40.5,-3.8 40.3))\"\n", `"zones":2`, ""), nil, 400, "line 2, "},
		"collected already":                     {list(head+"a;A;ftth;18033;10\n", `"zones":2`, ""), nil, 200, `"winnable":0`},
		"no budget":                             {list(alike, `"zones":0`, ""), nil, 200, `"optimal":true`},
		"no money":                              {list(alike, `"eur":0`, ""), nil, 200, `"optimal":true`},
		"budget for all":                        {list(alike+"c;C;ftth;36044;10\n", `"zones":1000000`, ""), []string{"c", "a"}, 200, `"optimal":true`},
		"money for all":                         {list(alike+"c;C;ftth;36044;10\n", `"eur":1000000`, ""), []string{"c", "a"}, 200, `"optimal":true`},
		"all that can be reached":               {list(alike, `"share":1`, ""), []string{"a"}, 200, `"share_of_best":1`},
		"a cost below nothing":                  {list(head+"a;A;ftth;36063;-5\n", `"zones":2`, ""), nil, 400, "line 2, setup_eur"},
		"a cost is missing":                     {list(head+"a;A;ftth;36063;10\nb;B;ftth;36044;\n", `"eur":100`, ""), nil, 400, "cost_missing"},
		"a cost is missing, of what is out":     {list(head+"a;A;ftth;36063;10\nb;B;ftth;36044;\n", `"eur":100`, `,"exclude":["b"]`), []string{"a"}, 200, `"cost":10`},
		"a budget below nothing":                {list(alike, `"zones":-1`, ""), nil, 400, "zones"},
		"a model below nothing":                 {list(alike, `"zones":1`, `,"cost":{"door_eur":-1}`), nil, 400, "door_eur"},
		"beyond the budget by what is required": {list(alike, `"zones":1`, `,"require":["a","b"]`), nil, 400, "no_plan"},
		"an empty list":                         {list(head, `"zones":1`, ""), nil, 400, ""},
	} {
		w := s.send(t, row{op: "previewPlan", target: "/plans/preview", body: c.body, status: c.status, holds: c.holds, header: []string{"Accept-Language", "en"}})
		var d gen.PlanAnswer
		if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		var picks []string
		for _, p := range d.Picks {
			picks = append(picks, p.Candidate)
		}
		if diff := cmp.Diff(c.picks, picks); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A list as long as may be compared is planned from over HTTP (one more is refused:
// planning's TestTooManyCandidates); a list too large is refused with the limit told.
func TestManyCandidates(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("reads 100,000 zones")
	}
	s := newStack(t, io.Discard)
	communes := []string{"36044", "36063", "36005", "18033"}
	rows := func(n int) string {
		var b strings.Builder
		b.WriteString("code;name;technologies;communes\n")
		for i := range n {
			fmt.Fprintf(&b, "c%06d;C;ftth;%s\n", i, communes[i%len(communes)])
		}
		return b.String()
	}
	d := asked[gen.PlanAnswer](t, s, row{op: "previewPlan", target: "/plans/preview", body: list(rows(planning.MaxCandidates), `"zones":4`, ""), status: 200})
	if d.Candidates != planning.MaxCandidates || len(d.Picks) != len(communes) || !d.Optimal {
		t.Errorf("of %d candidates %d are picked, optimal: %v", d.Candidates, len(d.Picks), d.Optimal)
	}
	s.send(t, row{op: "previewPlan", target: "/plans/preview", body: list(strings.Repeat(" ", planning.MaxList+1), `"zones":4`, ""), status: 413, holds: "16 MB"})
}

// A kept plan gives back all of what was asked, so that it can be asked again: the
// same picks come of it.
func TestPlanAgain(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	s.send(t, row{op: "addMember", target: "/members", body: `{"slug":"est","name":"Est"}`, status: 201})
	s.send(t, row{op: "putZone", target: "/members/est/zones/z", body: `{"name":"Z","technologies":["ftth"],"extent":{"kind":"communes","codes":["18033"]},"audience":"members"}`, status: 200})
	csv := "code;name;technologies;communes;setup_eur;supplier\na;A;ftth;36063;10;x\nb;B;ftth;36044;20;x\nc;C;ftth;36005;5;y\nd;D;ftth;18129;7;z\n"
	whole := strings.Replace(list(csv, `"eur":40,"zones":3`, `,"cost":{"door_eur":3,"months":12},"require":["c"],"exclude":["d"],"caps":[{"by":"supplier","max":1}],"second_path":0.5,
		"technologies":["ftth"],"suppose":{"remove":["est"]},"seconds":7,"seed":42,"territory":"metropole","layer":"population"`), `"content"`, `"member":"est","content"`, 1)
	first := asked[gen.Plan](t, s, row{op: "addPlan", target: "/plans", body: `{"name":"P","request":` + whole + `}`, status: 201})
	if len(first.Picks) != 2 || first.Request.List != nil {
		t.Fatalf("%+v", first)
	}
	kept := asked[gen.Plan](t, s, row{op: "getPlan", target: "/plans/1?list=true", status: 200})
	var want gen.PlanRequest
	if err := json.Unmarshal([]byte(whole), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, kept.Request); diff != "" {
		t.Errorf("what was asked is not what is kept: %s", diff)
	}
	text, err := json.Marshal(kept.Request)
	if err != nil {
		t.Fatal(err)
	}
	again := asked[gen.Plan](t, s, row{op: "addPlan", target: "/plans", body: `{"name":"P again","request":` + string(text) + `}`, status: 201})
	if diff := cmp.Diff(first.Picks, again.Picks); diff != "" {
		t.Error(diff)
	}
}

// Why a plan failed is told in the reader's language, with a word for programs.
func TestWhyAPlanFailed(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	body := `{"name":"P","request":{"from":"units","unit":"commune","objective":"reach","budget":{"zones":1},"require":["36044","36063"]}}`
	failed := asked[gen.Plan](t, s, row{op: "addPlan", target: "/plans", body: body, status: 201})
	if failed.State != gen.PlanStateFailed || failed.FailureCode == nil || *failed.FailureCode != planning.FailedNoPlan {
		t.Fatalf("%+v", failed)
	}
	for lang, want := range map[string]string{"fr": "Aucun plan ne remplit ces conditions", "en": "No plan meets these conditions"} {
		for _, target := range []string{"/plans/1", "/plans"} {
			op := map[string]string{"/plans/1": "getPlan", "/plans": "listPlans"}[target]
			s.send(t, row{op: op, target: target, status: 200, holds: want, header: []string{"Accept-Language", lang}})
		}
	}
}
