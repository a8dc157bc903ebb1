package main

import (
	"context"

	"maillage/inventory"
	"maillage/inventory/atlas"
)

// filterFlags are those of an analysis that is printed.
type filterFlags struct {
	narrowFlags
	JSON bool `name:"json" help:"Print one JSON document."`
}

// narrowFlags narrow what an analysis counts.
type narrowFlags struct {
	Technology []string `help:"Technologies to count: dsl, ftth, ftto, ftte, coax, radio; any by default."`
	Status     []string `help:"Statuses to count; operational alone by default."`
	Unit       string   `placeholder:"KIND" help:"Break down by commune, epci, departement, region or a loaded kind."`
	Layer      string   `help:"Layer of weights; population by default."`
	Territory  string   `help:"metropole, guadeloupe, martinique, guyane, reunion or mayotte; all of France by default."`
	AsOf       string   `name:"as-of" placeholder:"DATE" help:"The day to answer for, such as 2026-06-30: of a past day, the inventory at the end of it; of one to come, with what is planned by then. As things are now by default."`
}

// none tells whether no flag was given.
func (f narrowFlags) none() bool {
	return len(f.Technology)+len(f.Status) == 0 && f.Unit+f.Layer+f.Territory+f.AsOf == ""
}

func (f narrowFlags) filter(members []string) (inventory.Filter, error) {
	out := inventory.Filter{Members: members, Unit: f.Unit, Layer: f.Layer, Territory: f.Territory}
	for _, t := range f.Technology {
		out.Technologies = append(out.Technologies, inventory.Technology(t))
	}
	for _, s := range f.Status {
		out.Statuses = append(out.Statuses, inventory.Status(s))
	}
	var err error
	if out.AsOf, err = parseDay("as-of", f.AsOf); err != nil {
		return out, err
	}
	if err := out.Validate(); err != nil {
		return out, usageError(err.Error()) // words that no instance knows
	}
	return out, nil
}

// answer opens the instance, gives its picture to ask, and prints what comes
// back: the document as JSON, or in words.
func answer[D any](p *program, f filterFlags, members []string,
	ask func(*atlas.Picture, inventory.Filter) (D, error), inWords func(D) error) error {
	filter, err := f.filter(members)
	if err != nil {
		return err
	}
	return p.with(func(ctx context.Context, in *instance) error {
		a, err := in.read(ctx)
		if err != nil {
			return err
		}
		picture, err := a.At(ctx, filter.AsOf)
		if err != nil {
			return err
		}
		d, err := ask(picture, filter)
		if err != nil {
			return err
		}
		if f.JSON {
			return p.printJSON(d)
		}
		return inWords(d)
	})
}
