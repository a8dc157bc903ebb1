package planning

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/geo/plan"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/intake"
	"maillage/inventory/postgres"
	"maillage/inventory/recent"
)

// How many plans are worked on at once, and how many more may wait.
const (
	MaxRunning = 2
	MaxWaiting = 20
)

// PreviewTime is how long a preview is looked for once its problem is ready.
const PreviewTime = 60 * time.Millisecond

// MaxList is the largest list of candidates, in bytes.
const MaxList = 16 << 20

// heartbeat is how often work under way says how far it is.
const heartbeat = 500 * time.Millisecond

// List is a file of candidate zones.
type List struct {
	Name    string
	Content []byte
	Member  string // whose PoPs its hand-offs are; "" for nobody's
	Lang    intake.Lang
}

// Planner works on plans. Make one with New; Close it.
type Planner struct {
	// Look is how long a preview is looked for: PreviewTime, unless set before the
	// first one. Tests that compare previews give it time enough for any clock.
	Look time.Duration

	store *postgres.Store
	atlas *atlas.Atlas
	desk  *intake.Desk
	log   *slog.Logger

	ctx      context.Context // of all work: ends with Close
	end      context.CancelFunc
	work     sync.WaitGroup
	slots    chan struct{} // held by those at work
	under    atomic.Int32  // at work or waiting
	quick    chan struct{} // held by previews
	learning chan struct{} // held by what is worked out ahead of moved budgets
	studies  *recent.Cache[string, *Study]
}

// New returns a planner.
func New(store *postgres.Store, a *atlas.Atlas, desk *intake.Desk, log *slog.Logger) *Planner {
	ctx, end := context.WithCancel(context.Background())
	return &Planner{
		Look: PreviewTime, store: store, atlas: a, desk: desk, log: log, ctx: ctx, end: end,
		slots: make(chan struct{}, MaxRunning), quick: make(chan struct{}, runtime.GOMAXPROCS(0)), learning: make(chan struct{}, 1),
		studies: recent.New[string](8, 512<<20, (*Study).bytes),
	}
}

// Close has all work stop with the best so far, and waits until it is kept.
func (p *Planner) Close() {
	p.end()
	p.work.Wait()
}

// scope is for whom a viewer plans: its member, or the bureau as a whole, which
// sees what all of the bureau may. Others may not plan.
func scope(v inventory.Viewer) (inventory.Viewer, error) {
	switch v.Role {
	case inventory.RoleOperator, inventory.RoleContributor, inventory.RoleSales:
		return v, nil
	case inventory.RoleBureau:
		v.Member = ""
		return v, nil
	}
	return v, inventory.Errorf(inventory.Forbidden, "not_yours", "plans are made by the bureau and by members")
}

// Study makes a request ready for a viewer, or finds it ready. Errors are those
// of NewStudy, of the list's reader, and inventory.Forbidden.
func (p *Planner) Study(ctx context.Context, v inventory.Viewer, r Request, list *List) (*Study, error) {
	v, err := scope(v)
	if err != nil {
		return nil, err
	}
	if err := r.Validate(); err != nil {
		return nil, err
	}
	picture, err := p.atlas.At(ctx, r.AsOf)
	if err != nil {
		return nil, err
	}
	return p.studies.Get(studyKey(picture.Version(), v, r, list), func() (*Study, error) {
		drafted, err := p.draft(ctx, v, r, list)
		if err != nil {
			return nil, err
		}
		return NewStudy(picture, v, r, drafted)
	})
}

// studyKey tells problems apart: by all of a request but its budget and how long
// to look.
func studyKey(version uint64, v inventory.Viewer, r Request, list *List) string {
	r.Budget, r.Seconds, r.Seed = Budget{}, 0, 0
	key := struct {
		Version uint64
		Class   string
		Request Request
		List    string
		Of      string
	}{Version: version, Class: atlas.Class(v), Request: r}
	if list != nil {
		sum := sha256.Sum256(list.Content)
		key.List, key.Of = hex.EncodeToString(sum[:]), list.Member
	}
	text, _ := json.Marshal(key) // plain data
	return string(text)
}

