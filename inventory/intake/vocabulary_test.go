package intake

import (
	"slices"
	"strings"
	"testing"

	"maillage/inventory"
)

// TestAcceptedWords writes each word that a message offers into a list: it is
// read as the word of the vocabulary for which it stands.
func TestAcceptedWords(t *testing.T) {
	t.Parallel()
	for _, lang := range []Lang{French, English} {
		read(t, lang, inventory.Statuses, func(w string) (inventory.Status, bool) { s, ok := statusWords[fold(w)]; return s, ok })
		read(t, lang, inventory.PopKinds, func(w string) (inventory.PopKind, bool) { k, ok := kindWords[fold(w)]; return k, ok })
		read(t, lang, inventory.Audiences, func(w string) (inventory.Audience, bool) { a, ok := audienceWords[fold(w)]; return a, ok })
		read(t, lang, inventory.PositionSources, func(w string) (inventory.PositionSource, bool) { s, ok := sourceWords[fold(w)]; return s, ok })
		read(t, lang, inventory.Technologies, func(w string) (inventory.Technology, bool) {
			all, bad := technologies(w)
			if bad != "" || len(all) != 1 {
				return "", false
			}
			return all[0], true
		})
	}
}

func read[T ~string](t *testing.T, lang Lang, all []T, as func(word string) (T, bool)) {
	t.Helper()
	words := strings.Split(accepted(all, lang), ", ")
	if len(words) != len(all) {
		t.Fatalf("%q for %q", words, all)
	}
	for i, w := range words {
		if got, ok := as(w); slices.Contains(all, T(w)) && !ok {
			continue // the vocabulary's own
		} else if got != all[i] {
			t.Errorf("%q is read as %q, not %q", w, got, all[i])
		}
	}
}

// TestFrenchMessages has a French message offer French words.
func TestFrenchMessages(t *testing.T) {
	t.Parallel()
	d := newDesk(t).In(French)
	addMember(t, d, "m")
	imp := check(t, d, pops("m", "code;nom;lon;lat;statut;techno;visibilité\na;A;2.4;47.08;bizarre;bizarre;bizarre\n"))
	for _, e := range imp.Errors {
		for _, word := range []string{"planned", "operational", "private", "members", "coax"} {
			if strings.Contains(e.Message, word) {
				t.Errorf("%q in %q", word, e.Message)
			}
		}
	}
	if len(imp.Errors) != 3 {
		t.Errorf("%+v", imp.Errors)
	}
}

// TestToldInTheReadersWords has what fills the blanks of a message follow the
// reader's language, too.
func TestToldInTheReadersWords(t *testing.T) {
	t.Parallel()
	for lang, want := range map[Lang][]string{
		French:  {"NRO", "centre de données", "le contour se croise, lon 2.35, lat 47.05", "celle-ci est une ligne\u00a0:", "1,5 km", "«\u00a0bizarre\u00a0»"},
		English: {"exchange", "dataCentre", "Self-intersection, lon 2.35, lat 47.05", "this one is a line:", "1.5 km", "“bizarre”"},
	} {
		c := &checker{lang: lang}
		said := []string{
			unknownKind.is("known", accepted(inventory.PopKinds, lang)).in(lang),
			unknownKind.is("known", accepted(inventory.PopKinds, lang)).in(lang),
			invalidPolygon.is("why", invalidText("Self-intersection[2.35 47.05]", lang)).in(lang),
			pointForPop.is("what", c.shape("LineString")).in(lang),
			distanceText(1500, lang),
			badStatus.is("known", "").at("status", "bizarre").in(lang),
		}
		for i, w := range want {
			if !strings.Contains(said[i], w) {
				t.Errorf("%s: %q without %q", lang, said[i], w)
			}
		}
	}
	for _, p := range catalogue {
		if strings.Contains(p.fr, "« ") || strings.Contains(p.fr, " »") || strings.Contains(p.fr, " :") {
			t.Errorf("a mark may stand alone on a line: %q", p.fr)
		}
	}
}
