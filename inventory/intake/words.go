package intake

import (
	"slices"
	"strings"

	"maillage/inventory"
)

// The usual words for what inventory names in its own, folded (see fold). The
// vocabulary's own words are understood besides.

var kindWords = map[string]inventory.PopKind{
	"pop": "pop", "pointdepresence": "pop", "pointofpresence": "pop", "noeud": "pop", "node": "pop", "coeur": "pop", "core": "pop",
	"nra": "exchange", "nro": "exchange", "central": "exchange", "centraltelephonique": "exchange", "exchange": "exchange", "co": "exchange", "centraloffice": "exchange", "repartiteur": "exchange", "nrazo": "exchange", "nrohd": "exchange",
	"armoire": "cabinet", "cabinet": "cabinet", "sro": "cabinet", "pm": "cabinet", "sr": "cabinet", "sousrepartiteur": "cabinet", "pointdemutualisation": "cabinet", "armoirederue": "cabinet",
	"aggregationpoint": "aggregationPoint", "agregation": "aggregationPoint", "aggregation": "aggregationPoint", "pointdagregation": "aggregationPoint", "collecte": "aggregationPoint", "pointdecollecte": "aggregationPoint",
	"datacentre": "dataCentre", "datacenter": "dataCentre", "dc": "dataCentre", "centrededonnees": "dataCentre", "hebergeur": "dataCentre", "colocation": "dataCentre", "netcenter": "dataCentre",
	"tower": "tower", "pylone": "tower", "tour": "tower", "mat": "tower", "pointhaut": "tower", "antenne": "tower", "relais": "tower", "chateaudeau": "tower",
	"other": "other", "autre": "other", "divers": "other",
}

var statusWords = map[string]inventory.Status{
	"propose": "proposed", "proposee": "proposed", "proposed": "proposed", "envisage": "proposed", "aletude": "proposed", "etude": "proposed", "enetude": "proposed", "potentiel": "proposed", "idee": "proposed",
	"prevu": "planned", "prevue": "planned", "planifie": "planned", "planifiee": "planned", "planned": "planned", "candidate": "proposed", "programme": "planned", "projet": "planned", "enprojet": "planned", "avenir": "planned", "futur": "planned", "commande": "planned",
	"underconstruction": "underConstruction", "entravaux": "underConstruction", "travaux": "underConstruction", "enconstruction": "underConstruction", "construction": "underConstruction", "staging": "underConstruction", "encours": "underConstruction", "endeploiement": "underConstruction", "deploiement": "underConstruction", "encoursdedeploiement": "underConstruction",
	"operational": "operational", "operationnel": "operational", "operationnelle": "operational", "enservice": "operational", "service": "operational", "actif": "operational", "active": "operational", "ouvert": "operational", "ouverte": "operational", "deploye": "operational", "exploitation": "operational", "enexploitation": "operational", "live": "operational", "inservice": "operational", "ok": "operational", "up": "operational", "existant": "operational", "disponible": "operational",
	"inactive": "inactive", "decommissioning": "inactive", "inactif": "inactive", "suspendu": "inactive", "suspendue": "inactive", "arrete": "inactive", "horsservice": "inactive", "eteint": "inactive", "enpanne": "inactive", "desactive": "inactive",
	"decommissioned": "decommissioned", "retired": "decommissioned", "demonte": "decommissioned", "ferme": "decommissioned", "fermee": "decommissioned", "supprime": "decommissioned", "resilie": "decommissioned", "abandonne": "decommissioned", "closed": "decommissioned", "retire": "decommissioned", "depose": "decommissioned",
}

var technologyWords = map[string][]inventory.Technology{
	"dsl": {"dsl"}, "xdsl": {"dsl"}, "adsl": {"dsl"}, "adsl2": {"dsl"}, "vdsl": {"dsl"}, "vdsl2": {"dsl"}, "sdsl": {"dsl"}, "cuivre": {"dsl"}, "copper": {"dsl"}, "degroupage": {"dsl"}, "dslam": {"dsl"},
	"ftth": {"ftth"}, "fibre": {"ftth"}, "fiber": {"ftth"}, "fibreoptique": {"ftth"}, "gpon": {"ftth"}, "xgspon": {"ftth"}, "pon": {"ftth"}, "ftthpro": {"ftth"}, "fttp": {"ftth"},
	"ftto": {"ftto"}, "fibredediee": {"ftto"}, "blod": {"ftto"}, "fon": {"ftto"}, "fibrenoire": {"ftto"}, "p2p": {"ftto"},
	"ftte": {"ftte"}, "fibreentreprise": {"ftte"}, "ftthpassif": {"ftte"},
	"fttx": {"ftth", "ftto", "ftte"}, "fttb": {"ftth"},
	"coax": {"coax"}, "coaxial": {"coax"}, "cable": {"coax"}, "docsis": {"coax"}, "hfc": {"coax"}, "fttla": {"coax"},
	"radio": {"radio"}, "fh": {"radio"}, "faisceauhertzien": {"radio"}, "hertzien": {"radio"}, "wifi": {"radio"}, "wimax": {"radio"}, "thdradio": {"radio"}, "blr": {"radio"}, "4gfixe": {"radio"}, "fwa": {"radio"}, "wireless": {"radio"}, "5gfixe": {"radio"}, "4g": {"radio"}, "5g": {"radio"}, "lte": {"radio"},
}

// Only words without any doubt: a wrong one would show what its owner hides.
var audienceWords = map[string]inventory.Audience{
	"private": "private", "prive": "private", "privee": "private", "confidentiel": "private", "interne": "private", "moi": "private", "secret": "private",
	"bureau": "bureau", "board": "bureau", "ca": "bureau", "conseil": "bureau",
	"pooled": "pooled", "pool": "pooled", "maille": "pooled", "anonyme": "pooled", "mutualise": "pooled", "maillecommune": "pooled", "encommun": "pooled", "encommunsansnom": "pooled", "sansnom": "pooled", "unpartenaire": "pooled",
	"members": "members", "membres": "members", "membre": "members", "adherents": "members", "adherent": "members", "cooperative": "members", "partenaires": "members",
	"public": "public", "publique": "public", "toutlemonde": "public", "opendata": "public",
}

// technologies reads a list of technologies; bad is the first word that is none.
func technologies(s string) (all []inventory.Technology, bad string) {
	add := func(ts []inventory.Technology) {
		for _, t := range ts {
			if !slices.Contains(all, t) {
				all = append(all, t)
			}
		}
	}
	if ts, ok := technologyWords[fold(s)]; ok { // "fibre noire" is one word
		add(ts)
		return all, ""
	}
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(",;|/+&\n", r) }) {
		if ts, ok := technologyWords[fold(part)]; ok {
			add(ts)
			continue
		}
		for word := range strings.FieldsFuncSeq(part, isSpace) {
			f := fold(word)
			if f == "" || f == "et" || f == "and" {
				continue
			}
			ts, ok := technologyWords[f]
			if !ok {
				return all, word
			}
			add(ts)
		}
	}
	return all, ""
}

// sortTechnologies puts them in the vocabulary's own order, so that two lists
// of the same technologies are equal.
func sortTechnologies(all []inventory.Technology) []inventory.Technology {
	out := make([]inventory.Technology, 0, len(all))
	for _, t := range inventory.Technologies {
		if slices.Contains(all, t) {
			out = append(out, t)
		}
	}
	return out
}
