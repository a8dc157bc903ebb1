package api

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb/maptile"

	"maillage/inventory"
)

var prowls = flag.Int("prowls", 5000, "how many requests TestProwl makes")

// A contributor of beta asks the service thousands of things it can think of.
// Each answer is held against that of a twin world, in which nothing that beta may
// not see has ever been: same bytes, or something of it shows. What is pooled
// belongs to someone else there, and the candidate never applied. Besides, no
// answer holds a text that stands in hidden entries alone.
func TestProwl(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	twin := newTwin(t)
	seed := rand.Uint64()
	p := &prowler{rnd: rand.New(rand.NewPCG(seed, 5000)), m: m}
	secrets := m.secrets()
	var mu sync.Mutex
	kinds, failed := map[string]int{}, 0
	check := func(r prowl) {
		status, _, text := m.as(asKeeperB, r.method, r.target, r.body)
		twinStatus, _, twinText := twin.as(asKeeperB, r.method, r.target, r.body)
		mu.Lock()
		defer mu.Unlock()
		kinds[fmt.Sprint(status)]++
		var faults []string
		if status == 500 || status == 503 {
			faults = append(faults, "fails")
		}
		if status != twinStatus || timeless(text) != timeless(twinText) {
			faults = append(faults, fmt.Sprintf("without what is hidden it answers %d %s", twinStatus, apart(timeless(text), timeless(twinText))))
		}
		for secret, may := range secrets {
			if secret != taken && !may(asKeeperB) && strings.Contains(text, secret) && !strings.Contains(r.target+r.body, secret) {
				faults = append(faults, fmt.Sprintf("tells %q", secret))
			}
		}
		if failed += len(faults); len(faults) > 0 && failed < 20 {
			t.Errorf("seed %d: %s %s %s answers %d: %s", seed, r.method, r.target, r.body, status, strings.Join(faults, "; "))
		}
	}
	const batch = 250
	for made := 0; made < *prowls; made += batch {
		asked := make(chan prowl)
		var done sync.WaitGroup
		for range 4 {
			done.Go(func() {
				for r := range asked {
					check(r)
				}
			})
		}
		for range min(batch, *prowls-made) - 1 {
			asked <- p.read()
		}
		close(asked)
		done.Wait()
		check(p.write()) // alone: both worlds are to take it at the same moment
	}
	t.Logf("seed %d: answers by status %v", seed, kinds)
	if *prowls >= 5000 && (kinds["200"] < 1800 || kinds["404"] < 100 || kinds["400"] < 100 || kinds["403"] < 50) {
		t.Errorf("seed %d: the requests are not varied: %v", seed, kinds)
	}
}

// newTwin is the world of newMatrix as beta may know it.
func newTwin(t *testing.T) *matrix {
	t.Helper()
	m := emptyMatrix(t)
	m.twin = true
	m.fill(t)
	m.proposed(t)
	m.person(t, asKeeperB, inventory.Grant{Role: inventory.RoleContributor, Member: "beta"})
	return m
}

// What tells two worlds apart and nothing of them: moments, and ids that all
// changes share.
var moments = regexp.MustCompile(`\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)|"(change|id|next|version)":("(edit:|audience:|undo:|request:|\d)[^"]*"|\d+)|(?m)^\d+;\d{4}[^;]*Z;[^;]*;[^;]*;`)

func timeless(text string) string { return moments.ReplaceAllString(text, "…") }

// apart shows two texts around the first byte in which they differ.
func apart(a, b string) string {
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	from := max(0, at-150)
	return fmt.Sprintf("%q, with it %q", b[from:min(len(b), at+150)], a[from:min(len(a), at+150)])
}

// prowl is one request.
type prowl struct{ method, target, body string }

// prowler thinks of requests.
type prowler struct {
	rnd *rand.Rand
	m   *matrix
}

func (p *prowler) one(words ...string) string { return words[p.rnd.IntN(len(words))] }

