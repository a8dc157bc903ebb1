package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// asService puts the rest of a transaction under the policies, the operator's as
// well: it runs as the tables' owner otherwise, who may be above them.
func asService(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, "SET LOCAL ROLE "+serviceRole)
	return translated(err)
}

const selectProposals = `SELECT id, plan, title, body, answer, voters, closes_at, quorum, author, created_at,
	proposal_closed_at(id), withdrawn_at FROM proposal `

// AddProposal keeps a proposal with its picks and gains, and returns its id.
func AddProposal(ctx context.Context, tx pgx.Tx, p inventory.Proposal, picks []inventory.ProposalPick, gains []inventory.ProposalGain) (id int64, err error) {
	if err := asService(ctx, tx); err != nil {
		return 0, err
	}
	err = tx.QueryRow(ctx, `INSERT INTO proposal (plan, title, body, answer, voters, closes_at, quorum, author)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`, p.Plan, p.Title, p.Body, p.Answer, p.Voters, p.ClosesAt, p.Quorum, p.Author).Scan(&id)
	if err != nil {
		return 0, translated(err)
	}
	batch := &pgx.Batch{}
	for _, k := range picks {
		batch.Queue("INSERT INTO proposal_pick (proposal, rank, pick, cells) VALUES ($1, $2, $3, $4)", id, k.Rank, k.Pick, k.Cells)
	}
	for _, g := range gains {
		batch.Queue("INSERT INTO proposal_gain (proposal, rank, member, gain) VALUES ($1, $2, $3, $4)", id, g.Rank, g.Member, g.Gain)
	}
	return id, translated(tx.SendBatch(ctx, batch).Close())
}

// Proposal returns a proposal; [inventory.NotFound] when there is none.
func Proposal(ctx context.Context, tx pgx.Tx, id int64) (inventory.Proposal, error) {
	if err := asService(ctx, tx); err != nil {
		return inventory.Proposal{}, err
	}
	rows, _ := tx.Query(ctx, selectProposals+"WHERE id = $1", id)
	p, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[inventory.Proposal])
	if errors.Is(err, pgx.ErrNoRows) {
		return p, noProposal(id)
	}
	return p, translated(err)
}

func noProposal(id int64) error {
	return inventory.Errorf(inventory.NotFound, "unknown_proposal", "there is no proposal %d", id)
}

// Proposals returns at most limit proposals that a viewer may read, the newest
// first, those before an id (0: from the newest).
func Proposals(ctx context.Context, tx pgx.Tx, before int64, limit int) ([]inventory.Proposal, error) {
	if err := asService(ctx, tx); err != nil {
		return nil, err
	}
	rows, _ := tx.Query(ctx, selectProposals+"WHERE $1 = 0 OR id < $1 ORDER BY id DESC LIMIT $2", before, limit)
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[inventory.Proposal])
	return all, translated(err)
}

// ProposalPicks returns the picks of a proposal, in order.
func ProposalPicks(ctx context.Context, tx pgx.Tx, id int64) ([]inventory.ProposalPick, error) {
	rows, _ := tx.Query(ctx, "SELECT rank, pick, cells FROM proposal_pick WHERE proposal = $1 ORDER BY rank", id)
	picks, err := pgx.CollectRows(rows, pgx.RowToStructByPos[inventory.ProposalPick])
	return picks, translated(err)
}

// ProposalGains returns what each pick opens to the members that a viewer may
// read it of: its own, or for the bureau each.
func ProposalGains(ctx context.Context, tx pgx.Tx, id int64) ([]inventory.ProposalGain, error) {
	rows, _ := tx.Query(ctx, "SELECT rank, member, gain FROM proposal_gain WHERE proposal = $1 ORDER BY rank, gain DESC, member", id)
	gains, err := pgx.CollectRows(rows, pgx.RowToStructByPos[inventory.ProposalGain])
	return gains, translated(err)
}

// Voices returns what a viewer may read of the voices on a proposal: once it is
// closed all of them, before that its own member's. No viewer is excepted.
func Voices(ctx context.Context, tx pgx.Tx, id int64) ([]inventory.Voice, error) {
	if err := asService(ctx, tx); err != nil {
		return nil, err
	}
	rows, _ := tx.Query(ctx, "SELECT member, interest, note, cast_at FROM voice WHERE proposal = $1 ORDER BY member", id)
	voices, err := pgx.CollectRows(rows, pgx.RowToStructByPos[inventory.Voice])
	return voices, translated(err)
}

// CastVoice keeps a member's voice, in the place of what it said before. Errors:
// [inventory.NotFound]; [inventory.Conflict] when the proposal is closed or
// withdrawn; [inventory.Forbidden] when the viewer does not keep the member's data.
func CastVoice(ctx context.Context, tx pgx.Tx, id int64, v inventory.Voice, author string) error {
	p, err := Proposal(ctx, tx, id)
	if err == nil {
		err = open(p)
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO voice (proposal, member, interest, note, author) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (proposal, member) DO UPDATE SET interest = excluded.interest, note = excluded.note, author = excluded.author, cast_at = now()`,
		id, v.Member, string(v.Interest), v.Note, author)
	return translated(err)
}

// WithdrawProposal withdraws one that is open. Errors: [inventory.NotFound], and
// [inventory.Conflict] when it is closed or withdrawn, [inventory.Forbidden] when
// the viewer may not.
func WithdrawProposal(ctx context.Context, tx pgx.Tx, id int64) error {
	p, err := Proposal(ctx, tx, id)
	if err == nil {
		err = open(p)
	}
	if err != nil {
		return err
	}
	tag, err := tx.Exec(ctx, "UPDATE proposal SET withdrawn_at = now() WHERE id = $1", id)
	if err == nil && tag.RowsAffected() == 0 {
		return inventory.Errorf(inventory.Forbidden, "not_yours", "a proposal is the bureau's to withdraw")
	}
	return translated(err)
}

func open(p inventory.Proposal) error {
	switch {
	case p.WithdrawnAt != nil:
		return inventory.Errorf(inventory.Conflict, "proposal_withdrawn", "proposal %d was withdrawn", p.ID)
	case p.ClosedAt != nil:
		return inventory.Errorf(inventory.Conflict, "proposal_closed", "proposal %d was closed on %s", p.ID, p.ClosedAt.UTC().Format(time.RFC3339))
	}
	return nil
}

// ActiveMembers returns how many members are active: each has a voice.
func ActiveMembers(ctx context.Context, db DB) (n int, err error) {
	err = db.QueryRow(ctx, "SELECT count(*) FROM member WHERE status = 'active'").Scan(&n)
	return n, translated(err)
}
