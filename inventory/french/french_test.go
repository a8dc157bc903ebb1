package french

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rooms are the folders whose errors reach a reader over HTTP. Those of the
// command line (loading a territory, the private cluster) stay the operator's.
var rooms = []string{"api", "inventory", "inventory/account", "inventory/atlas", "inventory/export", "inventory/planning",
	"inventory/postgres", "inventory/peeringdb", "inventory/territory"}

// apart are files of those rooms that only the command line reaches.
var apart = []string{
	"api/listen.go", // of its sentences, those of a request are had all the same
	"inventory/postgres/migrate.go", "inventory/postgres/store.go", "inventory/postgres/servicerole.go", "inventory/postgres/codec.go",
	"inventory/postgres/kinds.go",
	"inventory/territory/source.go", "inventory/territory/mapsource.go", "inventory/territory/download.go",
	"inventory/territory/read.go", "inventory/territory/units.go", "inventory/territory/layercsv.go",
}

// tellers are the functions that take the sentence about a field, and which
// argument it is.
var tellers = map[string]int{"wrongPart": 2, "wrongSetting": 4, "add": -1, "wrong": -1, "fault": -1}

// sentence flattens an expression to a format: literals joined, whatever else %s.
func sentence(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if s, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return s
		}
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return sentence(e.X) + sentence(e.Y)
		}
	case *ast.ParenExpr:
		return sentence(e.X)
	case *ast.CallExpr:
		if called(e) == "Sprintf" {
			return sentence(e.Args[0])
		}
	}
	return "%s"
}

func called(e *ast.CallExpr) string {
	switch f := e.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// saidIn are the sentences of a file, with where each stands.
func saidIn(set *token.FileSet, f *ast.File) map[string]string {
	all := map[string]string{}
	keep := func(e ast.Expr) {
		if s := sentence(e); strings.TrimSpace(verb.ReplaceAllString(s, "")) != "" {
			all[s] = set.Position(e.Pos()).String()
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name := called(n)
			at, tells := tellers[name]
			switch {
			case name == "Errorf" && len(n.Args) > 2 && !strings.Contains(fmt.Sprint(n.Args[0]), "Internal"):
				keep(n.Args[2])
			case name == "Error" && len(n.Args) == 0, !tells && name != "problem" && name != "NewHTTPError":
			case name == "problem" && len(n.Args) == 3, name == "NewHTTPError" && len(n.Args) == 2:
				keep(n.Args[len(n.Args)-1])
			case tells && at < 0 && len(n.Args) > 1:
				keep(n.Args[len(n.Args)-1])
			case tells && at >= 0 && len(n.Args) > at:
				keep(n.Args[at])
			}
		case *ast.KeyValueExpr:
			if k, ok := n.Key.(*ast.Ident); ok && k.Name == "Message" {
				keep(n.Value)
			}
		case *ast.AssignStmt:
			for i, l := range n.Lhs {
				if v, ok := l.(*ast.Ident); ok && v.Name == "message" && i < len(n.Rhs) {
					keep(n.Rhs[i])
				}
			}
		}
		return true
	})
	return all
}

