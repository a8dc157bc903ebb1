package crs_test

import (
	"math"
	"testing"

	"maillage/geo/crs"
)

// An eighth of the spheroid is an eighth of what GRS80 is said to have (Moritz,
// "Geodetic Reference System 1980": 510,065,621.7 km²), and turns either way.
func TestRingAreaOfAnEighth(t *testing.T) {
	t.Parallel()
	const want = 5.100656217e14 / 8
	east := [][2]float64{{0, 0}, {90, 0}, {90, 90}, {0, 90}, {0, 0}}
	if got := crs.RingArea(east); math.Abs(got/want-1) > 1e-9 {
		t.Errorf("%v m², not %v", got, want)
	}
	north := [][2]float64{{0, 0}, {0, 90}, {90, 90}, {90, 0}, {0, 0}}
	if got := crs.RingArea(north); math.Abs(got/want+1) > 1e-9 {
		t.Errorf("%v m², not %v", got, -want)
	}
	if got := crs.RingArea[[2]float64](nil); got != 0 {
		t.Errorf("nothing has %v m²", got)
	}
}

// A ring around a small box of a grid has the area that Area gives it, within what
// the grid's sides bend.
func TestRingAreaOfABox(t *testing.T) {
	t.Parallel()
	for _, code := range []int{3035, 5490, 2972, 2975, 4471} {
		c := mustCRS(t, code)
		lon, lat := map[int]float64{3035: 2.5, 5490: -61, 2972: -53, 2975: 55.5, 4471: 45.1}[code],
			map[int]float64{3035: 46.5, 5490: 14.6, 2972: 4, 2975: -21, 4471: -12.8}[code]
		x, y := c.Forward(lon, lat)
		var ring [][2]float64
		for _, corner := range [][2]float64{{0, 0}, {200, 0}, {200, 200}, {0, 200}, {0, 0}} {
			lon, lat := c.Inverse(x+corner[0], y+corner[1])
			ring = append(ring, [2]float64{lon, lat})
		}
		want := c.Area(x, y, x+200, y+200)
		if got := crs.RingArea(ring); math.Abs(got/want-1) > 1e-7 {
			t.Errorf("%d: %v m², not %v", code, got, want)
		}
	}
}
