package territory

import (
	"fmt"
	"time"

	"maillage/geo/line"
	"maillage/inventory"
)

// Summary tells what a load found and made, beside the territory itself.
type Summary struct {
	inventory.Territory
	Communes  int      // with a boundary
	Missing   []string // codes of listed communes without one
	Unlisted  []string // codes the source has and the built-in list has not
	Partial   []string // départements of which less than half the communes have a boundary
	Repaired  []string // codes whose polygon was invalid and was mended
	Tiny      []string // codes smaller than a cell, which got the cell they stand in
	Elsewhere int      // features of overseas collectivities, left out
	Joined    int      // arrondissements of Paris, Lyon, Marseille, joined to their commune or left for it
	Claimed   int64    // square centimetres that two communes claimed: the first by code has them
	Redrawn   int      // zones made of units, drawn again on the new boundaries
	Stale     []string // zones that could not be, as member/code: they keep the land they had
	Took      []Stage
}

// Stage is how long a part of a load took.
type Stage struct {
	Name string
	Time time.Duration
}

// Notes says in sentences what the operator should know.
func (s *Summary) Notes() []string {
	var notes []string
	say := func(n int, format string, args ...any) {
		if n > 0 {
			notes = append(notes, fmt.Sprintf(format, args...))
		}
	}
	if s.Approximate {
		notes = append(notes, "the boundaries are approximate: load the real ones with “maillage territory load” once there is a network, or with “maillage territory load FILE”")
	} else {
		say(len(s.Missing), "%d communes of the list have no boundary in this source: %s", len(s.Missing), named(s.Missing))
		say(len(s.Partial), "this looks like a part of France: of %d départements less than half the communes are there: %s", len(s.Partial), named(s.Partial))
	}
	say(len(s.Unlisted), "%d communes are not in the list of 2026: %s", len(s.Unlisted), named(s.Unlisted))
	say(len(s.Repaired), "%d boundaries crossed themselves and were mended: %s", len(s.Repaired), named(s.Repaired))
	say(int(min(s.Claimed, 1<<30)), "communes overlap on %.2f km²: each cell went to the first of them by code", line.KM2(s.Claimed))
	say(s.Elsewhere, "%d features of overseas collectivities were left out: Maillage covers the metropole and the five overseas départements", s.Elsewhere)
	say(len(s.Stale), "%d zones name units that are not there any more and keep the land they had: %s", len(s.Stale), named(s.Stale))
	return notes
}

// watch adds the time since it was made to the stages, and begins anew.
func (s *Summary) watch() func(stage string) {
	last := time.Now()
	return func(stage string) {
		now := time.Now()
		s.Took = append(s.Took, Stage{stage, now.Sub(last)})
		last = now
	}
}
