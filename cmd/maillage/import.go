package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"maillage/api"
	"maillage/inventory"
	"maillage/inventory/intake"
	"maillage/inventory/peeringdb"
)

type importVerb struct {
	Kind           string            `arg:"" enum:"pops,zones" help:"pops or zones."`
	File           string            `arg:"" help:"The list: CSV, XLSX, GeoJSON, KML, KMZ, zipped Shapefile, GeoPackage, isp.json, PeeringDB, NetBox, GraceTHD; an AS number with --peeringdb."`
	Member         string            `required:"" placeholder:"SLUG" help:"Whose list it is."`
	DryRun         bool              `help:"Check it and change nothing."`
	Scope          string            `enum:"merge,replace" default:"merge" help:"merge leaves absent codes alone, replace removes them."`
	Mode           string            `enum:"all,valid" default:"all" help:"all takes in a list without a rejected row only, valid its valid rows."`
	Sheet          string            `placeholder:"NAME" help:"The sheet of a workbook, or the layer of a map file; without it, the one that suits."`
	Map            map[string]string `mapsep:"," placeholder:"FIELD=COLUMN" help:"Columns that were not recognised."`
	ConfirmRemoval bool              `help:"Remove ten entries and a fifth of the list, or more, when that is meant."`
	Ask            bool              `name:"peeringdb" help:"FILE is an AS number: ask PeeringDB for its facilities."`
	AskAt          string            `name:"peeringdb-api" env:"MAILLAGE_PEERINGDB" default:"https://www.peeringdb.com/api" placeholder:"URL" help:"PeeringDB's address (${env})."`
	JSON           bool              `name:"json" help:"Print the import as one JSON document."`
}

func (v importVerb) Run(p *program) error {
	content, err := v.content(p)
	if err != nil {
		return err
	}
	upload := intake.Upload{
		Member: v.Member, Kind: v.Kind, FileName: filepath.Base(v.File), Content: content,
		Scope: v.Scope, Sheet: v.Sheet, Mapping: v.Map, DryRun: v.DryRun, Lang: intake.English,
	}
	return p.with(func(ctx context.Context, in *instance) error {
		desk, err := in.desk(ctx)
		if err != nil {
			return err
		}
		i, err := desk.Check(ctx, p.viewer(), upload)
		if err != nil {
			return err
		}
		if v.DryRun {
			if err := v.print(p, i); err != nil {
				return err
			}
			return rejection(i, v.Mode)
		}
		if rejection(i, v.Mode) != nil {
			if err := v.print(p, i); err != nil {
				return err
			}
			p.note("Nothing was changed: mend these rows, or take in the others with --mode valid.")
			return errTold
		}
		commit := desk.Commit
		if v.ConfirmRemoval {
			commit = desk.CommitRemoving
		}
		if i, err = commit(ctx, p.viewer(), i.ID, v.Mode); err != nil {
			return err
		}
		return v.print(p, i)
	})
}

// content is the list's file, or what PeeringDB answers.
func (v importVerb) content(p *program) ([]byte, error) {
	if !v.Ask {
		return intake.ReadFile(v.File)
	}
	asn, err := peeringdb.ParseASN(v.File)
	if err != nil {
		return nil, err
	}
	return peeringdb.Facilities(p.ctx, v.AskAt, asn)
}

// rejection is the end of a verb whose list cannot be taken in as asked.
func rejection(i inventory.Import, mode string) error {
	if i.State == inventory.ImportFailed || (i.Rows.Rejected > 0 && mode == "all") || i.Rows.Valid == 0 && i.Rows.Rejected > 0 {
		return errTold
	}
	return nil
}

func (v importVerb) print(p *program, i inventory.Import) error {
	if v.JSON {
		return p.printJSON(api.ImportDocument(i))
	}
	printImport(p.stdout, i)
	printRows(p.stderr, "error", i.Errors)
	printAlike(p.stderr, "warning", i.Warnings)
	return nil
}

// printImport tells what an import is and does in a few lines.
func printImport(w io.Writer, i inventory.Import) {
	name := "Check"
	if i.ID != 0 {
		name = fmt.Sprintf("Import %d", i.ID)
	}
	fmt.Fprintf(w, "%s: %s of %s from %s, %s\n", name, i.Kind, i.Member, i.File, i.State)
	fmt.Fprintf(w, "  rows     %d read, %d valid, %d rejected\n", i.Rows.Read, i.Rows.Valid, i.Rows.Rejected)
	fmt.Fprintf(w, "  changes  %d added, %d changed, %d unchanged, %d removed\n",
		i.Changes.Added, i.Changes.Changed, i.Changes.Unchanged, i.Changes.Removed)
	if i.Effect != nil && (i.Effect.KM2 != 0 || i.Effect.Weight != 0) {
		fmt.Fprintf(w, "  effect   %s km² and %s inhabitants of reach\n", km2(i.Effect.KM2), weight(i.Effect.Weight))
	}
	for _, c := range i.Ignored {
		fmt.Fprintf(w, "  column %q is not used: %s\n", c.Column, c.Reason)
	}
}

// printRows lists what is wrong, row by row.
func printRows(w io.Writer, word string, rows []inventory.RowError) {
	for _, e := range rows {
		where := "the file"
		if e.Row > 0 {
			where = fmt.Sprintf("row %d", e.Row)
		}
		printRow(w, word, where, e)
	}
}

// printAlike lists what is doubtful, once for all rows of which the same is
// said.
func printAlike(w io.Writer, word string, rows []inventory.RowError) {
	var order []inventory.RowError
	lines := map[inventory.RowError][]int{}
	for _, e := range rows {
		line := e.Row
		e.Row = 0
		if lines[e] == nil {
			order = append(order, e)
		}
		lines[e] = append(lines[e], line)
	}
	for _, e := range order {
		where := "the file"
		switch n := lines[e]; {
		case len(n) > 1:
			where = "rows " + runs(n)
		case n[0] > 0:
			where = fmt.Sprintf("row %d", n[0])
		}
		printRow(w, word, where, e)
	}
}

func printRow(w io.Writer, word, where string, e inventory.RowError) {
	if e.Column != "" {
		where += ", column " + e.Column
	}
	fmt.Fprintf(w, "%s: %s: %s", word, where, e.Message)
	if e.Value != "" && !strings.Contains(e.Message, e.Value) {
		fmt.Fprintf(w, " [%s]", e.Value)
	}
	if e.Repair != "" {
		fmt.Fprintf(w, " → %s", e.Repair)
	}
	fmt.Fprintln(w)
}

// runs writes rising numbers with their neighbours joined: 2-5, 9.
func runs(n []int) string {
	var parts []string
	for i := 0; i < len(n); {
		j := i
		for j+1 < len(n) && n[j+1] == n[j]+1 {
			j++
		}
		if i == j {
			parts = append(parts, strconv.Itoa(n[i]))
		} else {
			parts = append(parts, fmt.Sprintf("%d-%d", n[i], n[j]))
		}
		i = j + 1
	}
	return strings.Join(parts, ", ")
}
