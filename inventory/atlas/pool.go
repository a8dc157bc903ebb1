package atlas

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"maillage/geo/atom"
	"maillage/geo/layer"
	"maillage/geo/line"
	"maillage/inventory"
)

// Partner stands for the owners of pooled zones where a viewer may not have
// their names. No member's slug can be it.
const Partner = "un partenaire"

// Pool is the atoms of the zones that a viewer's filter counts, on land. Members
// names the atoms' members by their index; the last may be Partner, who stands
// for all that are not named, together.
type Pool struct {
	*atom.Atoms
	Members []string

	entire []bool // by member: all of its reach is here, none of it kept from the pool

	mu     sync.Mutex
	tables map[crossing]*table
	pairs  map[*layer.Layer][][]atom.Amount
}

// crossing is a kind of unit and the weights that its units are folded with.
type crossing struct {
	kind    *kind
	weights *layer.Layer
}

// bytes has the tables in it, though they come later: together they take about
// as much as the atoms.
func (p *Pool) bytes() int64 { return int64(p.Len())*40 + int64(p.Groups())*40 }

// table returns the table of units by groups, made once.
func (p *Pool) table(k *kind, l Layer) *table {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := crossing{k, l.Weights}
	t := p.tables[c]
	if t == nil {
		t = &table{Cross: p.Cross(k.index, l.Weights)}
		if p.tables == nil {
			p.tables = map[crossing]*table{}
		}
		p.tables[c] = t
	}
	return t
}

// matrix returns what each two members both cover, each one's own reach on the
// diagonal: made once, not to be changed. What one opens to another is its own
// reach without what both cover, so openings of every member come of it too.
func (p *Pool) matrix(l Layer) [][]atom.Amount {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := p.pairs[l.Weights]
	if m == nil {
		m = p.Pairs(l.Weights)
		if p.pairs == nil {
			p.pairs = map[*layer.Layer][][]atom.Amount{}
		}
		p.pairs[l.Weights] = m
	}
	return m
}

// normal returns a filter in the one form of all that mean the same, after
// checking every word of it.
func (p *Picture) normal(v inventory.Viewer, f inventory.Filter) (inventory.Filter, error) {
	f.Members, f.Technologies, f.Statuses = sorted(f.Members), sorted(f.Technologies), sorted(f.Statuses)
	if err := f.Validate(); err != nil {
		return f, err
	}
	if p.ground.territory.Checksum == "" {
		return f, errNoTerritory()
	}
	if !f.AsOf.IsZero() && f.AsOf != p.day {
		return f, inventory.Errorf(inventory.Internal, "other_day", "the picture is not of %s: ask Atlas.At for it", f.AsOf)
	}
	for _, m := range f.Members {
		if _, err := p.member(v, m); err != nil {
			return f, err
		}
	}
	if len(f.Technologies) == len(inventory.Technologies) {
		f.Technologies = nil
	}
	if len(f.Statuses) == 0 {
		f.Statuses = []inventory.Status{inventory.Operational}
	}
	if f.Unit != "" {
		if _, err := p.ground.kind(f.Unit); err != nil {
			return f, err
		}
	}
	l, err := p.ground.layer(f.Layer)
	if err != nil {
		return f, err
	}
	f.Layer = l.Name
	_, _, err = span(f.Territory)
	return f, err
}

func errNoTerritory() error {
	return inventory.Errorf(inventory.Unavailable, "no_territory",
		"no territory is loaded yet: wait for the first load to end, or run “maillage territory load”")
}

func sorted[T ~string](words []T) []T {
	words = slices.Clone(words)
	slices.Sort(words)
	return slices.Compact(words)
}

// key writes what of a normal filter chooses zones.
func key(f inventory.Filter) string {
	return fmt.Sprintf("m=%s t=%s s=%s in=%s", strings.Join(f.Members, ","),
		inventory.Words(f.Technologies), inventory.Words(f.Statuses), f.Territory)
}

// wholeKey writes all of a normal filter.
func wholeKey(f inventory.Filter) string { return key(f) + " u=" + f.Unit + " l=" + f.Layer }

// Atoms returns the pool that a filter chooses among what a viewer may see: zones
// of active members whose audience is in the pool. Errors are inventory.Invalid
// for a word of the filter that names nothing, inventory.Unavailable while there
// is no territory.
func (p *Picture) Atoms(v inventory.Viewer, f inventory.Filter) (*Pool, error) {
	f, err := p.normal(v, f)
	if err != nil {
		return nil, err
	}
	return p.pool(v, f)
}

