package intake

import (
	"context"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// Draft reads a list of zones as Check does, draws them and keeps nothing: for
// a simulation. The zones are those of the rows that are not rejected; what is
// wrong with the others stands in the import. The member may be "" for zones
// that are nobody's yet, which have no PoPs for hand-offs then. Errors: those of
// Check; Forbidden for a member other than one's own, whose PoPs the drawn zones
// would show.
func (d *Desk) Draft(ctx context.Context, v inventory.Viewer, up Upload) ([]inventory.Zone, inventory.Import, error) {
	up.Kind, up.Scope, up.FileName, up.DryRun = inventory.KindZones, ScopeMerge, fileName(up.FileName), true
	up.draft = true
	up.Lang = or(up.Lang, d.Lang)
	if err := mayDraft(v, up.Member, up.Lang); err != nil {
		return nil, inventory.Import{}, err
	}
	g, err := d.ground(up.Lang)
	if err != nil {
		return nil, inventory.Import{}, err
	}
	var ex *examination
	err = d.Store.Read(ctx, v, func(tx pgx.Tx) error {
		if err := isMember(ctx, tx, up.Member); err != nil {
			return err
		}
		ex, err = examine(ctx, tx, up, g)
		return err
	})
	if err != nil {
		return nil, inventory.Import{}, err
	}
	imp := ex.imported(up, nil)
	imp.Author = v.Name
	var zones []inventory.Zone
	for i := range ex.results {
		if r := &ex.results[i]; r.state != inventory.RowRejected {
			zones = append(zones, *r.zone)
		}
	}
	return zones, imp, nil
}

// DraftZone checks and draws one zone as PutZone does and keeps nothing. The
// member may be "", as of Draft. Errors: those of PutZone and of Draft.
func (d *Desk) DraftZone(ctx context.Context, v inventory.Viewer, z inventory.Zone) (inventory.Zone, error) {
	if err := mayDraft(v, z.Member, d.Lang); err != nil {
		return z, err
	}
	g, err := d.ground(d.Lang)
	if err != nil {
		return z, err
	}
	z.Status, z.Audience, z.PriceAudience = or(z.Status, inventory.Operational), or(z.Audience, inventory.AudienceMembers), or(z.PriceAudience, inventory.AudienceMembers)
	z.Technologies = sortTechnologies(z.Technologies)
	err = d.Store.Read(ctx, v, func(tx pgx.Tx) error {
		if err := isMember(ctx, tx, z.Member); err != nil {
			return err
		}
		has, err := holdingsOf(ctx, tx, z.Member, false)
		if err != nil {
			return err
		}
		return d.drawn(ctx, tx, g, has, &z)
	})
	return z, err
}

// mayDraft tells whether a viewer may have zones drawn on the ground of what a
// member has.
func mayDraft(v inventory.Viewer, member string, lang Lang) error {
	if member == "" || v.Role == inventory.RoleOperator || v.Role != inventory.RoleVisitor && v.Member == member {
		return nil
	}
	return notYours.is().at("", member).domain(inventory.Forbidden, lang)
}

func isMember(ctx context.Context, db postgres.DB, slug string) error {
	if slug == "" {
		return nil
	}
	_, err := postgres.Member(ctx, db, slug)
	return err
}
