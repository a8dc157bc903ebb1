package intake

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/territory"
)

// How far off the known land a point may be and still belong to it. Ports,
// piers and simplified coasts need the first; boundaries that are themselves an
// approximation, the second.
const (
	nearLand        = 2000 / line.CellSide  // cells
	nearApproximate = 15000 / line.CellSide // cells
)

// land is where France is, for the checks.
type land struct {
	*territory.Gazetteer
	approximate bool
	places      map[string]place // those found so far
}

// commune tells which commune holds a point (lon/lat), or is nearest within
// reach; metres is 0 when it holds it. nil: none.
func (l land) commune(p orb.Point) (u *inventory.Unit, metres float64) {
	if u, ok := l.At(p[0], p[1]); ok {
		return u, 0
	}
	cell, ok := line.Locate(p[0], p[1])
	if !ok {
		return nil, 0
	}
	reach := int32(nearLand)
	if l.approximate {
		reach = nearApproximate
	}
	near, d := nearest(l.Land(), cell, reach)
	if near < 0 {
		return nil, 0
	}
	if u, ok = l.Holder(near); !ok {
		return nil, 0
	}
	return u, d * line.CellSide
}

// nearest is the cell of a set nearest to one, among those at most reach rows
// and columns away, and its distance in cells; -1 when there is none.
func nearest(s line.Set, cell, reach int32) (near int32, distance float64) {
	t, ok := line.TerritoryOf(cell)
	if !ok {
		return -1, 0
	}
	row, col := t.RowCol(cell)
	near, best := int32(-1), float64(reach*reach)+0.5
	for r := max(row-reach, 0); r <= min(row+reach, t.Height-1); r++ {
		start := t.Offset + r*t.Width
		for _, c := range nearestInRow(s, start, start+t.Width, start+col) {
			_, cc := t.RowCol(c)
			if d := float64((r-row)*(r-row)) + float64((cc-col)*(cc-col)); d < best {
				near, best = c, d
			}
		}
	}
	return near, math.Sqrt(best)
}

// nearestInRow is the first cell of s at or after at, and the last before it,
// within [from, to).
func nearestInRow(s line.Set, from, to, at int32) []int32 {
	var found []int32
	i, _ := slices.BinarySearchFunc(s, at, func(iv line.Interval, at int32) int {
		if iv.Hi <= at {
			return -1
		}
		return 1
	})
	if i < len(s) {
		if c := max(s[i].Lo, at); c < to {
			found = append(found, c)
		}
		if s[i].Lo < at {
			found = append(found, at-1)
		}
	}
	if i > 0 {
		if c := s[i-1].Hi - 1; c >= from && c < at {
			found = append(found, c)
		}
	}
	return found
}

// communeByCode finds a commune by its INSEE code, or says what is wrong with
// the code and which is meant.
func (l land) communeByCode(code string) (*inventory.Unit, *fault) {
	code = strings.ToUpper(code)
	if u, ok := l.Unit(inventory.Commune, code); ok {
		return u, nil
	}
	if len(code) == 4 {
		if _, ok := l.Unit(inventory.Commune, "0"+code); ok {
			return nil, lostZero.is().at("insee", code).mend("0" + code)
		}
	}
	if whole, ok := wholeCity(code); ok {
		return nil, arrondissement.is().at("insee", code).mend(whole)
	}
	if now, ok := l.Former(code); ok {
		return nil, formerCommune.is().at("insee", code).mend(now)
	}
	if us := l.ByPostcode(code); len(us) == 1 {
		return nil, postcodeNotCode.is().at("insee", code).mend(us[0].Code)
	}
	return nil, unknownCommune.is().at("insee", code)
}

// wholeCity is the commune of a municipal arrondissement of Paris, Lyon or
// Marseille (INSEE, Code officiel géographique).
func wholeCity(code string) (string, bool) {
	switch {
	case code >= "75101" && code <= "75120" && len(code) == 5:
		return "75056", true
	case code >= "69381" && code <= "69389" && len(code) == 5:
		return "69123", true
	case code >= "13201" && code <= "13216" && len(code) == 5:
		return "13055", true
	}
	return "", false
}

// place finds the commune that a postcode and a city's name tell.
func (l land) place(postcode, city string) (*inventory.Unit, *fault) {
	said := strings.TrimSpace(postcode + " " + city)
	if known, ok := l.places[said]; ok {
		return known.unit, known.wrong
	}
	u, wrong := l.findPlace(said, postcode, city)
	l.places[said] = place{u, wrong}
	return u, wrong
}

// place is what a postcode and a city came to: lists name the same town often.
type place struct {
	unit  *inventory.Unit
	wrong *fault
}

func (l land) findPlace(said, postcode, city string) (*inventory.Unit, *fault) {
	if len(postcode) == 4 {
		postcode = "0" + postcode
	}
	var found []*inventory.Unit
	if city != "" {
		found = l.ByName(postcode, city)
	}
	if len(found) == 0 && postcode != "" {
		found = l.ByPostcode(postcode) // a hamlet or a district, perhaps
	}
	switch len(found) {
	case 0:
		return nil, unknownPlace.is().at("city", said)
	case 1:
		return found[0], nil
	}
	return nil, severalPlaces.is("known", unitNames(found)).at("city", said)
}

// ofEPCI are the communes of an EPCI.
func (l land) ofEPCI(siren string) []*inventory.Unit {
	var all []*inventory.Unit
	for _, u := range l.Units(inventory.Commune) {
		if u.EPCI == siren && siren != "" {
			all = append(all, u)
		}
	}
	return all
}

func unitNames(units []*inventory.Unit) string {
	var names []string
	for i, u := range units {
		if i == 6 {
			names = append(names, "…")
			break
		}
		names = append(names, unitName(u))
	}
	return strings.Join(names, ", ")
}

func unitName(u *inventory.Unit) string { return u.Name + " (" + u.Code + ")" }

// distanceText writes metres for people.
func distanceText(metres float64, lang Lang) string {
	if metres < 1000 {
		return fmt.Sprintf("%.0f m", metres)
	}
	return decimal(fmt.Sprintf("%.1f km", metres/1000), lang)
}

// pointText writes a position for people: longitude, latitude.
func pointText(p orb.Point) string { return fmt.Sprintf("lon %.5f, lat %.5f", p[0], p[1]) }
