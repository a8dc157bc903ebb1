package pmtiles

import "fmt"

// first is the number of the first tile of a zoom: how many there are before it.
func first(z uint32) uint64 { return (1<<(2*z) - 1) / 3 }

// ID is the number of tile z/x/y: zooms follow each other, each along a Hilbert
// curve, so that the four children of one tile come one after the other. An
// error when there is no such tile up to MaxZoom.
func ID(z, x, y uint32) (uint64, error) {
	if z > MaxZoom || x>>z > 0 || y>>z > 0 {
		return 0, fmt.Errorf("there is no tile %d/%d/%d", z, x, y)
	}
	id := first(z)
	for k := z; k > 0; k-- {
		s := uint32(1) << (k - 1)
		rx, ry := x>>(k-1)&1, y>>(k-1)&1
		id += uint64(s) * uint64(s) * uint64((3*rx)^ry)
		x, y = x&(s-1), y&(s-1)
		x, y = turned(s, x, y, rx, ry)
	}
	return id, nil
}

// At is the tile of a number; an error when it is beyond MaxZoom.
func At(id uint64) (z, x, y uint32, err error) {
	for z <= MaxZoom && id >= first(z+1) {
		z++
	}
	if z > MaxZoom {
		return 0, 0, 0, fmt.Errorf("there is no tile %d", id)
	}
	d := id - first(z)
	for k := range z {
		s := uint32(1) << k
		rx := uint32(d>>1) & 1
		ry := uint32(d)&1 ^ rx
		x, y = turned(s, x, y, rx, ry)
		x, y = x+rx*s, y+ry*s
		d >>= 2
	}
	return z, x, y, nil
}

// turned turns a quarter of the curve, of side s, the way it runs in its quadrant.
func turned(s, x, y, rx, ry uint32) (tx, ty uint32) {
	if ry == 1 {
		return x, y
	}
	if rx == 1 {
		x, y = s-1-x, s-1-y
	}
	return y, x
}

// Children are the numbers of the four tiles of the next zoom that a tile holds.
func Children(id uint64) [4]uint64 {
	z := uint32(0)
	for id >= first(z+1) {
		z++
	}
	c := first(z+1) + 4*(id-first(z))
	return [4]uint64{c, c + 1, c + 2, c + 3}
}
