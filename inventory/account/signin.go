package account

import (
	"context"
	"crypto/sha256"
	"net/netip"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// How those who guess are slowed down. A person who mistypes notices nothing;
// one account can be tried about a hundred times a day, from however many
// addresses.
var (
	byAccount = postgres.Throttle{Free: 5, Base: time.Second, Most: 15 * time.Minute, Forget: quietForgets}
	byAddress = postgres.Throttle{Free: 30, Base: time.Second, Most: time.Hour, Forget: quietForgets}
)

// FirstAdmin is the e-mail of the account that the first link makes.
const FirstAdmin = "admin@localhost"

// Attempt is what a caller shows to sign in: an e-mail and a password, or the
// secret of a one-time link.
type Attempt struct {
	Email, Password string
	Link            string
	Address         netip.Addr // where it comes from
	Agent           string     // what the browser calls itself
	Session         string     // the session that the browser holds already: it ends

	provider bool // an OpenID Connect provider vouches for Email
}

// how tells by what an attempt lets in.
func (a Attempt) how() string {
	switch {
	case a.provider:
		return inventory.ByProvider
	case a.Link != "":
		return inventory.ByLink
	}
	return inventory.ByPassword
}

// Opened is a session that has just begun. Secret is told once.
type Opened struct {
	Secret string
	Caller
}

// SignIn opens a session of a new secret. Errors: inventory.Unsigned, the same
// after the same time for a wrong password and for an account that does not
// exist; Unsigned for a link that is unknown, used or expired; TooOften.
func (d *Door) SignIn(ctx context.Context, a Attempt) (Opened, error) {
	a.Email = inventory.NormalEmail(a.Email)
	if err := d.heard(ctx, a); err != nil {
		return Opened{}, err
	}
	if a.Link != "" {
		return d.byLink(ctx, a)
	}
	var user int64
	var encoded string
	err := d.read(ctx, func(tx pgx.Tx) (err error) {
		user, encoded, _, err = postgres.Password(ctx, tx, a.Email)
		return err
	})
	if err != nil {
		return Opened{}, err
	}
	right, err := d.verify(ctx, a.Password, encoded)
	if err != nil {
		return Opened{}, err
	}
	if !right {
		return Opened{}, inventory.Errorf(inventory.Unsigned, "wrong_credentials", "The e-mail or the password is wrong.")
	}
	return d.open(ctx, a, func(pgx.Tx) (int64, error) { return user, nil })
}

// heard counts an attempt, or refuses it. It is a transaction of its own: what
// fails later must stay counted.
func (d *Door) heard(ctx context.Context, a Attempt) error {
	// The address first: who is refused there does not lock the account.
	if err := d.count(ctx, addressSubject(a.Address), byAddress); err != nil || a.Link != "" {
		return err
	}
	return d.guessed(ctx, a.Email)
}

// guessed counts a guess at an account's password.
func (d *Door) guessed(ctx context.Context, email string) error {
	return d.count(ctx, emailSubject(email), byAccount)
}

func (d *Door) count(ctx context.Context, subject []byte, t postgres.Throttle) error {
	now := d.now()
	var until time.Time
	heard := false
	err := d.write(ctx, func(tx pgx.Tx) (err error) {
		until, heard, err = postgres.Attempt(ctx, tx, subject, t, now)
		return err
	})
	if err != nil || heard {
		return err
	}
	wait := max(until.Sub(now).Round(time.Second), time.Second)
	e := inventory.Errorf(inventory.TooOften, "too_often", "Too many attempts: try again in %s.", wait)
	e.RetryAfter = wait
	return e
}

// byLink signs in with a one-time link. Whatever the outcome the link is used
// up, unless the database fails.
func (d *Door) byLink(ctx context.Context, a Attempt) (Opened, error) {
	refused := inventory.Errorf(inventory.Unsigned, "bad_link", "This link has been used or has expired: ask for another.")
	if !isSecret(a.Link, linkPrefix) {
		return Opened{}, refused
	}
	opened, err := d.open(ctx, a, func(tx pgx.Tx) (int64, error) {
		user, ok, err := postgres.TakeLink(ctx, tx, hashOf(a.Link), d.now())
		if err != nil || !ok {
			return 0, err
		}
		if user == 0 {
			return d.firstAdmin(ctx, tx)
		}
		return user, nil
	})
	if err == nil && opened.Session == nil {
		return Opened{}, refused
	}
	return opened, err
}

// firstAdmin makes the instance's first administrator; 0 when it has one.
func (d *Door) firstAdmin(ctx context.Context, tx pgx.Tx) (int64, error) {
	if err := postgres.LockAdmins(ctx, tx); err != nil {
		return 0, err
	}
	if there, err := postgres.HasAdmin(ctx, tx); err != nil || there {
		return 0, err
	}
	u, err := postgres.PutUser(ctx, tx, inventory.User{Email: FirstAdmin, Grants: []inventory.Grant{{Role: inventory.RoleAdmin}}}, d.now())
	return u.ID, err
}

// open begins a session of the user that who tells; none, and no error, for 0.
func (d *Door) open(ctx context.Context, a Attempt, who func(pgx.Tx) (int64, error)) (Opened, error) {
	secret, hash := newSecret(sessionPrefix)
	var opened Opened
	err := d.write(ctx, func(tx pgx.Tx) error {
		user, err := who(tx)
		if err != nil || user == 0 {
			return err
		}
		u, err := postgres.UserByID(ctx, tx, user)
		if err != nil {
			return err
		}
		if len(u.Grants) == 0 {
			return inventory.Errorf(inventory.Forbidden, "no_role", "This account holds no role any more: ask an administrator.")
		}
		now := d.now()
		if err := postgres.SweepAccounts(ctx, tx, now, now.Add(-SessionIdle), now.Add(-quietForgets)); err != nil {
			return err
		}
		if isSecret(a.Session, sessionPrefix) {
			if err := postgres.EndSessionBySecret(ctx, tx, hashOf(a.Session)); err != nil {
				return err
			}
		}
		if err := d.succeeded(ctx, tx, a, u); err != nil {
			return err
		}
		note := inventory.SignIn{At: now, How: a.how(), Agent: agentOf(a.Agent)}
		if err := postgres.AddSignIn(ctx, tx, u.ID, note, now.Add(-SignInsKept)); err != nil {
			return err
		}
		s, err := postgres.AddSession(ctx, tx, hash, inventory.Session{User: u.ID, Acting: u.Grants[0], Agent: agentOf(a.Agent),
			ByLink: a.Link != "", CreatedAt: now, ExpiresAt: now.Add(SessionLife)})
		if err != nil {
			return err
		}
		opened = Opened{Secret: secret, Caller: Caller{User: u, Session: &s}}
		return nil
	})
	if err != nil {
		return Opened{}, err
	}
	return opened, nil
}

// succeeded forgets the failures of the account, and of the address the one that
// was counted ahead: an attacker's own account must not clear its address.
func (d *Door) succeeded(ctx context.Context, tx pgx.Tx, a Attempt, u inventory.User) error {
	if err := postgres.Succeeded(ctx, tx, emailSubject(u.Email), true); err != nil {
		return err
	}
	return postgres.Succeeded(ctx, tx, addressSubject(a.Address), false)
}

func emailSubject(email string) []byte {
	sum := sha256.Sum256([]byte("account " + email))
	return sum[:]
}

// addressSubject takes an IPv6 network of 64 bits as one caller: any of its
// addresses is the same machine's for the asking.
func addressSubject(ip netip.Addr) []byte {
	ip = ip.Unmap().WithZone("")
	text := ip.String()
	if ip.Is6() {
		if p, err := ip.Prefix(64); err == nil {
			text = p.String()
		}
	}
	sum := sha256.Sum256([]byte("address " + text))
	return sum[:]
}

// agentOf keeps of a browser's name what can be shown.
func agentOf(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0xfffd {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if r := []rune(s); len(r) > 200 {
		s = string(r[:200])
	}
	return s
}
