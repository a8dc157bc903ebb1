package main

import (
	"bytes"
	"context"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/account"
	"maillage/inventory/atlas"
	"maillage/inventory/intake"
	"maillage/inventory/planning"
	"maillage/inventory/postgres"
	"maillage/inventory/territory/territorytest"
)

// commandRow is a row of the matrix of commands. The operator sees every entry by
// design, private ones too; secrets and sealed voices are nobody's to read.
type commandRow struct {
	args    string // with what it is run, after its own words
	code    int    // how it ends
	private bool   // it shows alpha's private entries
	besides string // instead: why it is not run here, and what holds it
}

// commandRows has every command of the program.
func commandRows(m *instanceOfSecrets) map[string]commandRow {
	id := func(n int64) string { return strconv.FormatInt(n, 10) }
	return map[string]commandRow{
		"serve":   {besides: "runs until it is stopped: testdata/instance, and the matrix of the API"},
		"migrate": {}, "version": {}, "doctor": {code: anyCode},
		"territory load": {args: m.file("territory.geojsonl"), code: anyCode}, "territory layer add": {args: "l " + m.file("layer.csv"), code: anyCode},
		"territory layer list": {}, "territory layer remove": {args: "none", code: 1},
		"territory units add": {args: "k " + m.file("units.geojson"), code: anyCode}, "territory units list": {}, "territory units remove": {args: "none", code: 1},
		"member add": {args: "new --name New --json"}, "member list": {args: "--json"},
		"user add": {args: "new@x.example --role bureau --json"}, "user list": {args: "--json"}, "user link": {args: "new@x.example"},
		"user revoke": {args: "keeper@x.example --role sales --member alpha"}, "user data": {args: "keeper@x.example"}, "user remove": {args: "new@x.example"},
		"token add":  {args: "--user keeper@x.example --name n"},
		"token list": {args: "--user keeper@x.example"}, "token revoke": {args: "--user keeper@x.example 1", code: anyCode},
		"import":       {args: "pops " + m.file("pops.csv") + " --member alpha --dry-run --json", private: true},
		"imports list": {args: "--member alpha --json"}, "imports show": {args: id(m.upload) + " --json", private: true},
		"imports undo": {args: "99999", code: 1}, "imports commit": {args: "99999", code: 1}, "imports cancel": {args: "99999", code: 1},
		"imports restore": {args: "pops --member alpha --on 2100-01-01 --json", private: true},
		"imports repair":  {args: "99999 unknown_status --column statut --to planned", code: 1}, "imports report": {args: "99999", code: anyCode},
		"export":       {args: "pops --format csv -o -", private: true},
		"audience set": {args: "zones --member alpha --audience private --json"}, "audience undo": {args: "--member alpha none", code: 1}, "audience default": {args: "alpha --json"},
		"history list": {args: "--limit 0 --json", private: true}, "history export": {args: "-o -", private: true}, "readers": {args: "alpha --json"},
		"coverage": {args: "--unit commune --json"}, "overlaps": {args: "--json"}, "gaps": {args: "--unit commune --json"},
		"openings": {args: "--member alpha --json"}, "contributions": {args: "--json"}, "simulate": {args: "--remove alpha --json"},
		"plan": {args: "--candidates commune --radius 3 --budget 1 --seconds 1 --json"}, "ledger": {args: "--json"},
		"proposal list": {args: "--json"}, "proposal show": {args: id(m.proposal) + " --json"},
		"proposal create": {args: id(m.plan) + " --title T --closes 2020-01-01", code: 1}, "proposal withdraw": {args: id(m.proposal) + " --json"},
		"eligibility": {args: "--insee 18033 --json"},
	}
}

// anyCode is of commands whose success is another test's.
const anyCode = -1

// instanceOfSecrets is an instance with secrets of each kind.
type instanceOfSecrets struct {
	t                      *testing.T
	url, dir               string
	upload, plan, proposal int64
	secrets                map[string]string
}

func (m *instanceOfSecrets) file(name string) string { return filepath.Join(m.dir, name) }

