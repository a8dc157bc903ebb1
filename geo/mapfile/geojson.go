package mapfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"maillage/geo/crs"
)

// readGeoJSON reads a FeatureCollection, one Feature, or Features one after the
// other (GeoJSON lines, with or without RFC 8142's separators), a feature at a
// time. RFC 7946, and the "crs" member of its 2008 forerunner, which QGIS still
// writes; it stands before the features, or speaks of native coordinates alone.
func readGeoJSON(text io.Reader, s *sink) error {
	in := &jsonText{r: text, limit: s.o.Limits.Depth}
	r := geojsonReader{in: in, dec: json.NewDecoder(in), s: s}
	if !s.layer("", 0) {
		return nil
	}
	for {
		done, err := r.object()
		if err != nil {
			return in.blame(err)
		}
		if done {
			s.info.Layers[0].EPSG = r.epsg
			return nil
		}
	}
}

type geojsonReader struct {
	in   *jsonText
	dec  *json.Decoder
	s    *sink
	epsg int // that the file tells
}

// broken says where and how the JSON breaks.
func (r *geojsonReader) broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || strings.Contains(err.Error(), "unexpected end") {
		return fail(Cut, "")
	}
	at := r.dec.InputOffset()
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = max(at, syntax.Offset)
	}
	return &Error{Code: Broken, Detail: strings.TrimPrefix(err.Error(), "json: "), Line: r.in.lineOf(at)}
}

// object reads one object at the top of the file: a collection or a feature.
func (r *geojsonReader) object() (done bool, err error) {
	tok, err := r.dec.Token()
	if errors.Is(err, io.EOF) {
		return true, nil
	}
	if err != nil {
		return false, r.broken(err)
	}
	if tok != json.Delim('{') {
		return false, fail(NotGeoJSON, "it begins with an array or a bare value")
	}
	members := map[string]json.RawMessage{}
	collection := false
	for r.dec.More() {
		key, err := r.dec.Token()
		if err != nil {
			return false, r.broken(err)
		}
		if key == "features" {
			collection = true
			if err := r.features(); err != nil {
				return false, err
			}
			continue
		}
		var raw json.RawMessage
		if err := r.dec.Decode(&raw); err != nil {
			return false, r.broken(err)
		}
		if key == "crs" {
			if err := r.readCRS(raw, collection); err != nil {
				return false, err
			}
		} else if name, _ := key.(string); len(members) < r.s.o.Limits.Properties {
			members[name] = raw
		}
	}
	if _, err := r.dec.Token(); err != nil { // the closing brace
		return false, r.broken(err)
	}
	if collection {
		return false, nil
	}
	if kind := jsonCell(members["type"]); kind != "Feature" {
		return false, fail(NotGeoJSON, "type “"+short(kind, 40)+"”")
	}
	return false, r.feature(rawFeature{ID: members["id"], Properties: members["properties"], Geometry: members["geometry"]})
}

type rawFeature struct {
	Type       json.RawMessage `json:"type"`
	ID         json.RawMessage `json:"id"`
	Properties json.RawMessage `json:"properties"`
	Geometry   json.RawMessage `json:"geometry"`
}

func (r *geojsonReader) features() error {
	tok, err := r.dec.Token()
	if err != nil {
		return r.broken(err)
	}
	if tok != json.Delim('[') {
		return fail(NotGeoJSON, "“features” is not an array")
	}
	for r.dec.More() {
		var raw json.RawMessage
		if err := r.dec.Decode(&raw); err != nil {
			return r.broken(err)
		}
		var f rawFeature
		if err := json.Unmarshal(raw, &f); err != nil || jsonCell(f.Type) != "Feature" {
			if err := r.s.take(Feature{Flaw: &Error{Code: NotFeature, Value: short(string(raw), 60)}}); err != nil {
				return err
			}
			continue
		}
		if err := r.feature(f); err != nil {
			return err
		}
	}
	if _, err := r.dec.Token(); err != nil {
		return r.broken(err)
	}
	return nil
}

func (r *geojsonReader) feature(raw rawFeature) error {
	f := Feature{EPSG: r.epsg}
	if f.EPSG == 0 {
		f.EPSG = 4326
	}
	if err := r.properties(&f, raw.Properties); err != nil {
		return err
	}
	if id := jsonCell(raw.ID); id != "" && f.Value("id") == "" {
		f.Properties = append(f.Properties, Property{"id", id})
	}
	g, flaw := parseGeometry(raw.Geometry, r.s.o.Limits)
	if f.Geometry = g; flaw != nil && f.Flaw == nil {
		f.Flaw = flaw
	}
	return r.s.take(f)
}

func (r *geojsonReader) properties(f *Feature, raw json.RawMessage) error {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if tok, err := dec.Token(); err != nil || tok != json.Delim('{') {
		f.Flaw = &Error{Code: NotFeature, Value: short(string(raw), 60)}
		return nil
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return r.broken(err)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return r.broken(err)
		}
		name, _ := key.(string)
		cell := jsonCell(value)
		if len(cell) > r.s.o.Limits.Text {
			return past(TooLongText, r.s.o.Limits.Text, len(cell))
		}
		f.Properties = append(f.Properties, Property{strings.TrimSpace(name), cell})
		if len(f.Properties) > r.s.o.Limits.Properties {
			return past(TooManyProperties, r.s.o.Limits.Properties, len(f.Properties))
		}
	}
	return nil
}

// jsonCell is a JSON value as text: a string as it is, a list of plain values
// joined by |, null as nothing, the rest as it is written.
func jsonCell(raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return ""
	case raw[0] == '"':
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return string(raw)
		}
		return s
	case raw[0] == '[':
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			return string(raw)
		}
		parts := make([]string, len(list))
		for i, v := range list {
			if v = bytes.TrimSpace(v); len(v) > 0 && (v[0] == '[' || v[0] == '{') {
				return string(raw)
			}
			parts[i] = jsonCell(v)
		}
		return strings.Join(parts, "|")
	}
	return string(raw)
}

var crsName = regexp.MustCompile(`(?i)EPSG:{1,2}[0-9.]*:?([0-9]{4,6})$`)

// readCRS reads the crs member that RFC 7946 dropped and many tools write.
func (r *geojsonReader) readCRS(raw json.RawMessage, late bool) error {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	var member struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	if json.Unmarshal(raw, &member) != nil || member.Properties.Name == "" {
		return fail(UnknownSystem, short(string(raw), 60))
	}
	name := strings.TrimSpace(member.Properties.Name)
	if strings.HasSuffix(strings.ToUpper(name), "CRS84") {
		return nil
	}
	epsg := systemNames[plain(name)]
	if m := crsName.FindStringSubmatch(name); m != nil {
		epsg, _ = strconv.Atoi(m[1])
	}
	if _, ok := crs.ByEPSG(epsg); !ok {
		return fail(UnknownSystem, name)
	}
	if late && !r.s.o.Native && epsg != 4326 {
		return fail(UnknownSystem, name+" is told after the features, put “crs” before them")
	}
	r.epsg = epsg
	return nil
}
