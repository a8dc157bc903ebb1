package postgres

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// Version names what one transaction wrote: the database's own number of it,
// which it gives out in ascending order and never twice (xid8). Transactions do
// not end in the order in which they began, so that a later version does not
// have all earlier ones in it: ask a [Snapshot].
type Version uint64

func (v Version) String() string { return strconv.FormatUint(uint64(v), 10) }

// ParseVersion reads what String writes. [inventory.Invalid] otherwise.
func ParseVersion(s string) (Version, error) {
	n, err := strconv.ParseUint(s, 10, 63)
	if err != nil || n == 0 {
		return 0, inventory.Errorf(inventory.Invalid, "bad_version", "a version is the number that a write's answer names")
	}
	return Version(n), nil
}

// Snapshot is what a transaction that reads has before it: which others' writes.
type Snapshot struct {
	xmin, xmax uint64   // all before xmin had ended, none from xmax on had begun
	running    []uint64 // of those between, ascending
}

// Shows tells whether what a version names had been written for good.
func (s Snapshot) Shows(v Version) bool {
	if uint64(v) < s.xmin || uint64(v) >= s.xmax {
		return uint64(v) < s.xmin
	}
	_, still := slices.BinarySearch(s.running, uint64(v))
	return !still
}

// SnapshotOf returns that of a transaction of Store.Read.
func SnapshotOf(ctx context.Context, tx pgx.Tx) (Snapshot, error) {
	var text string
	if err := tx.QueryRow(ctx, "SELECT pg_current_snapshot()::text").Scan(&text); err != nil {
		return Snapshot{}, translated(err)
	}
	return parseSnapshot(text)
}

// parseSnapshot reads a pg_snapshot, "10:20:10,14,15" (PostgreSQL, 9.27.8).
func parseSnapshot(text string) (s Snapshot, err error) {
	fail := func() (Snapshot, error) { return Snapshot{}, fmt.Errorf("%q is no snapshot", text) }
	parts := strings.Split(text, ":")
	if len(parts) != 3 {
		return fail()
	}
	if s.xmin, err = strconv.ParseUint(parts[0], 10, 64); err != nil {
		return fail()
	}
	if s.xmax, err = strconv.ParseUint(parts[1], 10, 64); err != nil {
		return fail()
	}
	if parts[2] == "" {
		return s, nil
	}
	for _, one := range strings.Split(parts[2], ",") {
		n, err := strconv.ParseUint(one, 10, 64)
		if err != nil {
			return fail()
		}
		s.running = append(s.running, n)
	}
	return s, nil
}

// Written notes the versions of what is written on behalf of one request.
type Written struct{ last atomic.Uint64 }

type writtenKey struct{}

// Noting returns a context whose writes, by Store.Write, are noted.
func Noting(ctx context.Context) (context.Context, *Written) {
	w := &Written{}
	return context.WithValue(ctx, writtenKey{}, w), w
}

// NotedIn returns the version of the last write that a context of Noting has
// seen; false for none.
func NotedIn(ctx context.Context) (Version, bool) {
	w, _ := ctx.Value(writtenKey{}).(*Written)
	if w == nil {
		return 0, false
	}
	return w.Last()
}

// Last returns the version of the last write; false for none.
func (w *Written) Last() (Version, bool) {
	v := Version(w.last.Load())
	return v, v > 0
}

// note keeps a version once its transaction has ended well.
func note(ctx context.Context, v Version) {
	if w, _ := ctx.Value(writtenKey{}).(*Written); w != nil {
		w.last.Store(uint64(v))
	}
}
