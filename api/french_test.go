package api

import (
	"io"
	"regexp"
	"strings"
	"testing"

	"maillage/api/gen"
	"maillage/inventory/french"
)

// alreadyFrench tells the sentences of the intake, which speaks the caller's
// language itself.
var alreadyFrench = regexp.MustCompile(`(?i)\b(le|la|les|une?|des|du|est|sont|ne|pas|déjà|depuis)\b|n’|l’|d’`)

// hasFrench fails when a sentence of a problem has no French.
func hasFrench(t *testing.T, p gen.Problem) {
	t.Helper()
	said := []string{or(p.Detail, "")}
	for _, f := range or(p.Fields, nil) {
		if f.Code != "touched_since" { // the change's name, its author and time
			said = append(said, f.Message)
		}
	}
	for _, s := range said {
		if _, ok := french.Of(s); !ok && s != "" && !alreadyFrench.MatchString(s) {
			t.Errorf("%s: %q has no French", p.Code, s)
		}
	}
}

func TestProblemsInFrench(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	for _, c := range []struct{ target, asked, holds string }{
		{"/members/nulle-part", "fr-FR,fr;q=0.9,en;q=0.8", "il n’y a pas d’adhérent «\u00a0nulle-part\u00a0»"},
		{"/members/nulle-part", "en", "there is no member “nulle-part”"},
		{"/members/nulle-part", "", "there is no member “nulle-part”"},
		{"/coverage?technology=fax", "fr", `"message":"est l’un de`},
		{"/coverage?x=1", "fr", "x\u00a0: n’est pas un paramètre de cette adresse, qui admet"},
		{"/nowhere", "fr", "Il n’y a rien à cette adresse"},
	} {
		var header []string
		if c.asked != "" {
			header = []string{"Accept-Language", c.asked}
		}
		w := ask(s.Server, "GET", prefix+c.target, "", header...)
		if p := problemIn(t, w); !strings.Contains(w.Body.String(), c.holds) {
			t.Errorf("%s in %q: %+v: %s", c.target, c.asked, p, w.Body)
		}
	}
}
