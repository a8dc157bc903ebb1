package main

import (
	"context"
	"strconv"

	"github.com/jackc/pgx/v5"

	"maillage/api"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

type importsVerb struct {
	List importsListVerb `cmd:"" help:"List imports, newest first."`
	Show importsShowVerb `cmd:"" help:"Show one, with its errors."`
	Undo importsUndoVerb `cmd:"" help:"Take a committed one back."`
}

type importsListVerb struct {
	Member string `placeholder:"SLUG" help:"Of one member alone."`
	JSON   bool   `name:"json" help:"Print one JSON document."`
}

func (v importsListVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		var imports []inventory.Import
		err := in.store.Read(ctx, p.viewer(), func(tx pgx.Tx) error {
			if v.Member != "" {
				if _, err := postgres.Member(ctx, tx, v.Member); err != nil {
					return err
				}
			}
			var err error
			imports, err = postgres.Imports(ctx, tx, v.Member)
			return err
		})
		if err != nil {
			return err
		}
		if v.JSON {
			return p.printJSON(api.ImportsDocument(imports))
		}
		t := newTable(">id", "member", "kind", "state", "file", ">read", ">rejected", "on")
		for _, i := range imports {
			t.add(strconv.FormatInt(i.ID, 10), i.Member, i.Kind, string(i.State), i.File,
				strconv.Itoa(i.Rows.Read), strconv.Itoa(i.Rows.Rejected), i.CreatedAt.Local().Format("2006-01-02 15:04"))
		}
		return t.print(p.stdout, 0)
	})
}

type importsShowVerb struct {
	ID   int64 `arg:"" name:"id" help:"The import's number."`
	JSON bool  `name:"json" help:"Print one JSON document."`
}

func (v importsShowVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		var i inventory.Import
		err := in.store.Read(ctx, p.viewer(), func(tx pgx.Tx) (err error) {
			i, err = postgres.Import(ctx, tx, v.ID)
			return err
		})
		if err != nil {
			return err
		}
		return printOne(p, i, v.JSON)
	})
}

type importsUndoVerb struct {
	ID   int64 `arg:"" name:"id" help:"The import's number."`
	JSON bool  `name:"json" help:"Print one JSON document."`
}

func (v importsUndoVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		desk, err := in.desk(ctx)
		if err != nil {
			return err
		}
		i, err := desk.Undo(ctx, p.viewer(), v.ID)
		if err != nil {
			return err
		}
		return printOne(p, i, v.JSON)
	})
}

func printOne(p *program, i inventory.Import, asJSON bool) error {
	if asJSON {
		return p.printJSON(api.ImportDocument(i))
	}
	printImport(p.stdout, i)
	printRows(p.stdout, "error", i.Errors)
	printAlike(p.stdout, "warning", i.Warnings)
	return nil
}
