package main

import (
	"context"
	"strconv"

	"github.com/jackc/pgx/v5"

	"maillage/api"
	"maillage/inventory"
	"maillage/inventory/intake"
	"maillage/inventory/postgres"
)

type importsVerb struct {
	List    importsListVerb    `cmd:"" help:"List imports, newest first."`
	Show    importsShowVerb    `cmd:"" help:"Show one, with its errors."`
	Undo    importsUndoVerb    `cmd:"" help:"Take a committed one back."`
	Commit  importsCommitVerb  `cmd:"" help:"Carry a checked one into the inventory."`
	Repair  importsRepairVerb  `cmd:"" help:"Mend one kind of problem in all rows alike, and check again."`
	Cancel  importsCancelVerb  `cmd:"" help:"Put one aside that waits."`
	Restore importsRestoreVerb `cmd:"" help:"Make an import of what a list was on an earlier day."`
	Report  importsReportVerb  `cmd:"" help:"Write the file with what is wrong in each row."`
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

type importsCommitVerb struct {
	ID             int64  `arg:"" name:"id" help:"The import's number."`
	Mode           string `enum:"all,valid" default:"all" help:"all takes in a list without a rejected row only, valid its valid rows."`
	ConfirmRemoval bool   `help:"Remove ten entries and a fifth of the list, or more, when that is meant."`
	JSON           bool   `name:"json" help:"Print one JSON document."`
}

func (v importsCommitVerb) Run(p *program) error {
	return p.withDesk(v.JSON, func(ctx context.Context, desk *intake.Desk) (inventory.Import, error) {
		if v.ConfirmRemoval {
			return desk.CommitRemoving(ctx, p.viewer(), v.ID, v.Mode)
		}
		return desk.Commit(ctx, p.viewer(), v.ID, v.Mode)
	})
}

type importsRepairVerb struct {
	ID     int64  `arg:"" name:"id" help:"The import's number."`
	Code   string `arg:"" help:"The problem's code, such as lost_zero."`
	Column string `placeholder:"NAME" help:"The column in which it stands."`
	To     string `placeholder:"VALUE" help:"What to write instead; without it, the repair that is offered."`
	JSON   bool   `name:"json" help:"Print one JSON document."`
}

func (v importsRepairVerb) Run(p *program) error {
	return p.withDesk(v.JSON, func(ctx context.Context, desk *intake.Desk) (inventory.Import, error) {
		r := intake.Repair{Code: v.Code, Column: v.Column}
		if v.To != "" {
			r.To = &v.To
		}
		i, n, err := desk.Mend(ctx, p.viewer(), v.ID, r)
		if err == nil {
			p.note("%d rows mended.", n)
		}
		return i, err
	})
}

type importsCancelVerb struct {
	ID   int64 `arg:"" name:"id" help:"The import's number."`
	JSON bool  `name:"json" help:"Print one JSON document."`
}

func (v importsCancelVerb) Run(p *program) error {
	return p.withDesk(v.JSON, func(ctx context.Context, desk *intake.Desk) (inventory.Import, error) {
		return desk.Cancel(ctx, p.viewer(), v.ID)
	})
}

type importsRestoreVerb struct {
	Kind   string `arg:"" enum:"pops,zones" help:"pops or zones."`
	Member string `required:"" placeholder:"SLUG" help:"Whose list."`
	On     string `required:"" placeholder:"DATE" help:"As it was at the end of this day."`
	JSON   bool   `name:"json" help:"Print one JSON document."`
}

func (v importsRestoreVerb) Run(p *program) error {
	on, err := parseDay("on", v.On)
	if err != nil {
		return err
	}
	return p.withDesk(v.JSON, func(ctx context.Context, desk *intake.Desk) (inventory.Import, error) {
		i, err := desk.Restore(ctx, p.viewer(), v.Member, v.Kind, on)
		if err == nil {
			p.note("Nothing is changed yet: maillage imports commit %d does it.", i.ID)
		}
		return i, err
	})
}

type importsReportVerb struct {
	ID     int64  `arg:"" name:"id" help:"The import's number."`
	Format string `enum:"csv,xlsx" default:"csv" help:"csv or xlsx."`
}

func (v importsReportVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		desk, err := in.desk(ctx)
		if err != nil {
			return err
		}
		write := desk.Report
		if v.Format == "xlsx" {
			write = desk.ReportBook
		}
		report, err := write(ctx, p.viewer(), v.ID)
		if err == nil {
			_, err = p.stdout.Write(report)
		}
		return err
	})
}

// withDesk does something to one import and prints what it is then.
func (p *program) withDesk(asJSON bool, do func(ctx context.Context, desk *intake.Desk) (inventory.Import, error)) error {
	return p.with(func(ctx context.Context, in *instance) error {
		desk, err := in.desk(ctx)
		if err != nil {
			return err
		}
		i, err := do(ctx, desk)
		if err != nil {
			return err
		}
		return printOne(p, i, asJSON)
	})
}
