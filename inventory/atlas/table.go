package atlas

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
	"sync"

	"maillage/geo/atom"
)

// table is the units of a kind by the groups that cover them, and the lists made
// of it that are asked for again and again. Where a zone changes, the next
// picture's tables are mended from these: only the units that it touches are
// looked at.
type table struct {
	*atom.Cross

	mu     sync.Mutex
	gaps   []int32              // units by what nobody covers of them, once asked
	opened map[int]*openedUnits // by member, the last few that were asked
}

// openedUnits is what is opened of each unit, and by whom.
type openedUnits struct {
	amounts  []atom.Amount
	partners [][]string // the one that opens most first; shared, not to be changed
	order    []int32    // the units of which something is opened, the heaviest first
}

// openedTables is how many members' lists a table keeps.
const openedTables = 2

// byGap returns the units of which nobody covers some land, the heaviest first.
// Callers must not change it.
func (t *table) byGap() []int32 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.gaps == nil {
		t.gaps = rank(everyUnit(t.Len()), t.gap)
	}
	return t.gaps
}

// gap is what nobody covers of a unit.
func (t *table) gap(unit int32) atom.Amount {
	a := t.ByUnit()[unit]
	return rest(a.Total, a.Covered)
}

// openedTo returns what is opened to a member of the pool whose atoms these are.
func (t *table) openedTo(member int, names []string) *openedUnits {
	t.mu.Lock()
	defer t.mu.Unlock()
	o := t.opened[member]
	if o == nil {
		o = openedOf(t.Opened(member), names)
		if t.opened == nil || len(t.opened) >= openedTables {
			t.opened = map[int]*openedUnits{}
		}
		t.opened[member] = o
	}
	return o
}

// mend returns the table after a change of the atoms.
func (t *table) mend(a *atom.Atoms, c *atom.Change, names []string) *table {
	cross, touched := t.Replace(a, c)
	out := &table{Cross: cross}
	t.mu.Lock()
	gaps, opened := t.gaps, maps.Clone(t.opened)
	t.mu.Unlock()
	if gaps != nil {
		out.gaps = rerank(gaps, touched, out.gap)
	}
	for member, o := range opened {
		o = &openedUnits{slices.Clone(o.amounts), slices.Clone(o.partners), o.order}
		o.count(cross.Opened(member), names, touched)
		o.order = rerank(o.order, touched, o.amount)
		opened[member] = o
	}
	out.opened = opened
	return out
}

// openedOf makes the lists of a table of what is opened.
func openedOf(x *atom.Cross, names []string) *openedUnits {
	n := x.Len()
	o := &openedUnits{amounts: make([]atom.Amount, n), partners: make([][]string, n)}
	units := everyUnit(n)
	o.count(x, names, units)
	o.order = rank(units, o.amount)
	return o
}

func (o *openedUnits) amount(unit int32) atom.Amount { return o.amounts[unit] }

// count fills in some units.
func (o *openedUnits) count(x *atom.Cross, names []string, units []int32) {
	// Neighbours have the same partners, mostly: each list is kept once.
	lists := map[string][]string{}
	var word []byte
	x.EachMember(units, func(unit int, by []atom.MemberAmount) {
		o.partners[unit] = nil
		if len(by) == 0 {
			return
		}
		if len(by) > 1 {
			slices.SortStableFunc(by, func(x, y atom.MemberAmount) int { return heaviest(x.Amount, y.Amount) })
		}
		word = word[:0]
		for _, m := range by {
			word = binary.LittleEndian.AppendUint32(word, uint32(m.Member))
		}
		list, ok := lists[string(word)]
		if !ok {
			for _, m := range by {
				list = append(list, names[m.Member])
			}
			lists[string(word)] = list
		}
		o.partners[unit] = list
	})
	for _, unit := range units {
		o.amounts[unit] = x.Covered(int(unit))
	}
}

// heaviest compares amounts, the heavier first, then the larger.
func heaviest(x, y atom.Amount) int {
	if c := cmp.Compare(y.Weight, x.Weight); c != 0 {
		return c
	}
	return cmp.Compare(y.Area, x.Area)
}

func everyUnit(n int) []int32 {
	units := make([]int32, n)
	for i := range units {
		units[i] = int32(i)
	}
	return units
}

// ranked is a unit and what it is ranked by.
type ranked struct {
	atom.Amount
	unit int32
}

func byRank(x, y ranked) int {
	if c := heaviest(x.Amount, y.Amount); c != 0 {
		return c
	}
	return int(x.unit - y.unit)
}

// rank returns those units that have an amount, the heaviest first, then the
// largest, then by number, which is the order of their codes.
func rank(units []int32, amount func(unit int32) atom.Amount) []int32 {
	list := make([]ranked, 0, len(units))
	for _, unit := range units {
		if a := amount(unit); a.Area > 0 {
			list = append(list, ranked{a, unit})
		}
	}
	slices.SortFunc(list, byRank)
	out := make([]int32, len(list))
	for i, r := range list {
		out[i] = r.unit
	}
	return out
}

// rerank mends a ranking of which some units, ascending, have other amounts now.
func rerank(order, touched []int32, amount func(unit int32) atom.Amount) []int32 {
	fresh := rank(touched, amount)
	out := make([]int32, 0, len(order)+len(fresh))
	for _, unit := range order {
		if _, gone := slices.BinarySearch(touched, unit); gone {
			continue
		}
		for len(fresh) > 0 && byRank(ranked{amount(fresh[0]), fresh[0]}, ranked{amount(unit), unit}) < 0 {
			out = append(out, fresh[0])
			fresh = fresh[1:]
		}
		out = append(out, unit)
	}
	return append(out, fresh...)
}
