package intake

import "strings"

// inFrench are the words of the inventory's vocabularies as French readers write
// them; each is understood in a list. A word that is not here is the same in both
// languages.
var inFrench = map[string]string{
	"proposed": "proposé", "planned": "prévu", "underConstruction": "en travaux", "operational": "en service",
	"inactive": "inactif", "decommissioned": "démonté",
	"private": "privé", "pooled": "maille commune", "members": "adhérents",
	"given": "donnée", "address": "adresse",
	"dsl": "xDSL", "ftth": "FTTH", "ftto": "FTTO", "ftte": "FTTE", "coax": "câble",
}

// accepted are the words of a vocabulary in the reader's language.
func accepted[T ~string](all []T, lang Lang) string {
	words := make([]string, len(all))
	for i, w := range all {
		words[i] = string(w)
		if fr, ok := inFrench[words[i]]; ok && lang != English {
			words[i] = fr
		}
	}
	return strings.Join(words, ", ")
}