func (p *prowler) member() string {
	return p.one("alpha", "alpha", "beta", "gamma", "delta", "nobody", "Alpha", "un%20partenaire")
}

// code is one that somebody has, might have, or nearly has.
func (p *prowler) code(letter string) string {
	code := letter + "-" + p.one("alpha", "alpha", "gamma", "delta", "beta") + "-" + p.one("private", "bureau", "pooled", "members", "public", "price-private", "price-pooled", "wide", "other")
	switch p.rnd.IntN(8) {
	case 0:
		return code[:1+p.rnd.IntN(len(code)-1)]
	case 1:
		return strings.ToUpper(code)
	case 2:
		return code + p.one("%00", "%2e%2e", "%2F..", "'", "%25", "*", "%20")
	}
	return code
}

func (p *prowler) commune() *inventory.Unit { return p.m.communes[p.rnd.IntN(len(p.m.communes))] }

// read is a request that changes nothing, whatever it would.
func (p *prowler) read() prowl {
	switch n := p.rnd.IntN(100); {
	case n < 25:
		return p.entries()
	case n < 55:
		return p.answer()
	case n < 62:
		return p.place()
	case n < 74:
		return p.tile()
	case n < 78:
		return p.simulation()
	case n < 82:
		return p.planning()
	case n < 88:
		return p.export()
	case n < 96:
		return p.looking()
	}
	return p.trespass()
}

func (p *prowler) entries() prowl {
	kind := p.one("pops", "zones")
	target := prefix + "/members/" + p.member() + "/" + kind
	if p.rnd.IntN(2) == 0 {
		target += "/" + p.code(kind[:1])
	}
	return prowl{"GET", target + p.query(map[string]func() string{
		"limit": func() string { return p.one("1", "2", "3", "7", "1000", "0") }, "after": func() string { return p.code(kind[:1]) },
		"as": func() string { return p.one("bureau", "member", "visitor", "operator") },
	}, 4), ""}
}

// query takes some of these parameters, each one time in so many.
func (p *prowler) query(may map[string]func() string, oneIn int) string {
	var taken []string
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range may {
			if !yield(name) {
				return
			}
		}
	}) {
		if p.rnd.IntN(oneIn) == 0 {
			taken = append(taken, name+"="+may[name]())
		}
	}
	if len(taken) == 0 {
		return ""
	}
	return "?" + strings.Join(taken, "&")
}

// filter is what answers and tiles share.
func (p *prowler) filter(more map[string]func() string) string {
	may := map[string]func() string{
		"technology": func() string { return p.one("ftth", "ftth", "dsl", "ftth,dsl", "ftto", "ftth,radio", "nothing") },
		"status": func() string {
			return p.one("operational", "operational,planned", "operational,inactive", "planned", "odd")
		},
		"unit": func() string {
			return p.one("commune", "commune", "epci", "departement", "region", "commune", "village")
		},
		"layer":     func() string { return p.one("population", "population", "population", "population", "snow") },
		"territory": func() string { return p.one("metropole", "metropole", "metropole", "reunion", "atlantis") },
		"member": func() string {
			return p.one("alpha", "beta", "delta", "alpha", p.member()) + p.one("", ",beta", ",delta", ",alpha")
		},
	}
	may["as_of"] = func() string { return p.one(publicDay, "2120-01-01", p.day()) }
	for name, value := range more {
		may[name] = value
	}
	return p.query(may, 5)
}

func (p *prowler) answer() prowl {
	more := map[string]func() string{}
	path := p.one("/coverage", "/overlaps", "/gaps", "/gaps/regions", "/openings", "/contributions", "/redundancy")
	switch path {
	case "/redundancy":
		more["km"] = func() string { return p.one("0", "0.1", "1", "5", "50", "-1") }
	case "/gaps/regions":
		more["min_km2"], more["limit"] = func() string { return p.one("0", "1", "30") }, func() string { return p.one("1", "10", "200") }
	case "/openings":
		return prowl{"GET", prefix + path + "?member=" + p.member() + strings.Replace(p.filter(map[string]func() string{"member": p.member}), "?", "&", 1), ""}
	}
	return prowl{"GET", prefix + path + p.filter(more), ""}
}

