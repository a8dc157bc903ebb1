package atlas

import (
	"context"
	"time"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// Patience is how long Await waits, and the pauses between two looks.
const (
	Patience  = 3 * time.Second
	shortLook = 20 * time.Millisecond
	longLook  = 500 * time.Millisecond
)

// Shows tells whether Now has in it what a version names.
func (a *Atlas) Shows(v postgres.Version) bool {
	has := a.has.Load()
	return has != nil && has.Shows(v)
}

// Await returns once Now shows what a version names, which may have been written
// by another process. A write that has been answered is found at the first look.
// Errors: inventory.Unavailable when it is not there within Patience: the database
// does not answer, or it is the version of another one; ctx's own.
func (a *Atlas) Await(ctx context.Context, v postgres.Version) error {
	if a.Shows(v) {
		return nil
	}
	waiting, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	for pause := shortLook; ; pause = min(2*pause, longLook) {
		err := a.refresh(waiting, func() bool { return a.Shows(v) })
		if err == nil && a.Shows(v) {
			return nil
		}
		select {
		case <-time.After(pause):
			continue
		case <-waiting.Done():
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return inventory.Errorf(inventory.Unavailable, "version_behind",
			"this server does not have version %s yet: try again in a moment, or ask without a version", v)
	}
}
