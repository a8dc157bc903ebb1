package crs

import "fmt"

// systems holds every system by its code. Parameters are those of the EPSG
// registry.
var systems = func() map[int]*CRS {
	m := make(map[int]*CRS)
	add := func(code int, name string, p projection) {
		m[code] = &CRS{code: code, name: name, p: p}
	}

	add(4326, "WGS 84", geographic{})
	add(4258, "ETRS89", geographic{})
	add(4171, "RGF93", geographic{})
	add(5489, "RGAF09", geographic{})
	add(4624, "RGFG95", geographic{})
	add(4627, "RGR92", geographic{})
	add(4470, "RGM04", geographic{})

	add(3857, "WGS 84 / Pseudo-Mercator", webMercator{})
	add(3035, "ETRS89-extended / LAEA Europe", newLAEA(grs80, 10, 52, 4321000, 3210000))

	// Lambert-93, and its two later realisations that share the projection.
	lambert93 := newLCC(grs80, 3, 46.5, 44, 49, 700000, 6600000)
	add(2154, "RGF93 v1 / Lambert-93", lambert93)
	add(9793, "RGF93 v2 / Lambert-93", lambert93)
	add(9794, "RGF93 v2b / Lambert-93", lambert93)
	for zone := 42; zone <= 50; zone++ { // the nine conic zones, CC42 to CC50
		lat := float64(zone)
		north := float64(zone-41)*1e6 + 200000
		add(3900+zone, fmt.Sprintf("RGF93 v1 / CC%d", zone),
			newLCC(grs80, 3, lat, lat-0.75, lat+0.75, 1700000, north))
	}

	const paris = 2.337229166666667 // of Greenwich, IGN's
	add(27572, "NTF (Paris) / Lambert zone II", translated{newLCC1(clarke1880, paris, 46.8, 0.99987742, 600000, 2200000), clarke1880, -168, -60, 320})

	utm := func(e ellipsoid, zone int, south bool) projection {
		var north float64
		if south {
			north = 1e7
		}
		return newTransverseMercator(e, float64(zone*6-183), 0.9996, 500000, north)
	}
	add(5490, "RGAF09 / UTM zone 20N", utm(grs80, 20, false))
	add(4559, "RRAF 1991 / UTM zone 20N", utm(grs80, 20, false))
	add(2972, "RGFG95 / UTM zone 22N", utm(grs80, 22, false))
	add(2975, "RGR92 / UTM zone 40S", utm(grs80, 40, true))
	add(4471, "RGM04 / UTM zone 38S", utm(grs80, 38, true))
	for zone := 30; zone <= 32; zone++ {
		add(25800+zone, fmt.Sprintf("ETRS89 / UTM zone %dN", zone), utm(grs80, zone, false))
		add(32600+zone, fmt.Sprintf("WGS 84 / UTM zone %dN", zone), utm(wgs84, zone, false))
	}
	for _, zone := range []int{20, 21, 22} {
		add(32600+zone, fmt.Sprintf("WGS 84 / UTM zone %dN", zone), utm(wgs84, zone, false))
	}
	for _, zone := range []int{38, 40} {
		add(32700+zone, fmt.Sprintf("WGS 84 / UTM zone %dS", zone), utm(wgs84, zone, true))
	}
	return m
}()