func newCommands(t *testing.T) *instanceOfSecrets {
	t.Helper()
	m := &instanceOfSecrets{t: t, url: territorytest.Small(t), dir: t.TempDir(), secrets: map[string]string{}}
	store, err := postgres.Open(t.Context(), m.url)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	a, err := atlas.Open(t.Context(), store, nil)
	if err != nil {
		t.Fatal(err)
	}
	m.entries(store, a)
	m.account(store)
	for name, content := range map[string]string{"pops.csv": "code;name;longitude;latitude\nsecret-row;Secret-private;2.4;47.08\n", "layer.csv": "code;n\n", "units.geojson": "{}", "territory.geojsonl": "{}"} {
		if err := os.WriteFile(m.file(name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// entries adds members, private entries, an upload, and a proposal with a sealed
// voice.
func (m *instanceOfSecrets) entries(store *postgres.Store, a *atlas.Atlas) {
	m.t.Helper()
	ctx, operator := m.t.Context(), inventory.Operator("test")
	check := func(err error) {
		m.t.Helper()
		if err != nil {
			m.t.Fatal(err)
		}
	}
	check(store.Write(ctx, operator, "setup", func(tx pgx.Tx) error {
		for _, slug := range []string{"alpha", "beta", "delta"} {
			if err := postgres.AddMember(ctx, tx, inventory.Member{Slug: slug, Name: slug, Status: inventory.MemberActive, Color: "#123456"}); err != nil {
				return err
			}
		}
		return nil
	}))
	desk := &intake.Desk{Store: store, Atlas: a, Lang: intake.English}
	_, err := desk.PutPop(ctx, operator, inventory.Pop{Key: inventory.Key{Member: "alpha", Code: "p"}, Name: "Secret-private", Audience: inventory.AudiencePrivate,
		Position: [2]float64{2.4, 47.08}, PositionSource: inventory.PositionGiven})
	check(err)
	_, err = desk.PutZone(ctx, operator, inventory.Zone{Key: inventory.Key{Member: "alpha", Code: "z"}, Name: "Secret-private", Technologies: []inventory.Technology{"ftth"},
		Status: inventory.Operational, Audience: inventory.AudiencePrivate, Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{"18033"}}})
	check(err)
	imp, err := desk.Check(ctx, operator, intake.Upload{Member: "alpha", Kind: inventory.KindPops, FileName: "l.csv", Content: []byte("code;name;longitude;latitude\nq;Secret-private;;\n")})
	check(err)
	m.upload = imp.ID
	planner := planning.New(store, a, desk, nil)
	defer planner.Close()
	one := 1
	chief := inventory.Viewer{Role: inventory.RoleBureau, Name: "chief"}
	kept, done, err := planner.Start(ctx, chief, "P", planning.Request{From: planning.FromUnits, Unit: inventory.Commune, RadiusKM: 3, Objective: planning.Reach, Budget: planning.Budget{Zones: &one}}, nil)
	check(err)
	<-done
	m.plan = kept.ID
	m.proposal, err = planner.Propose(ctx, chief, planning.Put{Plan: kept.ID, Title: "P", ClosesAt: time.Now().Add(time.Hour)})
	check(err)
	m.secrets["a sealed voice"] = "Sealed-voice"
	check(planner.Voice(ctx, inventory.Viewer{Role: inventory.RoleContributor, Member: "alpha", Name: "k"}, m.proposal, inventory.Interested, "Sealed-voice"))
}

// account adds a user with a password, a link, a session and a token, and notes
// all that is kept of them.
func (m *instanceOfSecrets) account(store *postgres.Store) {
	m.t.Helper()
	ctx, door := m.t.Context(), account.New(store)
	check := func(err error) {
		m.t.Helper()
		if err != nil {
			m.t.Fatal(err)
		}
	}
	u, link, err := door.AddUser(ctx, inventory.User{Email: "keeper@x.example", Grants: []inventory.Grant{
		{Role: inventory.RoleContributor, Member: "alpha"}, {Role: inventory.RoleSales, Member: "alpha"}}})
	check(err)
	opened, err := door.SignIn(ctx, account.Attempt{Link: link, Address: netip.MustParseAddr("192.0.2.1")})
	check(err)
	check(door.SetPassword(ctx, &opened.Caller, "", "quatre mots bien choisis"))
	token, _, err := door.AddToken(ctx, u.ID, u.Grants[0], "t", inventory.ScopeRead, time.Hour)
	check(err)
	second, _, err := door.NewLink(ctx, u.ID)
	check(err)
	m.secrets["a used link"], m.secrets["a link"], m.secrets["a session"], m.secrets["a token"] = link, second, opened.Secret, token
	m.secrets["a password"], m.secrets["a hash of a password"] = "quatre mots bien choisis", "$argon2"
	for _, table := range []string{"sign_in_link", "session", "token"} {
		rows, err := store.Pool.Query(ctx, "SELECT encode(secret, 'hex') FROM "+table)
		check(err)
		hashes, err := pgx.CollectRows(rows, pgx.RowTo[string])
		check(err)
		if len(hashes) == 0 {
			m.t.Fatalf("nothing in %s", table)
		}
		for i, h := range hashes {
			m.secrets["the hash of "+table+" "+strconv.Itoa(i)] = h
		}
	}
}

// Every command prints what the operator may read, and no secret. A command
// without a row fails.
func TestMatrixOfCommands(t *testing.T) {
	t.Parallel()
	var v verbs
	parser, err := kong.New(&v, kong.Vars{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, leaf := range parser.Model.Leaves(true) {
		var words []string
		for n := leaf; n != nil && n.Type == kong.CommandNode; n = n.Parent {
			words = append([]string{n.Name}, words...)
		}
		names = append(names, strings.Join(words, " "))
	}
	m := newCommands(t)
	rows := commandRows(m)
	for name := range rows {
		if !slices.Contains(names, name) {
			t.Errorf("there is no command %q", name)
		}
	}
	for _, name := range names { // in their order: proposals are withdrawn last
		row, there := rows[name]
		switch {
		case !there:
			t.Errorf("the matrix of commands has no row for %q", name)
			continue
		case row.besides != "":
			continue
		}
		var stdout, stderr bytes.Buffer
		args := slices.Concat(strings.Fields(name), strings.Fields(row.args), []string{"--database-url", m.url, "--data", m.dir})
		code := run(context.WithoutCancel(t.Context()), args, &stdout, &stderr)
		told := stdout.String() + stderr.String()
		if row.code != anyCode && code != row.code || code == misspelt {
			t.Errorf("%s %s ends with %d, want %d: %.600s", name, row.args, code, row.code, told)
		}
		for what, secret := range m.secrets {
			if strings.Contains(told, secret) {
				t.Errorf("%s prints %s: %.600s", name, what, told)
			}
		}
		if strings.Contains(told, "Secret-private") != row.private {
			t.Errorf("%s shows a private entry: %v, want %v: %.600s", name, !row.private, row.private, told)
		}
	}
}
