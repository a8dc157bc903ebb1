package intake

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// How background work is done. A job that is cut with its server is found
// forsaken and queued again by any server that still runs.
const (
	importQueue  = "imports"
	importers    = 2 // jobs at once in one server
	pollInterval = 500 * time.Millisecond
	sweepPause   = 5 * time.Second
	expiryPause  = time.Hour
)

// importJob is the job of working on one import. It says which, never what is in
// it.
type importJob struct {
	Import int64 `json:"import"`
}

// Kind is River's name for it.
func (importJob) Kind() string { return postgres.ImportJob }

// Jobs is the queue of work on imports that takes long.
type Jobs struct {
	client *river.Client[pgx.Tx]
	desk   *Desk
	log    *slog.Logger
}

// OpenJobs opens the queue of a desk, which must be in the database already, and
// has the desk use it.
func (d *Desk) OpenJobs(log *slog.Logger) (*Jobs, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	j := &Jobs{log: log}
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, &importWorker{jobs: j}); err != nil {
		return nil, err
	}
	client, err := river.NewClient(riverpgxv5.New(d.Store.Pool), &river.Config{
		Schema: postgres.JobSchema, Workers: workers, Queues: map[string]river.QueueConfig{importQueue: {MaxWorkers: importers}},
		PollOnly: true, FetchPollInterval: pollInterval, JobTimeout: d.most().work, MaxAttempts: d.most().attempts,
		Logger: slog.New(quiet{log.Handler()}),
	})
	if err != nil {
		return nil, err
	}
	j.client = client
	d.Jobs = j
	desk := *d
	j.desk = &desk
	return j, nil
}

// Run works on what is queued until ctx ends; what is under way then is left as
// it is, and taken up again by the next server.
func (j *Jobs) Run(ctx context.Context) error {
	// River is stopped by hand: the end of its own context would cut a job short
	// of telling that it was.
	if err := j.client.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	sweep, expire := time.NewTicker(sweepPause), time.NewTicker(expiryPause)
	defer sweep.Stop()
	defer expire.Stop()
	j.expire(ctx)
	for {
		j.sweep(ctx)
		select {
		case <-sweep.C:
		case <-expire.C:
			j.expire(ctx)
		case <-ctx.Done():
			stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), sweepPause)
			defer cancel()
			if err := j.client.StopAndCancel(stopping); err != nil && !errors.Is(err, context.DeadlineExceeded) {
				return err
			}
			return ctx.Err()
		}
	}
}

// keeper is who looks after imports when nobody asks.
var keeper = inventory.Operator("maillage")

// sweep queues again the work that a server which is no more has left, and gives
// up what was tried as often as it may be.
func (j *Jobs) sweep(ctx context.Context) {
	var forsaken []postgres.ForsakenImport
	err := j.desk.Store.Read(ctx, keeper, func(tx pgx.Tx) (err error) {
		forsaken, err = postgres.Forsaken(ctx, tx)
		return err
	})
	for _, one := range forsaken {
		release, ok, e := postgres.HoldImport(ctx, j.desk.Store, one.ID)
		if e != nil || !ok { // somebody works on it
			err = errors.Join(err, e)
			continue
		}
		err = errors.Join(err, j.desk.Store.Write(ctx, keeper, "check", func(tx pgx.Tx) error {
			// It may have been done between the look and the hold.
			imp, err := postgres.Import(ctx, tx, one.ID)
			if err != nil || imp.State != inventory.ImportReceived {
				return err
			}
			if one.Spent {
				m := j.desk.most()
				why := workFailed.is("attempts", m.attempts, "hours", m.work.Hours())
				return postgres.SetImportFailed(ctx, tx, one.ID, []inventory.RowError{why.rowError(0, j.desk.Lang)})
			}
			return j.queue(ctx, tx, one.ID)
		}))
		release()
	}
	if err != nil && ctx.Err() == nil {
		j.log.Warn("imports that wait cannot be looked after", "error", err)
	}
}

// expire discards files that are past their time.
func (j *Jobs) expire(ctx context.Context) {
	why := []inventory.RowError{pastImport.is("days", KeptDays, "most", MaxWaiting).rowError(0, j.desk.Lang)}
	err := j.desk.Store.Write(ctx, keeper, "expire", func(tx pgx.Tx) error {
		n, err := postgres.ExpireImports(ctx, tx, MaxWaiting, why)
		if n > 0 {
			j.log.Info("files of imports past their time are discarded", "imports", n)
		}
		return err
	})
	if err != nil && ctx.Err() == nil {
		j.log.Warn("files of imports past their time stay", "error", err)
	}
}

// queue has an import worked on, once the transaction is committed.
func (j *Jobs) queue(ctx context.Context, tx pgx.Tx, id int64) error {
	if err := postgres.AsOwner(ctx, tx); err != nil {
		return err
	}
	_, err := j.client.InsertTx(ctx, tx, importJob{id}, &river.InsertOpts{Queue: importQueue})
	return err
}

// importWorker does the jobs.
type importWorker struct {
	river.WorkerDefaults[importJob]
	jobs *Jobs
}

// Work checks one import. It comes back with an error only when trying again
// later may help.
func (w *importWorker) Work(ctx context.Context, job *river.Job[importJob]) error {
	release, ok, err := postgres.HoldImport(ctx, w.jobs.desk.Store, job.Args.Import)
	if err != nil {
		return err
	}
	if !ok { // whoever holds it does the work, or has just looked after it
		return river.JobSnooze(sweepPause)
	}
	defer release()
	err = w.jobs.desk.work(ctx, job.Args.Import, job.Attempt >= w.jobs.desk.most().attempts)
	var wait *later
	if errors.As(err, &wait) {
		return river.JobSnooze(wait.after)
	}
	if err != nil && ctx.Err() == nil {
		w.jobs.log.Warn("work on an import failed", "import", job.Args.Import, "attempt", job.Attempt, "error", err)
	}
	return err
}

// NextRetry waits for a little longer each time.
func (w *importWorker) NextRetry(job *river.Job[importJob]) time.Time {
	return time.Now().Add(time.Duration(job.Attempt*job.Attempt) * w.jobs.desk.most().pause)
}

// quiet is a log to which River tells what is wrong, not what is usual.
type quiet struct{ slog.Handler }

// Enabled leaves out what is not worth a warning.
func (q quiet) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && q.Handler.Enabled(ctx, l)
}
