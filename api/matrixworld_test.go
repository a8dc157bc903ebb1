package api

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/account"
	"maillage/inventory/planning"
	"maillage/inventory/postgres"
)

// The world of the matrix: members, their entries of every audience, people.

// fill adds the members and their entries.
func (m *matrix) fill(t *testing.T) {
	t.Helper()
	m.join(t, map[string]inventory.MemberStatus{
		"alpha": inventory.MemberActive, "beta": inventory.MemberActive, "delta": inventory.MemberActive, "gamma": inventory.MemberCandidate})
	m.wasPublic(t, func() {
		for i, a := range inventory.Audiences {
			m.entry(t, "alpha", string(a), inventory.AudiencePublic, i)
		}
	})
	for i, a := range inventory.Audiences {
		m.entry(t, "alpha", string(a), a, i)
		m.entry(t, "gamma", string(a), a, 6)
		coming := m.zone("alpha", "coming-"+string(a), a, 7)
		coming.Status = inventory.Planned
		m.put(t, coming)
		z := m.zone("alpha", "price-"+string(a), inventory.AudiencePublic, 5)
		z.PriceAudience, z.MonthlyEUR = a, price(a)
		m.put(t, z)
	}
	m.wide(t)
}

// emptyMatrix has no members yet.
func emptyMatrix(t *testing.T) *matrix {
	t.Helper()
	m := &matrix{stack: newStack(t, new(bytes.Buffer)), tokens: map[string]string{}, emails: map[string]string{}, members: map[string]string{}}
	for _, u := range m.parts.Atlas.Now().Gazetteer().Units(inventory.Commune) {
		if u.Located && u.Departement != "974" {
			m.communes = append(m.communes, u)
		}
	}
	return m
}

