package intake

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"maillage/geo/mapfile"
	"maillage/inventory"
)

// mapLimits are those of lists, for the map files they come in.
var mapLimits = mapfile.Limits{
	Unpacked: MaxUnpacked, Ratio: MaxRatio, Entries: MaxEntries, Features: MaxRows + 1, Vertices: inventory.MaxVertices,
	Properties: 2 * MaxColumns, Text: 8 << 20, Depth: MaxDepth, Time: MaxReading,
}

// readGeoJSON reads GeoJSON, whole or as lines. Properties are the columns, in
// the order in which they first occur.
func readGeoJSON(text []byte) (*Table, *fault) { return readMap(text, "", "") }

// readMap reads a map file: properties are the columns. Of several layers it
// takes the one asked, else the one whose geometries suit the kind of list, ""
// for any. Coordinates stay in the file's system.
func readMap(content []byte, kind, layer string) (*Table, *fault) {
	m := mapTable{table: &Table{Geometric: true, EPSG: 4326}, column: map[string]int{}}
	if layer == "" && kind != "" {
		var bad *fault
		if layer, m.table.Sheets, bad = suitingLayer(content, kind); bad != nil {
			return &Table{Sheets: m.table.Sheets}, bad
		}
	}
	info, err := mapfile.Read(context.Background(), bytes.NewReader(content), int64(len(content)),
		mapfile.Options{Layer: layer, Native: true, Limits: mapLimits}, m.feature)
	if err != nil {
		return &Table{Sheets: info.Named}, mapFault(err, info)
	}
	m.table.Sheet, m.table.Sheets = layer, info.Named
	for _, l := range info.Layers {
		if l.EPSG != 0 {
			m.table.EPSG = l.EPSG
		}
	}
	if m.budget.bad != nil {
		return nil, m.budget.bad
	}
	return m.table, nil
}

// suitingLayer tells which layer of a map file a list of this kind stands in: ""
// for its only one. all are the layers there are.
func suitingLayer(content []byte, kind string) (layer string, all []string, bad *fault) {
	if f, ok := mapfile.Detect(bytes.NewReader(content), int64(len(content))); !ok || f != mapfile.Shapefile && f != mapfile.GeoPackage {
		return "", nil, nil // one layer
	}
	info, err := mapfile.Read(context.Background(), bytes.NewReader(content), int64(len(content)),
		mapfile.Options{Native: true, Limits: mapLimits}, func(mapfile.Feature) error { return nil })
	all = info.Named
	if err != nil {
		return "", all, mapFault(err, info)
	}
	var suit []string
	for _, l := range info.Layers {
		if kind == inventory.KindPops && l.Points > 0 || kind == inventory.KindZones && l.Polygons > 0 {
			suit = append(suit, l.Name)
		}
	}
	switch {
	case len(all) == 1:
		return all[0], all, nil
	case len(suit) == 1:
		return suit[0], all, nil
	case len(suit) == 0:
		return "", all, noLayerSuits.is("layers", names(all), "kind", kind)
	}
	return "", all, severalLayers.is("layers", names(suit), "kind", kind)
}

// mapTable makes a table of features.
type mapTable struct {
	table  *Table
	column map[string]int
	budget struct {
		cellBudget
		bad *fault
	}
}

func (m *mapTable) feature(f mapfile.Feature) error {
	row := Row{Line: len(m.table.Rows) + 2, Geometry: f.Geometry}
	if len(m.table.Rows) >= MaxRows {
		return m.stop(tooManyRows.is("limit", MaxRows))
	}
	if f.Flaw != nil {
		row.flaw = featureFault(f.Flaw)
	}
	for _, p := range f.Properties {
		if bad := m.set(&row, p.Name, p.Value); bad != nil {
			return m.stop(bad)
		}
	}
	if bad := m.budget.spend(len(row.Cells)); bad != nil {
		return m.stop(bad)
	}
	m.table.Rows = append(m.table.Rows, row)
	return nil
}

