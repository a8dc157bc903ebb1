package territory

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"maillage/inventory"
)

// readCSV hands on the rows of a CSV file with a header; the separator is the one
// that the header has most of. Rows are numbered as lines, the header 1.
func readCSV(ctx context.Context, f *datafile, report Progress, each func(number int, header, row []string) error) error {
	in := bufio.NewReaderSize(&limited{r: &counter{r: f.File, ctx: ctx}, left: MaxUnpacked, path: f.name}, 1<<20)
	head, err := in.Peek(1 << 16)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return broken(f.name, err)
	}
	switch {
	case len(head) == 0:
		return invalid("no_rows", "%s is empty", f.name)
	case strings.HasPrefix(string(head), "PK\x03\x04"), strings.HasPrefix(string(head), "7z\xbc\xaf"):
		return invalid("file_packed", "%s is an archive: unpack it first", f.name)
	case strings.IndexByte(string(head), 0) >= 0:
		return invalid("file_not_csv", "%s is neither CSV nor a map file", f.name)
	}
	first, _, _ := strings.Cut(string(head), "\n")
	r := csv.NewReader(in)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = separatorOf(first), true, -1, true
	header, err := r.Read()
	if err != nil {
		return invalid("file_not_csv", "%s is no CSV: %v", f.name, err)
	}
	names := make([]string, len(header))
	for i, h := range header {
		names[i] = strings.TrimPrefix(strings.TrimSpace(strings.ToValidUTF8(h, "?")), "\ufeff")
	}
	for n := 1; ; n++ {
		row, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case n > maxRows:
			return inventory.Errorf(inventory.TooLarge, "file_too_large", "%s has more than %d rows", f.name, maxRows)
		case err != nil:
			var domain *inventory.Error
			if errors.As(err, &domain) || ctx.Err() != nil {
				return err
			}
			return invalid("file_not_csv", "%s is no CSV: %v", f.name, err)
		}
		if len(row) == 1 && strings.TrimSpace(row[0]) == "" {
			continue
		}
		if n%10_000 == 0 {
			report.tell("reading", int64(n), 0)
		}
		number, _ := r.FieldPos(0)
		if err := each(number, names, row); err != nil {
			return err
		}
	}
}

func separatorOf(header string) rune {
	best, most := ',', 0
	for _, c := range ",;\t|" {
		if n := strings.Count(header, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

// plainColumn is a column's name without case, accents and marks.
func plainColumn(s string) string {
	return strings.Map(func(r rune) rune {
		if r = unicode.ToLower(r); unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, norm.NFD.String(s))
}

// columns finds what places rows and what weighs them.
func (w *weigher) columns(header []string) error {
	plain := make([]string, len(header))
	for i, h := range header {
		plain[i] = plainColumn(h)
	}
	find := func(usual []string) int {
		for _, u := range usual {
			for i, p := range plain {
				if p == u {
					return i
				}
			}
		}
		return -1
	}
	w.ready, w.lat, w.value = true, -1, -1
	lon, lat := find(longitudeColumns), find(latitudeColumns)
	if w.place = find(squareColumns); w.place >= 0 {
		w.square = true
		w.sum.By = header[w.place]
	} else if lon >= 0 && lat >= 0 {
		w.place, w.lat = lon, lat
		w.sum.By = header[lon] + ", " + header[lat]
	} else if w.place = find(communeColumns); w.place >= 0 {
		w.sum.By = header[w.place]
	} else {
		return invalid("no_place", "no column places rows: idcar_200m, longitude and latitude, or the INSEE code of a commune is needed; there are %s", list(header))
	}
	return w.valueColumn(header, plain, find)
}

// valueColumn finds the column of weights: the one named, the usual one of such a
// layer, the one of its own name, or the only one that is left.
func (w *weigher) valueColumn(header, plain []string, find func([]string) int) error {
	switch {
	case w.file.Count && w.file.Column != "":
		return invalid("count_and_column", "say either the column of the weights or that rows are counted")
	case w.file.Count:
		return nil
	case w.file.Column != "":
		w.value = find([]string{plainColumn(w.file.Column)})
	default:
		w.value = find(append([]string{plainColumn(w.file.Name)}, usualColumns[w.file.Name]...))
		if w.value < 0 && w.lat >= 0 {
			return nil // points, each of which counts
		}
		if left := w.left(plain); w.value < 0 && len(left) == 1 {
			w.value = left[0]
		}
	}
	if w.value < 0 || w.value == w.place {
		return invalid("no_column", "no column is known to hold the weights of “%s”: name it with --column, or count rows with --count; there are %s", w.file.Name, list(header))
	}
	w.sum.Column = header[w.value]
	return nil
}

// left lists the columns that neither place a row nor name it.
func (w *weigher) left(plain []string) []int {
	var left []int
	for i, p := range plain {
		if i != w.place && p != "" && p != "nom" && p != "libgeo" && p != "name" && p != "libelle" && p != "lcoggeo" {
			left = append(left, i)
		}
	}
	return left
}

func list(header []string) string {
	text := strings.Join(header[:min(len(header), 20)], ", ")
	if len(header) > 20 {
		text += ", …"
	}
	return text
}
