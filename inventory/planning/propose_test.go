package planning_test

import (
	"math"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/planning"
	"maillage/inventory/postgres"
)

var admin = inventory.Viewer{Role: inventory.RoleAdmin, Name: "adm"}

// proposed has the bureau plan two communes and put the plan to the members.
func (s *small) proposed(t *testing.T, quorum *int) int64 {
	t.Helper()
	two := 2
	kept, done, err := s.planner.Start(t.Context(), bureau, "P",
		planning.Request{From: planning.FromUnits, Unit: "commune", Objective: planning.Reach, Budget: planning.Budget{Zones: &two}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	<-done
	id, err := s.planner.Propose(t.Context(), bureau, planning.Put{Plan: kept.ID, Title: "T", ClosesAt: time.Now().Add(time.Hour), Quorum: quorum})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// voices is how many a viewer reads, and whether the proposal is closed to it.
func (s *small) voices(t *testing.T, v inventory.Viewer, id int64) (n int, closed bool) {
	t.Helper()
	err := s.store.Read(t.Context(), v, func(tx pgx.Tx) error {
		p, err := postgres.Proposal(t.Context(), tx, id)
		if err != nil {
			return err
		}
		all, err := postgres.Voices(t.Context(), tx, id)
		n, closed = len(all), p.ClosedAt != nil
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", v.Name, err)
	}
	return n, closed
}

func (s *small) want(t *testing.T, when string, id int64, closed bool, want map[*inventory.Viewer]int) {
	t.Helper()
	for v, n := range want {
		if got, is := s.voices(t, *v, id); got != n || is != closed {
			t.Errorf("%s, %s reads %d voices, want %d; closed: %v", when, v.Name, got, n, is)
		}
	}
}

func TestVoicesAreSealedUntilTheQuorum(t *testing.T) {
	t.Parallel()
	s := newSmall(t)
	both := 2
	id := s.proposed(t, &both)
	cast := func(v inventory.Viewer, i inventory.Interest) error {
		return s.planner.Voice(t.Context(), v, id, i, "a reason")
	}
	if err := cast(keeper, inventory.Interested); err != nil {
		t.Fatal(err)
	}
	// Said again, it is one voice still: the quorum is not met.
	if err := cast(keeper, inventory.NotInterested); err != nil {
		t.Fatal(err)
	}
	s.want(t, "open", id, false, map[*inventory.Viewer]int{&keeper: 1, &other: 0, &bureau: 0, &operator: 0})
	for _, v := range []inventory.Viewer{bureau, operator, admin, {Role: inventory.RoleSales, Member: "beta", Name: "s"}} {
		if err := cast(v, inventory.Interested); inventory.KindOf(err) != inventory.Forbidden {
			t.Errorf("%s casts: %v", v.Name, err)
		}
	}
	if err := cast(other, inventory.Interested); err != nil {
		t.Fatal(err)
	}
	s.want(t, "closed", id, true, map[*inventory.Viewer]int{&keeper: 2, &other: 2, &bureau: 2, &operator: 2})
	if err := cast(other, inventory.Abstains); inventory.KindOf(err) != inventory.Conflict {
		t.Errorf("a voice changes after the closing: %v", err)
	}
	withdraw := func(tx pgx.Tx) error { return postgres.WithdrawProposal(t.Context(), tx, id) }
	if err := s.store.Write(t.Context(), bureau, "x", withdraw); inventory.KindOf(err) != inventory.Conflict {
		t.Errorf("one that is closed is withdrawn: %v", err)
	}
}

func TestProposalClosesByItsDate(t *testing.T) {
	t.Parallel()
	s := newSmall(t)
	id := s.proposed(t, nil)
	if err := s.planner.Voice(t.Context(), keeper, id, inventory.Interested, ""); err != nil {
		t.Fatal(err)
	}
	s.want(t, "before the date", id, false, map[*inventory.Viewer]int{&keeper: 1, &other: 0, &bureau: 0, &operator: 0})
	// The date passes: nobody does anything. The clock of the test is the date.
	if _, err := s.store.Pool.Exec(t.Context(), "UPDATE proposal_seal SET closes_at = now() - interval '1 second'"); err != nil {
		t.Fatal(err)
	}
	s.want(t, "after the date", id, true, map[*inventory.Viewer]int{&keeper: 1, &other: 1, &bureau: 1, &operator: 1})
	if err := s.planner.Voice(t.Context(), other, id, inventory.Interested, ""); inventory.KindOf(err) != inventory.Conflict {
		t.Errorf("a voice comes after the date: %v", err)
	}
}

func TestWithdrawnVoicesStaySealed(t *testing.T) {
	t.Parallel()
	s := newSmall(t)
	id := s.proposed(t, nil)
	if err := s.planner.Voice(t.Context(), keeper, id, inventory.Interested, ""); err != nil {
		t.Fatal(err)
	}
	withdraw := func(tx pgx.Tx) error { return postgres.WithdrawProposal(t.Context(), tx, id) }
	if err := s.store.Write(t.Context(), keeper, "x", withdraw); inventory.KindOf(err) != inventory.Forbidden {
		t.Errorf("a member withdraws it: %v", err)
	}
	if err := s.store.Write(t.Context(), bureau, "x", withdraw); err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.Pool.Exec(t.Context(), "UPDATE proposal_seal SET closes_at = now() - interval '1 second'"); err != nil {
		t.Fatal(err)
	}
	s.want(t, "withdrawn", id, false, map[*inventory.Viewer]int{&keeper: 1, &other: 0, &bureau: 0, &operator: 0})
	if err := s.planner.Voice(t.Context(), other, id, inventory.Interested, ""); inventory.KindOf(err) != inventory.Conflict {
		t.Errorf("a voice comes after the withdrawal: %v", err)
	}
}

// Whatever a viewer's transaction asks of the database, whichever role it took.
func TestTheDatabaseKeepsTheSeal(t *testing.T) {
	t.Parallel()
	s := newSmall(t)
	id := s.proposed(t, nil)
	if err := s.planner.Voice(t.Context(), keeper, id, inventory.Interested, ""); err != nil {
		t.Fatal(err)
	}
	ask := func(v inventory.Viewer, sql string) (rows int64, err error) {
		err = s.store.Write(t.Context(), v, "try", func(tx pgx.Tx) error {
			if v.Role == inventory.RoleOperator {
				if _, err := tx.Exec(t.Context(), "SET LOCAL ROLE maillage_service"); err != nil {
					return err
				}
			}
			tag, err := tx.Exec(t.Context(), sql)
			rows = tag.RowsAffected()
			return err
		})
		return rows, err
	}
	for _, v := range []inventory.Viewer{bureau, operator, admin, other, inventory.Visitor()} {
		for _, sql := range []string{
			"SELECT * FROM voice", "SELECT FROM proposal_seal", "UPDATE voice SET interest = 'abstains'", "DELETE FROM voice",
			"UPDATE proposal SET closes_at = now()", "UPDATE proposal SET quorum = 1", "UPDATE proposal_seal SET closes_at = now()",
			"INSERT INTO proposal_seal VALUES (99, now())", "DELETE FROM proposal", "UPDATE voice SET member = 'beta'",
			"INSERT INTO voice (proposal, member, interest, author) VALUES (1, 'alpha', 'abstains', 'x') ON CONFLICT (proposal, member) DO UPDATE SET interest = 'abstains'",
			"SELECT FROM history WHERE noun LIKE 'voice%' OR noun LIKE 'proposal%'",
		} {
			if n, err := ask(v, sql); err == nil && n > 0 {
				t.Errorf("%s: %q met %d rows", v.Name, sql, n)
			}
		}
	}
	// The history, read by whoever is above all policies, has nothing of it.
	var lines int
	if err := s.store.Pool.QueryRow(t.Context(), "SELECT count(*) FROM history WHERE noun IN ('voice', 'proposal', 'proposal_seal')").Scan(&lines); err != nil || lines != 0 {
		t.Errorf("%d lines of the history tell of it, %v", lines, err)
	}
	if n, _ := s.voices(t, keeper, id); n != 1 {
		t.Errorf("its member reads %d voices", n)
	}
}

// What a proposal opens to a member is what the pool would win, but for its own.
func TestGainsOfAProposal(t *testing.T) {
	t.Parallel()
	s := newSmall(t)
	id := s.proposed(t, nil)
	read := func(v inventory.Viewer) (picks []inventory.ProposalPick, gains []inventory.ProposalGain) {
		err := s.store.Read(t.Context(), v, func(tx pgx.Tx) (err error) {
			if _, err = postgres.Proposal(t.Context(), tx, id); err != nil {
				return err
			}
			if picks, err = postgres.ProposalPicks(t.Context(), tx, id); err == nil {
				gains, err = postgres.ProposalGains(t.Context(), tx, id)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return picks, gains
	}
	picks, all := read(bureau)
	if len(picks) != 2 || len(all) != 4 {
		t.Fatalf("%d picks and %d gains", len(picks), len(all))
	}
	now := s.atlas.Now()
	market, err := now.Market(bureau, inventory.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range all { // nobody collects what the picks win: it opens to both alike
		want := market.Layer.Weights.Weight(line.Intersect(nil, picks[g.Rank-1].Cells, market.Gap))
		if math.Abs(g.Gain-want) > 1e-6 {
			t.Errorf("pick %d opens %v to %s, want %v", g.Rank, g.Gain, g.Member, want)
		}
	}
	for _, v := range []inventory.Viewer{keeper, other} {
		_, own := read(v)
		if len(own) != 2 || own[0].Member != v.Member || own[1].Member != v.Member {
			t.Errorf("%s reads the gains %v", v.Member, own)
		}
	}
}
