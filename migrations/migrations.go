// Package migrations holds the schema of the database as numbered SQL, applied
// in order by inventory/postgres. A migration that has been released is never
// edited: a further one follows it.
package migrations

import "embed"

// FS holds the numbered files, in goose's format.
//
//go:embed *.sql
var FS embed.FS
