package intake

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"

	"maillage/geo/packed"
)

// readZip reads an archive that is none of the formats made of one: GraceTHD's
// tables, or a single list.
func readZip(content []byte, kind, sheet string) (*Table, *fault) {
	a, err := packed.Open(bytes.NewReader(content), int64(len(content)), packedLimits)
	if err != nil {
		return nil, packedFault(err, "ZIP")
	}
	if slices.ContainsFunc(a.Files, isGraceTHD) {
		return readGraceTHD(content, a, kind, sheet)
	}
	if len(a.Files) != 1 {
		return nil, isArchive.is("what", "ZIP")
	}
	inside, err := a.Bytes(a.Files[0], MaxBytes)
	if err != nil {
		return nil, packedFault(err, "ZIP")
	}
	format, alien := sniff(inside)
	switch {
	case alien != nil:
		return nil, alien
	case format == formatZip: // no archives in archives
		return nil, isArchive.is("what", "ZIP")
	}
	return readFormat(format, inside, kind, sheet)
}

func isGraceTHD(f *zip.File) bool {
	return slices.Contains(graceTables, strings.ToLower(packed.Title(f)))
}
