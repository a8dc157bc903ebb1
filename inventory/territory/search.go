package territory

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"maillage/inventory"
	"maillage/inventory/territory/builtin"
)

// entry is a unit under the plain form of its name.
type entry struct {
	name string
	unit *inventory.Unit
}

// entries lists the units by name, the most populous first.
func entries(units []inventory.Unit) []entry {
	list := make([]entry, len(units))
	for i := range units {
		list[i] = entry{plain(units[i].Name), &units[i]}
	}
	slices.SortFunc(list, func(a, b entry) int { return byPopulation(a.unit, b.unit) })
	return list
}

// plain is a name without accents, case, hyphens and apostrophes, St and Ste
// written out: "st-étienne-s/-loire" and "Saint-Étienne-sur-Loire" are the same.
func plain(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '/':
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(strings.ReplaceAll(b.String(), "/", "/ "))
	for i, w := range words {
		switch w {
		case "st":
			words[i] = "saint"
		case "ste":
			words[i] = "sainte"
		case "s/":
			words[i] = "sur"
		default:
			words[i] = strings.TrimSuffix(w, "/")
		}
	}
	return strings.Join(words, " ")
}

var (
	cedex   = regexp.MustCompile(` cedex( \d+)?$`)
	quarter = regexp.MustCompile(`^(paris|lyon|marseille) 0?\d{1,2}(er|e|eme|ieme)?( arrondissement)?$`)
)

// plainCity is plain of a town as addresses write it: without CEDEX, and without
// the arrondissement.
func plainCity(city string) string {
	p := cedex.ReplaceAllString(plain(city), "")
	if m := quarter.FindStringSubmatch(p); m != nil {
		return m[1]
	}
	return p
}

// called returns the communes of a plain name, those that were merged into
// another by their old name too, the most populous first. The slice is the
// caller's own.
func (g *Gazetteer) called(want string) []*inventory.Unit {
	if found := g.cities()[want]; len(found) > 0 {
		return slices.Clone(found)
	}
	return slices.Clone(g.oldNames()[want])
}

// formerNames are the communes of today by the plain names of those that were
// merged into them, and of their arrondissements.
func (g *Gazetteer) formerNames() map[string][]*inventory.Unit {
	all := map[string][]*inventory.Unit{}
	for _, f := range builtin.France().Former {
		u, ok := g.Unit(inventory.Commune, f.Now)
		if name := plain(f.Name); ok && name != "" && !slices.Contains(all[name], u) {
			all[name] = append(all[name], u)
		}
	}
	for _, list := range all {
		slices.SortFunc(list, byPopulation)
	}
	return all
}

// Search returns the units, of one kind or of any (""), that a person may mean
// by q: a beginning of a name, of a word in it, of a code or of a postal code. An
// exact name or code comes first, then names that begin so, then the others,
// within each the most populous; limit <= 0 means 20.
func (g *Gazetteer) Search(q, kind string, limit int) []*inventory.Unit {
	if limit <= 0 {
		limit = 20
	}
	want := plain(q)
	if want == "" {
		return nil
	}
	code := strings.ToUpper(strings.ReplaceAll(want, " ", ""))
	digits := len(code) > 1 && code[0] >= '0' && code[0] <= '9' // all codes begin so but for those of an operator's own units
	inside := " " + want
	const classes = 4
	var found [classes][]*inventory.Unit
	for _, e := range g.names() {
		if kind != "" && e.unit.Kind != kind {
			continue
		}
		var class int
		switch {
		case e.name == want || e.unit.Code == code:
			class = 0
		case strings.HasPrefix(e.name, want):
			class = 1
		case digits && (strings.HasPrefix(e.unit.Code, code) || hasPostcode(e.unit, code)):
			class = 2
		case strings.Contains(e.name, inside):
			class = 3
		default:
			continue
		}
		if len(found[class]) < limit {
			found[class] = append(found[class], e.unit)
		}
	}
	all := slices.Concat(found[:]...)
	return all[:min(limit, len(all))]
}

func hasPostcode(u *inventory.Unit, prefix string) bool {
	return slices.ContainsFunc(u.Postcodes, func(p string) bool { return strings.HasPrefix(p, prefix) })
}
