package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/postgres/pgtest"
)

// onlookers are those whom the tables of reads and of writes have a column for, in
// the order of the columns.
var onlookers = []inventory.Viewer{
	inventory.Visitor(),
	{Role: inventory.RoleVisitor, Member: "est"}, // claims a member
	{Role: inventory.RoleSales, Member: "est"},
	{Role: inventory.RoleContributor, Member: "est"},
	{Role: inventory.RoleContributor, Member: "ouest"}, // another member
	{Role: inventory.RoleContributor, Member: "sud"},   // a candidate
	{Role: inventory.RoleBureau},
	{Role: inventory.RoleAdmin},
	{}, // nobody
}

// What a viewer's transaction may read of each table that has policies, whatever
// Go forgot to check. A table of members' data without a row here fails.
func TestReadsAreTheViewers(t *testing.T) {
	t.Parallel()
	s, err := postgres.Open(t.Context(), pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	ctx := t.Context()
	// est has one of each, private where it can be; ouest is active, sud a candidate.
	write(t, s, "setup", func(tx pgx.Tx) error { return ofOneMember(ctx, tx) })
	//                   visitor claims  sales contrib other candid bureau admin nobody
	want := map[string][]int{
		"pop":            {0, 0, 1, 1, 0, 0, 0, 0, 0},
		"zone":           {0, 0, 1, 1, 0, 0, 0, 0, 0},
		"member_default": {0, 0, 1, 1, 0, 0, 0, 0, 0},
		"reading":        {0, 0, 1, 1, 0, 0, 0, 0, 0},
		"import":         {0, 0, 1, 1, 0, 0, 0, 0, 0},
		"import_mapping": {0, 0, 1, 1, 0, 0, 0, 0, 0},
		"plan":           {0, 0, 1, 1, 0, 0, 0, 0, 0},
		"plan_pick":      {0, 0, 1, 1, 0, 0, 0, 0, 0},
		"import_row":     {0, 0, 1, 1, 0, 0, 0, 0, 0},
		// Active members are asked; a voice is its member's own while it is sealed.
		"proposal":      {0, 0, 1, 1, 1, 0, 1, 0, 0},
		"proposal_pick": {0, 0, 1, 1, 1, 0, 1, 0, 0},
		"proposal_gain": {0, 0, 1, 1, 0, 0, 1, 0, 0},
		"voice":         {0, 0, 1, 1, 0, 0, 0, 0, 0},
		"ledger":        {0, 0, 1, 1, 0, 0, 1, 0, 0},
		// One each for the PoP, the zone, the default, the role and the token; members
		// are known to the bureau and the admin, each to its own; roles to the admin.
		"history": {0, 0, 6, 6, 1, 1, 3, 5, 0},
		"member":  {2, 2, 2, 2, 2, 3, 3, 3, 2},
	}
	for name, by := range keptBy {
		counts, ok := want[name]
		if by != "policies" {
			continue
		}
		if !ok {
			t.Errorf("nothing says who reads %s: give it a row here", name)
			continue
		}
		for i, v := range onlookers {
			err := s.Read(ctx, v, func(tx pgx.Tx) error {
				var n int
				if err := tx.QueryRow(ctx, "SELECT count(*) FROM "+name).Scan(&n); err != nil {
					return err
				}
				if n != counts[i] {
					t.Errorf("%+v reads %d rows of %s, want %d", v, n, name, counts[i])
				}
				return nil
			})
			if err != nil {
				t.Errorf("%+v: %s: %v", v, name, err)
			}
		}
	}
}

// ofOneMember adds three members, and est's entries, upload, readers and people.
func ofOneMember(ctx context.Context, tx pgx.Tx) error {
	for _, slug := range []string{"est", "ouest", "sud"} {
		m := sample(slug)
		if slug == "sud" {
			m.Status = inventory.MemberCandidate
		}
		if err := postgres.AddMember(ctx, tx, m); err != nil {
			return err
		}
	}
	p, z := samplePop("est", "P1"), sampleZone("est", "Z1")
	p.Audience, z.Audience = inventory.AudiencePrivate, inventory.AudiencePrivate
	if err := postgres.PutPops(ctx, tx, []inventory.Pop{p}); err != nil {
		return err
	}
	if err := postgres.PutZones(ctx, tx, []inventory.Zone{z}); err != nil {
		return err
	}
	if err := postgres.SetDefaultAudience(ctx, tx, "est", inventory.UsualAudience); err != nil {
		return err
	}
	now := time.Now()
	if err := postgres.AddReadings(ctx, tx, map[postgres.ReadingKey]int64{{Owner: "est", Reader: "ouest", Hour: now}: 2}); err != nil {
		return err
	}
	u, err := postgres.PutUser(ctx, tx, inventory.User{Email: "ana@est.example", Grants: []inventory.Grant{{Role: inventory.RoleSales, Member: "est"}}}, now)
	if err != nil {
		return err
	}
	token := inventory.Token{User: u.ID, Acting: u.Grants[0], Name: "t", Scope: "read", CreatedAt: now, ExpiresAt: now}
	if _, err := postgres.AddToken(ctx, tx, make([]byte, 32), token); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `WITH p AS (INSERT INTO plan (member, name, request, author) VALUES ('est', 'p', '{}', 'a') RETURNING id)
		INSERT INTO plan_pick (plan, rank, code, cells) SELECT id, 1, 'c', '{[1,2)}' FROM p`)
	if err != nil {
		return err
	}
	if err := proposed(ctx, tx); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO import_mapping (member, kind, signature, mapping) VALUES ('est', 'pops', 's', '{}')`); err != nil {
		return err
	}
	_, err = postgres.AddImport(ctx, tx, inventory.Import{Member: "est", Kind: "pops", State: inventory.ImportChecked, Scope: "merge", File: "f", Author: "a"},
		postgres.ImportFile{SHA256: "ab"}, postgres.RowsOf([]inventory.ImportRow{{Row: 1, State: inventory.RowRejected}}))
	return err
}

// proposed adds a proposal that is open, with est's voice, and est's line of a
// quarter.
func proposed(ctx context.Context, tx pgx.Tx) error {
	for _, sql := range []string{
		"INSERT INTO proposal (title, answer, voters, closes_at, author) VALUES ('t', '{}', 2, now() + interval '1 day', 'a')",
		"INSERT INTO proposal_pick (proposal, rank, pick, cells) SELECT id, 1, '{}', '{[1,2)}' FROM proposal",
		"INSERT INTO proposal_gain (proposal, rank, member, gain) SELECT id, 1, 'est', 1 FROM proposal",
		"INSERT INTO voice (proposal, member, interest, author) SELECT id, 'est', 'abstains', 'a' FROM proposal",
		`INSERT INTO ledger (day, member, layer, ground, reach_km2, reach_weight, unique_km2, unique_weight, shapley_km2, shapley_weight,
			given_km2, given_weight, received_km2, received_weight) VALUES ('2026-06-30', 'est', 'population', 'g', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)`,
	} {
		if _, err := tx.Exec(ctx, sql); err != nil {
			return err
		}
	}
	return nil
}
