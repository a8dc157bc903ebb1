package plan

import (
	"math"

	"github.com/paulmach/orb"
)

// earthKM is the mean radius of the Earth (IUGG), in km.
const earthKM = 6371.0088

// Places are points on the unit sphere, to find the nearest among thousands: by
// the straight line through the Earth, which orders as the great circle does.
type Places [][3]float64

// PlacesOf takes points in degrees.
func PlacesOf(points []orb.Point) Places {
	out := make(Places, len(points))
	for i, p := range points {
		out[i] = onSphere(p)
	}
	return out
}

func onSphere(p orb.Point) [3]float64 {
	lon, lat := p[0]*math.Pi/180, p[1]*math.Pi/180
	return [3]float64{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

// Nearest returns the great-circle distance in km from a place in degrees to the
// nearest, NaN when there is none. The sphere is within 0.6 % of the ellipsoid.
func (ps Places) Nearest(at orb.Point) float64 {
	if len(ps) == 0 {
		return math.NaN()
	}
	a, least := onSphere(at), math.Inf(1)
	for _, b := range ps {
		dx, dy, dz := a[0]-b[0], a[1]-b[1], a[2]-b[2]
		least = min(least, dx*dx+dy*dy+dz*dz)
	}
	return 2 * earthKM * math.Asin(min(1, math.Sqrt(least)/2))
}
