package intake

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// look names all that checking a list of PoPs of a member depends on besides the
// list: what the member has, what is usual for what is new, and the territory.
// The same text at two times means the same outcome.
func look(ctx context.Context, db postgres.DB, member string, g *ground) (string, error) {
	has, err := postgres.HeldBy(ctx, db, member)
	if err != nil {
		return "", err
	}
	usual, err := postgres.DefaultAudience(ctx, db, member)
	if err != nil {
		return "", err
	}
	t := g.picture.Territory()
	return fmt.Sprint(has, " ", usual.Audience, " ", t.Checksum, " ", t.LoadedAt.UnixMicro()), nil
}

// asChecked tells whether the rows of an import can be carried as they were
// checked: it is a list of PoPs, nothing that it was compared with has changed,
// and no circle is to be drawn again around a PoP.
func asChecked(ctx context.Context, tx pgx.Tx, imp inventory.Import, g *ground) (bool, error) {
	if imp.Kind != inventory.KindPops {
		return false, nil
	}
	then, err := postgres.SeenByImport(ctx, tx, imp.ID)
	if err != nil || then == "" {
		return false, err
	}
	if now, err := look(ctx, tx, imp.Member, g); err != nil || now != then {
		return false, err
	}
	if imp.Changes.Changed == 0 {
		return true, nil
	}
	circles, err := postgres.HasCircles(ctx, tx, imp.Member)
	return !circles, err
}
