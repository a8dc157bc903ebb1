package territory

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory/builtin"
)

// service stands in the history for what the program loads by itself.
var service = inventory.Operator("maillage")

// orService is who loads: the program itself where nobody is named.
func orService(who inventory.Viewer) inventory.Viewer {
	if who.Role == "" {
		return service
	}
	return who
}

// Options say where Ensure may look.
type Options struct {
	Who inventory.Viewer // who loads, for the history; the program itself when zero

	Source  string // MAILLAGE_TERRITORY: a file, a folder or an address; "" for none
	DataDir string // downloads are kept in its folder "territory"; "" keeps none
	Offline bool   // do not ask the network, but for Source
	Reload  bool   // load again even what is in force already

	// Network is the address of the State's file, EtalabURL when "".
	Network string
	// Said is told in sentences what an operator should know, such as why a
	// source was passed over. It may be nil.
	Said func(note string)
}

func (o *Options) say(notes ...string) {
	for _, n := range notes {
		if o.Said != nil {
			o.Said(n)
		}
	}
}

func (o *Options) folder() string {
	if o.DataDir == "" {
		return ""
	}
	return filepath.Join(o.DataDir, "territory")
}

// Ensure sees to it that a territory is in force, from the first of these that
// has one: Source; the database; what an earlier start kept in DataDir; the
// network; the built-in approximation. A Source that is in force already, by its
// checksum (an address: by its name), is not loaded again.
//
// The Source Builtin is the built-in approximation, whatever else there is.
//
// When Source is given and cannot be loaded, that is an error: the territory that
// stays in force comes back beside it, the zero one when there is none.
func Ensure(ctx context.Context, store *postgres.Store, o Options, report Progress) (inventory.Territory, error) {
	now, loaded, err := postgres.TerritoryInForce(ctx, store.Pool)
	if err != nil {
		return inventory.Territory{}, err
	}
	if o.Source != "" {
		t, err := o.fromSource(ctx, store, now, report)
		if err != nil {
			return now, err
		}
		return t, nil
	}
	if loaded && !o.Reload {
		return now, nil
	}
	t, err := o.fromElsewhere(ctx, store, now, report)
	if err != nil {
		return now, err
	}
	return t, nil
}

// Builtin names the approximation that every instance has, as a source.
const Builtin = "builtin"

func (o *Options) fromSource(ctx context.Context, store *postgres.Store, now inventory.Territory, report Progress) (inventory.Territory, error) {
	if o.Source == Builtin {
		if now.Checksum == builtin.Checksum() && !o.Reload {
			return now, nil
		}
		s, err := loadBuiltin(ctx, store, orService(o.Who), report)
		o.say(s.Notes()...)
		return s.Territory, err
	}
	if isAddress(o.Source) {
		if now.Source == o.Source && !o.Reload {
			return now, nil
		}
		if s, ok := keptSource(o.folder()); ok && s.name == o.Source && !o.Reload {
			return o.use(ctx, store, s, report)
		}
		return o.fetchAndUse(ctx, store, o.Source, report)
	}
	s, err := localSource(o.Source)
	if err != nil {
		return inventory.Territory{}, err
	}
	if now.Checksum == s.checksum && !o.Reload {
		return now, nil
	}
	return o.use(ctx, store, s, report)
}

// fromElsewhere tries what needs no word of the operator. A database that cannot
// be written ends it; a source that is no good is passed over.
func (o *Options) fromElsewhere(ctx context.Context, store *postgres.Store, now inventory.Territory, report Progress) (inventory.Territory, error) {
	if s, ok := keptSource(o.folder()); ok && !o.Reload {
		t, err := o.use(ctx, store, s, report)
		if err == nil || !passable(ctx, err) {
			return t, err
		}
		o.say("what an earlier start kept cannot be used: " + err.Error())
	}
	if !o.Offline {
		address := o.Network
		if address == "" {
			address = EtalabURL
		}
		t, err := o.fetchAndUse(ctx, store, address, report)
		if err == nil || !passable(ctx, err) {
			return t, err
		}
		o.say("the State's boundaries could not be loaded: " + err.Error())
	}
	if now.Source != "" {
		o.say("the territory in force stays")
		return now, nil
	}
	s, err := loadBuiltin(ctx, store, orService(o.Who), report)
	o.say(s.Notes()...)
	return s.Territory, err
}

// passable tells whether an error is the source's fault, so that the next may be
// tried.
func passable(ctx context.Context, err error) bool {
	var domain *inventory.Error
	return ctx.Err() == nil && errors.As(err, &domain) && strings.HasPrefix(domain.Code, "territory_")
}

func (o *Options) fetchAndUse(ctx context.Context, store *postgres.Store, address string, report Progress) (inventory.Territory, error) {
	f, err := download(ctx, address, o.folder(), report)
	if err != nil {
		return inventory.Territory{}, err
	}
	defer f.discard()
	t, err := o.use(ctx, store, f.source, report)
	if err == nil && o.folder() != "" {
		if err := f.source.keep(o.folder()); err != nil {
			o.say("the download could not be kept for the next start: " + err.Error())
		}
	}
	return t, err
}

func (o *Options) use(ctx context.Context, store *postgres.Store, s *source, report Progress) (inventory.Territory, error) {
	summary, err := load(ctx, store, s, orService(o.Who), report)
	if err != nil {
		return inventory.Territory{}, err
	}
	o.say(summary.Notes()...)
	return summary.Territory, nil
}
