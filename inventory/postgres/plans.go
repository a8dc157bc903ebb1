package postgres

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// planLost is after how long without a word the work on a plan counts as lost.
const planLost = "1 minute"

const selectPlans = `SELECT id, coalesce(member, ''), name, CASE WHEN state = 'running' AND alive_at < now() - interval '` + planLost + `' THEN 'failed' ELSE state END,
	request, coalesce(list_name, ''), coalesce(list_member, ''), progress, answer,
	coalesce(failure, CASE WHEN state = 'running' THEN 'The program was stopped while it worked: start the plan again.' END, ''),
	coalesce(failure_code, CASE WHEN state = 'running' THEN 'interrupted' END, ''), actor_name(author), created_at, ended_at FROM plan `

func scanPlan(row pgx.CollectableRow) (p inventory.Plan, err error) {
	err = row.Scan(&p.ID, &p.Member, &p.Name, &p.State, &p.Request, &p.ListName, &p.ListMember, &p.Progress, &p.Answer, &p.Failure, &p.FailureCode, &p.Author, &p.CreatedAt, &p.EndedAt)
	if p.State != inventory.PlanFailed {
		p.Failure, p.FailureCode = "", ""
	}
	return p, err
}

// AddPlan keeps a plan that is being worked on, with its list of candidates if it
// has one, and returns it with its id.
func AddPlan(ctx context.Context, tx pgx.Tx, p inventory.Plan, list []byte) (inventory.Plan, error) {
	err := tx.QueryRow(ctx, `INSERT INTO plan (member, name, request, list_name, list_member, list, author) VALUES ($1, $2, $3, $4, $5, $6, $7)
		RETURNING id, state, created_at`, orNull(p.Member), p.Name, p.Request, orNull(p.ListName), orNull(p.ListMember), list, p.Author).
		Scan(&p.ID, &p.State, &p.CreatedAt)
	return p, translated(err)
}

// Plan returns a plan; [inventory.NotFound] when there is none.
func Plan(ctx context.Context, db DB, id int64) (inventory.Plan, error) {
	rows, _ := db.Query(ctx, selectPlans+"WHERE id = $1", id)
	p, err := pgx.CollectExactlyOneRow(rows, scanPlan)
	if errors.Is(err, pgx.ErrNoRows) {
		return p, noPlan(id)
	}
	return p, translated(err)
}

func noPlan(id int64) error {
	return inventory.Errorf(inventory.NotFound, "unknown_plan", "there is no plan %d", id)
}

// Plans returns at most limit plans that a viewer may read, the newest first,
// those before an id (0: from the newest).
func Plans(ctx context.Context, db DB, before int64, limit int) ([]inventory.Plan, error) {
	rows, _ := db.Query(ctx, selectPlans+"WHERE $1 = 0 OR id < $1 ORDER BY id DESC LIMIT $2", before, limit)
	all, err := pgx.CollectRows(rows, scanPlan)
	return all, translated(err)
}

// PlanList returns the list of candidates of a plan as it came, nil when it has none.
func PlanList(ctx context.Context, db DB, id int64) ([]byte, error) {
	var list []byte
	err := db.QueryRow(ctx, "SELECT list FROM plan WHERE id = $1", id).Scan(&list)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, noPlan(id)
	}
	return list, translated(err)
}

// PlanPicks returns the land of a plan's picks, in order.
func PlanPicks(ctx context.Context, db DB, id int64) ([]inventory.PlanPick, error) {
	rows, _ := db.Query(ctx, "SELECT rank, code, cells FROM plan_pick WHERE plan = $1 ORDER BY rank", id)
	picks, err := pgx.CollectRows(rows, pgx.RowToStructByPos[inventory.PlanPick])
	return picks, translated(err)
}

// PlanProgress notes how far the work has come and tells whether it shall stop:
// someone asked, or the plan is gone.
func PlanProgress(ctx context.Context, tx pgx.Tx, id int64, progress json.RawMessage) (stop bool, err error) {
	err = tx.QueryRow(ctx, "UPDATE plan SET progress = coalesce($2, progress), alive_at = now() WHERE id = $1 AND state = 'running' RETURNING stopping", id, progress).Scan(&stop)
	if errors.Is(err, pgx.ErrNoRows) {
		return true, nil
	}
	return stop, translated(err)
}

// PlanEnd is how the work on a plan ended: with an answer and its picks, or a
// failure.
type PlanEnd struct {
	State       inventory.PlanState
	Answer      json.RawMessage
	Picks       []inventory.PlanPick
	Failure     string
	FailureCode string
}

// EndPlan keeps how the work ended.
func EndPlan(ctx context.Context, tx pgx.Tx, id int64, end PlanEnd) error {
	tag, err := tx.Exec(ctx, "UPDATE plan SET state = $2, answer = $3, failure = $4, failure_code = $5, ended_at = now() WHERE id = $1 AND state = 'running'",
		id, string(end.State), end.Answer, orNull(end.Failure), orNull(end.FailureCode))
	if err != nil || tag.RowsAffected() == 0 {
		return translated(err)
	}
	batch := &pgx.Batch{}
	for _, p := range end.Picks {
		batch.Queue("INSERT INTO plan_pick (plan, rank, code, cells) VALUES ($1, $2, $3, $4)", id, p.Rank, p.Code, p.Cells)
	}
	return translated(tx.SendBatch(ctx, batch).Close())
}

// StopPlan asks whoever works on a plan to stop with the best so far.
func StopPlan(ctx context.Context, tx pgx.Tx, id int64) error {
	tag, err := tx.Exec(ctx, "UPDATE plan SET stopping = true WHERE id = $1", id)
	if err == nil && tag.RowsAffected() == 0 {
		return noPlan(id)
	}
	return translated(err)
}

// RenamePlan gives a plan another name.
func RenamePlan(ctx context.Context, tx pgx.Tx, id int64, name string) error {
	tag, err := tx.Exec(ctx, "UPDATE plan SET name = $2 WHERE id = $1", id, name)
	if err == nil && tag.RowsAffected() == 0 {
		return noPlan(id)
	}
	return translated(err)
}

// RemovePlan removes a plan; work on it stops.
func RemovePlan(ctx context.Context, tx pgx.Tx, id int64) error {
	tag, err := tx.Exec(ctx, "DELETE FROM plan WHERE id = $1", id)
	if err == nil && tag.RowsAffected() == 0 {
		return noPlan(id)
	}
	return translated(err)
}
