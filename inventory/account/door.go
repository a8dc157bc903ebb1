package account

import (
	"context"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/crypto/argon2"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// How long things last.
const (
	SessionIdle     = 3 * 24 * time.Hour  // without any request
	SessionLife     = 30 * 24 * time.Hour // whatever happens
	LinkLife        = 48 * time.Hour
	FirstLinkLife   = 24 * time.Hour
	TokenLife       = 90 * 24 * time.Hour // unless told
	LongestToken    = 366 * 24 * time.Hour
	resetWithin     = time.Hour   // after a link, a password may be set without the old one
	noteSeen        = time.Minute // the least between two notes that a session is in use
	quietForgets    = 24 * time.Hour
	SignInsKept     = 180 * 24 * time.Hour
	mostConcurrency = 4
)

// Door is where callers show what lets them in. It is safe for concurrent use.
// Make one with New.
type Door struct {
	Store *postgres.Store
	Now   func() time.Time // the clock; tests set it before first use

	hashing chan struct{} // passwords verified at once: each takes 19 MiB

	derive deriver // argon2id; tests count its work

	by, change string // under whose name and which id changes stand in the history
}

// New is a Door over a database.
func New(store *postgres.Store) *Door {
	return &Door{Store: store, Now: time.Now, hashing: make(chan struct{}, max(1, min(runtime.NumCPU(), mostConcurrency))),
		derive: argon2.IDKey, by: "accounts", change: "accounts"}
}

// By is the same door, where what is changed stands in the history as done by a
// viewer, under one id.
func (d *Door) By(v inventory.Viewer, change string) *Door {
	at := *d
	at.by, at.change = v.Name, change
	return &at
}

// now is the clock as PostgreSQL keeps it.
func (d *Door) now() time.Time { return d.Now().UTC().Truncate(time.Microsecond) }

// write runs fn as the program itself: it is not known yet who asks.
func (d *Door) write(ctx context.Context, fn func(tx pgx.Tx) error) error {
	return d.Store.Write(ctx, inventory.Operator(d.by), d.change, fn)
}

func (d *Door) read(ctx context.Context, fn func(tx pgx.Tx) error) error {
	return d.Store.Read(ctx, inventory.Operator("accounts"), fn)
}

// Caller is a user that has shown what lets it in: a session or a token.
type Caller struct {
	User    inventory.User
	Session *inventory.Session
	Token   *inventory.Token
}

// Acting is the grant under which the caller acts.
func (c *Caller) Acting() inventory.Grant {
	if c.Token != nil {
		return c.Token.Acting
	}
	return c.Session.Acting
}

// Viewer is for whom the inventory is then read and written.
func (c *Caller) Viewer() inventory.Viewer {
	g := c.Acting()
	return inventory.Viewer{Role: g.Role, Member: g.Member, Name: c.User.Actor(),
		ReadOnly: c.Token != nil && c.Token.Scope != inventory.ScopeWrite}
}
