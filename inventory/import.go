package inventory

import (
	"time"

	"github.com/paulmach/orb"

	"maillage/geo/line"
)

// The kinds of lists that can be uploaded.
const (
	KindPops  = "pops"
	KindZones = "zones"
)

// ImportState is how far an upload has come.
type ImportState string

// The states of an import.
const (
	ImportReceived  ImportState = "received"
	ImportChecked   ImportState = "checked"
	ImportCommitted ImportState = "committed"
	ImportUndone    ImportState = "undone"
	ImportFailed    ImportState = "failed"
)

// Import is one upload of a list, from the file's arrival to its commit and
// perhaps its undoing.
type Import struct {
	ID          int64             `json:"id"`
	Member      string            `json:"member"`
	Kind        string            `json:"kind"` // pops or zones
	File        string            `json:"file"`
	State       ImportState       `json:"state"`
	Scope       string            `json:"scope"`          // merge or replace
	Mode        string            `json:"mode,omitempty"` // all or valid, once committed
	Rows        RowCounts         `json:"rows"`
	Changes     Changes           `json:"changes"`
	Mapping     map[string]string `json:"mapping"` // field → column of the file
	Sheets      []string          `json:"sheets"`  // of the workbook or map file, that it could be read from
	Sheet       string            `json:"sheet"`   // the one it is read from
	Ignored     []IgnoredColumn   `json:"ignored"`
	Errors      []RowError        `json:"errors"`
	Warnings    []RowError        `json:"warnings"`
	Effect      *Effect           `json:"effect,omitempty"`
	Columns     []ImportColumn    `json:"columns"`            // every column of the file
	Problems    []Problem         `json:"problems"`           // errors and warnings by kind
	Exchange    *Exchange         `json:"exchange,omitempty"` // what the effect is to others
	Progress    *Progress         `json:"progress,omitempty"` // while it is received
	Edited      int               `json:"edited"`             // rows changed since the file came
	Reason      string            `json:"reason,omitempty"`   // of a failed one, the code of why: cancelled, expired, …
	Author      string            `json:"author"`
	CreatedAt   time.Time         `json:"created_at"`
	ExpiresAt   time.Time         `json:"expires_at"` // the file is kept until then
	CommittedAt *time.Time        `json:"committed_at,omitempty"`
	UndoneAt    *time.Time        `json:"undone_at,omitempty"`
}

// RowCounts counts the rows of a file.
type RowCounts struct {
	Read     int `json:"read"`
	Valid    int `json:"valid"`
	Rejected int `json:"rejected"`
}

// Changes counts what an import does, or did, to the member's list.
type Changes struct {
	Added     int `json:"added"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Removed   int `json:"removed"`
}

// LargeRemoval tells whether so much of a list would go that it is to be asked
// for once more: ten entries or more, and a fifth of all or more.
func (c Changes) LargeRemoval() bool {
	return c.Removed >= 10 && c.Removed*5 >= c.Removed+c.Changed+c.Unchanged
}

// IgnoredColumn is a column of the file that is not used, and why.
type IgnoredColumn struct {
	Column string `json:"column"`
	Reason string `json:"reason"`
}

// RowError is one thing wrong, or doubtful, in one row of a file.
type RowError struct {
	Row     int    `json:"row"` // the line in the file, header counted as 1; 0: the file as a whole
	Column  string `json:"column"`
	Value   string `json:"value"`
	Code    string `json:"code"`
	Message string `json:"message"`          // what is wrong and what to do
	Repair  string `json:"repair,omitempty"` // the value that would be right
}

// Effect is what an import does to the member's reach: operational zones of
// any technology, before and after.
type Effect struct {
	KM2    float64      `json:"km2"`
	Weight float64      `json:"weight"`
	Units  []UnitEffect `json:"units"` // communes won or lost, the heaviest first, at most 1,000
}

// UnitEffect is what an import does to the reach within one unit.
type UnitEffect struct {
	Code   string  `json:"code"`
	Name   string  `json:"name"`
	KM2    float64 `json:"km2"`
	Weight float64 `json:"weight"`
}

// The states of a row of an import.
const (
	RowAdded     = "added"
	RowChanged   = "changed"
	RowUnchanged = "unchanged"
	RowRemoved   = "removed"
	RowRejected  = "rejected"
)

// ImportRow is what one row of a file became. Entry is a Pop or a Zone as JSON;
// its position or geometry stands beside it. Before and Was are the same of the
// entry as the member had it, where the row changes or removes one.
type ImportRow struct {
	Seq      int64 // given by the database: its place in the import, and the cursor of pages
	Row      int   // the line in the file, header counted as 1; 0 for an entry removed
	State    string
	Code     string
	Entry    []byte
	Geometry orb.Geometry
	Cells    line.Set
	Before   []byte
	Was      orb.Geometry
	Source   PositionSource // of a PoP's position; read by ImportRowsOfFile alone
}