func (m *mapTable) stop(bad *fault) error {
	m.budget.bad = bad
	return bad
}

// nulls makes broken letters of the NULs that some formats can write: no
// database takes them, and the record is refused for it.
var nulls = strings.NewReplacer("\x00", "\uFFFD")

// set puts a value in a column, which it adds when new.
func (m *mapTable) set(row *Row, name, value string) *fault {
	name, value = nulls.Replace(strings.ToValidUTF8(name, "\uFFFD")), nulls.Replace(strings.ToValidUTF8(value, "\uFFFD"))
	if len(value) > MaxCell && !mayBeLong(value) {
		return tooLongCell.is("line", row.Line, "limit", MaxCell, "count", len(value))
	}
	c, known := m.column[name]
	if !known {
		if c = len(m.table.Columns); c == MaxColumns {
			return tooManyColumns.is("line", row.Line, "limit", MaxColumns, "count", MaxColumns+1)
		}
		m.column[name] = c
		m.table.Columns = append(m.table.Columns, name)
	}
	if c >= len(row.Cells) {
		row.Cells = append(slices.Grow(row.Cells, len(m.table.Columns)-len(row.Cells)), make([]string, c+1-len(row.Cells))...)
	}
	row.Cells[c] = value
	return nil
}

// featureFault is what is wrong with one feature, in this room's words.
func featureFault(e *mapfile.Error) *fault {
	switch e.Code {
	case mapfile.TooManyVertices:
		return tooManyVertices.is("limit", inventory.MaxVertices)
	case mapfile.NotFeature:
		return notFeature.is().at("", e.Value)
	}
	return badGeometry.is("why", whyFile(e.Detail)).at("geometry", e.Value)
}

// mapFault is what is wrong with a whole map file, in this room's words.
func mapFault(err error, info mapfile.Info) *fault {
	var own *fault
	if errors.As(err, &own) {
		return own
	}
	var e *mapfile.Error
	if !errors.As(err, &e) {
		return brokenFile.is("what", info.Format, "why", whyFile(err.Error()))
	}
	json := info.Format == mapfile.GeoJSON
	switch e.Code {
	case mapfile.Broken:
		if json {
			return badJSON.is("line", e.Line, "why", whyFile(e.Detail))
		}
		return brokenFile.is("what", info.Format, "why", whyFile(e.Detail))
	case mapfile.Cut:
		if json {
			return cutJSON.is()
		}
		return cutFile.is("what", info.Format)
	case mapfile.NotGeoJSON:
		return notGeoJSON.is("what", whyFile(e.Detail))
	case mapfile.UnknownSystem:
		return unknownFileCRS.is().at("", e.Detail)
	case mapfile.NoLayer:
		if e.Detail == "" {
			return noTables.is()
		}
		return noSuchLayer.is().at("", e.Detail)
	case mapfile.Encrypted:
		return lockedFile.is()
	case mapfile.OnlyLinks:
		return onlyLinks.is()
	case mapfile.TooDeep:
		if json {
			return deepJSON.is("limit", MaxDepth)
		}
		return deepFile.is("what", info.Format, "limit", MaxDepth)
	case mapfile.TooMuchUnpacked:
		return tooMuchUnpacked.is("name", e.Detail, "limit", MaxUnpacked>>20, "ratio", MaxRatio)
	case mapfile.TooManyEntries:
		return tooManyEntries.is("limit", MaxEntries, "count", e.Met)
	case mapfile.TooLongToRead:
		return tooSlow.is("what", info.Format, "limit", int(MaxReading.Minutes()), "read", e.Met)
	case mapfile.TooManyFeatures:
		return tooManyRows.is("limit", MaxRows)
	case mapfile.TooManyProperties:
		return tooManyColumns.is("line", info.Features+1, "limit", MaxColumns, "count", e.Met)
	case mapfile.TooLongText:
		return tooLongCell.is("line", info.Features+1, "limit", MaxCell, "count", e.Met)
	}
	return brokenFile.is("what", info.Format, "why", whyFile(e.Error()))
}
