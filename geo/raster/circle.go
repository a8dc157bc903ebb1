package raster

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"maillage/geo/line"
)

// MaxRadiusKM is the largest circle drawn.
const MaxRadiusKM = 1000

// Circle returns the cells within a distance over the ground of a place in
// degrees: those of CirclePolygon. The radius is more than 0 and at most
// MaxRadiusKM.
func Circle(lon, lat, radiusKM float64) (line.Set, error) {
	if !(radiusKM > 0 && radiusKM <= MaxRadiusKM) {
		return nil, fmt.Errorf("a radius of %v km cannot be drawn: it must be more than 0 and at most %d km", radiusKM, MaxRadiusKM)
	}
	p := CirclePolygon(lon, lat, radiusKM)
	if p == nil {
		return nil, fmt.Errorf("no circle can be drawn around %v, %v: a longitude and latitude in degrees are needed, away from the poles and the antimeridian", lon, lat)
	}
	return Polygon(p)
}

// CirclePolygon returns the geodesic circle around a place as a polygon in
// degrees, counter-clockwise and closed. Its vertices, 180 or more, lie on the
// circle to two centimetres (they are rounded to 1e-7 degrees); there are enough
// for its sides to stay within a metre of the circle. It is nil where Circle is
// an error.
func CirclePolygon(lon, lat, radiusKM float64) orb.Polygon {
	if !(radiusKM > 0 && radiusKM <= MaxRadiusKM) || !(math.Abs(lon) <= 180 && math.Abs(lat) <= 80) {
		return nil
	}
	radius := radiusKM * 1000
	// A chord that spans an angle of 2π/n stays within r·(π/n)²/2 of the arc:
	// half a metre, as the side, straight in degrees, bends by some as well.
	n := max(180, 4*int(math.Ceil(math.Pi*math.Sqrt(radius)/4)))
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		p := Direct(lon, lat, -360*float64(i)/float64(n), radius)
		if !(math.Abs(p[0]) <= 180) || math.Abs(p[0]-lon) > 180 {
			return nil
		}
		ring = append(ring, orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7})
	}
	return orb.Polygon{append(ring, ring[0])}
}

// Direct returns the place reached from a place in degrees by going a distance
// in metres along the geodesic that starts at an azimuth in degrees, clockwise
// from north, on the WGS84 ellipsoid. It is Vincenty's direct formula ("Direct
// and inverse solutions of geodesics on the ellipsoid", Survey Review, 1975),
// exact to a tenth of a millimetre. The longitude is not wrapped: it may pass
// 180 where the way does.
func Direct(lon, lat, azimuth, metres float64) orb.Point {
	const (
		a      = 6378137
		f      = 1 / 298.257223563
		b      = a * (1 - f)
		degree = math.Pi / 180
	)
	sinAz, cosAz := math.Sincos(azimuth * degree)
	tanU := (1 - f) * math.Tan(lat*degree)
	cosU := 1 / math.Sqrt(1+tanU*tanU)
	sinU := tanU * cosU
	sigma1 := math.Atan2(tanU, cosAz)
	sinAlpha := cosU * sinAz
	cos2Alpha := 1 - sinAlpha*sinAlpha
	u2 := cos2Alpha * (a*a - b*b) / (b * b)
	bigA := 1 + u2/16384*(4096+u2*(-768+u2*(320-175*u2)))
	bigB := u2 / 1024 * (256 + u2*(-128+u2*(74-47*u2)))

	sigma := metres / (b * bigA)
	var sin, cos, cosM float64
	for range 20 {
		cosM = math.Cos(2*sigma1 + sigma)
		sin, cos = math.Sincos(sigma)
		delta := bigB * sin * (cosM + bigB/4*(cos*(2*cosM*cosM-1)-
			bigB/6*cosM*(4*sin*sin-3)*(4*cosM*cosM-3)))
		next := metres/(b*bigA) + delta
		done := math.Abs(next-sigma) < 1e-13
		sigma = next
		if done {
			break
		}
	}
	cosM = math.Cos(2*sigma1 + sigma)
	sin, cos = math.Sincos(sigma)

	t := sinU*sin - cosU*cos*cosAz
	lat2 := math.Atan2(sinU*cos+cosU*sin*cosAz, (1-f)*math.Hypot(sinAlpha, t))
	lambda := math.Atan2(sin*sinAz, cosU*cos-sinU*sin*cosAz)
	c := f / 16 * cos2Alpha * (4 + f*(4-3*cos2Alpha))
	l := lambda - (1-c)*f*sinAlpha*(sigma+c*sin*(cosM+c*cos*(2*cosM*cosM-1)))
	return orb.Point{lon + l/degree, lat2 / degree}
}
