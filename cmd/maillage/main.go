// Command maillage is the whole program: the service and the command line of
// the instance's operator. This package wires rooms together, one file a verb;
// what a verb means belongs in those rooms.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"
)

// How the program ends.
const (
	done     = 0
	refused  = 1 // refused or failed
	misspelt = 2 // wrong usage
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

// verbs is the command line. Flags of the whole program stand in settings.
type verbs struct {
	settings

	Serve         serveVerb         `cmd:"" help:"Serve the map and the API."`
	Migrate       migrateVerb       `cmd:"" help:"Bring the database's schema up to date."`
	Territory     territoryVerb     `cmd:"" help:"Load the communes and their boundaries."`
	Member        memberVerb        `cmd:"" help:"Add and list members."`
	User          userVerb          `cmd:"" help:"Add, list and remove users."`
	Token         tokenVerb         `cmd:"" help:"Make tokens for programs."`
	Import        importVerb        `cmd:"" help:"Take in a member's list of PoPs or zones."`
	Imports       importsVerb       `cmd:"" help:"Look at imports, or take one back."`
	Export        exportVerb        `cmd:"" help:"Write PoPs or zones as a list that imports again, coverage or gaps as a list or a map file."`
	Audience      audienceVerb      `cmd:"" help:"Who may see a member's PoPs, zones and prices."`
	History       historyVerb       `cmd:"" help:"Who changed what."`
	Readers       readersVerb       `cmd:"" help:"Who consulted a member's entries, by day and count."`
	Coverage      coverageVerb      `cmd:"" help:"What the pool covers."`
	Overlaps      overlapsVerb      `cmd:"" help:"What each pair of members both collect."`
	Gaps          gapsVerb          `cmd:"" help:"What nobody collects."`
	Openings      openingsVerb      `cmd:"" help:"What the pool opens to one member, or each member to each other."`
	Contributions contributionsVerb `cmd:"" help:"What each member brings to the pool and gets from it."`
	Simulate      simulateVerb      `cmd:"" help:"What the pool would be if members left or joined, or zones were added."`
	Plan          planVerb          `cmd:"" help:"Where to collect next: choose among candidate zones under a budget, with a proof of how good it is."`
	Proposal      proposalVerb      `cmd:"" help:"Plans put to the members, and what they declare once that is closed."`
	Ledger        ledgerVerb        `cmd:"" help:"What each member had brought at each quarter's end, and since it joined."`
	Eligibility   eligibilityVerb   `cmd:"" help:"What collects at a point or in a commune."`
	Doctor        doctorVerb        `cmd:"" help:"Check that this machine and this instance are well."`
	Version       versionVerb       `cmd:"" help:"Print the program's version."`
}

// settings are the flags every verb takes; the environment gives them too.
type settings struct {
	Data        string `env:"MAILLAGE_DATA" default:"./var" placeholder:"DIR" help:"Data folder (${env}; ${default})."`
	DatabaseURL string `name:"database-url" env:"MAILLAGE_DATABASE_URL" placeholder:"URL" help:"PostgreSQL to use instead of a private one (${env})."`
	Geocoder    string `env:"MAILLAGE_GEOCODER" placeholder:"on|URL" help:"Ask the State's geocoder (on), or one like it, where addresses are (${env}); off by default."`
	Log         string `env:"MAILLAGE_LOG" enum:"text,json" default:"text" help:"Format of the log: text or json (${env})."`
	Verbose     bool   `short:"v" help:"Log more."`
}

// stopped makes kong's early ends (--help) come back as a value.
type stopped int

// run does what args ask and tells how the program ends. Results go to stdout,
// progress and errors to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (code int) {
	defer func() {
		if r := recover(); r != nil {
			early, ok := r.(stopped)
			if !ok {
				panic(r)
			}
			code = int(early)
		}
	}()
	var v verbs
	parser, err := kong.New(&v,
		kong.Name("maillage"),
		kong.Description("The common inventory of a cooperative of telecom operators: who collects access lines where, over all of France."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { panic(stopped(code)) }),
		kong.WithHyphenPrefixedParameters(true), // western longitudes: --at -1.55,47.21
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		fmt.Fprintln(stderr, "maillage:", err)
		return refused
	}
	words, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "maillage: %v (maillage --help lists the verbs)\n", err)
		return misspelt
	}
	p := &program{settings: v.settings, ctx: ctx, stdout: stdout, stderr: stderr}
	p.log = newLog(stderr, v.Log, v.Verbose, words.Command() == "serve")
	err = words.Run(p)
	var wrong usageError
	switch {
	case err == nil:
		return done
	case errors.As(err, &wrong):
		fmt.Fprintln(stderr, "maillage:", err)
		return misspelt
	case !errors.Is(err, errTold):
		tell(stderr, err)
	}
	return refused
}

// usageError is a command line that no flag's own check could refuse.
type usageError string

func (e usageError) Error() string { return string(e) }

// errTold ends a verb that has already said why.
var errTold = errors.New("told")