// pool is Atoms for a normal filter.
func (p *Picture) pool(v inventory.Viewer, f inventory.Filter) (*Pool, error) {
	return remember(p, v, "pool "+key(f), func() (*Pool, error) {
		pool, sets, err := p.collect(v, f)
		if err != nil {
			return nil, err
		}
		name := key(f) + "|" + class(v)
		if old, ok := p.basis.get(name); !ok || !pool.mend(old, sets) {
			pool.Atoms = atom.Sweep(unions(sets))
		}
		p.basis.put(name, pool)
		return pool, nil
	})
}

// collect returns a pool without its atoms yet, and the sets that each of its
// members brings.
func (p *Picture) collect(v inventory.Viewer, f inventory.Filter) (*Pool, [][]line.Set, error) {
	lo, hi, err := span(f.Territory)
	if err != nil {
		return nil, nil, err
	}
	own := p.self(v)
	pool := &Pool{}
	var sets [][]line.Set
	var nameless []line.Set
	for _, m := range p.members {
		if m.Status != inventory.MemberActive || !p.knows(v, m) || len(f.Members) > 0 && !slices.Contains(f.Members, m.Slug) {
			continue
		}
		var theirs []line.Set
		entire := true
		for _, z := range p.zonesOf(m.Slug) {
			if !p.counts(v, own, f, z) {
				continue
			}
			s := visible(v, own, p.party(m.Slug), z.Audience)
			switch {
			case !z.Audience.InPool():
				entire = entire && s < named
			case s >= named:
				theirs = append(theirs, clip(z.Cells, lo, hi))
			case s == covered && len(f.Members) == 0:
				// Under a choice of members, it would tell whose it is.
				nameless = append(nameless, clip(z.Cells, lo, hi))
			}
		}
		pool.Members = append(pool.Members, m.Slug)
		pool.entire = append(pool.entire, entire)
		sets = append(sets, theirs)
	}
	if len(nameless) > 0 {
		pool.Members = append(pool.Members, Partner)
		pool.entire = append(pool.entire, false)
		sets = append(sets, nameless)
	}
	return pool, sets, nil
}

// mend makes a pool's atoms, and the tables of units, from those of an earlier
// one, given the sets that each member brings now. It is false when sweeping
// afresh is needed, or as quick.
func (p *Pool) mend(old based, sets [][]line.Set) bool {
	if !slices.Equal(p.Members, old.pool.Members) || len(old.stale) > 4 {
		return false
	}
	old.pool.mu.Lock()
	tables := maps.Clone(old.pool.tables)
	old.pool.mu.Unlock()
	p.Atoms = old.pool.Atoms
	for i, m := range p.Members {
		if m != Partner && !old.stale[m] { // anyone's zone may be Partner's
			continue
		}
		atoms, change := p.Replace(i, line.UnionAll(sets[i]))
		for c, t := range tables {
			tables[c] = t.mend(atoms, change, p.Members)
		}
		p.Atoms = atoms
	}
	p.tables = tables
	return true
}

// unions returns the union of each list of sets, made on all cores.
func unions(lists [][]line.Set) []line.Set {
	out := make([]line.Set, len(lists))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(lists)) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(lists); i = int(next.Add(1)) - 1 {
				out[i] = line.UnionAll(lists[i])
			}
		})
	}
	wait.Wait()
	return out
}

func clip(s line.Set, lo, hi int32) line.Set {
	if len(s) == 0 || s[0].Lo >= lo && s[len(s)-1].Hi <= hi {
		return s
	}
	return s.Clip(lo, hi)
}

// Reach returns the land that a member collects by itself: all its zones that
// the filter counts and the viewer may see as its own, in the pool or not. The
// filter's members have no part in it. Errors are those of Atoms.
func (p *Picture) Reach(v inventory.Viewer, f inventory.Filter, member string) (line.Set, error) {
	f, err := p.normal(v, f)
	if err != nil {
		return nil, err
	}
	return p.reach(v, f, member)
}

// reach is Reach for a normal filter.
func (p *Picture) reach(v inventory.Viewer, f inventory.Filter, member string) (line.Set, error) {
	m, err := p.member(v, member)
	if err != nil {
		return nil, err
	}
	f.Members = nil
	lo, hi, err := span(f.Territory)
	if err != nil {
		return nil, err
	}
	own := p.self(v)
	var sets []line.Set
	for _, z := range p.zonesOf(member) {
		if p.counts(v, own, f, z) && visible(v, own, p.party(m.Slug), z.Audience) >= named {
			sets = append(sets, clip(z.Cells, lo, hi))
		}
	}
	return line.UnionAll(sets), nil
}
