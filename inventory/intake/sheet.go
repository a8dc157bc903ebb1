package intake

import "maps"

// SheetField stands in a mapping for the sheet of a workbook, or the layer of a
// map file, that is meant.
const SheetField = "sheet"

// withSheet is a mapping that names a sheet, "" for none; the one given stays as
// it is.
func withSheet(mapping map[string]string, sheet string) map[string]string {
	mapping = withoutSheet(mapping)
	if sheet == "" {
		return mapping
	}
	if mapping == nil {
		mapping = map[string]string{}
	}
	mapping[SheetField] = sheet
	return mapping
}

// withoutSheet is what a mapping says of columns: all that is remembered for the
// next file, whose sheets are its own.
func withoutSheet(mapping map[string]string) map[string]string {
	mapping = maps.Clone(mapping)
	delete(mapping, SheetField)
	return mapping
}

// turn has an upload read by another mapping and from another sheet, as revised.
func (r Revision) turn(up *Upload) {
	before := up.Mapping[SheetField]
	sheet := before
	switch told := r.Mapping[SheetField]; {
	case r.Sheet != nil:
		sheet = *r.Sheet
	case told != "":
		sheet = told
	}
	if r.Mapping != nil {
		up.Mapping = r.Mapping
	}
	if sheet != before {
		up.edits = nil
		if r.Mapping == nil { // what is remembered for its header, or what it says itself
			up.Mapping, up.again = nil, false
		}
	}
	up.Mapping = withSheet(up.Mapping, sheet)
}
