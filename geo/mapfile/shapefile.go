package mapfile

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"github.com/paulmach/orb"

	"maillage/geo/packed"
)

// readShapefiles reads the Shapefiles of a zip, each a layer named as its file.
// ESRI Shapefile Technical Description, July 1998: the geometries (.shp) and the
// table (.dbf) are read side by side; the index (.shx) is not needed.
func readShapefiles(r io.ReaderAt, size int64, s *sink) error {
	a, err := packed.Open(r, size, s.o.Limits.archive())
	if err != nil {
		return err
	}
	for _, f := range a.WithExt(".shp") {
		s.info.Named = append(s.info.Named, packed.Title(f))
	}
	for _, f := range a.WithExt(".shp") {
		name := packed.Title(f)
		if s.o.Layer != "" && name != s.o.Layer {
			continue // whatever is wrong with it
		}
		epsg := 0
		if prj := a.Beside(f, ".prj"); prj != nil {
			text, err := a.Bytes(prj, 64<<10)
			if err != nil {
				return err
			}
			if epsg = systemOf(string(text)); epsg == 0 && s.o.EPSG == 0 && len(bytes.TrimSpace(text)) > 0 {
				return fail(UnknownSystem, systemTitle(string(text)))
			}
		}
		if !s.layer(name, epsg) {
			continue
		}
		if err := readShapefile(a, f, epsg, s); err != nil {
			return err
		}
	}
	return nil
}

// systemTitle is the name a system's well-known text begins with, for people.
func systemTitle(text string) string {
	if m := wktName.FindStringSubmatch(text); m != nil {
		return m[2]
	}
	return short(text, 60)
}

func readShapefile(a *packed.Archive, f *zip.File, epsg int, s *sink) error {
	rc, err := a.Open(f)
	if err != nil {
		return err
	}
	defer rc.Close()
	shapes := shapeReader{r: bufio.NewReaderSize(rc, 64<<10), limits: s.o.Limits}
	if err := shapes.head(); err != nil {
		return err
	}
	table, closeTable, err := openTable(a, f, s.o.Limits)
	if err != nil {
		return err
	}
	defer closeTable()
	for {
		g, flaw, done, err := shapes.next()
		if err != nil || done {
			return err
		}
		feature := Feature{Geometry: g, Flaw: flaw, EPSG: epsg}
		if table != nil {
			all, gone, done, err := table.next()
			if err != nil {
				return err
			}
			if done {
				return fail(Broken, ".dbf has fewer records than .shp")
			}
			if gone {
				continue
			}
			feature.Properties = all
		}
		if err := s.take(feature); err != nil {
			return err
		}
	}
}

// openTable opens the .dbf beside a .shp; nil where there is none, since
// geometries alone may do.
func openTable(a *packed.Archive, f *zip.File, l Limits) (*dbf, func(), error) {
	entry := a.Beside(f, ".dbf")
	if entry == nil {
		return nil, func() {}, nil
	}
	label := ""
	if cpg := a.Beside(f, ".cpg"); cpg != nil {
		b, err := a.Bytes(cpg, 4<<10)
		if err != nil {
			return nil, nil, err
		}
		label = string(b)
	}
	rc, err := a.Open(entry)
	if err != nil {
		return nil, nil, err
	}
	table, err := newDBF(rc, label, l)
	if err != nil {
		rc.Close()
		return nil, nil, err
	}
	return table, func() { rc.Close() }, nil
}

// shapeReader reads the records of a .shp.
type shapeReader struct {
	r      *bufio.Reader
	limits Limits
	left   int64 // bytes of records that the head announces
	buf    bytes.Buffer
}

func (s *shapeReader) head() error {
	var head [100]byte
	if _, err := io.ReadFull(s.r, head[:]); err != nil {
		return s.ended(err)
	}
	if binary.BigEndian.Uint32(head[:]) != 9994 || binary.LittleEndian.Uint32(head[28:]) != 1000 {
		return fail(Broken, ".shp: its head is not that of a Shapefile")
	}
	s.left = int64(binary.BigEndian.Uint32(head[24:]))*2 - 100
	return nil
}

func (s *shapeReader) ended(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fail(Cut, ".shp")
	}
	return err
}

// next reads one record; its geometry is nil for a null shape or with a flaw.
func (s *shapeReader) next() (g orb.Geometry, flaw *Error, done bool, err error) {
	var head [8]byte
	if s.left < 8 {
		return nil, nil, true, nil
	}
	if _, err := io.ReadFull(s.r, head[:]); err != nil {
		return nil, nil, false, s.ended(err)
	}
	length := int64(binary.BigEndian.Uint32(head[4:])) * 2
	s.left -= 8 + length
	// Polygons with heights and measures take 32 bytes a vertex.
	if most := int64(s.limits.Vertices)*32 + int64(s.limits.Rings)*8 + 128; length > most {
		if _, err := io.CopyN(io.Discard, s.r, length); err != nil {
			return nil, nil, false, s.ended(err)
		}
		return nil, limit(TooManyVertices, s.limits.Vertices), false, nil
	}
	s.buf.Reset()
	if _, err := io.CopyN(&s.buf, s.r, length); err != nil { // as it comes: a length may lie
		return nil, nil, false, s.ended(err)
	}
	g, flaw = parseShape(s.buf.Bytes(), s.limits)
	return g, flaw, false, nil
}
