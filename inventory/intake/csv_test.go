package intake

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"maillage/inventory"
)

// lineCells is a table as the tests compare it: one text a record, "line: cells".
func lineCells(t *Table) []string {
	out := []string{"0: " + strings.Join(t.Columns, "|")}
	for i := range t.Rows {
		r := &t.Rows[i]
		s := fmt.Sprintf("%d: %s", r.Line, strings.Join(r.Cells, "|"))
		if r.flaw != nil {
			s += " !" + r.flaw.code
		}
		out = append(out, s)
	}
	return out
}

func TestReadCSV(t *testing.T) {
	t.Parallel()
	plain := []string{"0: code|nom|lon|lat", "2: a|Évreux|1|2", "3: b|Œuilly|3|4"}
	utf8 := "code;nom;lon;lat\na;Évreux;1;2\nb;Œuilly;3;4\n"
	cp1252, err := charmap.Windows1252.NewEncoder().String(utf8)
	if err != nil {
		t.Fatal(err)
	}
	utf16 := func(e unicode.Endianness) string {
		s, err := unicode.UTF16(e, unicode.UseBOM).NewEncoder().String(utf8)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"semicolons", utf8, plain},
		{"commas", strings.ReplaceAll(utf8, ";", ","), plain},
		{"tabs", strings.ReplaceAll(utf8, ";", "\t"), plain},
		{"bars", strings.ReplaceAll(utf8, ";", "|"), plain},
		{"told", "sep=|\n" + strings.ReplaceAll(utf8, ";", "|"), []string{"0: code|nom|lon|lat", "3: a|Évreux|1|2", "4: b|Œuilly|3|4"}},
		{"BOM", "\xef\xbb\xbf" + utf8, plain},
		{"Windows-1252", cp1252, plain},
		{"UTF-16 LE", utf16(unicode.LittleEndian), plain},
		{"UTF-16 BE", utf16(unicode.BigEndian), plain},
		{"CRLF", strings.ReplaceAll(utf8, "\n", "\r\n"), plain},
		{"CR", strings.ReplaceAll(utf8, "\n", "\r"), plain},
		{"no last line break", strings.TrimSuffix(utf8, "\n"), plain},
		{"DOS end of file", utf8 + "\x1a", plain},
		{"blank lines", "\n\ncode;nom\n\n;;\na;b\n \n c;d\n", []string{"0: code|nom", "6: a|b", "8:  c|d"}},
		{"quotes", "code;nom\n\"a;b\";\"c\"\"d\"\n", []string{"0: code|nom", "2: a;b|c\"d"}},
		{"line breaks in quotes", "code;nom\na;\"b\nc\r\nd\re\"\nf;g\n", []string{"0: code|nom", "2: a|b\nc\r\nd\re", "6: f|g"}},
		{"space before a quote", "code;nom\na; \"b;c\"\n", []string{"0: code|nom", "2: a|b;c"}},
		{"quote inside", "code;nom\na;b \"c\" d\n", []string{"0: code|nom", "2: a|b \"c\" d"}},
		{"stray quote", "code;nom\n\"a\"b;c\nd;e\n", []string{"0: code|nom", "2: a|c !stray_quote", "3: d|e"}},
		{"too long", "code;nom\na;b;c\nd;e;;\n", []string{"0: code|nom", "2: a|b !extra_cells", "3: d|e"}},
		{"too short", "code;nom;x\na\n", []string{"0: code|nom|x", "2: a"}},
		{"decimal commas", "nom;longitude;latitude\na;2,5;47,5\nb;2,6;47,6\n", []string{"0: nom|longitude|latitude", "2: a|2,5|47,5", "3: b|2,6|47,6"}},
		{"commas in a semicolon header", "nom;adresse (rue, ville, code, cp);lat\na;b, c, d;1\n", []string{"0: nom|adresse (rue, ville, code, cp)|lat", "2: a|b, c, d|1"}},
		{"one column", "insee\n18033\n", []string{"0: insee", "2: 18033"}},
		{"mostly UTF-8", "code;nom\né;à\nù;\xe9\n", []string{"0: code|nom", "2: é|à", "3: ù|\uFFFD"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			table, bad := readTable([]byte(c.text), inventory.KindPops, "")
			if bad != nil {
				t.Fatal(bad)
			}
			if diff := cmp.Diff(c.want, lineCells(table)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCSVLimits(t *testing.T) {
	t.Parallel()
	repeat := strings.Repeat
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "empty_file"},
		{"only spaces", " \n\t\r\n", "empty_file"},
		{"only a BOM", "\xef\xbb\xbf", "empty_file"},
		{"only a UTF-16 BOM", "\xff\xfe", "empty_file"},
		{"only a header", "code;nom\n", "no_rows"},
		{"open quote", "code;nom\na;\"b\nc;d\n", "open_quote"},
		{"rows", "code\n" + repeat("a\n", MaxRows+1), "too_many_rows"},
		{"columns", repeat("a;", MaxColumns) + "b\n1\n", "too_many_columns"},
		{"cell", "code\n" + repeat("a", MaxCell+1) + "\n", "too_long_cell"},
		{"quoted cell", "code\n\"" + repeat("a\n", MaxCell) + "\"\n", "too_long_cell"},
		{"cells", repeat("a;", 100) + "\n" + repeat(repeat("b;", 100)+"\n", MaxCells/100+1), "too_many_cells"},
		{"bytes", "code\n" + repeat("abcdefghijklmnop\n", MaxBytes/17+1), "too_many_bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, bad := readTable([]byte(c.text), inventory.KindPops, "")
			if bad == nil || bad.code != c.want {
				t.Errorf("got %v, want %s", bad, c.want)
			}
		})
	}
	for _, c := range []struct{ name, text string }{
		{"rows", "code\n" + repeat("a\n", MaxRows)},
		{"columns", repeat("a;", MaxColumns-1) + "b\n1\n"},
		{"cell", "code\n" + repeat("a", MaxCell) + "\n"},
		{"long geometry", "code;wkt\na;POLYGON((" + repeat("2 47,", MaxCell) + "2 47))\n"},
	} {
		t.Run("just within "+c.name, func(t *testing.T) {
			if _, bad := readTable([]byte(c.text), inventory.KindPops, ""); bad != nil {
				t.Error(bad)
			}
		})
	}
}

// TestCSVAgainstWriter writes random tables and reads them back.
func TestCSVAgainstWriter(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	letters := []string{"a", "é", ";", ",", "\"", "\n", "\r\n", "\r", " ", "7", "\t", "|", "'"}
	for range 500 {
		delim := []string{";", ",", "\t", "|"}[rng.IntN(4)]
		breaks := []string{"\n", "\r\n", "\r"}[rng.IntN(3)]
		want := []string{"0: code|nom|lat"}
		text := strings.Join([]string{"code", "nom", "lat"}, delim) + breaks
		line := 2
		for range 1 + rng.IntN(4) {
			cells := make([]string, 3)
			written := make([]string, 3)
			for i := range cells {
				for range rng.IntN(5) {
					cells[i] += letters[rng.IntN(len(letters))]
				}
				written[i] = `"` + strings.ReplaceAll(cells[i], `"`, `""`) + `"`
			}
			cells[0], written[0] = "x", "x"
			want = append(want, fmt.Sprintf("%d: %s", line, strings.Join(cells, "|")))
			text += strings.Join(written, delim) + breaks
			inside := strings.Join(cells, "\x00")
			line += 1 + strings.Count(strings.ReplaceAll(strings.ReplaceAll(inside, "\r\n", "\n"), "\r", "\n"), "\n")
		}
		table, bad := readTable([]byte(text), inventory.KindPops, "")
		if bad != nil {
			t.Fatalf("seed %d: %v\n%q", seed, bad, text)
		}
		if diff := cmp.Diff(want, lineCells(table)); diff != "" {
			t.Fatalf("seed %d: %q\n%s", seed, text, diff)
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, s := range []string{"code;nom\na;b\n", "\"a\";\"b\n\"\r\n1,2", "sep=;\na;b\n", "\xff\xfea\x00;\x00", "a\tb\rc\td", "é;\xe9", "\"", "=cmd|x;'=x\n1;2"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		table, bad := readTable(b, inventory.KindPops, "")
		if bad != nil {
			if bad.in(French) == "" || bad.in(English) == "" || strings.Contains(bad.in(English), "{") && !strings.Contains(string(b), "{") {
				t.Errorf("no sentence for %s: %s", bad.code, bad.in(English))
			}
			return
		}
		if len(table.Rows) == 0 || len(table.Rows) > MaxRows || len(table.Columns) > MaxColumns {
			t.Errorf("%d rows of %d columns", len(table.Rows), len(table.Columns))
		}
		line := 1
		for i := range table.Rows {
			if r := &table.Rows[i]; r.Line <= line && !table.Geometric || len(r.Cells) > len(table.Columns) {
				t.Errorf("row %d on line %d after %d has %d cells", i, r.Line, line, len(r.Cells))
			} else {
				line = r.Line
			}
		}
	})
}
