package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// readJSON reads the JSON that lists come in besides GeoJSON: an ISP's own
// description (FFDN), PeeringDB's and NetBox's answers, and plain lists of
// objects. Anything else is read as GeoJSON, which says what is wrong.
func readJSON(text []byte, kind string) (*Table, *fault) {
	if bad := jsonDepth(text); bad != nil {
		return nil, bad
	}
	list, key := jsonHead(text)
	switch {
	case key == "coveredAreas":
		return readISP(text, kind)
	case key == "fac" || key == "netfac":
		return readPeeringDB(text, kind)
	case !list:
		return readGeoJSON(text)
	case isPeeringDB(text):
		return readPeeringDB(text, kind)
	}
	return readObjects(text)
}

// jsonHead tells whether JSON is a list of objects, bare or under data or
// results, and by which key a known document is known.
func jsonHead(text []byte) (list bool, key string) {
	dec := json.NewDecoder(bytes.NewReader(text))
	tok, err := dec.Token()
	if err != nil {
		return false, ""
	}
	if tok == json.Delim('[') {
		first, err := dec.Token()
		return err == nil && first == json.Delim('{'), ""
	}
	for err == nil && dec.More() {
		if tok, err = dec.Token(); err != nil {
			return false, ""
		}
		switch name, _ := tok.(string); name {
		case "type", "features", "geometry": // GeoJSON's
			return false, ""
		case "coveredAreas", "fac", "netfac":
			return false, name
		case "data", "results":
			tok, err = dec.Token()
			return err == nil && tok == json.Delim('['), name
		}
		var skip json.RawMessage
		err = dec.Decode(&skip)
	}
	return false, ""
}

// jsonRecords are the objects of a list, bare or under data or results; next is
// set where a service says that more follow.
func jsonRecords(text []byte) (records []json.RawMessage, next bool, bad *fault) {
	var err error
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("[")) {
		err = json.Unmarshal(text, &records)
	} else {
		var page struct {
			Data    []json.RawMessage `json:"data"`
			Results []json.RawMessage `json:"results"`
			Next    *string           `json:"next"`
		}
		err = json.Unmarshal(text, &page)
		records, next = append(page.Data, page.Results...), page.Next != nil && *page.Next != ""
	}
	if err != nil {
		return nil, false, jsonFault(text, err)
	}
	if len(records) > MaxRows {
		return nil, false, tooManyRows.is("limit", MaxRows)
	}
	return records, next, nil
}

// jsonFault says where and how JSON breaks.
func jsonFault(text []byte, err error) *fault {
	if errors.Is(err, io.ErrUnexpectedEOF) || strings.Contains(err.Error(), "unexpected end") {
		return cutJSON.is()
	}
	line := 1
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		line += bytes.Count(text[:min(int(syntax.Offset), len(text))], []byte("\n"))
	case errors.As(err, &wrong):
		return notGeoJSON.is("what", whyFile("“"+short(wrong.Field, 40)+"” is of type "+wrong.Value))
	}
	return badJSON.is("line", line, "why", whyFile(strings.TrimPrefix(err.Error(), "json: ")))
}

// readObjects reads a list of plain objects: their members are the columns.
// NetBox's sites come so; of a nested object the value, or the name, counts.
func readObjects(text []byte) (*Table, *fault) {
	records, next, bad := jsonRecords(text)
	if bad != nil {
		return nil, bad
	}
	m := mapTable{table: &Table{}, column: map[string]int{}}
	if next {
		m.table.notes = append(m.table.notes, moreFollows.is("read", len(records)))
	}
	for i, raw := range records {
		row := Row{Line: i + 2}
		dec := json.NewDecoder(bytes.NewReader(raw))
		if tok, err := dec.Token(); err != nil || tok != json.Delim('{') {
			row.flaw = notObject.is().at("", short(string(raw), 60))
			m.table.Rows = append(m.table.Rows, row)
			continue
		}
		for dec.More() {
			key, err := dec.Token()
			var value json.RawMessage
			if err == nil {
				err = dec.Decode(&value)
			}
			if err != nil {
				return nil, jsonFault(text, err)
			}
			name, _ := key.(string)
			if bad := m.set(&row, strings.TrimSpace(name), jsonCell(value)); bad != nil {
				return nil, bad
			}
		}
		if bad := m.budget.spend(len(row.Cells)); bad != nil {
			return nil, bad
		}
		m.table.Rows = append(m.table.Rows, row)
	}
	return m.table, nil
}

// jsonCell is a JSON value as a cell: a string as it is, of an object its value
// or its name, a list joined by |, null as nothing.
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
	case raw[0] == '{':
		var o map[string]json.RawMessage
		if json.Unmarshal(raw, &o) != nil {
			return string(raw)
		}
		for _, key := range []string{"value", "name", "display", "label"} {
			if v := bytes.TrimSpace(o[key]); len(v) > 0 && v[0] != '{' && v[0] != '[' {
				return jsonCell(v)
			}
		}
	case raw[0] == '[':
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			return string(raw)
		}
		parts := make([]string, len(list))
		for i, v := range list {
			if v = bytes.TrimSpace(v); len(v) > 0 && v[0] == '[' {
				return string(raw)
			}
			parts[i] = jsonCell(v)
		}
		return strings.Join(parts, "|")
	}
	return string(raw)
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
