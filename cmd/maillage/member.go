package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"maillage/api"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

type memberVerb struct {
	Add  memberAddVerb  `cmd:"" help:"Add a member."`
	List memberListVerb `cmd:"" help:"List the members."`
}

type memberAddVerb struct {
	Slug    string  `arg:"" help:"Its short name in addresses and files: a-z, 0-9 and hyphens."`
	Name    string  `required:"" help:"Its name."`
	ASN     []int64 `name:"asn" help:"Its autonomous system numbers."`
	Siren   string  `help:"Its number in INSEE's register."`
	Website string  `help:"Its site."`
	Joined  string  `placeholder:"DATE" help:"The day it joined, such as 2026-11-22."`
	Status  string  `enum:"candidate,active" default:"active" help:"candidate or active."`
	JSON    bool    `name:"json" help:"Print the member as one JSON document."`
}

func (v memberAddVerb) Run(p *program) error {
	joined, err := parseDay("joined", v.Joined)
	if err != nil {
		return err
	}
	m := inventory.Member{
		Slug: v.Slug, Name: v.Name, ASN: v.ASN, SIREN: strings.ReplaceAll(v.Siren, " ", ""), Website: v.Website,
		JoinedOn: joined, Status: inventory.MemberStatus(v.Status),
	}
	if err := m.Validate(); err != nil {
		return err
	}
	return p.with(func(ctx context.Context, in *instance) error {
		var row postgres.MemberRow
		err := in.store.Write(ctx, p.viewer(), changeID("member-add"), func(tx pgx.Tx) error {
			if err := postgres.AddMember(ctx, tx, m); err != nil {
				return err
			}
			var err error
			row, err = postgres.Member(ctx, tx, m.Slug)
			return err
		})
		if err != nil {
			return err
		}
		if v.JSON {
			return p.printJSON(api.MemberDocument(row))
		}
		fmt.Fprintf(p.stdout, "Added %s (%s).\n", row.Slug, row.Name)
		return nil
	})
}

type memberListVerb struct {
	JSON bool `name:"json" help:"Print one JSON document."`
}

func (v memberListVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		var members []postgres.MemberRow
		err := in.store.Read(ctx, p.viewer(), func(tx pgx.Tx) (err error) {
			members, err = postgres.Members(ctx, tx)
			return err
		})
		if err != nil {
			return err
		}
		if v.JSON {
			return p.printJSON(api.MembersDocument(members))
		}
		if len(members) == 0 {
			p.note("There is no member yet: maillage member add SLUG --name NAME adds one.")
			return nil
		}
		t := newTable("slug", "name", "status", ">PoPs", ">zones")
		for _, m := range members {
			t.add(m.Slug, m.Name, string(m.Status), strconv.Itoa(m.Pops), strconv.Itoa(m.Zones))
		}
		return t.print(p.stdout, 0)
	})
}