// join adds members.
func (m *matrix) join(t *testing.T, members map[string]inventory.MemberStatus) {
	t.Helper()
	err := m.parts.Store.Write(t.Context(), inventory.Operator("test"), "setup", func(tx pgx.Tx) error {
		for slug, status := range members {
			if m.twin && status != inventory.MemberActive {
				continue
			}
			if err := postgres.AddMember(t.Context(), tx, inventory.Member{Slug: slug, Name: slug, Status: status, Color: "#123456"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// wide puts a zone of beta on every commune.
func (m *matrix) wide(t *testing.T) {
	t.Helper()
	whole := m.zone("beta", "wide", inventory.AudienceMembers, 0)
	whole.Extent.Codes = nil
	for _, u := range m.communes {
		whole.Extent.Codes = append(whole.Extent.Codes, u.Code)
	}
	m.put(t, whole)
}

// planned has alpha make a plan, whose name is a secret.
func (m *matrix) planned(t *testing.T) {
	t.Helper()
	two := 2
	v := inventory.Viewer{Role: inventory.RoleContributor, Member: "alpha", Name: "alpha"}
	kept, done, err := m.parts.Planner.Start(t.Context(), v, "Secret-plan",
		planning.Request{From: planning.FromPlanned, Objective: planning.Reach, Budget: planning.Budget{Zones: &two}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	<-done
	m.plan = kept.ID
	line := inventory.LedgerLine{Day: inventory.Date{Year: 2020, Month: 6, Day: 30}, Member: "alpha", Layer: "Secret-ledger"}
	err = m.parts.Store.Write(t.Context(), inventory.Operator("test"), "x", func(tx pgx.Tx) error {
		return postgres.AddLedger(t.Context(), tx, []inventory.LedgerLine{line})
	})
	if err != nil {
		t.Fatal(err)
	}
	m.proposed(t)
	if err := m.parts.Planner.Voice(t.Context(), v, m.proposal, inventory.Interested, "Secret-voice"); err != nil {
		t.Fatal(err)
	}
}

// chief is who acts for the bureau.
var chief = inventory.Viewer{Role: inventory.RoleBureau, Name: "chief"}

// proposed has the bureau put a plan to the members.
func (m *matrix) proposed(t *testing.T) {
	t.Helper()
	two := 2
	m.proposal = m.propose(t, planning.Request{From: planning.FromUnits, Unit: inventory.Commune, RadiusKM: 3, Objective: planning.Reach, Budget: planning.Budget{Zones: &two}}, &two)
}

// propose has the bureau make a plan and put it to the members.
func (m *matrix) propose(t *testing.T, r planning.Request, quorum *int) (id int64) {
	t.Helper()
	kept, done, err := m.parts.Planner.Start(t.Context(), chief, "P", r, nil)
	if err != nil {
		t.Fatal(err)
	}
	<-done
	id, err = m.parts.Planner.Propose(t.Context(), chief, planning.Put{Plan: kept.ID, Title: "P", ClosesAt: time.Now().Add(time.Hour), Quorum: quorum})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// publicDay is a day on which all of alpha's entries were public.
const publicDay = "2020-06-02"

// wasPublic has the history say that the entries, which are to be made again
// later, were public on publicDay: what of it is told follows what they are today.
func (m *matrix) wasPublic(t *testing.T, entries func()) {
	t.Helper()
	entries()
	for _, sql := range []string{"ALTER TABLE history DISABLE TRIGGER USER", "ALTER TABLE history NO FORCE ROW LEVEL SECURITY",
		"UPDATE history SET at = '" + publicDay + " 12:00+00'",
		"ALTER TABLE history FORCE ROW LEVEL SECURITY", "ALTER TABLE history ENABLE TRIGGER USER"} {
		if _, err := m.parts.Store.Pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
}

func (m *matrix) people(t *testing.T) {
	t.Helper()
	for name, g := range map[string]inventory.Grant{
		asSalesA:  {Role: inventory.RoleSales, Member: "alpha"},
		asKeeperA: {Role: inventory.RoleContributor, Member: "alpha"}, asReadTokenA: {Role: inventory.RoleContributor, Member: "alpha"},
		asKeeperB: {Role: inventory.RoleContributor, Member: "beta"}, asExpired: {Role: inventory.RoleContributor, Member: "alpha"},
		asBureau: {Role: inventory.RoleBureau}, asAdmin: {Role: inventory.RoleAdmin},
		asKeeperGamma: {Role: inventory.RoleContributor, Member: "gamma"},
	} {
		m.person(t, name, g)
	}
	m.tokens[asVisitor] = ""
	lurker := inventory.User{Email: "lurker@x.example", Grants: []inventory.Grant{{Role: inventory.RoleBureau}}}
	if _, _, err := m.parts.Door.AddUser(t.Context(), lurker); err != nil {
		t.Fatal(err)
	}
}

// person adds a viewer who holds a role.
func (m *matrix) person(t *testing.T, name string, g inventory.Grant) {
	t.Helper()
	u, _, err := m.parts.Door.AddUser(t.Context(), inventory.User{Email: strings.NewReplacer(" ", ".", ",", "").Replace(name) + "@x.example", Grants: []inventory.Grant{g}})
	if err != nil {
		t.Fatal(err)
	}
	m.emails[name], m.members[name] = u.Email, g.Member
	scope, door := inventory.ScopeWrite, m.parts.Door
	if name == asReadTokenA {
		scope = inventory.ScopeRead
	}
	if name == asExpired {
		door = account.New(m.parts.Store)
		door.Now = func() time.Time { return time.Now().Add(-48 * time.Hour) }
	}
	m.tokens[name], _, err = door.AddToken(t.Context(), u.ID, u.Grants[0], "t", scope, 24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
}

// price is that of an audience; no other number of the test holds its digits.
func price(a inventory.Audience) *float64 {
	p := 777000.25 + 100*float64(slices.Index(inventory.Audiences, a))
	return &p
}

func (m *matrix) zone(member, code string, a inventory.Audience, commune int) inventory.Zone {
	return inventory.Zone{Key: inventory.Key{Member: member, Code: "z-" + member + "-" + code}, Name: "Zone-" + member + "-" + code,
		Technologies: []inventory.Technology{"ftth"}, Supplier: "Supplier-" + member + "-" + code, Status: inventory.Operational, Audience: a,
		Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{m.communes[commune].Code}}}
}

func (m *matrix) put(t *testing.T, z inventory.Zone) {
	t.Helper()
	var there bool
	if z.Member, there = m.owner(z.Member, z.Audience); !there {
		return
	}
	if m.twin && z.PriceAudience != "" && !m.told(z.PriceAudience) {
		z.MonthlyEUR = nil
	}
	if _, err := m.parts.Desk.PutZone(t.Context(), inventory.Operator("test"), z); err != nil {
		t.Fatal(err)
	}
}

// owner is whose an entry is. In the twin world those that beta may not see are
// nobody's, and those without a name someone else's.
func (m *matrix) owner(member string, a inventory.Audience) (slug string, there bool) {
	switch {
	case !m.twin || member == "beta" || member == "delta":
		return member, true
	case member == "gamma" || !a.InPool():
		return "", false
	case a == inventory.AudiencePooled:
		return "delta", true
	}
	return member, true
}

// told tells whether beta sees with its owner's name what has this audience.
func (m *matrix) told(a inventory.Audience) bool {
	return strings.ContainsAny(sees(asKeeperB, a), "an")
}

// entry puts a PoP and a zone of an audience in a commune.
func (m *matrix) entry(t *testing.T, member, code string, a inventory.Audience, commune int) {
	t.Helper()
	today := a
	if slices.Contains(inventory.Audiences, inventory.Audience(code)) {
		today = inventory.Audience(code) // what it is made with first, and has not in the end: see wasPublic
	}
	owner, there := m.owner(member, today)
	if !there {
		return
	}
	z := m.zone(member, code, a, commune)
	z.Member = owner
	m.put(t, z)
	_, err := m.parts.Desk.PutPop(t.Context(), inventory.Operator("test"), inventory.Pop{
		Key: inventory.Key{Member: owner, Code: "p-" + member + "-" + code}, Name: "Pop-" + member + "-" + code, Audience: a,
		Facility: "Facility-" + member + "-" + code, Position: m.communes[commune].Centre, PositionSource: inventory.PositionGiven})
	if err != nil {
		t.Fatal(err)
	}
}
