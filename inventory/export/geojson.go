package export

import (
	"bufio"
	"encoding/json"
	"io"

	"github.com/paulmach/orb/geojson"

	"maillage/inventory/intake"
)

// writeGeoJSON writes a FeatureCollection (RFC 7946), one feature a line.
func (l *List) writeGeoJSON(w io.Writer) error {
	b := bufio.NewWriter(w)
	if _, err := b.WriteString("{\"type\":\"FeatureCollection\",\"features\":["); err != nil {
		return err
	}
	properties := l.properties()
	for n, r := range l.rows {
		feature := geojson.NewFeature(r.geometry)
		for _, i := range properties {
			var v any
			switch {
			case r.values[i].number != nil:
				v = *r.values[i].number
			case r.values[i].plain() != "":
				v = intake.Kept(r.values[i].plain())
			}
			feature.Properties[l.columns[i].name] = v
		}
		line, err := json.Marshal(feature)
		if err != nil {
			return err
		}
		apart := ",\n"
		if n == 0 {
			apart = "\n"
		}
		if _, err := b.WriteString(apart + string(line)); err != nil {
			return err
		}
	}
	if _, err := b.WriteString("\n]}\n"); err != nil {
		return err
	}
	return b.Flush()
}
