// Package packed opens zip archives that strangers made. Bytes are counted as
// they come out, since what an archive says of its sizes need not be so.
//
// What belongs here: the limits of unpacking and finding files by name. What
// does not: what the files hold.
package packed

import (
	"archive/zip"
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// Limits bound what an archive may unpack to.
type Limits struct {
	Unpacked int64 // bytes of all that is read
	Ratio    int64 // of a file's bytes unpacked to packed, past the first 16 MB
	Entries  int   // files
}

const ratioFrom = 16 << 20 // small files may pack as well as they like

// Reason is why an archive, or a file in it, is refused.
type Reason int

// The reasons.
const (
	Broken  Reason = iota // not a zip, or damaged
	Cut                   // it ends in the middle
	Locked                // a password is needed
	TooMuch               // it unpacks to more than Limits let
	TooMany               // it holds more files than Limits let
)

// Error says which file of an archive is refused and why.
type Error struct {
	Reason Reason
	Name   string // of the file, "" for the archive itself
	Count  int    // of TooMany: the files it holds
	Err    error  // what the zip reader says, where it is what refuses
}

func (e *Error) Error() string {
	what := [...]string{"is damaged", "stops in the middle", "is locked with a password", "unpacks to more than is taken", "holds too many files"}[e.Reason]
	name := cmp.Or(e.Name, "the archive")
	if e.Err != nil {
		return fmt.Sprintf("%s %s: %v", name, what, e.Err)
	}
	return name + " " + what
}

func (e *Error) Unwrap() error { return e.Err }

// Archive is an open zip. It is not safe for concurrent use.
type Archive struct {
	Files  []*zip.File // those of the user, in the archive's order; folders and hidden ones left out
	limits Limits
	left   int64 // bytes that may still come out
}

// Open reads an archive's list of files. Errors are *Error.
func Open(r io.ReaderAt, size int64, l Limits) (*Archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, &Error{Reason: Broken, Err: err}
	}
	if len(z.File) > l.Entries {
		return nil, &Error{Reason: TooMany, Count: len(z.File)}
	}
	files := slices.DeleteFunc(z.File, func(f *zip.File) bool { return Hidden(f.Name) })
	return &Archive{files, l, l.Unpacked}, nil
}

// Hidden tells whether a name in an archive is none of the user's files.
func Hidden(name string) bool {
	return strings.HasSuffix(name, "/") || strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(path.Base(name), ".")
}

// WithExt lists the files whose name ends so (".shp"), whatever the case.
func (a *Archive) WithExt(ext string) []*zip.File {
	return slices.DeleteFunc(slices.Clone(a.Files), func(f *zip.File) bool { return !strings.EqualFold(path.Ext(f.Name), ext) })
}

// Beside finds the file that stands beside another with another ending, nil
// where there is none.
func (a *Archive) Beside(f *zip.File, ext string) *zip.File {
	want := strings.TrimSuffix(f.Name, path.Ext(f.Name)) + ext
	for _, g := range a.Files {
		if strings.EqualFold(g.Name, want) {
			return g
		}
	}
	return nil
}

// Title is a file's name without folders and ending.
func Title(f *zip.File) string {
	return path.Base(strings.TrimSuffix(f.Name, path.Ext(f.Name)))
}

// Open reads one file of the archive. It, and reading from it, fail with an
// *Error past a limit.
func (a *Archive) Open(f *zip.File) (io.ReadCloser, error) {
	if f.Flags&1 != 0 {
		return nil, &Error{Reason: Locked, Name: f.Name}
	}
	rc, err := f.Open()
	if err != nil {
		return nil, &Error{Reason: Broken, Name: f.Name, Err: err}
	}
	return &unpacking{rc: rc, a: a, name: f.Name, packed: max(int64(f.CompressedSize64), 1)}, nil
}

// Bytes reads a whole file of at most most bytes; what is beyond is TooMuch.
func (a *Archive) Bytes(f *zip.File, most int64) ([]byte, error) {
	rc, err := a.Open(f)
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	b, err := io.ReadAll(io.LimitReader(rc, most+1))
	if err == nil && int64(len(b)) > most {
		return nil, &Error{Reason: TooMuch, Name: f.Name}
	}
	return b, err
}

// Try unpacks everything to nowhere: for those who hand the archive on to a
// reader that believes what it says.
func (a *Archive) Try() error {
	for _, f := range a.Files {
		rc, err := a.Open(f)
		if err != nil {
			return err
		}
		n, err := io.Copy(io.Discard, rc)
		rc.Close()
		if err != nil {
			return err
		}
		if uint64(n) != f.UncompressedSize64 {
			return &Error{Reason: Broken, Name: f.Name}
		}
	}
	return nil
}

type unpacking struct {
	rc     io.ReadCloser
	a      *Archive
	name   string
	packed int64
	out    int64
}

func (u *unpacking) Read(p []byte) (int, error) {
	n, err := u.rc.Read(p)
	u.out += int64(n)
	u.a.left -= int64(n)
	if u.a.left < 0 || u.out > ratioFrom && u.out/u.packed > u.a.limits.Ratio {
		return 0, &Error{Reason: TooMuch, Name: u.name}
	}
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return n, err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return n, &Error{Reason: Cut, Name: u.name}
	}
	return n, &Error{Reason: Broken, Name: u.name, Err: err}
}

func (u *unpacking) Close() error { return u.rc.Close() }
