package intake

import (
	"encoding/json"
	"strings"

	"github.com/paulmach/orb"

	"maillage/inventory"
)

// readISP reads the coveredAreas of an isp.json (FFDN's ISP format 0.1) as
// zones: name, technologies and the area's GeoJSON.
func readISP(text []byte, kind string) (*Table, *fault) {
	if kind != inventory.KindZones {
		return nil, ispIsZones.is()
	}
	var isp struct {
		CoveredAreas []struct {
			Name         string          `json:"name"`
			Technologies []string        `json:"technologies"`
			Area         json.RawMessage `json:"area"`
		} `json:"coveredAreas"`
	}
	if err := json.Unmarshal(text, &isp); err != nil {
		return nil, jsonFault(text, err)
	}
	if len(isp.CoveredAreas) > MaxRows {
		return nil, tooManyRows.is("limit", MaxRows)
	}
	t := &Table{Columns: []string{"name", "technologies"}, Geometric: true, EPSG: 4326}
	for i, a := range isp.CoveredAreas {
		row := Row{Line: i + 2, Cells: []string{nulls.Replace(a.Name), nulls.Replace(strings.Join(a.Technologies, "|"))}}
		if len(a.Area) > 0 && string(a.Area) != "null" {
			// The area is a bare geometry, a Feature, or a collection of them.
			one, bad := readGeoJSON(asFeature(a.Area))
			switch {
			case bad != nil:
				row.flaw = badGeometry.is("why", bad).at("geometry", short(string(a.Area), 60))
			case len(one.Rows) == 1:
				row.flaw, row.Geometry = one.Rows[0].flaw, one.Rows[0].Geometry
			case len(one.Rows) > 1:
				row.Geometry, row.flaw = together(one.Rows)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// together makes one geometry of several rows'.
func together(rows []Row) (orb.Geometry, *fault) {
	var all orb.Collection
	for i := range rows {
		if rows[i].flaw != nil {
			return nil, rows[i].flaw
		}
		if rows[i].Geometry != nil {
			all = append(all, rows[i].Geometry)
		}
	}
	return all, nil
}

// asFeature wraps a bare geometry.
func asFeature(raw json.RawMessage) []byte {
	var head struct {
		Type string `json:"type"`
	}
	if json.Unmarshal(raw, &head) == nil && head.Type != "Feature" && head.Type != "FeatureCollection" {
		return append(append([]byte(`{"type":"Feature","geometry":`), raw...), '}')
	}
	return raw
}
