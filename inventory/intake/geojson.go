package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
)

// readGeoJSON reads a FeatureCollection, one Feature, or Features one after the
// other (GeoJSON lines, with or without RFC 8142's separators). Properties are
// the columns, in the order in which they first occur. RFC 7946, and the "crs"
// member of its 2008 forerunner, which QGIS still writes.
func readGeoJSON(text []byte) (*Table, *fault) {
	if bad := jsonDepth(text); bad != nil {
		return nil, bad
	}
	if bytes.IndexByte(text, 0x1e) >= 0 {
		text = bytes.ReplaceAll(text, []byte{0x1e}, []byte{' '})
	}
	r := geojsonReader{text: text, dec: json.NewDecoder(bytes.NewReader(text)),
		table: &Table{Geometric: true, EPSG: 4326}, column: map[string]int{}}
	for {
		done, bad := r.object()
		if bad != nil {
			return nil, bad
		}
		if done {
			break
		}
	}
	for i := range r.table.Rows {
		if bad := r.budget.spend(len(r.table.Rows[i].Cells)); bad != nil {
			return nil, bad
		}
	}
	return r.table, nil
}

type geojsonReader struct {
	text   []byte
	dec    *json.Decoder
	table  *Table
	column map[string]int
	budget cellBudget
}

// broken says where and how the JSON breaks.
func (r *geojsonReader) broken(err error) *fault {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return cutJSON.is()
	}
	at := r.dec.InputOffset()
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		if strings.Contains(err.Error(), "unexpected end") {
			return cutJSON.is()
		}
		at = max(at, syntax.Offset)
	}
	line := 1 + bytes.Count(r.text[:min(int(at), len(r.text))], []byte("\n"))
	return badJSON.is("line", line, "why", strings.TrimPrefix(err.Error(), "json: "))
}

// object reads one object at the top of the file: a collection or a feature.
func (r *geojsonReader) object() (done bool, bad *fault) {
	tok, err := r.dec.Token()
	if errors.Is(err, io.EOF) {
		return true, nil
	}
	if err != nil {
		return false, r.broken(err)
	}
	if tok != json.Delim('{') {
		return false, notGeoJSON.is("what", "it begins with an array or a bare value")
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
			if bad := r.features(); bad != nil {
				return false, bad
			}
			continue
		}
		var raw json.RawMessage
		if err := r.dec.Decode(&raw); err != nil {
			return false, r.broken(err)
		}
		members[key.(string)] = raw
	}
	if _, err := r.dec.Token(); err != nil { // the closing brace
		return false, r.broken(err)
	}
	if bad := r.readCRS(members["crs"]); bad != nil {
		return false, bad
	}
	if collection {
		return false, nil
	}
	if kind := text(members["type"]); kind != "Feature" {
		return false, notGeoJSON.is("what", "type “"+short(kind, 40)+"”")
	}
	return false, r.feature(feature{ID: members["id"], Properties: members["properties"], Geometry: members["geometry"]})
}

type feature struct {
	Type       json.RawMessage `json:"type"`
	ID         json.RawMessage `json:"id"`
	Properties json.RawMessage `json:"properties"`
	Geometry   json.RawMessage `json:"geometry"`
}

func (r *geojsonReader) features() *fault {
	tok, err := r.dec.Token()
	if err != nil {
		return r.broken(err)
	}
	if tok != json.Delim('[') {
		return notGeoJSON.is("what", "“features” is not an array")
	}
	for r.dec.More() {
		var raw json.RawMessage
		if err := r.dec.Decode(&raw); err != nil {
			return r.broken(err)
		}
		var f feature
		if err := json.Unmarshal(raw, &f); err != nil || text(f.Type) != "Feature" {
			r.table.Rows = append(r.table.Rows, Row{Line: len(r.table.Rows) + 2,
				flaw: notFeature.is().at("", short(string(raw), 60))})
			continue
		}
		if bad := r.feature(f); bad != nil {
			return bad
		}
	}
	if _, err := r.dec.Token(); err != nil {
		return r.broken(err)
	}
	return nil
}

