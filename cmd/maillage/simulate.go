package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"maillage/api"
	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/intake"
)

type simulateVerb struct {
	Remove    []string `placeholder:"SLUG" help:"Members that leave."`
	Candidate []string `placeholder:"SLUG" help:"Candidates that join."`
	Add       string   `placeholder:"FILE" help:"A list of zones to add, CSV or GeoJSON; nothing is kept."`
	For       string   `placeholder:"SLUG" help:"Whose zones --add lists; a newcomer's, who has no PoPs, by default."`
	Set       []string `placeholder:"ZONES=STATUS" help:"Zones that get another status: SLUG/CODE=operational, SLUG=operational, or planned=operational for all that are planned."`
	Delay     []string `placeholder:"ZONES=DATE" help:"Zones that are available from another day on, as for --set: planned=2027-06-30. With --as-of."`
	Member    []string `placeholder:"SLUG" help:"Members to count; all by default."`
	filterFlags
}

func (v simulateVerb) Run(p *program) error {
	if len(v.Remove)+len(v.Candidate)+len(v.Set)+len(v.Delay) == 0 && v.Add == "" {
		return usageError("say what changes: --remove SLUG, --add FILE, --candidate SLUG, --set ZONES=STATUS or --delay ZONES=DATE")
	}
	settings, err := readSettings(v.Set, v.Delay)
	if err != nil {
		return err
	}
	filter, err := v.filter(v.Member)
	if err != nil {
		return err
	}
	var content []byte
	if v.Add != "" {
		if content, err = intake.ReadFile(v.Add); err != nil {
			return err
		}
	}
	return p.with(func(ctx context.Context, in *instance) error {
		desk, err := in.desk(ctx)
		if err != nil {
			return err
		}
		change := atlas.Change{Remove: v.Remove, Candidates: v.Candidate, Set: settings}
		if v.Add != "" {
			if change.Add, err = v.draft(ctx, p, desk, content); err != nil {
				return err
			}
		}
		picture, err := desk.Atlas.At(ctx, filter.AsOf)
		if err != nil {
			return err
		}
		s, err := picture.Simulate(p.viewer(), filter, change)
		if err != nil {
			return err
		}
		d := api.SimulationDocument(s, filter.Unit != "")
		if v.JSON {
			return p.printJSON(d)
		}
		return printSimulation(p, d)
	})
}

// readSettings reads --set and --delay.
func readSettings(set, delay []string) ([]atlas.Setting, error) {
	var all []atlas.Setting
	read := func(flag, text string) (s atlas.Setting, value string, err error) {
		zones, value, ok := strings.Cut(text, "=")
		if !ok || zones == "" || value == "" {
			return s, "", usageError("--" + flag + ": “" + text + "” is not written as ZONES=VALUE, such as planned=operational")
		}
		if status := inventory.Status(zones); slices.Contains(inventory.Statuses, status) {
			s.From = status
			return s, value, nil
		}
		s.Member, s.Code, _ = strings.Cut(zones, "/")
		return s, value, nil
	}
	for _, text := range set {
		s, value, err := read("set", text)
		if err != nil {
			return nil, err
		}
		if s.Status = inventory.Status(value); !slices.Contains(inventory.Statuses, s.Status) {
			return nil, usageError("--set: “" + value + "” is none of " + inventory.Words(inventory.Statuses))
		}
		all = append(all, s)
	}
	for _, text := range delay {
		s, value, err := read("delay", text)
		if err != nil {
			return nil, err
		}
		if s.AvailableOn, err = parseDay("delay", value); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// draft reads the list of zones to add, all of it or none.
func (v simulateVerb) draft(ctx context.Context, p *program, desk *intake.Desk, content []byte) ([]inventory.Zone, error) {
	zones, i, err := desk.Draft(ctx, p.viewer(), intake.Upload{Member: v.For, FileName: filepath.Base(v.Add), Content: content})
	if err != nil {
		return nil, err
	}
	printAlike(p.stderr, "warning", i.Warnings)
	if len(i.Errors) > 0 {
		printRows(p.stderr, "error", i.Errors)
		return nil, errTold
	}
	return zones, nil
}

func printSimulation(p *program, d gen.Simulation) error {
	t := newTable("", ">km²", ">"+d.Layer, ">share")
	t.add("covered before", km2(d.Before.Covered.Km2), weight(d.Before.Covered.Weight), percent(d.Before.Covered.Share))
	t.add("covered after", km2(d.After.Covered.Km2), weight(d.After.Covered.Weight), percent(d.After.Covered.Share))
	t.add("difference", km2(d.Difference.Km2), weight(d.Difference.Weight), "")
	if err := t.print(p.stdout, 0); err != nil {
		return err
	}
	t = newTable("openings of", ">before", ">after", ">difference")
	for _, m := range d.Members {
		t.add(m.Member, weight(m.Before.Weight), weight(m.After.Weight), weight(m.Difference.Weight))
	}
	fmt.Fprintln(p.stdout)
	if err := t.print(p.stdout, mostRows); err != nil || d.Units == nil {
		return err
	}
	t = newTable("code", "name", ">before", ">after", ">difference")
	for _, u := range *d.Units {
		t.add(u.Code, u.Name, percent(u.Before.Share), percent(u.After.Share), weight(u.Difference.Weight))
	}
	fmt.Fprintln(p.stdout)
	return t.print(p.stdout, mostRows)
}
