package plan

import (
	"errors"
	"fmt"
)

// Unlimited is a count or a cost without a limit.
const Unlimited = -1

// Budget is what may be spent: both limits hold. With a Share, it is what must
// be reached instead, at the least cost.
type Budget struct {
	Count int     // at most so many; or Unlimited
	Cost  Cents   // at most so much; or Unlimited
	Share float64 // more than 0: reach this share of all that could be won, 0 to 1
}

// Zones is a budget of so many picks.
func Zones(n int) Budget { return Budget{Count: n, Cost: Unlimited} }

// Spend is a budget in money.
func Spend(c Cents) Budget { return Budget{Count: Unlimited, Cost: c} }

// Target asks for the least cost that reaches a share of what all candidates
// but the excluded would win together.
func Target(share float64) Budget { return Budget{Count: Unlimited, Cost: Unlimited, Share: share} }

// Errors that a caller may want to tell apart.
var (
	ErrCostMissing = errors.New("a budget in euros needs the cost of every candidate")
	ErrInfeasible  = errors.New("no plan meets these conditions")
	ErrRequired    = errors.New("what is required cannot be dropped")
)

func (b Budget) valid() error {
	switch {
	case b.Count < Unlimited:
		return fmt.Errorf("a budget of %d zones cannot be: it must be 0 or more", b.Count)
	case b.Cost < Unlimited || b.Cost > MaxCost:
		return fmt.Errorf("a budget of %.2f € cannot be: it must be from 0 to %.0f", b.Cost.Euros(), MaxCost.Euros())
	case !(b.Share >= 0 && b.Share <= 1):
		return fmt.Errorf("a share of %v cannot be reached: it must be from 0 to 1", b.Share)
	}
	return nil
}

// inMoney tells whether costs matter to the choice.
func (b Budget) inMoney() bool { return b.Cost != Unlimited || b.Share > 0 }
