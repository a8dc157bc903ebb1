package inventory

// DefaultAudience is the audiences that a member's new entries and prices get
// when nothing says.
type DefaultAudience struct {
	Audience      Audience
	PriceAudience Audience
}

// UsualAudience is that of a member that has set none.
var UsualAudience = DefaultAudience{AudienceMembers, AudienceMembers}

// Validate returns every fault of d.
func (d DefaultAudience) Validate() error {
	var f fields
	oneOf(&f, "audience", d.Audience, Audiences)
	oneOf(&f, "price_audience", d.PriceAudience, Audiences)
	return InvalidFields("audience", f)
}

// MaxAudienceCodes is how many entries one change of audience may name; all of a
// kind are changed by naming none.
const MaxAudienceCodes = 10_000

// AudienceChange gives many entries of a member another audience at once.
type AudienceChange struct {
	Member        string
	Kind          string   // KindPops or KindZones
	Codes         []string // empty: all of the kind
	Audience      Audience // "": as it is
	PriceAudience Audience // "": as it is; zones alone have prices
}

// Validate returns every fault of c that needs no look at the inventory.
func (c AudienceChange) Validate() error {
	var f fields
	oneOf(&f, "kind", c.Kind, []string{KindPops, KindZones})
	if c.Audience != "" {
		oneOf(&f, "audience", c.Audience, Audiences)
	}
	switch {
	case c.Audience == "" && c.PriceAudience == "":
		f.add("audience", "", "missing", "is missing: one of "+Words(Audiences))
	case c.PriceAudience == "":
	case c.Kind == KindPops:
		f.add("price_audience", string(c.PriceAudience), "no_prices", "goes with zones alone: PoPs have no price")
	default:
		oneOf(&f, "price_audience", c.PriceAudience, Audiences)
	}
	if len(c.Codes) > MaxAudienceCodes {
		f.add("codes", "", "too_many", "names more than 10 000 entries: leave it out to change all of the kind")
	}
	return InvalidFields("audience", f)
}

// AudienceChanged is what such a change, or its undoing, did.
type AudienceChanged struct {
	Change    string // its id in the history
	Changed   int
	Unchanged int // entries that were so already
}
