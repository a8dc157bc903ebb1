package api

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"maillage/api/gen"
	"maillage/inventory/atlas"
)

// GapRegionsDocument is regions that nobody collects, as GeoJSON (RFC 7946).
func GapRegionsDocument(g atlas.GapRegions) gen.GapRegions {
	d := gen.GapRegions{Type: gen.GapRegionsTypeFeatureCollection, Layer: g.Layer, Territory: amount(g.Territory), Gap: share(g.Gap),
		Count: g.Count, Features: make([]gen.GapRegion, len(g.Regions))}
	for i, r := range g.Regions {
		box := r.Geometry.Bound()
		d.Features[i] = gen.GapRegion{
			Type: gen.GapRegionTypeFeature, Bbox: gen.Box{degree(box.Min[0]), degree(box.Min[1]), degree(box.Max[0]), degree(box.Max[1])},
			Geometry: gen.Polygon{Type: gen.PolygonTypePolygon, Coordinates: coordinates(r.Geometry)},
			Properties: gen.GapRegionProperties{Rank: r.Rank, Km2: r.KM2, Weight: thousandth(r.Weight), Code: r.Code, Name: r.Name,
				Communes: r.Communes, Departements: append([]string{}, r.Departements...),
				Centre: gen.LonLat{degree(r.Centre[0]), degree(r.Centre[1])}},
		}
	}
	return d
}

// degree leaves out digits below a tenth of a metre.
func degree(d float64) float64 { return math.Round(d*1e6) / 1e6 }

// coordinates writes a polygon as GeoJSON does: at once, since an outline of
// half the country has hundreds of thousands of corners.
func coordinates(p orb.Polygon) []byte {
	b := []byte{'['}
	for i, ring := range p {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		for j, at := range ring {
			if j > 0 {
				b = append(b, ',')
			}
			b = append(b, '[')
			b = appendDegree(b, at[0])
			b = append(b, ',')
			b = appendDegree(b, at[1])
			b = append(b, ']')
		}
		b = append(b, ']')
	}
	return append(b, ']')
}

// polygons writes a multipolygon's coordinates.
func polygons(m orb.MultiPolygon) []byte {
	b := []byte{'['}
	for i, p := range m {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, coordinates(p)...)
	}
	return append(b, ']')
}

// appendDegree writes what degree leaves, in a fifth of strconv.AppendFloat's
// time.
func appendDegree(b []byte, d float64) []byte {
	n := int64(math.Round(d * 1e6))
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/1e6, 10)
	first := len(b)
	b = strconv.AppendInt(b, n%1e6+1e6, 10) // seven digits, the first of which becomes the point
	b[first] = '.'
	return b
}

// GetGapRegions returns the regions that nobody collects.
func (h *handlers) GetGapRegions(ctx context.Context, r gen.GetGapRegionsRequestObject) (gen.GetGapRegionsResponseObject, error) {
	q := r.Params
	now, f, err := h.question(ctx, q.Member, q.Technology, q.Status, nil, q.Layer, q.Territory, q.AsOf)
	if err != nil {
		return nil, err
	}
	minKM2, limit := or(q.MinKm2, 0), or(q.Limit, 0)
	return keep(ctx, now, f, fmt.Sprint("regions ", minKM2, limit), geoJSON, func() (gen.GapRegions, error) {
		g, err := now.GapRegions(viewerOf(ctx), f, minKM2, limit)
		return GapRegionsDocument(g), err
	})
}
