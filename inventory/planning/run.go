package planning

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/geo/plan"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// Progress is how far the work on a plan has come.
type Progress struct {
	Steps       int     `json:"steps"`
	Value       float64 `json:"value"`
	Bound       float64 `json:"bound"`
	ShareOfBest float64 `json:"share_of_best"`
	Seconds     float64 `json:"seconds"`
}

// run works on a plan until it is done or asked to stop, and keeps what came of
// it. It goes on when whoever started it has gone.
func (p *Planner) run(v inventory.Viewer, id int64, s *Study, r Request) {
	ctx, stop := context.WithCancel(p.ctx)
	defer stop()
	var at latest
	var beats sync.WaitGroup
	ended := make(chan struct{})
	beats.Go(func() { p.beat(v, id, &at, stop, ended) })

	var answer *Answer
	var err error
	select {
	case p.slots <- struct{}{}:
		answer, err = s.Solve(ctx, r.Budget, plan.Options{Time: r.Time(), Seed: r.Seed, Progress: at.put})
		<-p.slots
	case <-ctx.Done():
		err = inventory.Errorf(inventory.Conflict, FailedStopped, "The plan was stopped before it began.")
	}
	close(ended)
	beats.Wait()
	p.keep(v, id, answer, err)
}

// Time is how long to look.
func (r *Request) Time() time.Duration {
	seconds := r.Seconds
	if seconds == 0 {
		seconds = SomeSeconds
	}
	return time.Duration(seconds * float64(time.Second))
}

// latest is the last word of the solver.
type latest struct {
	mu    sync.Mutex
	value *Progress
}

func (l *latest) put(q plan.Progress) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.value = &Progress{q.Steps, q.Value, q.Bound, q.Share, q.Elapsed.Seconds()}
}

func (l *latest) take() *Progress {
	l.mu.Lock()
	defer l.mu.Unlock()
	v := l.value
	l.value = nil
	return v
}

// beat notes how far the work is until it has ended, and has it stop when asked.
func (p *Planner) beat(v inventory.Viewer, id int64, at *latest, stop func(), ended <-chan struct{}) {
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return
		case <-tick.C:
		}
		var text json.RawMessage
		if now := at.take(); now != nil {
			text, _ = json.Marshal(now) // plain data
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		var asked bool
		err := p.store.Write(ctx, v, "plan", func(tx pgx.Tx) (err error) {
			asked, err = postgres.PlanProgress(ctx, tx, id, text)
			return err
		})
		cancel()
		if err != nil {
			p.log.Warn("a plan's progress was not kept", "plan", id, "error", err)
		}
		if asked {
			stop()
		}
	}
}

// keep writes how the work ended, after the program was told to end as well.
func (p *Planner) keep(v inventory.Viewer, id int64, a *Answer, failed error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	end := postgres.PlanEnd{State: inventory.PlanDone}
	switch {
	case failed != nil:
		end.State, end.Failure, end.FailureCode = inventory.PlanFailed, failed.Error(), failureCode(failed)
	default:
		if a.Ended == string(plan.EndedStopped) {
			end.State = inventory.PlanStopped
		}
		var err error
		if end.Answer, err = json.Marshal(a); err != nil {
			end.State, end.Failure, end.FailureCode = inventory.PlanFailed, "the answer cannot be written: "+err.Error(), FailedInternal
		}
		for i, pick := range a.Picks {
			end.Picks = append(end.Picks, inventory.PlanPick{Rank: i + 1, Code: pick.Candidate, Cells: pick.Cells})
		}
	}
	err := p.store.Write(ctx, v, "plan", func(tx pgx.Tx) error {
		return postgres.EndPlan(ctx, tx, id, end)
	})
	if err != nil {
		p.log.Error("a plan was worked out but not kept", "plan", id, "error", err)
	}
}
