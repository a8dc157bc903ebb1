package intake

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// TestDecodeOld writes French as each program does, and reads it again.
func TestDecodeOld(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		charset *charmap.Charmap
		texts   []string
	}{
		{charmap.Windows1252, []string{
			"Châteauroux élève ça où naïf Noël", "ÉTÉ À LA FORÊT", "L’EAU", "“Paris”", "Paris…", "a – b", "10 €", "é", "À", "Saint-Élie", "« été »", "Mülhausen", "n° 5, 3 m²",
			"NRA de l’Île-d’Yeu ; Œuilly", "Besançon", "ç",
		}},
		{charmap.Macintosh, []string{
			"Châteauroux élève ça où naïf Noël", "Bourges « été » – l’île", "Énergie", "ÉVRY", "Besançon", "CHÂTEAU", "forêt", "L’été", "Saint-Élie", "Nîmes",
		}},
		{charmap.CodePage850, []string{"Château d'été, à côté", "Besançon", "Énergie", "forêt", "Nîmes", "Orléans-la-Source, élève"}},
	} {
		for _, want := range c.texts {
			b, err := c.charset.NewEncoder().String("code;nom\r\nA;" + want + "\r\n")
			if err != nil {
				t.Fatal(err)
			}
			if got := decode([]byte(b)); !strings.Contains(got, want) {
				t.Errorf("%s: %q is read as %q", c.charset, want, got)
			}
		}
	}
}
