package line

import (
	"fmt"
	"strconv"
	"strings"
)

// InseeID returns a cell's id as INSEE writes it in its 200 m files: the grid's
// projection, the side, then northing and easting of the south-west corner in
// metres, as in CRS3035RES200mN2029800E4252400 (INSPIRE, Data Specification on
// Geographical Grid Systems, D2.8.I.2).
func InseeID(cell int32) (string, error) {
	t, ok := TerritoryOf(cell)
	if !ok {
		return "", fmt.Errorf("cell %d is not on the line: cells are 0 to %d", cell, Size()-1)
	}
	e, n := t.Corner(cell)
	id := make([]byte, 0, 32)
	id = append(id, "CRS"...)
	id = strconv.AppendInt(id, int64(t.EPSG), 10)
	id = append(id, "RES200mN"...)
	id = strconv.AppendInt(id, int64(n), 10)
	id = append(id, 'E')
	id = strconv.AppendInt(id, int64(e), 10)
	return string(id), nil
}

// ParseInseeID returns the cell an id names, as InseeID writes it. Leading
// zeros are accepted: INSEE's files of 2015 wrote La Réunion's eastings so
// (E0359400), those of 2017 and later do not. Anything else is an error.
func ParseInseeID(id string) (int32, error) {
	bad := func(why string) (int32, error) {
		return 0, fmt.Errorf("%.60q is not the id of a 200 m cell: %s (an id looks like CRS3035RES200mN2029800E4252400)", id, why)
	}
	rest, ok := strings.CutPrefix(id, "CRS")
	if !ok {
		return bad("it does not begin with CRS")
	}
	epsgText, rest, ok := strings.Cut(rest, "RES200mN")
	if !ok {
		return bad("RES200mN is missing")
	}
	northText, eastText, ok := strings.Cut(rest, "E")
	if !ok {
		return bad("the easting is missing")
	}
	epsg, ok1 := digits(epsgText)
	n, ok2 := digits(northText)
	e, ok3 := digits(eastText)
	if !ok1 || !ok2 || !ok3 {
		return bad("a number in it cannot be read")
	}
	if e%CellSide != 0 || n%CellSide != 0 {
		return bad("its corner is not a multiple of 200 m")
	}
	known := false
	for _, t := range territories {
		if t.EPSG != epsg {
			continue
		}
		known = true
		if cell, ok := t.Cell(float64(e), float64(n)); ok {
			return cell, nil
		}
	}
	if !known {
		return bad("its projection is not that of a French grid")
	}
	return bad("it lies outside every territory")
}

// digits reads a number of one to eight digits: no sign, no space.
func digits(s string) (int, bool) {
	if len(s) == 0 || len(s) > 8 {
		return 0, false
	}
	v := 0
	for i := range len(s) {
		d := s[i] - '0'
		if d > 9 {
			return 0, false
		}
		v = v*10 + int(d)
	}
	return v, true
}
