package inventory

import (
	"encoding/json"
	"time"

	"maillage/geo/line"
)

// PlanState is how far a plan has come.
type PlanState string

// The states of a plan.
const (
	PlanRunning PlanState = "running"
	PlanDone    PlanState = "done"
	PlanStopped PlanState = "stopped" // asked to stop: it has the best so far
	PlanFailed  PlanState = "failed"
)

// Plan is a plan as it is kept: of a member, or of the bureau when Member is "".
type Plan struct {
	ID          int64
	Member      string
	Name        string
	State       PlanState
	Request     json.RawMessage // as package planning writes it
	ListName    string          // of the list of candidates, and whose PoPs its hand-offs are
	ListMember  string
	Progress    json.RawMessage // nil before any
	Answer      json.RawMessage // nil until done or stopped
	Failure     string          // why it failed, and the same in a word for programs
	FailureCode string
	Author      string
	CreatedAt   time.Time
	EndedAt     *time.Time
}

// PlanPick is the land of one pick.
type PlanPick struct {
	Rank  int
	Code  string
	Cells line.Set
}