// feature makes a row of one feature.
func (r *geojsonReader) feature(f feature) *fault {
	if len(r.table.Rows) >= MaxRows {
		return tooManyRows.is("limit", MaxRows)
	}
	row := Row{Line: len(r.table.Rows) + 2}
	if bad := r.properties(&row, f.Properties); bad != nil {
		return bad
	}
	if id := text(f.ID); id != "" {
		if c, known := r.column["id"]; !known || row.Cell(c) == "" {
			if bad := r.set(&row, "id", id); bad != nil {
				return bad
			}
		}
	}
	g, flaw := parseGeometry(f.Geometry)
	if flaw != nil && row.flaw == nil {
		row.flaw = flaw
	}
	row.Geometry = g
	r.table.Rows = append(r.table.Rows, row)
	return nil
}

func (r *geojsonReader) properties(row *Row, raw json.RawMessage) *fault {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if tok, err := dec.Token(); err != nil || tok != json.Delim('{') {
		row.flaw = notFeature.is().at("", short(string(raw), 60))
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
		if bad := r.set(row, strings.TrimSpace(key.(string)), text(value)); bad != nil {
			return bad
		}
	}
	return nil
}

// nulls makes broken letters of the NULs that JSON can write: no database
// takes them, and the record is refused for it.
var nulls = strings.NewReplacer("\x00", "\uFFFD")

// set puts a value in a column, which it adds when new.
func (r *geojsonReader) set(row *Row, name, value string) *fault {
	name, value = nulls.Replace(name), nulls.Replace(value)
	if len(value) > MaxCell && !looksWKT(value) {
		return tooLongCell.is("line", row.Line, "limit", MaxCell)
	}
	c, known := r.column[name]
	if !known {
		if c = len(r.table.Columns); c == MaxColumns {
			return tooManyColumns.is("line", row.Line, "limit", MaxColumns)
		}
		r.column[name] = c
		r.table.Columns = append(r.table.Columns, name)
	}
	for len(row.Cells) <= c {
		row.Cells = append(row.Cells, "")
	}
	row.Cells[c] = value
	return nil
}

// text is a JSON value as a cell: a string as it is, a list of plain values
// joined by |, null as nothing, the rest as it is written.
func text(raw json.RawMessage) string {
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
			parts[i] = text(v)
		}
		return strings.Join(parts, "|")
	}
	return string(raw)
}

var crsName = regexp.MustCompile(`(?i)EPSG:{1,2}[0-9.]*:?([0-9]{4,6})$`)

// readCRS reads the crs member that RFC 7946 dropped and many tools write.
func (r *geojsonReader) readCRS(raw json.RawMessage) *fault {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	var crs struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	if json.Unmarshal(raw, &crs) != nil || crs.Properties.Name == "" {
		return unknownFileCRS.is().at("", short(string(raw), 60))
	}
	name := crs.Properties.Name
	if strings.HasSuffix(strings.ToUpper(name), "CRS84") {
		return nil
	}
	if m := crsName.FindStringSubmatch(name); m != nil {
		name = m[1]
	}
	epsg, ok := parseCRS(name)
	if !ok {
		return unknownFileCRS.is().at("", crs.Properties.Name)
	}
	r.table.EPSG = epsg
	return nil
}

// jsonDepth refuses JSON nested deeper than MaxDepth, before any parser recurses
// into it.
func jsonDepth(text []byte) *fault {
	depth, inString := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString:
			if c == '\\' {
				i++
			} else if c == '"' {
				inString = false
			}
		case c == '"':
			inString = true
		case c == '{' || c == '[':
			if depth++; depth > MaxDepth {
				return deepJSON.is("limit", MaxDepth)
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}
