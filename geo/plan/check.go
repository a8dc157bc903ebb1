package plan

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// valid returns what is wrong with the problem, named by code and index.
func (p *Problem) valid() error {
	if len(p.Candidates) > MaxCandidates {
		return fmt.Errorf("%d candidates are too many: at most %d can be compared", len(p.Candidates), MaxCandidates)
	}
	if p.Weights != nil && p.Demand != nil {
		return errors.New("the demand is either on the line or by element, not both")
	}
	if p.Objective < Reach || p.Objective > Proportional {
		return fmt.Errorf("there is no objective %d", p.Objective)
	}
	if p.Objective != Reach && len(p.Members) == 0 {
		return errors.New("openings are counted for members, and there are none")
	}
	if len(p.Members) > MaxMembers {
		return fmt.Errorf("%d members are too many: at most %d", len(p.Members), MaxMembers)
	}
	for _, check := range []func() error{p.validDemand, p.validCandidates, p.validMembers, p.validGroups} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (p *Problem) validDemand() error {
	if len(p.Weights) > MaxElements {
		return fmt.Errorf("%d elements are too many: at most %d", len(p.Weights), MaxElements)
	}
	for e, w := range p.Weights {
		if !(w >= 0) || math.IsInf(w, 1) {
			return fmt.Errorf("element %d: %v cannot be a weight: it must be a number, 0 or more", e, w)
		}
	}
	for i, d := range p.Demand {
		if !(d.Factor > 0) || math.IsInf(d.Factor, 1) {
			return fmt.Errorf("demand %d: %v cannot be a factor: it must be a number above 0", i, d.Factor)
		}
		if err := d.Cells.Valid(); err != nil {
			return fmt.Errorf("demand %d: %w", i, err)
		}
	}
	return nil
}

func (p *Problem) validCandidates() error {
	intervals := 0
	for i := range p.Candidates {
		c := &p.Candidates[i]
		if c.Cost < NoCost || c.Cost > MaxCost {
			return fmt.Errorf("candidate %q: %.2f € cannot be a cost: it must be from 0 to %.0f", c.Code, c.Cost.Euros(), MaxCost.Euros())
		}
		if c.Choice < Free || c.Choice > Given {
			return fmt.Errorf("candidate %q: there is no choice %d", c.Code, c.Choice)
		}
		if err := c.Cells.Valid(); err != nil {
			return fmt.Errorf("candidate %q: %w", c.Code, err)
		}
		if err := validElements(c.Elements, len(p.Weights)); err != nil {
			return fmt.Errorf("candidate %q: %w", c.Code, err)
		}
		if intervals += len(c.Cells) + len(c.Elements); intervals > MaxIntervals {
			return fmt.Errorf("the candidates have more than %d intervals in all: choose fewer candidates or a coarser outline", MaxIntervals)
		}
	}
	return nil
}

func (p *Problem) validMembers() error {
	for i := range p.Members {
		m := &p.Members[i]
		if !(m.Base >= 0) || math.IsInf(m.Base, 1) {
			return fmt.Errorf("member %q: %v cannot be a base: it must be a number, 0 or more", m.Name, m.Base)
		}
		if err := m.Cells.Valid(); err != nil {
			return fmt.Errorf("member %q: %w", m.Name, err)
		}
		if err := validElements(m.Elements, len(p.Weights)); err != nil {
			return fmt.Errorf("member %q: %w", m.Name, err)
		}
		for _, c := range m.Own {
			if c < 0 || c >= len(p.Candidates) {
				return fmt.Errorf("member %q: there is no candidate %d", m.Name, c)
			}
		}
	}
	return nil
}

func (p *Problem) validGroups() error {
	for _, g := range p.Groups {
		if g.Max < 0 {
			return fmt.Errorf("group %q: at most %d cannot be: it must be 0 or more", g.Name, g.Max)
		}
		for _, c := range g.Candidates {
			if c < 0 || c >= len(p.Candidates) {
				return fmt.Errorf("group %q: there is no candidate %d", g.Name, c)
			}
		}
		sorted := slices.Clone(g.Candidates)
		slices.Sort(sorted)
		if len(slices.Compact(sorted)) != len(g.Candidates) {
			return fmt.Errorf("group %q names a candidate twice", g.Name)
		}
	}
	return nil
}

func validElements(elements []int32, n int) error {
	for _, e := range elements {
		if e < 0 || int(e) >= n {
			return fmt.Errorf("there is no element %d", e)
		}
	}
	return nil
}
