package inventory

import (
	"encoding/json"
	"time"

	"maillage/geo/line"
)

// Interest is what a member declares of a proposal.
type Interest string

// What can be declared.
const (
	Interested    Interest = "interested"
	NotInterested Interest = "not_interested"
	Abstains      Interest = "abstains"
)

// Interests lists them.
var Interests = []Interest{Interested, NotInterested, Abstains}

// The limits of a proposal.
const (
	MaxTitle   = 120
	MaxBody    = 5000
	MaxNote    = 1000
	MinQuorum  = 2
	MaxOpenFor = 366 * 24 * time.Hour
)

// Proposal is a plan that the bureau put to the members.
type Proposal struct {
	ID          int64
	Plan        *int64 // it was made from; nil when it is gone
	Title       string
	Body        string
	Answer      json.RawMessage // as package planning writes it, without picks
	Voters      int             // active members when it was made
	ClosesAt    time.Time
	Quorum      *int
	Author      string
	CreatedAt   time.Time
	ClosedAt    *time.Time // nil while it is open
	WithdrawnAt *time.Time
}

// ProposalPick is one choice of a proposal's plan.
type ProposalPick struct {
	Rank  int
	Pick  json.RawMessage // as package planning writes it
	Cells line.Set
}

// ProposalGain is the weight that a pick opens to a member.
type ProposalGain struct {
	Rank   int
	Member string
	Gain   float64
}

// Voice is what a member declares: one a member, whatever its size.
type Voice struct {
	Member   string
	Interest Interest
	Note     string
	CastAt   time.Time
}
