package intake

import (
	"archive/zip"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"maillage/geo/packed"
	"maillage/inventory"
)

// graceTables are the tables of GraceTHD (the French exchange model of fibre
// networks, MCD 2 and 3) that say where sites and zones are.
var graceTables = []string{"t_sitetech", "t_noeud", "t_znro", "t_zsro"}

// readGraceTHD reads the technical sites of a GraceTHD delivery as PoPs, each at
// the node it stands on; or its NRO and SRO zones. Tables come as CSV or as
// Shapefiles, without a .prj in Lambert-93.
func readGraceTHD(content []byte, a *packed.Archive, kind, sheet string) (*Table, *fault) {
	g := grace{content: content, archive: a}
	if kind == inventory.KindZones {
		return g.zones(strings.ToLower(sheet))
	}
	return g.sites()
}

type grace struct {
	content []byte
	archive *packed.Archive
}

// has tells whether a delivery has a table.
func (g *grace) has(name string) bool {
	return slices.ContainsFunc(slices.Concat(g.archive.WithExt(".shp"), g.archive.WithExt(".csv")), func(f *zip.File) bool {
		return strings.EqualFold(packed.Title(f), name)
	})
}

// table reads one table, nil where the delivery has none of this name.
func (g *grace) table(name string) (*Table, *fault) {
	for _, f := range g.archive.WithExt(".shp") {
		if strings.EqualFold(packed.Title(f), name) {
			t, bad := readMap(g.content, "", packed.Title(f))
			if bad == nil && t.EPSG == 4326 && t.Rows != nil {
				t.EPSG = graceSystem(t)
			}
			return t, bad
		}
	}
	for _, f := range g.archive.WithExt(".csv") {
		if !strings.EqualFold(packed.Title(f), name) {
			continue
		}
		b, err := g.archive.Bytes(f, MaxBytes)
		if err != nil {
			return nil, packedFault(err, "GraceTHD")
		}
		t, bad := readCSV(decode(b))
		if bad != nil {
			return nil, bad
		}
		t.EPSG = 2154
		graceGeometry(t)
		return t, nil
	}
	return nil, nil
}

// graceSystem is that of a Shapefile without .prj: Lambert-93 unless its
// coordinates are degrees.
func graceSystem(t *Table) int {
	for i := range t.Rows {
		if g := t.Rows[i].Geometry; g != nil {
			if b := g.Bound(); b.Max[0] > 180 || b.Max[1] > 90 {
				return 2154
			}
		}
	}
	return 4326
}

// graceGeometry reads the geometries that a CSV has as text.
func graceGeometry(t *Table) {
	column := t.named("geom", "wkt", "the_geom", "geometry")
	if column < 0 {
		return
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		if s := clean(r.Cell(column)); s != "" {
			g, epsg, err := parseWKT(s)
			if err != nil {
				r.flaw = badWKT.is("why", whyFile(err.Error())).at("wkt", short(s, 60))
				continue
			}
			if r.Geometry = g; epsg != 0 {
				t.EPSG = epsg
			}
		}
	}
}

// named is the first column of one of these names, -1 when there is none.
func (t *Table) named(names ...string) int {
	for _, n := range names {
		for i, c := range t.Columns {
			if strings.EqualFold(c, n) {
				return i
			}
		}
	}
	return -1
}

// first is the first of these columns that says something.
func (t *Table) first(r *Row, names ...string) string {
	for _, n := range names {
		if v := clean(r.Cell(t.named(n))); v != "" {
			return v
		}
	}
	return ""
}

// graceStates are GraceTHD's states of a site (l_statut) in the inventory's
// words; those of surveys and drafts are plans.
var graceStates = map[string]inventory.Status{
	"PRE": inventory.Proposed, "DIA": inventory.Proposed, "AVP": inventory.Planned, "PRO": inventory.Planned, "ACT": inventory.Planned,
	"EXE": inventory.UnderConstruction, "TVX": inventory.UnderConstruction, "REC": inventory.Operational, "MCO": inventory.Operational,
}

