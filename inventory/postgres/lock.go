package postgres

import "context"

// LockMember makes other changes to a member's entries that lock it too wait
// until this transaction ends. [inventory.NotFound] for an unknown member.
func LockMember(ctx context.Context, db DB, member string) error {
	if _, err := db.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('maillage member ' || $1, 0))", member); err != nil {
		return translated(err)
	}
	var known bool
	if err := db.QueryRow(ctx, "SELECT EXISTS (SELECT FROM member WHERE slug = $1)", member).Scan(&known); err != nil {
		return translated(err)
	}
	if !known {
		return noMember(member)
	}
	return nil
}
