package main

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// table aligns rows of cells in columns; those of a header that begins with ">"
// stand to the right.
type table struct {
	header []string
	rows   [][]string
}

func newTable(header ...string) *table { return &table{header: header} }

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// print writes the table, and below it how many rows beyond most were left out
// (most ≤ 0: none).
func (t *table) print(w io.Writer, most int) error {
	shown := t.rows
	if most > 0 && len(shown) > most {
		shown = shown[:most]
	}
	width := make([]int, len(t.header))
	for i, h := range t.header {
		width[i] = len([]rune(strings.TrimPrefix(h, ">")))
		for _, row := range shown {
			width[i] = max(width[i], len([]rune(row[i])))
		}
	}
	var out strings.Builder
	line := func(cells []string) {
		var b strings.Builder
		for i, cell := range cells {
			pad := strings.Repeat(" ", width[i]-len([]rune(cell)))
			if strings.HasPrefix(t.header[i], ">") {
				b.WriteString(pad + cell + "  ")
			} else {
				b.WriteString(cell + pad + "  ")
			}
		}
		out.WriteString(strings.TrimRight(b.String(), " ") + "\n")
	}
	head := make([]string, len(t.header))
	for i, h := range t.header {
		head[i] = strings.TrimPrefix(h, ">")
	}
	line(head)
	for _, row := range shown {
		line(row)
	}
	if left := len(t.rows) - len(shown); left > 0 {
		fmt.Fprintf(&out, "… and %s more; --json prints all\n", group(float64(left), 0))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// km2 writes an area in square kilometres.
func km2(v float64) string { return group(v, 1) }

// weight writes a weight, inhabitants for example, as a whole number.
func weight(v float64) string { return group(v, 0) }

// percent writes a share between 0 and 1.
func percent(v float64) string { return strconv.FormatFloat(100*v, 'f', 1, 64) + " %" }

// percentDown writes a share cut, not rounded: what is claimed of a proof must
// not be more than it proves.
func percentDown(v float64) string {
	return strconv.FormatFloat(math.Floor(1000*v+1e-9)/10, 'f', 1, 64) + " %"
}

// group writes a number with its thousands apart.
func group(v float64, decimals int) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, rest, _ := strings.Cut(s, ".")
	var b strings.Builder
	if v < 0 && strings.Trim(s, "0.") != "" {
		b.WriteByte('-')
	}
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	if rest != "" {
		b.WriteString("." + rest)
	}
	return b.String()
}
