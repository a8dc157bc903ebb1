package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/api"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/export"
	"maillage/inventory/intake"
	"maillage/inventory/ledger"
	"maillage/inventory/postgres"
)

type ledgerVerb struct {
	Member string `placeholder:"SLUG" help:"Whose lines; everybody's by default."`
	Check  bool   `help:"Count every quarter again from the history, and say what differs."`
	Out    string `short:"o" placeholder:"FILE" help:"Write a spreadsheet, .csv or .xlsx."`
	JSON   bool   `name:"json" help:"Print one JSON document."`
}

// Run keeps the quarters that have ended, then shows the ledger.
func (v ledgerVerb) Run(p *program) error {
	format, known := export.FormatOf(v.Out)
	if v.Out != "" && (!known || format != export.CSV && format != export.XLSX) {
		return usageError("--out: the file's name ends with .csv or .xlsx")
	}
	return p.with(func(ctx context.Context, in *instance) error {
		if err := in.ground(ctx, true, newProgress(p.stderr).report); err != nil {
			return err
		}
		a, err := atlas.Open(ctx, in.store, p.log)
		if err != nil {
			return err
		}
		book := &ledger.Book{Store: in.store, Atlas: a, Log: p.log}
		if _, err := book.Keep(ctx, time.Now()); err != nil {
			return err
		}
		if v.Check {
			return v.check(ctx, p, book)
		}
		var lines []inventory.LedgerLine
		err = in.store.Read(ctx, p.viewer(), func(tx pgx.Tx) (err error) {
			lines, err = postgres.Ledger(ctx, tx, v.Member)
			return err
		})
		switch {
		case err != nil:
			return err
		case v.Out != "":
			return writeWhole(v.Out, func(w io.Writer) error { return export.Ledger(lines).Write(w, format, intake.English) })
		case v.JSON:
			return p.printJSON(api.LedgerDocument(lines))
		}
		return printLedger(p, lines)
	})
}

func (v ledgerVerb) check(ctx context.Context, p *program, book *ledger.Book) error {
	n, differ, err := book.Check(ctx)
	if err != nil {
		return err
	}
	for _, d := range differ {
		switch {
		case d.Counted == nil:
			fmt.Fprintf(p.stdout, "%s %s: the history has no such member that day\n", d.Kept.Day, d.Kept.Member)
		case d.Ground:
			fmt.Fprintf(p.stdout, "%s %s: the territory has been loaded anew: kept fair part %s, counted %s\n", d.Kept.Day, d.Kept.Member, weight(d.Kept.ShapleyWeight), weight(d.Counted.ShapleyWeight))
		default:
			fmt.Fprintf(p.stdout, "%s %s: kept fair part %v, counted %v\n", d.Kept.Day, d.Kept.Member, d.Kept.ShapleyWeight, d.Counted.ShapleyWeight)
		}
	}
	fmt.Fprintf(p.stdout, "%d lines counted again, %d differ.\n", n, len(differ))
	if len(differ) > 0 {
		return errTold
	}
	return nil
}

func printLedger(p *program, lines []inventory.LedgerLine) error {
	t := newTable("quarter end", "member", ">reach", ">unique", ">fair part", ">given", ">received", ">quarters", ">cumulated", "confirmed on")
	for _, l := range lines {
		t.add(l.Day.String(), l.Member, weight(l.ReachWeight), weight(l.UniqueWeight), weight(l.ShapleyWeight), weight(l.GivenWeight),
			weight(l.ReceivedWeight), strconv.Itoa(l.Quarters), weight(l.CumulatedWeight), l.ConfirmedOn.String())
	}
	return t.print(p.stdout, 0)
}
