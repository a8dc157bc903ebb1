package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/api"
	"maillage/api/gen"
	"maillage/inventory/planning"
	"maillage/inventory/postgres"
)

// proposalVerb has no verb to close: closing day and quorum are fixed when a
// proposal is made, so that nobody reads the voices by closing early. Nor one to
// cast a voice, which is a member's.
type proposalVerb struct {
	List     proposalListVerb     `cmd:"" help:"List the plans that were put to the members."`
	Show     proposalShowVerb     `cmd:"" help:"Show one; voices once it is closed, never before."`
	Create   proposalCreateVerb   `cmd:"" help:"Put a plan of the bureau to the members."`
	Withdraw proposalWithdrawVerb `cmd:"" help:"Withdraw one that is open; its voices are never shown."`
}

type proposalListVerb struct {
	JSON bool `name:"json" help:"Print one JSON document."`
}

func (v proposalListVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		var all []gen.Proposal
		err := in.store.Read(ctx, p.viewer(), func(tx pgx.Tx) (err error) {
			all, err = api.ReadProposals(ctx, tx, p.viewer(), 0, 1000)
			return err
		})
		if err != nil {
			return err
		}
		if v.JSON {
			return p.printJSON(map[string]any{"items": all})
		}
		t := newTable(">", "state", "closes", "title", ">interested", ">not", ">abstain")
		for _, d := range all {
			row := []string{strconv.FormatInt(d.Id, 10), string(d.State), d.ClosesAt.Local().Format("2006-01-02 15:04"), d.Title, "", "", ""}
			if r := d.Result; r != nil {
				row[4], row[5], row[6] = strconv.Itoa(r.Interested), strconv.Itoa(r.NotInterested), strconv.Itoa(r.Abstains)
			}
			t.add(row...)
		}
		return t.print(p.stdout, 0)
	})
}

type proposalShowVerb struct {
	ID   int64 `arg:"" help:"Its number."`
	JSON bool  `name:"json" help:"Print one JSON document."`
}

func (v proposalShowVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error { return in.showProposal(ctx, v.ID, v.JSON) })
}

func (in *instance) showProposal(ctx context.Context, id int64, asJSON bool) error {
	p := in.p
	var d gen.Proposal
	err := in.store.Read(ctx, p.viewer(), func(tx pgx.Tx) (err error) {
		d, err = api.ReadProposal(ctx, tx, p.viewer(), id)
		return err
	})
	if err != nil {
		return err
	}
	if asJSON {
		return p.printJSON(d)
	}
	fmt.Fprintf(p.stdout, "%d, %s, until %s: %s\n", d.Id, d.State, d.ClosesAt.Local().Format("2006-01-02 15:04"), d.Title)
	t := newTable(">", "code", "name", ">gain", ">cumulated")
	for i, k := range d.Picks {
		t.add(strconv.Itoa(i+1), k.Candidate, k.Name, weight(k.Gain), weight(k.Cumulated))
	}
	if err := t.print(p.stdout, 0); err != nil || d.Voices == nil {
		return err
	}
	fmt.Fprintln(p.stdout)
	t = newTable("member", "declares", "note")
	for _, one := range *d.Voices {
		t.add(one.Member, string(one.Interest), one.Note)
	}
	return t.print(p.stdout, 0)
}

type proposalCreateVerb struct {
	Plan   int64  `arg:"" help:"The plan's number; it is one of the bureau's."`
	Title  string `required:"" help:"Its title."`
	Body   string `help:"What it is about."`
	Closes string `required:"" placeholder:"DATE" help:"The last day to declare, such as 2026-12-31."`
	Quorum int    `help:"Closes it as well, once so many have declared; none by default."`
	JSON   bool   `name:"json" help:"Print one JSON document."`
}

func (v proposalCreateVerb) Run(p *program) error {
	closes, err := time.ParseInLocation("2006-01-02", v.Closes, time.Local)
	if err != nil {
		return usageError("--closes: “" + v.Closes + "” is not a day written as 2026-12-31")
	}
	put := planning.Put{Plan: v.Plan, Title: v.Title, Body: v.Body, ClosesAt: closes.AddDate(0, 0, 1)}
	if v.Quorum != 0 {
		put.Quorum = &v.Quorum
	}
	return p.with(func(ctx context.Context, in *instance) error {
		desk, err := in.desk(ctx)
		if err != nil {
			return err
		}
		planner := planning.New(in.store, desk.Atlas, desk, p.log)
		defer planner.Close()
		id, err := planner.Propose(ctx, p.viewer(), put)
		if err != nil {
			return err
		}
		return in.showProposal(ctx, id, v.JSON)
	})
}

type proposalWithdrawVerb struct {
	ID   int64 `arg:"" help:"Its number."`
	JSON bool  `name:"json" help:"Print one JSON document."`
}

func (v proposalWithdrawVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		err := in.store.Write(ctx, p.viewer(), changeID("proposal-withdraw"), func(tx pgx.Tx) error {
			return postgres.WithdrawProposal(ctx, tx, v.ID)
		})
		if err != nil {
			return err
		}
		return in.showProposal(ctx, v.ID, v.JSON)
	})
}
