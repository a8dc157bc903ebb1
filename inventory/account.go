package inventory

import (
	"strconv"
	"strings"
	"time"
)

// GrantedRoles are the roles that a user can be given; the others (visitor,
// operator) are nobody's.
var GrantedRoles = []Role{RoleContributor, RoleSales, RoleBureau, RoleAdmin}

// OfMember tells whether a role is held for one member.
func (r Role) OfMember() bool { return r == RoleContributor || r == RoleSales }

// MaxEmail is the longest e-mail address, in bytes (RFC 5321, 4.5.3.1.3).
const MaxEmail = 254

// User is a person who can sign in.
type User struct {
	ID          int64
	Email       string // lower case
	Name        string
	HasPassword bool
	Grants      []Grant // in the order in which they were given
	CreatedAt   time.Time
	SignedInAt  time.Time // zero: never

	LinkExpiresAt time.Time // of a one-time link that was not used yet; zero: none
}

// Actor is under what name a user stands in the history: the account's number,
// which says nothing any more once the account is gone.
func (u User) Actor() string { return "user:" + strconv.FormatInt(u.ID, 10) }

// UserChange is what of a user changes; nil stays.
type UserChange struct {
	Name   *string
	Grants *[]Grant // all that are held from then on
}

// How people sign in.
const (
	ByPassword = "password"
	ByLink     = "link"
	ByProvider = "provider" // of OpenID Connect
)

// SignIn is one line of who signed in when.
type SignIn struct {
	At    time.Time
	How   string
	Agent string
}

// AuthoredChange is a change that stands under a user's name in the history.
type AuthoredChange struct {
	At      time.Time
	Change  string
	Entries int
}

// AuthoredUpload is an upload that a user made.
type AuthoredUpload struct {
	ID     int64
	Member string
	File   string
	At     time.Time
}

// PersonalData is all that is kept about a person.
type PersonalData struct {
	User     User
	Sessions []Session
	Tokens   []Token
	SignIns  []SignIn         // the newest first
	Changes  []AuthoredChange // the newest first
	Uploads  []AuthoredUpload // the newest first
}

// Grant is a role that a user holds, for a member where the role is of one. A
// user acts under one grant at a time, so that who sees what is never the sum
// of two roles.
type Grant struct {
	ID     int64
	Role   Role
	Member string
}

// Session is one signed-in browser. The secret that its cookie carries is kept
// nowhere, only its hash.
type Session struct {
	ID        int64
	User      int64
	Acting    Grant
	Agent     string // what the browser calls itself
	ByLink    bool   // opened by a one-time link
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time // whatever happens; a session that is not used ends earlier
}

// The scopes of a token.
const (
	ScopeRead  = "read"
	ScopeWrite = "write"
)

// Token lets a program act for a user, under one of its grants.
type Token struct {
	ID        int64
	User      int64
	Acting    Grant
	Name      string
	Scope     string // read or write
	CreatedAt time.Time
	SeenAt    time.Time // zero: never
	ExpiresAt time.Time
}

// NormalEmail is the form under which an address is kept and looked up.
func NormalEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// Validate returns every fault of u and its grants.
func (u User) Validate() error {
	var f fields
	local, domain, ok := strings.Cut(u.Email, "@")
	if !ok || local == "" || domain == "" || len(u.Email) > MaxEmail || u.Email != NormalEmail(u.Email) ||
		strings.ContainsFunc(u.Email, func(r rune) bool { return r <= ' ' || r == 0x7f || r == 0xfffd }) || strings.Contains(domain, "@") {
		f.add("email", clipped(u.Email), "bad_email", "is an e-mail address, such as nom@exemple.fr")
	}
	f.text("name", u.Name, 0, MaxName)
	if len(u.Grants) == 0 {
		f.add("role", "", "missing", "is missing: one of "+Words(GrantedRoles))
	}
	for _, g := range u.Grants {
		oneOf(&f, "role", g.Role, GrantedRoles)
		switch {
		case g.Role.OfMember() && g.Member == "":
			f.add("member", "", "missing", "is missing: the role "+string(g.Role)+" is held for one member")
		case !g.Role.OfMember() && g.Member != "":
			f.add("member", g.Member, "not_of_member", "does not go with the role "+string(g.Role))
		}
	}
	return InvalidFields("user", f)
}

func clipped(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
