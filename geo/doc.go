// Package geo is the room of pure geometry. It holds no SQL, no HTTP and knows
// nothing of members, zones or viewers: its packages work on numbers, cells and
// coordinates, and every other room may import them.
//
//   - crs: map projections, longitude and latitude to metres and back
//   - line: France as one line of numbered 200 m cells, and sets of cells
//   - raster: polygons and circles to sets
//   - layer: weights (population …) on the line
//   - atom: the sweep over many sets at once, and the figures folded from it
//   - outline: sets and groups of polygons back to polygons
//   - tile: sets to vector tiles
//   - pmtiles: archives of tiles
//   - packed: zip archives within limits
//   - mapfile: GeoJSON, KML, Shapefiles and GeoPackages to features
//   - plan: choosing among candidate sets
//
// Imports within the room run one way too:
//
//	plan -> raster, layer    atom -> layer    layer, raster, outline, tile -> line -> crs    mapfile -> packed, crs
package geo
