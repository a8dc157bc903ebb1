package atlas

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
)

// world is a small invented inventory, known twice: as the picture under test
// and cell by cell.
type world struct {
	picture *Picture
	commune map[int32]*inventory.Unit // who has a cell
	weight  map[int32]float64
	members []postgres.MemberRow
	zones   []postgres.ZoneRow // cells not cut to the land
}

// worldSide is the side of each of the two patches of land, in cells.
const worldSide = 24

func newWorld(rnd *rand.Rand) *world {
	w := &world{commune: map[int32]*inventory.Unit{}, weight: map[int32]float64{}}
	units := w.invent(rnd)
	in := inventory.Territory{Source: "test", Checksum: fmt.Sprint(rnd.Uint64())}
	gr, err := newGround(in, territory.New(units))
	if err != nil {
		panic(err)
	}
	w.picture = &Picture{version: 1, ground: gr, cache: newCache(), basis: &basis{}, zones: map[inventory.Key]*zone{}}
	statuses := []inventory.MemberStatus{inventory.MemberActive, inventory.MemberActive, inventory.MemberActive, inventory.MemberCandidate, inventory.MemberLeft}
	for i := range 2 + rnd.IntN(6) {
		m := postgres.MemberRow{Member: inventory.Member{Slug: fmt.Sprintf("m%d", i), Status: statuses[rnd.IntN(len(statuses))]}}
		w.members = append(w.members, m)
		for j := range rnd.IntN(6) {
			w.zones = append(w.zones, randomZone(rnd, m.Slug, j))
		}
	}
	w.picture.members = w.members
	for _, z := range w.zones {
		z.Cells = line.Intersect(nil, z.Cells, gr.land)
		kept := &zone{ZoneRow: z}
		w.picture.zones[z.Key] = kept
		w.picture.order = append(w.picture.order, kept) // made in order
	}
	return w
}

// patches returns where the two patches of land begin: La Réunion and Mayotte.
func patches() [2]int32 {
	reunion, _ := line.ByCode("reunion")
	mayotte, _ := line.ByCode("mayotte")
	return [2]int32{reunion.Offset + 200*reunion.Width + 200, mayotte.Offset + 100*mayotte.Width + 100}
}

func widthAt(cell int32) int32 {
	t, _ := line.TerritoryOf(cell)
	return t.Width
}

// invent makes communes of the patches, some cells being sea, one commune
// without boundary, one EPCI of every three and a département a patch.
func (w *world) invent(rnd *rand.Rand) []inventory.Unit {
	var units []inventory.Unit
	for p, start := range patches() {
		t, _ := line.TerritoryOf(start)
		cells := make([][]int32, 9)
		for r := range int32(worldSide) {
			for c := range int32(worldSide) {
				if rnd.IntN(12) > 0 {
					i := r/(worldSide/3)*3 + c/(worldSide/3)
					cells[i] = append(cells[i], start+r*t.Width+c)
				}
			}
		}
		epci := map[int][]int32{}
		var all []int32
		for i, cs := range cells {
			u := inventory.Unit{
				Kind: inventory.Commune, Code: fmt.Sprintf("9%d%03d", p, i), Name: fmt.Sprintf("Commune %d-%d", p, i),
				Population: rnd.Int64N(5000), Territory: t.Code, Located: true, Cells: line.FromCells(cs),
			}
			units = append(units, u)
			epci[i/3] = append(epci[i/3], cs...)
			all = append(all, cs...)
		}
		for e, cs := range epci {
			units = append(units, inventory.Unit{Kind: inventory.EPCI, Code: fmt.Sprintf("2%d%d", p, e), Name: "EPCI", Located: true, Cells: line.FromCells(cs)})
		}
		units = append(units, inventory.Unit{Kind: inventory.Departement, Code: fmt.Sprint(974 + 2*p), Name: "Département", Located: true, Cells: line.FromCells(all)})
	}
	units = append(units, inventory.Unit{Kind: inventory.Commune, Code: "99999", Name: "Sans contour", Population: 777})
	for i := range units {
		if u := &units[i]; u.Kind == inventory.Commune && u.Located {
			for _, iv := range u.Cells {
				for c := iv.Lo; c < iv.Hi; c++ {
					w.commune[c] = u
					w.weight[c] = float64(u.Population) / float64(u.Cells.Count())
				}
			}
		}
	}
	return slices.Clone(units)
}

func randomZone(rnd *rand.Rand, member string, i int) postgres.ZoneRow {
	var cells []int32
	for _, start := range patches() {
		width := widthAt(start)
		if rnd.IntN(3) == 0 {
			continue
		}
		r0, c0 := rnd.Int32N(worldSide)-3, rnd.Int32N(worldSide)-3
		for r := r0; r < r0+1+rnd.Int32N(14); r++ {
			for c := c0; c < c0+1+rnd.Int32N(14); c++ {
				cells = append(cells, start+r*width+c)
			}
		}
	}
	z := postgres.ZoneRow{Zone: inventory.Zone{
		Key: inventory.Key{Member: member, Code: fmt.Sprintf("z%d", i)}, Name: "Zone",
		Technologies: inventory.Technologies[:1+rnd.IntN(2)], Status: inventory.Operational,
		Audience: inventory.Audiences[rnd.IntN(5)], Cells: line.FromCells(cells),
	}, Revision: rnd.Int64()}
	if rnd.IntN(4) == 0 {
		z.Technologies = []inventory.Technology{"radio"}
	}
	if rnd.IntN(4) == 0 {
		z.Status = inventory.Planned
	}
	return z
}

func (w *world) status(slug string) inventory.MemberStatus {
	for _, m := range w.members {
		if m.Slug == slug {
			return m.Status
		}
	}
	return ""
}