// draft reads a list of candidates, all of it or none.
func (p *Planner) draft(ctx context.Context, v inventory.Viewer, r Request, list *List) ([]inventory.Zone, error) {
	switch {
	case r.From != FromFile:
		return nil, nil
	case list == nil:
		e := inventory.Errorf(inventory.Invalid, "missing_list", "a list of candidates is missing")
		e.Fields = []inventory.FieldError{{Field: "file", Code: "missing", Message: "is missing: send a list of zones"}}
		return nil, e
	case len(list.Content) > MaxList:
		return nil, inventory.Errorf(inventory.TooLarge, "too_large", "the list of candidates is larger than %d MB", MaxList>>20)
	}
	zones, i, err := p.desk.Draft(ctx, v, intake.Upload{Member: list.Member, FileName: list.Name, Content: list.Content, Lang: list.Lang})
	if err != nil {
		return nil, err
	}
	if len(i.Errors) == 0 {
		return zones, nil
	}
	first := i.Errors[0]
	e := inventory.Errorf(inventory.Invalid, "bad_list", "nothing was planned: the list of candidates has faults (%d), the first in line %d, %s: %s",
		len(i.Errors), first.Row, first.Column, first.Message)
	for _, f := range i.Errors[:min(len(i.Errors), 50)] {
		e.Fields = append(e.Fields, inventory.FieldError{Field: fmt.Sprintf("file, line %d, %s", f.Row, f.Column), Value: f.Value, Code: f.Code, Message: f.Message})
	}
	return nil, e
}

// Preview answers at once, keeping nothing: the plan that comes first to mind,
// and the bound that is soon proven. Errors are those of Study and of Solve.
func (p *Planner) Preview(ctx context.Context, v inventory.Viewer, r Request, list *List) (*Answer, error) {
	done, err := p.quickly(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	s, err := p.Study(ctx, v, r, list)
	if err != nil {
		return nil, err
	}
	a, err := s.Solve(ctx, r.Budget, plan.Options{Time: p.Look, Seed: r.Seed, Warm: true})
	if err == nil {
		p.learn(s, r.Budget)
	}
	return a, err
}

// learn has other budgets than the one asked bounded, as it will be moved. One
// study at a time learns, on one core.
func (p *Planner) learn(s *Study, b Budget) {
	money := b.EUR != nil || b.Share != nil
	if !s.prepared.Unlearnt(money) {
		return
	}
	p.work.Go(func() {
		select {
		case p.learning <- struct{}{}:
			s.prepared.Learn(p.ctx, money)
			<-p.learning
		case <-p.ctx.Done():
		}
	})
}

// quickly waits for a turn among those that answer at once.
func (p *Planner) quickly(ctx context.Context) (done func(), err error) {
	select {
	case p.quick <- struct{}{}:
		return func() { <-p.quick }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Start begins the work on a plan and returns it as it is kept, running. done, if
// not nil, is closed when the work has ended. Errors: those of Study;
// inventory.Unavailable when too many plans wait already.
func (p *Planner) Start(ctx context.Context, v inventory.Viewer, name string, r Request, list *List) (inventory.Plan, <-chan struct{}, error) {
	v, err := scope(v)
	if err != nil {
		return inventory.Plan{}, nil, err
	}
	if n := len([]rune(name)); n < 1 || n > MaxName {
		return inventory.Plan{}, nil, badName(name)
	}
	s, err := p.Study(ctx, v, r, list)
	if err == nil {
		err = s.Fits(r.Budget, r.Exclude)
	}
	if err != nil {
		return inventory.Plan{}, nil, err
	}
	if p.under.Add(1) > MaxRunning+MaxWaiting {
		p.under.Add(-1)
		return inventory.Plan{}, nil, inventory.Errorf(inventory.Unavailable, "too_many_plans", "%d plans are under way already: wait for one to end", MaxRunning+MaxWaiting)
	}
	kept := inventory.Plan{Name: name, Author: v.Name}
	if v.Role != inventory.RoleOperator {
		kept.Member = v.Member
	}
	var content []byte
	if list != nil {
		kept.ListName, kept.ListMember, content = list.Name, list.Member, list.Content
	}
	if kept.Request, err = json.Marshal(r); err == nil {
		err = p.store.Write(ctx, v, "plan", func(tx pgx.Tx) (err error) {
			kept, err = postgres.AddPlan(ctx, tx, kept, content)
			return err
		})
	}
	if err != nil {
		p.under.Add(-1)
		return kept, nil, err
	}
	done := make(chan struct{})
	p.work.Go(func() {
		defer close(done)
		defer p.under.Add(-1)
		p.run(v, kept.ID, s, r)
	})
	return kept, done, nil
}

func badName(name string) error {
	e := inventory.Errorf(inventory.Invalid, "bad_name", "a plan's name has 1 to %d characters", MaxName)
	e.Fields = []inventory.FieldError{{Field: "name", Value: name, Code: e.Code, Message: fmt.Sprintf("has 1 to %d characters", MaxName)}}
	return e
}

// Rename gives a plan another name.
func (p *Planner) Rename(ctx context.Context, v inventory.Viewer, id int64, name string) error {
	if n := len([]rune(name)); n < 1 || n > MaxName {
		return badName(name)
	}
	return p.store.Write(ctx, v, "plan", func(tx pgx.Tx) error { return postgres.RenamePlan(ctx, tx, id, name) })
}
