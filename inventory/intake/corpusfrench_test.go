package intake

import (
	"bytes"
	"cmp"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/xuri/excelize/v2"

	"maillage/inventory"
)

// TestCorpusInFrench checks every list of the corpus for a French reader: no
// sentence of the import or of its two reports is English, nor half of one.
func TestCorpusInFrench(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/corpus/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	small, twofold := newDesk(t).In(French), twofoldDesk(t).In(French)
	said, broken := 0, 0
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d := small
		if strings.Contains(string(a.Comment), "country=twofold") {
			d = twofold
		}
		addMember(t, d, name)
		up := corpusUpload(t, d, name, name, a)
		up.Lang = French
		imp, err := d.Check(t.Context(), operator, up)
		if err != nil {
			broken++
			said++
			frenchOnly(t, name, err.Error())
			continue
		}
		for _, sentence := range sentencesOf(imp) {
			said++
			frenchOnly(t, name, sentence)
		}
		for _, sentence := range reportedIn(t, d, imp.ID) {
			frenchOnly(t, name, sentence)
		}
	}
	if said < 200 || broken < 15 {
		t.Errorf("only %d sentences, %d files refused: the corpus has more", said, broken)
	}
}

func sentencesOf(imp inventory.Import) []string {
	var all []string
	for _, faults := range [][]inventory.RowError{imp.Errors, imp.Warnings} {
		for _, f := range faults {
			all = append(all, f.Message)
		}
	}
	for _, p := range imp.Problems {
		all = append(all, p.Message)
	}
	for _, c := range imp.Ignored {
		all = append(all, c.Reason)
	}
	return all
}

// reportedIn is what to do about each row, as both reports say it.
func reportedIn(t *testing.T, d *Desk, id int64) []string {
	t.Helper()
	var all []string
	book, err := d.ReportBook(t.Context(), operator, id)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if len(row) == len(rows[0]) {
			all = append(all, row[len(row)-1])
		}
	}
	table, bad := readTable(reportOf(t, d, id), "", "")
	if bad != nil {
		if bad.phrase == noRows {
			return all
		}
		t.Fatal(bad)
	}
	for i := range table.Rows {
		all = append(all, table.Rows[i].Cell(len(table.Columns)-1))
	}
	return all
}

var (
	quotedText = regexp.MustCompile(`«[^»]*»|\([^()]*\)`) // what a file says, and lists of words to write
	english    = regexp.MustCompile(`(?i)\b(the|is|it|its|of|are|not|with|has|have|this|that|and|which|looking|expected|unexpected|invalid|missing|cannot|must|be|end|from|too|many|of)\b|“|”`)
)

func frenchOnly(t *testing.T, name, sentence string) {
	t.Helper()
	why := cmp.Or(between(sentence, " (", ")"), "-")
	for _, part := range []string{quotedText.ReplaceAllString(sentence, ""), quotedText.ReplaceAllString(why, "")} {
		if word := english.FindString(part); word != "" {
			t.Errorf("%s: %q is English in: %s", name, word, sentence)
		}
	}
	if m := regexp.MustCompile(`[a-zà-ü»)] [:;?!»]|« `).FindString(sentence); m != "" {
		t.Errorf("%s: the space of %q may break: %s", name, m, sentence)
	}
}

func between(s, left, right string) string {
	_, s, _ = strings.Cut(s, left)
	s, _, _ = strings.Cut(s, right)
	return s
}