func everySentence(t *testing.T) map[string]string {
	t.Helper()
	all, set := map[string]string{}, token.NewFileSet()
	for _, room := range rooms {
		files, err := filepath.Glob(filepath.Join("..", "..", room, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(room, err)
		}
		for _, path := range files {
			name, _ := filepath.Rel(filepath.Join("..", ".."), path)
			if strings.HasSuffix(path, "_test.go") || slices.Contains(apart, filepath.ToSlash(name)) {
				continue
			}
			f, err := parser.ParseFile(set, path, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for s, at := range saidIn(set, f) {
				all[s] = at
			}
		}
	}
	return all
}

// TestEverySentence: each sentence of the source has its French, which takes the
// same values, and is found again by what it says.
func TestEverySentence(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, p := range patterns() {
		known[p.english] = true
	}
	for s, at := range everySentence(t) {
		_, told, _ := strings.Cut(s, ": ") // a field's name, then what is said of it
		if !known[s] && !known[told] && told != "%s" {
			t.Errorf("%s: %q has no French", at, s)
		}
	}
}

func TestSameValues(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, p := range patterns() {
		if seen[p.english] {
			t.Errorf("%q stands there twice", p.english)
		}
		seen[p.english] = true
		var values []any
		wants := 0
		for i, v := range verb.FindAllStringSubmatch(p.english, -1) {
			wants++
			switch v[3] {
			case "d":
				values = append(values, 41+i)
			case "g", "f":
				values = append(values, 15+float64(i))
			default:
				values = append(values, fmt.Sprintf("valeur %c", 'A'+i))
			}
		}
		if n := len(verb.FindAllString(p.french, -1)); n != wants {
			t.Errorf("%q: %d values in French for %d", p.english, n, wants)
			continue
		}
		sentence := fmt.Sprintf(strings.ReplaceAll(p.english, "%w", "%v"), values...)
		french, ok := Of(sentence)
		if !ok || french == sentence {
			t.Errorf("%q has no French", sentence)
		}
		if again := p.match.FindStringSubmatch(sentence); again == nil || p.filled(again[1:], 0) != french {
			t.Errorf("%q is taken for another sentence: %q", sentence, french)
		}
		for _, v := range values {
			if s := strings.TrimSuffix(fmt.Sprint(v), ".0"); !strings.Contains(french, s) {
				t.Errorf("%q loses %s: %q", sentence, s, french)
			}
		}
	}
}

func TestOf(t *testing.T) {
	t.Parallel()
	for english, want := range map[string]string{
		"name: is missing":                               "name : manque",
		"“est” has no zone “Z: is missing”":              "« est » n’a pas de zone « Z: is missing »",
		"“a” has no PoP “b” has no PoP “c”":              "« a » n’a pas de PoP « b” has no PoP “c »",
		"there is no technology “x”; known: dsl, ftth":   "il n’y a pas de technologie « x » ; sont connus : dsl, ftth",
		"There is no commune \"a\\\"b\".":                "Il n’y a pas de commune « a\"b ».",
		"there is no unit “x”; known: commune":           "il n’y a pas d’unité « x » ; sont connus : commune",
		"name: there is no member “name: is missing”":    "name : il n’y a pas d’adhérent « name: is missing »",
		"candidate “N1”: no plan meets these conditions": "candidat « N1 » : aucun plan ne remplit ces conditions",
	} {
		if got, ok := Of(english); got != Spaced(want) || !ok {
			t.Errorf("%q: %q, want %q", english, got, want)
		}
	}
	for _, s := range []string{"", "Le fichier est vide.", strings.Repeat("x", longest+1)} {
		if got, ok := Of(s); ok || got != s {
			t.Errorf("%.20q: %.20q", s, got)
		}
	}
}

// FuzzOf: whatever a value holds, the answer is a sentence, found in one pass.
func FuzzOf(f *testing.F) {
	f.Add("“est” has no zone “%s %[9]d”")
	f.Add("a: b: c: is missing")
	f.Fuzz(func(t *testing.T, s string) {
		if got, ok := Of(s); !ok && got != s {
			t.Errorf("%q: %q", s, got)
		}
	})
}

// readers are the folders and files whose flaws stand within a sentence of the
// intake, and makers the functions that make one, the flaw their last argument.
var (
	readers = []string{"geo/mapfile/*.go", "inventory/intake/wkt.go", "inventory/intake/extent.go"}
	makers  = map[string]bool{"fail": true, "badShape": true, "New": true}
)

// TestEveryFlaw: what the readers of files find has its French.
func TestEveryFlaw(t *testing.T) {
	t.Parallel()
	found, set := 0, token.NewFileSet()
	for _, reader := range readers {
		files, err := filepath.Glob(filepath.Join("..", "..", reader))
		if err != nil || len(files) == 0 {
			t.Fatal(reader, err)
		}
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(set, path, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range flawsIn(f) {
				found++
				if _, ok := Of(strings.NewReplacer("%s", "x", "%d", "3", "%v", "x").Replace(s)); !ok {
					t.Errorf("%s: %q has no French", path, s)
				}
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d flaws are found", found)
	}
}

func flawsIn(f *ast.File) []string {
	var all []string
	keep := func(e ast.Expr) {
		s := sentence(e)
		// Names of parts, and what only callers of geo see.
		if strings.Contains(s, " ") && s != "too many vertices" && !strings.HasSuffix(s, "put “crs” before them") {
			all = append(all, s)
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if makers[called(n)] && len(n.Args) > 0 {
				keep(n.Args[len(n.Args)-1])
			}
		case *ast.KeyValueExpr:
			if k, ok := n.Key.(*ast.Ident); ok && k.Name == "Detail" {
				keep(n.Value)
			}
		}
		return true
	})
	return all
}
