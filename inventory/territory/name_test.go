package territory

import "testing"

func TestPlainNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Saint-Étienne":               "saint etienne",
		"ST ETIENNE":                  "saint etienne",
		"Ste-Maure-de-Touraine":       "sainte maure de touraine",
		"L'Haÿ-les-Roses":             "l hay les roses",
		"L’Haÿ–les–Roses":             "l hay les roses",
		"Œuilly":                      "oeuilly",
		"Chalon s/ Saône":             "chalon sur saone",
		"Chalon-s/-Saône":             "chalon sur saone",
		"Chalon s/Saône":              "chalon sur saone",
		"  Y ":                        "y",
		"Fort-de-France":              "fort de france",
		"Saint-Germain-des-Prés (49)": "saint germain des pres 49",
		"---":                         "",
	} {
		if got := plain(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{
		"PARIS 12":                    "paris",
		"Paris 1er Arrondissement":    "paris",
		"LYON 3e":                     "lyon",
		"Lyon 03":                     "lyon",
		"MARSEILLE CEDEX 20":          "marseille",
		"Bourges cedex":               "bourges",
		"Lyon-sur-Mer":                "lyon sur mer",
		"Le Cedex":                    "le",
		"Marseille-en-Beauvaisis":     "marseille en beauvaisis",
		"Paris-l'Hôpital":             "paris l hopital",
		"Saint-Denis":                 "saint denis",
		"Marseille 9e Arrondissement": "marseille",
		"Marseille 15ème":             "marseille",
	} {
		if got := plainCity(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
