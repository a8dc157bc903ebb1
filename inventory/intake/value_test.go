package intake

import (
	"slices"
	"strings"
	"testing"

	"maillage/inventory"
)

func TestParseNumber(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]float64{
		"12": 12, "12.5": 12.5, "12,5": 12.5, "-0,56667": -0.56667, "−0,5": -0.5, "+3": 3, ".5": 0.5, ",5": 0.5, "5,": 5,
		"1 234,5": 1234.5, "1\u00a0234,5": 1234.5, "1\u202f234\u202f567": 1234567, "1\u2009234": 1234, "1'234.5": 1234.5,
		"1.234.567": 1234567, "1,234,567": 1234567, "1.234,5": 1234.5, "1,234.5": 1234.5, "1,234": 1.234, "6,5E+06": 6.5e6, "1e3": 1000,
	} {
		if v, ok := parseNumber(s); !ok || v != want {
			t.Errorf("%q: %v, %v; want %v", s, v, ok, want)
		}
	}
	for _, s := range []string{"", "a", "1a", "0x10", "NaN", "Inf", "infinity", "1e", "--1", "1.2.3", "1,2,3", "1;2", "1e9999", "1_000", "½", "٣"} {
		if v, ok := parseNumber(s); ok {
			t.Errorf("%q is read as %v", s, v)
		}
	}
}

func TestParseMeasure(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		field, s string
		want     float64
	}{
		{"capacity_gbps", "10", 10}, {"capacity_gbps", "10 Gbit/s", 10}, {"capacity_gbps", "100G", 100}, {"capacity_gbps", "500 Mbps", 0.5},
		{"capacity_gbps", "1,5 Tbit/s", 1500}, {"radius_km", "25 km", 25}, {"radius_km", "2 500 m", 2.5}, {"setup_eur", "1 200,50 €", 1200.5},
		{"setup_eur", "€ 300", 300}, {"monthly_eur", "35,50 € HT", 35.5}, {"monthly_eur", "35 EUR", 35}, {"monthly_eur", "35 €/mois", 35}, {"setup_eur", "2 k€", 2000},
	} {
		if v, ok := parseMeasure(c.field, c.s); !ok || v != c.want {
			t.Errorf("%s %q: %v, %v; want %v", c.field, c.s, v, ok, c.want)
		}
	}
	for _, c := range [][2]string{{"radius_km", "25 €"}, {"setup_eur", "10 km"}, {"capacity_gbps", "10 pigeons"}, {"radius_km", "loin"}, {"radius_km", ""}} {
		if v, ok := parseMeasure(c[0], c[1]); ok {
			t.Errorf("%s %q is read as %v", c[0], c[1], v)
		}
	}
}

