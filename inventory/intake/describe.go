package intake

import (
	"slices"

	"maillage/inventory"
)

// finest leaves out of the fields that tell an extent those that merely describe
// it: the EPCI and the département of a commune, and those of a land that is
// drawn. Where they say something else, all stay, and the record is refused.
func (c *checker) finest(r *result, told []string) []string {
	if len(told) < 2 {
		return told
	}
	describes := func(field string) bool { return field == "epci" || field == "departements" }
	fine := slices.DeleteFunc(slices.Clone(told), describes)
	if len(fine) == 0 && slices.Contains(told, "epci") {
		fine = []string{"epci"}
	}
	if len(fine) != 1 || fine[0] == "units" {
		return told
	}
	if fine[0] != "communes" && fine[0] != "epci" {
		for _, field := range told {
			if describes(field) {
				r.warn(describedExtent.is("other", c.extentName(fine[0])).at(field, c.cols.value(r.row, field)))
			}
		}
		return fine
	}
	within := c.communesOf(fine[0], codes(c.cols.value(r.row, fine[0])))
	for _, field := range told {
		if field != fine[0] && !c.holds(field, c.cols.value(r.row, field), within, fine[0] == "communes") {
			return told
		}
	}
	return fine
}

// extentName is how people know what tells an extent.
func (c *checker) extentName(field string) string {
	if field == "geometry" {
		return field
	}
	return c.cols.column(field)
}

// communesOf are the communes that codes of communes, or of EPCI, name; nil
// where one is unknown.
func (c *checker) communesOf(field string, said []string) []*inventory.Unit {
	var all []*inventory.Unit
	for _, code := range said {
		if field == "communes" {
			u, _ := c.land.communeByCode(code)
			if u == nil {
				return nil
			}
			all = append(all, u)
			continue
		}
		found := c.land.ofEPCI(code)
		if len(found) == 0 {
			return nil
		}
		all = append(all, found...)
	}
	return all
}

// holds tells whether the units that a cell names by code or by name hold these
// communes: all of them, or one, since an EPCI may lie in several départements.
func (c *checker) holds(field, said string, communes []*inventory.Unit, all bool) bool {
	if len(communes) == 0 {
		return false
	}
	kind := inventory.Departement
	if field == "epci" {
		kind = inventory.EPCI
	}
	words := codes(said)
	of := func(commune *inventory.Unit) bool {
		code := commune.Departement
		if field == "epci" {
			code = commune.EPCI
		}
		if slices.Contains(words, code) || len(code) == 2 && code[0] == '0' && slices.Contains(words, code[1:]) {
			return true
		}
		u, ok := c.land.Unit(kind, code)
		return ok && slug(u.Name) == slug(said)
	}
	if !all {
		return slices.ContainsFunc(communes, of)
	}
	return !slices.ContainsFunc(communes, func(u *inventory.Unit) bool { return !of(u) })
}
