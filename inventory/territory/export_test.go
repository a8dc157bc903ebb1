package territory

import (
	"context"
	"os"
)

// WeigherForTest reads weights without a database.
type WeigherForTest struct{ w *weigher }

// NewWeigherForTest reads a layer of that name on an empty territory.
func NewWeigherForTest(name string) WeigherForTest {
	l := LayerFile{}
	l.Name = name
	return WeigherForTest{&weigher{file: l, sum: &LayerSummary{}, gazetteer: New(nil), communes: map[string]float64{}}}
}

// ReadCSV reads a file of that content to its end.
func (f WeigherForTest) ReadCSV(ctx context.Context, content string) error {
	file, err := os.CreateTemp("", "maillage-test-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	if _, err := file.WriteString(content); err != nil {
		return err
	}
	if _, err := file.Seek(0, 0); err != nil {
		return err
	}
	if err := readCSV(ctx, &datafile{File: file, name: "x.csv", size: int64(len(content))}, nil, f.w.row); err != nil {
		return err
	}
	return f.w.finish()
}