func TestParseDate(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"2026-11-22": "2026-11-22", "2026/11/22": "2026-11-22", "22/11/2026": "2026-11-22", "22-11-2026": "2026-11-22", "22.11.2026": "2026-11-22",
		"1/2/2026": "2026-02-01", "2026-11-22T10:00:00Z": "2026-11-22", "2026-11-22 00:00:00": "2026-11-22", "22/11/2026 00:00": "2026-11-22", "29/02/2024": "2024-02-29",
	} {
		if d, _, ok := parseDate(s); !ok || d.String() != want {
			t.Errorf("%q: %v, %v; want %s", s, d, ok, want)
		}
	}
	for s, meant := range map[string]string{"11/22/2026": "2026-11-22", "45000": "2023-03-15", "29/02/2023": "", "hier": "", "2026": "", "11/2026": "", "22/11/26": "", "1/1/0001": "", "32/01/2026": ""} {
		if d, repair, ok := parseDate(s); ok || repair != meant {
			t.Errorf("%q: %v, %q, %v; want the repair %q", s, d, repair, ok, meant)
		}
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"  a  ": "a", "\u00a0a\u202f": "a", "#N/A": "", "-": "", "NC": "", "nc": "", "néant": "", "Néant": "", "N/A": "", "null": "", "'=1+1": "=1+1", "'-": "-", "'NC": "NC", "''=x": "'=x",
		"'a": "'a", "Saint-Denis": "Saint-Denis", "NCA": "NCA", "'+33 1": "+33 1",
	} {
		if got := clean(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// TestHarmless holds the report's apostrophe against its taking away.
func TestHarmless(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0", "+33 1 23": "+33 1 23", "+x": "'+x", "-5": "-5", "-5,2": "-5,2", "-a": "'-a", "@SUM(A1)": "'@SUM(A1)",
		"\tx": "'\tx", "\rx": "'\rx", "a": "a", "": "", "'a": "'a",
	} {
		if got := Harmless(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
		if clean(Harmless(s)) != clean(s) {
			t.Errorf("%q does not come back: %q", s, clean(Harmless(s)))
		}
	}
}

// TestWords holds every word against its vocabulary, and every vocabulary
// against the words: each of its own is understood.
func TestWords(t *testing.T) {
	t.Parallel()
	folded := func(m string, w string) {
		if w != fold(w) {
			t.Errorf("%s: %q is not folded: it can never match", m, w)
		}
	}
	for w, k := range kindWords {
		folded("kind", w)
		if !slices.Contains(inventory.PopKinds, k) {
			t.Errorf("kind %q", k)
		}
	}
	for w, s := range statusWords {
		folded("status", w)
		if !slices.Contains(inventory.Statuses, s) {
			t.Errorf("status %q", s)
		}
	}
	for w, a := range audienceWords {
		folded("audience", w)
		if !slices.Contains(inventory.Audiences, a) {
			t.Errorf("audience %q", a)
		}
	}
	for w, ts := range technologyWords {
		folded("technology", w)
		for _, x := range ts {
			if !slices.Contains(inventory.Technologies, x) {
				t.Errorf("technology %q", x)
			}
		}
	}
	for _, x := range inventory.Technologies {
		if !slices.Equal(technologyWords[string(x)], []inventory.Technology{x}) {
			t.Errorf("%s is not understood as itself", x)
		}
	}
	for _, fs := range [][]field{popFields, zoneFields} {
		for _, f := range fs {
			for _, w := range f.words {
				folded("column "+f.name, w)
			}
		}
	}
	for s, want := range map[string]string{
		"fibre": "ftth", "xDSL": "dsl", "ADSL, VDSL": "dsl", "FTTH/FTTO": "ftth ftto", "ftth ftto": "ftth ftto", "FTTH et xDSL": "dsl ftth", "fibre noire": "ftto",
		"FTTx": "ftth ftto ftte", "Faisceau hertzien": "radio", "cuivre + fibre dédiée": "dsl ftto", "câble": "coax", "": "",
	} {
		ts, bad := technologies(s)
		if got := strings.Join(strings.Fields(strings.ReplaceAll(inventory.Words(sortTechnologies(ts)), ",", " ")), " "); bad != "" || got != want {
			t.Errorf("%q: %q, %q; want %q", s, got, bad, want)
		}
	}
	if _, bad := technologies("fibre, pigeon"); bad != "pigeon" {
		t.Errorf("the unknown word is %q", bad)
	}
}

func TestSlug(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"Le Mans (72)": "le-mans-72", "L'Été & Fils": "l-ete-fils", "  Saint--Étienne  ": "saint-etienne", "Cœur": "coeur", "???": "", "Paris 2": "paris-2", "ÀÉÎ": "aei",
	} {
		if got := slug(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
	if fold("Code postal") != "codepostal" || fold("CODE_POSTAL") != fold("code-postal") || fold("Déb. dé") != "debde" {
		t.Error("names do not fold")
	}
}

func TestParseCRS(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]int{
		"EPSG:2154": 2154, "epsg 2154": 2154, "2154": 2154, "2154,0": 2154, "Lambert-93": 2154, "LAMBERT 93": 2154, "L93": 2154, "RGF93 / Lambert-93": 2154,
		"urn:ogc:def:crs:EPSG::2154": 2154, "WGS84": 4326, "WGS 84": 4326, "4326": 4326, "CC49": 3949, "RGF93 CC42": 3942, "UTM 40S": 2975, "RGR92": 2975, "RGM04": 4471,
		"Lambert II étendu": 27572, "EPSG:27572": 27572, "27572": 27572, "Lambert 2 étendu": 27572, "L2E": 27572, "NTF (Paris) / Lambert zone II": 27572,
	} {
		if got, ok := parseCRS(s); !ok || got != want {
			t.Errorf("%q: %d, %v; want %d", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "Lambert III", "27571", "99999", "CC41", "NTF", "Mars"} {
		if got, ok := parseCRS(s); ok {
			t.Errorf("%q is read as %d", s, got)
		}
	}
}

func TestGiveCodes(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 200)
	for _, c := range []struct{ own, names, want []string }{
		{[]string{"", "", ""}, []string{"Paris", "Paris", "Lyon"}, []string{"paris", "paris-2", "lyon"}},
		{[]string{"", "", ""}, []string{"Paris", "Paris 2", "Paris"}, []string{"paris", "paris-2", "paris-3"}},
		{[]string{"", "paris", ""}, []string{"Paris", "x", "Paris"}, []string{"paris-2", "paris", "paris-3"}},
		{[]string{"", "A/B"}, []string{"", ""}, []string{"at0", "A/B"}},
		{[]string{"", ""}, []string{"???", "?"}, []string{"at0", "at1"}},
		{[]string{"", ""}, []string{long, long}, []string{long[:72], long[:72] + "-2"}},
	} {
		got := giveCodes(c.own, c.names, func(i int) string { return []string{"at0", "at1", "at2"}[i] })
		if !slices.Equal(got, c.want) {
			t.Errorf("%q %q: %q, want %q", c.own, c.names, got, c.want)
		}
	}
	// However many repeat, each code is one's own, within the limit, and made in
	// a straight line.
	names := make([]string, 50_000)
	for i := range names {
		names[i] = "Site"
	}
	got := giveCodes(make([]string, len(names)), names, func(int) string { return "" })
	seen := map[string]bool{}
	for _, code := range got {
		if seen[code] || len(code) > inventory.MaxCode {
			t.Fatalf("%q twice, or too long", code)
		}
		seen[code] = true
	}
}

// TestCatalogue holds both languages of every phrase against each other.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	blanks := func(s string) []string {
		var all []string
		for _, part := range strings.Split(s, "{")[1:] {
			name, _, _ := strings.Cut(part, "}")
			all = append(all, name)
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	for _, p := range catalogue {
		if p.code == "" || p.en == "" || p.fr == "" || p.en == p.fr {
			t.Errorf("%+v: a language is missing", p)
		}
		if !slices.Equal(blanks(p.en), blanks(p.fr)) {
			t.Errorf("%s: %v in English, %v in French", p.code, blanks(p.en), blanks(p.fr))
		}
	}
}