func (g *grace) sites() (*Table, *fault) {
	sites, bad := g.table("t_sitetech")
	if bad != nil {
		return nil, bad
	}
	nodes, bad := g.table("t_noeud")
	switch {
	case bad != nil:
		return nil, bad
	case sites == nil:
		return nil, gracePart.is("part", "t_sitetech")
	case nodes == nil:
		return nil, gracePart.is("part", "t_noeud")
	}
	at := make(map[string]orb.Geometry, len(nodes.Rows))
	for i := range nodes.Rows {
		r := &nodes.Rows[i]
		at[nodes.first(r, "nd_code")] = r.Geometry
	}
	t := &Table{Columns: []string{"code", "name", "kind", "status", "opened_on"}, Geometric: true, EPSG: nodes.EPSG, Sheet: "t_sitetech"}
	for i := range sites.Rows {
		r := &sites.Rows[i]
		code := sites.first(r, "st_code")
		status := sites.first(r, "st_statut")
		if s, ok := graceStates[strings.ToUpper(status)]; ok {
			status = string(s)
		}
		name := sites.first(r, "st_nom", "st_codeext")
		if name == "" {
			name = code
		}
		t.Rows = append(t.Rows, Row{Line: r.Line, flaw: r.flaw, Geometry: at[sites.first(r, "st_nd_code")],
			Cells: []string{code, name, sites.first(r, "st_typelog", "st_typephy"), status, sites.first(r, "st_datemes", "st_dateins")}})
	}
	return t, nil
}

// zones are those of the NROs, then those of the SROs; a delivery with both is
// read whole unless one is named.
func (g *grace) zones(only string) (*Table, *fault) {
	t := &Table{Columns: []string{"code", "name", "technologies", "handoff", "table"}, Geometric: true, EPSG: 2154}
	doors, bad := g.doors()
	if bad != nil {
		return nil, bad
	}
	for _, z := range []struct {
		table, code, node string
		names             []string
	}{
		{"t_znro", "zn_code", "zn_nd_code", []string{"zn_nroref", "zn_code"}},
		{"t_zsro", "zs_code", "zs_nd_code", []string{"zs_refpm", "zs_code"}},
	} {
		if !g.has(z.table) {
			continue
		}
		t.Sheets = append(t.Sheets, z.table)
		if only != "" && only != z.table {
			continue
		}
		from, bad := g.table(z.table)
		if bad != nil {
			return &Table{Sheets: t.Sheets}, bad
		}
		t.Sheet = only
		if len(t.Rows) > 0 && t.EPSG != from.EPSG {
			return &Table{Sheets: t.Sheets}, severalLayers.is("layers", "t_znro, t_zsro", "kind", inventory.KindZones)
		}
		t.EPSG = from.EPSG
		for i := range from.Rows {
			r := &from.Rows[i]
			t.Rows = append(t.Rows, Row{Line: len(t.Rows) + 2, flaw: r.flaw, Geometry: r.Geometry,
				Cells: []string{from.first(r, z.code), from.first(r, z.names...), "ftth", doors[from.first(r, z.node)], z.table}})
		}
	}
	switch {
	case len(t.Sheets) == 0:
		return nil, gracePart.is("part", "t_znro / t_zsro")
	case only != "" && t.Sheet == "":
		return &Table{Sheets: t.Sheets}, noSuchLayer.is().at("", only)
	}
	return t, nil
}

// doors are the sites of a delivery by the node they stand on.
func (g *grace) doors() (map[string]string, *fault) {
	doors := map[string]string{}
	sites, bad := g.table("t_sitetech")
	if bad != nil || sites == nil {
		return doors, bad
	}
	for i := range sites.Rows {
		r := &sites.Rows[i]
		doors[sites.first(r, "st_nd_code")] = sites.first(r, "st_code")
	}
	return doors, nil
}
