package plan

import (
	"fmt"
	"math"
)

// Cents is an amount of money in hundredths of a euro.
type Cents int64

// NoCost stands for a cost that is not known.
const NoCost Cents = -1

// MaxCost is the highest cost or budget, ten billion euros: sums stay exact.
const MaxCost Cents = 1e12

// Euros turns an amount in euros into cents, to the nearest. A negative one, one
// above MaxCost and no number at all are errors.
func Euros(amount float64) (Cents, error) {
	cents := math.Round(amount * 100)
	if !(cents >= 0 && cents <= float64(MaxCost)) {
		return 0, fmt.Errorf("%v € cannot be a cost: it must be a number from 0 to %d", amount, int64(MaxCost)/100)
	}
	return Cents(cents), nil
}

// Euros returns the amount in euros.
func (c Cents) Euros() float64 { return float64(c) / 100 }
