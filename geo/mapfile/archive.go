package mapfile

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// archive is a zip that is read within limits: bytes are counted as they come
// out, since what a zip says of its sizes need not be so.
type archive struct {
	files  []*zip.File
	limits Limits
	left   int64 // bytes that may still come out
}

func openArchive(r io.ReaderAt, size int64, l Limits) (*archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fail(Broken, err.Error())
	}
	a := &archive{limits: l, left: l.Unpacked}
	for _, f := range z.File {
		if hidden(f.Name) {
			continue
		}
		if a.files = append(a.files, f); len(a.files) > l.Entries {
			return nil, limit(TooManyEntries, l.Entries)
		}
	}
	return a, nil
}

// withExt lists the files whose name ends so, in the archive's order.
func (a *archive) withExt(ext string) []*zip.File {
	return slices.DeleteFunc(slices.Clone(a.files), func(f *zip.File) bool { return !strings.EqualFold(path.Ext(f.Name), ext) })
}

// beside finds the file that stands beside another with another ending, nil
// where there is none.
func (a *archive) beside(f *zip.File, ext string) *zip.File {
	want := strings.TrimSuffix(f.Name, path.Ext(f.Name)) + ext
	for _, g := range a.files {
		if strings.EqualFold(g.Name, want) {
			return g
		}
	}
	return nil
}

// open reads one file of the archive. Reading past a limit is an *Error.
func (a *archive) open(f *zip.File) (io.ReadCloser, error) {
	if f.Flags&1 != 0 {
		return nil, fail(Encrypted, "")
	}
	rc, err := f.Open()
	if err != nil {
		return nil, fail(Broken, f.Name+": "+err.Error())
	}
	return &unpacking{rc: rc, a: a, name: f.Name, packed: max(int64(f.CompressedSize64), 1)}, nil
}

// small reads a whole file of at most most bytes; what is beyond is left.
func (a *archive) small(f *zip.File, most int64) ([]byte, error) {
	rc, err := a.open(f)
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	return io.ReadAll(io.LimitReader(rc, most))
}

type unpacking struct {
	rc     io.ReadCloser
	a      *archive
	name   string
	packed int64
	out    int64
}

const ratioFrom = 16 << 20 // small files may pack as well as they like

func (u *unpacking) Read(p []byte) (int, error) {
	n, err := u.rc.Read(p)
	u.out += int64(n)
	u.a.left -= int64(n)
	if u.a.left < 0 || u.out > ratioFrom && u.out/u.packed > u.a.limits.Ratio {
		return 0, &Error{Code: TooMuchUnpacked, Detail: u.name, Limit: int(u.a.limits.Unpacked)}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return n, fail(Cut, u.name)
		}
		return n, fail(Broken, u.name+": "+err.Error())
	}
	return n, err
}

func (u *unpacking) Close() error { return u.rc.Close() }
