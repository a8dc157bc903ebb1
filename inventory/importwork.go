package inventory

import "github.com/paulmach/orb"

// ImportColumn is one column of a file: the field it is read as, or why it is
// not used.
type ImportColumn struct {
	Column  string   `json:"column"`           // its name in the file
	Field   string   `json:"field,omitempty"`  // that it is read as
	By      ColumnBy `json:"by,omitempty"`     // how that was told
	Reason  string   `json:"reason,omitempty"` // why it is not used
	Samples []string `json:"samples"`          // its first values that are not empty
}

// ColumnBy is how the field of a column was told.
type ColumnBy string

// The ways to tell what a column is.
const (
	ByName       ColumnBy = "name"       // a usual name
	ByContent    ColumnBy = "content"    // what stands in it
	ByHand       ColumnBy = "hand"       // whoever uploads says so
	ByRemembered ColumnBy = "remembered" // the member said so for an earlier file with the same header
)

// Problem is everything of one kind that is wrong, or doubtful, in one column of
// a file.
type Problem struct {
	Code     string         `json:"code"`
	Severity string         `json:"severity"` // error or warning
	Column   string         `json:"column"`
	Message  string         `json:"message"` // of the first row
	Repair   RepairKind     `json:"repair"`
	Choices  []string       `json:"choices,omitempty"` // values that would do, where they are few
	Count    int            `json:"count"`
	Rows     []int          `json:"rows"`   // the first of them
	Values   []ProblemValue `json:"values"` // the most frequent first
}

// The severities of problems.
const (
	SeverityError   = "error"
	SeverityWarning = "warning"
)

// ProblemValue is one value with which a problem comes, and the value that would
// be right, when it can be told.
type ProblemValue struct {
	Value  string `json:"value"`
	Count  int    `json:"count"`
	Repair string `json:"repair,omitempty"`
}

// RepairKind is how a problem is mended.
type RepairKind string

// The kinds of repairs. The first two can be asked for by one word for all rows
// alike; the others need a value, a place, or a look at each row.
const (
	RepairReplace RepairKind = "replace" // the value is known that would be right
	RepairMove    RepairKind = "move"    // the position is known that would be right
	RepairChoose  RepairKind = "choose"  // one of a few values
	RepairPlace   RepairKind = "place"   // a place on the map
	RepairEdit    RepairKind = "edit"    // a cell, by hand
)

// Edits are the changes made to a file's rows since it came, by line.
type Edits map[int]RowEdit

// RowEdit is what was changed in one row.
type RowEdit struct {
	Cells    map[int]string `json:"cells,omitempty"`    // column, counted from 0 → new text
	Position *orb.Point     `json:"position,omitempty"` // put there by hand: lon, lat, WGS84 degrees
	Flipped  bool           `json:"flipped,omitempty"`  // the coordinates of its own geometry exchanged
	EPSG     int            `json:"epsg,omitempty"`     // the system of its own geometry; 0: as the file tells
	Dropped  bool           `json:"dropped,omitempty"`  // left out
}

// Progress is how far the work on an import has come. A total of 0 is not known
// yet.
type Progress struct {
	Stage string `json:"stage"` // waiting, checking or geocoding
	Done  int    `json:"done"`
	Total int    `json:"total"`
}

// Geocoded is what a geocoder answered about one address.
type Geocoded struct {
	Position orb.Point `json:"position"` // lon, lat, WGS84 degrees
	Label    string    `json:"label"`
	Type     string    `json:"type"`     // housenumber, street, locality or municipality
	INSEE    string    `json:"insee"`    // of the commune of today
	OldINSEE string    `json:"oldinsee"` // of the one that merged into it
	Score    float64   `json:"score"`    // 0 to 1
	Next     float64   `json:"next"`     // score of the answer that came second; 0: none
	Status   string    `json:"status"`   // ok, not-found, skipped or error
}

// Exchange is what an import changes between members, as the owner of the list
// may know it: land won that others collect already, and land won and shared
// that is new to others. Lost land counts below nothing.
type Exchange struct {
	Won      ImportAmount   `json:"won"`
	Lost     ImportAmount   `json:"lost"`
	Pool     ImportAmount   `json:"pool"`     // shared land that nobody else shares
	Overlaps []MemberEffect `json:"overlaps"` // with whom
	Openings []MemberEffect `json:"openings"` // for whom
}

// ImportAmount is land and inhabitants.
type ImportAmount struct {
	KM2    float64 `json:"km2"`
	Weight float64 `json:"weight"`
}

// MemberEffect is an amount with one member.
type MemberEffect struct {
	Member string  `json:"member"`
	KM2    float64 `json:"km2"`
	Weight float64 `json:"weight"`
}
