// Package line lays France on one line: the 200 m squares of INSEE's own grid,
// numbered 0, 1, 2 …, and sets of them kept as sorted intervals.
//
// What belongs here: territories, cell numbers, INSEE ids, sets and their
// algebra and encodings. What does not: polygons (raster, outline), weights
// (layer), members (atom and beyond).
package line

import (
	"math"

	"maillage/geo/crs"
)

// CellSide is the side of a cell in metres of its grid. What land that is on the
// spheroid, Area tells.
const CellSide = 200

// Territory is one rectangle of cells: a part of France with a grid of its own.
// Cell numbers run from Offset, rows from the south, columns from the west.
type Territory struct {
	Code   string // metropole, guadeloupe, martinique, guyane, reunion, mayotte
	Name   string // in French
	EPSG   int    // the grid's projection
	E0, N0 int    // the south-west corner in metres, multiples of CellSide
	Width  int32  // columns
	Height int32  // rows
	Offset int32  // number of the south-west cell
}

// territories are the rectangles of the line. They cover land and coast with
// ten kilometres to spare. Cell numbers are stored in databases: changing a
// figure here, or the order, renumbers France and needs every set rebuilt.
var territories = number([]Territory{
	{Code: "metropole", Name: "France métropolitaine", EPSG: 3035,
		E0: 3190000, N0: 2006000, Width: 5570, Height: 5750},
	{Code: "guadeloupe", Name: "Guadeloupe", EPSG: 5490,
		E0: 610000, N0: 1734000, Width: 600, Height: 550},
	{Code: "martinique", Name: "Martinique", EPSG: 5490,
		E0: 675000, N0: 1575000, Width: 375, Height: 435},
	{Code: "guyane", Name: "Guyane", EPSG: 2972,
		E0: 84000, N0: 218000, Width: 1830, Height: 2170},
	{Code: "reunion", Name: "La Réunion", EPSG: 2975,
		E0: 300000, N0: 7619000, Width: 470, Height: 435},
	{Code: "mayotte", Name: "Mayotte", EPSG: 4471,
		E0: 487000, N0: 8547000, Width: 305, Height: 355},
})

// number gives each territory its place on the line, one after the other.
func number(ts []Territory) []Territory {
	var at int32
	for i := range ts {
		ts[i].Offset = at
		at += ts[i].Width * ts[i].Height
	}
	return ts
}

// Territories returns the rectangles in the order of the line. The slice is
// the caller's own.
func Territories() []Territory {
	return append([]Territory(nil), territories...)
}

// ByCode returns the territory with this code.
func ByCode(code string) (Territory, bool) {
	for _, t := range territories {
		if t.Code == code {
			return t, true
		}
	}
	return Territory{}, false
}

// Size returns the number of cells on the line, land and sea: valid cells are
// 0 to Size()-1.
func Size() int32 {
	last := territories[len(territories)-1]
	return last.End()
}

// TerritoryOf returns the territory a cell is in; false if there is no such
// cell.
func TerritoryOf(cell int32) (Territory, bool) {
	if cell < 0 {
		return Territory{}, false
	}
	for _, t := range territories {
		if cell < t.End() {
			return t, true
		}
	}
	return Territory{}, false
}

// End returns the number after the territory's last cell.
func (t Territory) End() int32 { return t.Offset + t.Width*t.Height }

// CRS returns the projection of the territory's grid.
func (t Territory) CRS() *crs.CRS {
	c, ok := crs.ByEPSG(t.EPSG)
	if !ok {
		panic("line: territory " + t.Code + " has a projection crs does not know")
	}
	return c
}

// Cell returns the cell that holds a point given in metres of the territory's
// own projection. A cell holds its south and west sides, not the others. It is
// false outside the rectangle.
func (t Territory) Cell(e, n float64) (int32, bool) {
	col := math.Floor((e - float64(t.E0)) / CellSide)
	row := math.Floor((n - float64(t.N0)) / CellSide)
	if !(col >= 0 && col < float64(t.Width) && row >= 0 && row < float64(t.Height)) {
		return 0, false // NaN lands here too
	}
	return t.Offset + int32(row)*t.Width + int32(col), true
}

// RowCol returns a cell's row, from the south, and column, from the west.
func (t Territory) RowCol(cell int32) (row, col int32) {
	return (cell - t.Offset) / t.Width, (cell - t.Offset) % t.Width
}

// Corner returns the south-west corner of a cell of this territory, in metres
// of its projection.
func (t Territory) Corner(cell int32) (e, n int) {
	row, col := t.RowCol(cell)
	return t.E0 + int(col)*CellSide, t.N0 + int(row)*CellSide
}

// Bounds returns the box in degrees that holds the whole rectangle, with at
// most a few kilometres to spare.
func (t Territory) Bounds() (west, south, east, north float64) {
	for i := range territories {
		if territories[i].Offset == t.Offset {
			b := bounds[i]
			return b[0], b[1], b[2], b[3]
		}
	}
	return 0, 0, 0, 0
}

// bounds holds each territory's box. The projections are smooth and hold no
// pole, so a rectangle's extremes in degrees are on its rim.
var bounds = func() [][4]float64 {
	const steps, spare = 256, 0.02
	all := make([][4]float64, len(territories))
	for i, t := range territories {
		c := t.CRS()
		w, h := float64(t.Width)*CellSide, float64(t.Height)*CellSide
		b := [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
		for k := range steps + 1 {
			f := float64(k) / steps
			for _, p := range [][2]float64{{f, 0}, {f, 1}, {0, f}, {1, f}} {
				lon, lat := c.Inverse(float64(t.E0)+p[0]*w, float64(t.N0)+p[1]*h)
				b[0], b[1] = min(b[0], lon), min(b[1], lat)
				b[2], b[3] = max(b[2], lon), max(b[3], lat)
			}
		}
		all[i] = [4]float64{b[0] - spare, b[1] - spare, b[2] + spare, b[3] + spare}
	}
	return all
}()

// Locate returns the cell that holds a point in degrees; false if no
// territory's rectangle holds it. The cell may be sea or foreign ground.
func Locate(lon, lat float64) (cell int32, ok bool) {
	for i, t := range territories {
		b := bounds[i]
		if lon < b[0] || lon > b[2] || lat < b[1] || lat > b[3] {
			continue
		}
		if cell, ok = t.Cell(t.CRS().Forward(lon, lat)); ok {
			return cell, true
		}
	}
	return 0, false
}

// Centre returns the longitude and latitude of a cell's centre, in degrees;
// false if there is no such cell.
func Centre(cell int32) (lon, lat float64, ok bool) {
	t, ok := TerritoryOf(cell)
	if !ok {
		return 0, 0, false
	}
	e, n := t.Corner(cell)
	lon, lat = t.CRS().Inverse(float64(e)+CellSide/2, float64(n)+CellSide/2)
	return lon, lat, true
}
