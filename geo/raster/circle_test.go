package raster_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"maillage/geo/raster"
)

// TestDirect compares with PostGIS's ST_Project, which is Karney's algorithm.
func TestDirect(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/direct.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 100 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows[1:] {
		var v [6]float64
		for i := range v {
			if v[i], err = strconv.ParseFloat(row[i], 64); err != nil {
				t.Fatal(err)
			}
		}
		p := raster.Direct(v[0], v[1], v[2], v[3])
		off := math.Hypot((p[0]-v[4])*math.Cos(v[5]*math.Pi/180), p[1]-v[5]) * 111320
		if !(off < 0.001) {
			t.Errorf("from %v %v, %v m at %v°: %v, PostGIS says %v %v, %.4f m away", v[0], v[1], v[3], v[2], p, v[4], v[5], off)
		}
	}
}

func TestCirclePolygon(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ lon, lat, km float64 }{
		{2.35, 48.85, 25}, {-4.49, 48.39, 0.05}, {9.45, 42.7, 1000}, {-61.53, 16.24, 100}, {55.45, -20.88, 40}, {45.2, -12.8, 5},
	} {
		p := raster.CirclePolygon(c.lon, c.lat, c.km)
		if len(p) != 1 || len(p[0]) < 181 || !p[0].Closed() || p[0].Orientation() != orb.CCW {
			t.Fatalf("%v: %d rings", c, len(p))
		}
		for i := range p[0][1:] {
			a, b := p[0][i], p[0][i+1]
			// The middle of a side, in degrees, must be within a metre of the circle.
			mid := orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}
			for _, pt := range []orb.Point{a, mid} {
				limit := 1.0
				if pt == a {
					limit = 0.02
				}
				if off := math.Abs(inverse(orb.Point{c.lon, c.lat}, pt) - c.km*1000); !(off < limit) {
					t.Fatalf("%v: %v is %.3f m off the circle", c, pt, off)
				}
			}
		}
	}
	for _, bad := range [][3]float64{
		{2, 48, 0}, {2, 48, -1}, {2, 48, math.NaN()}, {2, 48, 1001}, {2, 89, 10}, {181, 48, 10}, {math.NaN(), 48, 10}, {179.99, -40, 10},
	} {
		if p := raster.CirclePolygon(bad[0], bad[1], bad[2]); p != nil {
			t.Errorf("%v was drawn", bad)
		}
		if s, err := raster.Circle(bad[0], bad[1], bad[2]); err == nil {
			t.Errorf("%v was drawn: %v", bad, s)
		}
	}
}

// inverse returns the distance in metres between two places, by Vincenty's
// inverse formula: another formula than the one under test.
func inverse(p, q orb.Point) float64 {
	const a, f, degree = 6378137.0, 1 / 298.257223563, math.Pi / 180
	const b = a * (1 - f)
	l := (q[0] - p[0]) * degree
	s1, c1 := math.Sincos(math.Atan((1 - f) * math.Tan(p[1]*degree)))
	s2, c2 := math.Sincos(math.Atan((1 - f) * math.Tan(q[1]*degree)))
	lambda := l
	for {
		sl, cl := math.Sincos(lambda)
		sin := math.Hypot(c2*sl, c1*s2-s1*c2*cl)
		cos := s1*s2 + c1*c2*cl
		sigma := math.Atan2(sin, cos)
		sinA := c1 * c2 * sl / sin
		cos2A := 1 - sinA*sinA
		cosM := cos - 2*s1*s2/cos2A
		c := f / 16 * cos2A * (4 + f*(4-3*cos2A))
		last := lambda
		lambda = l + (1-c)*f*sinA*(sigma+c*sin*(cosM+c*cos*(2*cosM*cosM-1)))
		if math.Abs(lambda-last) > 1e-13 {
			continue
		}
		u2 := cos2A * (a*a - b*b) / (b * b)
		ka := 1 + u2/16384*(4096+u2*(-768+u2*(320-175*u2)))
		kb := u2 / 1024 * (256 + u2*(-128+u2*(74-47*u2)))
		delta := kb * sin * (cosM + kb/4*(cos*(2*cosM*cosM-1)-kb/6*cosM*(4*sin*sin-3)*(4*cosM*cosM-3)))
		return b * ka * (sigma - delta)
	}
}

func TestCircleArea(t *testing.T) {
	t.Parallel()
	// A spherical cap of the local radius is exact enough for a few parts in a
	// thousand; cells add their own noise.
	for _, c := range []struct{ lon, lat, km float64 }{{2.35, 46.85, 25}, {5, 45, 100}, {55.5, -21.1, 10}} {
		s, err := raster.Circle(c.lon, c.lat, c.km)
		if err != nil {
			t.Fatal(err)
		}
		if want := math.Pi * c.km * c.km; math.Abs(s.KM2()-want) > want*0.002 {
			t.Errorf("%v: %v km², not %v", c, s.KM2(), want)
		}
	}
}
