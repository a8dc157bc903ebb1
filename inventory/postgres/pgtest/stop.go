package pgtest

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"maillage/inventory/postgres/local"
)

// Stop ends the cluster for tests unless a test binary is using it, and removes
// its folder when asked to.
func Stop(ctx context.Context, remove bool) error {
	pidFile := filepath.Join(folder(), "postgres", "postmaster.pid")
	if _, err := os.Stat(pidFile); err == nil {
		// The last one out stops it: come in, and leave.
		cluster, err := local.Start(ctx, local.Options{DataDir: folder(), Fast: true})
		if err != nil {
			return err
		}
		if err := cluster.Stop(ctx); err != nil {
			return err
		}
	}
	if !remove {
		return nil
	}
	if _, err := os.Stat(pidFile); err == nil {
		return errors.New("the cluster for tests is in use and stays: " + folder())
	}
	return os.RemoveAll(folder())
}