func (p *prowler) place() prowl {
	u := p.commune()
	at := fmt.Sprintf("insee=%s", p.one(u.Code, u.Code, "99999"))
	if p.rnd.IntN(2) == 0 {
		at = fmt.Sprintf("at=%.4f,%.4f", u.Centre[0]+p.rnd.NormFloat64()/50, u.Centre[1]+p.rnd.NormFloat64()/50)
	}
	return prowl{"GET", prefix + "/eligibility?" + at + strings.Replace(p.query(map[string]func() string{
		"technology": func() string { return p.one("ftth", "dsl", "ftth,dsl") }, "status": func() string { return p.one("operational", "planned") },
		"as_of": p.day,
	}, 3), "?", "&", 1), ""}
}

func (p *prowler) tile() prowl {
	at := maptile.At(p.commune().Centre, maptile.Zoom(p.rnd.IntN(15)))
	name := p.one("base", "units", "coverage", "reach", "gaps", "openings", "zones", "pops", "zones", "pops", "secrets")
	more := map[string]func() string{"as": func() string { return p.one("bureau", "member", "visitor") }, "v": func() string { return "7" }}
	if p.rnd.IntN(10) == 0 {
		return prowl{"GET", "/tiles/" + name + ".json" + p.filter(nil), ""}
	}
	return prowl{"GET", fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt%s", name, at.Z, at.X, at.Y, p.filter(more)), ""}
}

func (p *prowler) simulation() prowl {
	who := func() string { return p.one("alpha", "beta", "gamma", "delta", "nobody") }
	unit := p.one("", `,"unit":"commune"`, `,"technology":["ftth"]`, `,"technology":["dsl"],"unit":"epci"`)
	body := p.one(`{"remove":["`+who()+`"]`+unit+`}`, `{"remove":["`+who()+`","`+who()+`"]`+unit+`}`, `{"candidates":["`+who()+`"]`+unit+`}`,
		`{"add":{"member":"`+who()+`","zones":[{"name":"N","technologies":["ftth"],"handoff":"`+p.one("p-alpha-private", "p-alpha-public", "p-beta-own", "p-gamma-bureau")+`","extent":{"kind":"radius","radius_km":3}}]}`+unit+`}`,
		`{"add":{"member":"`+who()+`","zones":[{"code":"`+p.one("z-alpha-private", "z-beta-wide", "z-alpha-pooled")+`","name":"N","technologies":["ftth"],"extent":{"kind":"`+p.one("geometry", "communes")+`","codes":["`+p.commune().Code+`"]}}]}`+unit+`}`)
	return prowl{"POST", prefix + "/simulations", body}
}

// looking is what is left: units, history, readers, uploads, people.
func (p *prowler) looking() prowl {
	id := func() string { return fmt.Sprint(p.rnd.IntN(6)) }
	switch p.rnd.IntN(7) {
	case 5:
		return p.assembly()
	case 6:
		return p.upload()
	case 0:
		return prowl{"GET", prefix + "/units?q=" + url.QueryEscape(p.one("bourges", "alpha", "private", "z-alpha-private", "18", "gamma")), ""}
	case 1:
		return prowl{"GET", prefix + p.one("/history", "/history", "/history.csv") + p.query(map[string]func() string{
			"member": p.member, "noun": func() string {
				return p.one("zone", "pop", "member", "member_default", "token", "account_grant", "boat")
			},
			"code": func() string { return p.code(p.one("z", "p")) }, "actor": func() string { return p.one("test", "operator", "contributor.of.beta@x.example") },
			"from": func() string { return p.one("2020-01-01", "2100-01-01") }, "change": func() string { return p.one("setup", "import:1", "edit:x") },
		}, 3), ""}
	case 2:
		return prowl{"GET", prefix + "/members/" + p.member() + p.one("/readers", "/audience", "/preview?as=member", "/preview?as=bureau", "/preview?as=visitor", "/imports"), ""}
	case 3:
		return prowl{"GET", prefix + "/imports/" + id() + p.one("", "/rows", "/report.csv", "/report.xlsx", "/grid", "/changes.geojson", "/rows?state=added"), ""}
	}
	return prowl{"GET", p.one(prefix+"/members", prefix+"/members/"+p.member(), prefix+"/me", prefix+"/sessions", prefix+"/tokens", prefix+"/users",
		prefix+"/users/"+id(), prefix+"/plans", prefix+"/plans/"+id()+p.one("", "/picks.geojson", "/exports/picks.csv"), "/metrics", prefix+"/territory", prefix+"/layers", "/api/openapi.json", prefix+"//members/alpha/zones",
		prefix+"/members/beta/../alpha/imports", prefix+"/members/beta%2f..%2falpha/zones", prefix+"/units/commune/"+p.commune().Code), ""}
}

// trespass is a change of what is not beta's.
func (p *prowler) trespass() prowl {
	whose := p.one("alpha", "gamma", "delta", "nobody")
	kind := p.one("pops", "zones")
	body := `{"code":"x","name":"X","position":[2.38,47.08]}`
	if kind == "zones" {
		body = `{"code":"x","name":"X","technologies":["ftth"],"extent":{"kind":"communes","codes":["18033"]}}`
	}
	at := prefix + "/members/" + whose
	switch p.rnd.IntN(8) {
	case 0:
		return prowl{"POST", at + "/" + kind, body}
	case 1:
		return prowl{"PUT", at + "/" + kind + "/x", body}
	case 2:
		return prowl{"DELETE", at + "/" + kind + "/" + p.code(kind[:1]), ""}
	case 3:
		return prowl{"POST", at + "/audience/changes", `{"kind":"` + kind + `","audience":"public"}`}
	case 4:
		return prowl{"POST", at + "/audience/changes/audience:X/undo", ""}
	case 5:
		return prowl{"PUT", at + "/audience", `{"audience":"public","price_audience":"public"}`}
	case 6:
		return prowl{"POST", prefix + "/imports/" + fmt.Sprint(p.rnd.IntN(4)) + p.one("/commit", "/undo"), `{"mode":"valid"}`}
	}
	return prowl{"PATCH", at, `{"status":"active"}`}
}

// taken is a code that alpha has for something hidden, and that beta takes too.
const taken = "p-alpha-bureau"

// write is a change of beta's own, which may move what others' entries do to it.
func (p *prowler) write() prowl {
	at := prefix + "/members/beta"
	code := p.one("own", taken, "z-beta-wide", "more")
	switch p.rnd.IntN(5) {
	case 0:
		return prowl{"PUT", at + "/pops/p-beta-own", fmt.Sprintf(`{"name":"Own","position":[%g,%g]}`, p.commune().Centre[0], p.commune().Centre[1])}
	case 1:
		return prowl{"POST", at + "/audience/changes", `{"kind":"zones","codes":["` + code + `"],"audience":"` + p.one("private", "bureau", "pooled", "members", "public") + `"}`}
	case 2:
		return prowl{"DELETE", at + "/zones/" + code, ""}
	}
	return prowl{"PUT", at + "/zones/" + code, fmt.Sprintf(`{"name":"Own","technologies":["%s"],"handoff":"%s","extent":{"kind":"communes","codes":["%s"]},"audience":"%s"}`,
		p.one("ftth", "dsl"), p.one("", "", "p-beta-own", "p-alpha-public"), p.commune().Code, p.one("private", "pooled", "members", "public"))}
}
