package intake

import "time"

// Limits of an upload. Each is enforced while reading, so that no file, however
// made, takes more memory than a few times its own size.
const (
	MaxBytes    = 64 << 20   // of a file
	MaxRows     = 200_000    // of a list, header aside
	MaxColumns  = 200        // of a list
	MaxCells    = 10_000_000 // rows × columns
	MaxCell     = 100_000    // bytes of one cell; geometries as text and lists of communes aside
	MaxDepth    = 40         // of nested objects and arrays in JSON, of collections in WKT
	MaxUnpacked = 256 << 20  // bytes that an archive or a workbook may unpack to
	MaxRatio    = 200        // of unpacked to packed, past the first 16 MB of a file
	MaxEntries  = 1000       // files in an archive
	MaxReported = 10_000     // errors, and warnings, listed in one import; all are counted

	MaxAddresses = 50_000 // of one import, for which the geocoder is asked; others stay at their commune
	MaxWaiting   = 50     // imports of one member that wait; beyond, the oldest lose their files

	MaxReading  = 5 * time.Minute // of a GeoPackage
	MaxWork     = 2 * time.Hour   // of one attempt to check an import in the background
	MaxAttempts = 5               // to check an import in the background; then it fails

	KeptDays = 30 // that the file of an import is kept; the database holds the same
)

// bounds are the limits of work in the background.
type bounds struct {
	addresses, attempts int
	work, pause         time.Duration // of an attempt; after the first, and more after the next
}

// most are the desk's bounds; tests have narrower ones.
func (d *Desk) most() bounds {
	if d.bounds != (bounds{}) {
		return d.bounds
	}
	return bounds{addresses: MaxAddresses, attempts: MaxAttempts, work: MaxWork, pause: 10 * time.Second}
}
