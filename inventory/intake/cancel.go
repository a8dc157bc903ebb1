package intake

import (
	"context"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// Cancel stops the work on a received import, or puts aside one that waits to be
// committed: it fails, as cancelled, and its file is discarded. Sending it twice
// does it once. Errors: NotFound; Forbidden; Conflict import_not_open for one
// that was committed.
func (d *Desk) Cancel(ctx context.Context, v inventory.Viewer, id int64) (inventory.Import, error) {
	var imp inventory.Import
	err := d.Store.Write(ctx, v, "cancel", func(tx pgx.Tx) (err error) {
		if imp, err = d.claim(ctx, tx, v, id); err != nil {
			return err
		}
		switch imp.State {
		case inventory.ImportCommitted, inventory.ImportUndone:
			return notOpenImport.is().at("", inWords(string(imp.State), d.Lang, stateInFrench)).domain(inventory.Conflict, d.Lang)
		}
		if imp.State != inventory.ImportFailed {
			why := []inventory.RowError{cancelledImport.is().rowError(0, d.Lang)}
			if err = postgres.SetImportFailed(ctx, tx, id, why); err != nil {
				return err
			}
		}
		if err = postgres.DiscardImportFile(ctx, tx, id); err != nil {
			return err
		}
		imp, err = postgres.Import(ctx, tx, id)
		return err
	})
	return imp, err
}
