package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// What the tests of the package postgres_test see of its inside.
var (
	DecodeEWKB       = decodeEWKB
	EncodeEWKB       = encodeEWKB
	AppendPoint      = appendPoint
	ReadPoint        = readPoint
	DecodeMultirange = decodeMultirange
	AppendMultirange = appendMultirange
	Translated       = translated
	Rules            = rules
)

// PopRows returns these PoPs, those that there are, by member and code; with no
// key at all, every PoP.
func PopRows(ctx context.Context, db DB, keys ...inventory.Key) ([]PopRow, error) {
	where, args := keyed(keys)
	rows, _ := db.Query(ctx, selectPops+where, args...)
	pops, err := pgx.CollectRows(rows, scanPop)
	return pops, translated(err)
}
