package postgres

import (
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgtype"

	"maillage/geo/line"
)

// setCodec is pgx's codec between int4multirange and line.Set. A nil set is
// NULL, both ways: the empty set is line.Set{}. Cells beyond the line are an
// error when read.
type setCodec struct{}

func (setCodec) FormatSupported(format int16) bool {
	return format == pgtype.BinaryFormatCode || format == pgtype.TextFormatCode
}

func (setCodec) PreferredFormat() int16 { return pgtype.BinaryFormatCode }

func (setCodec) PlanEncode(_ *pgtype.Map, _ uint32, format int16, value any) pgtype.EncodePlan {
	if _, ok := value.(line.Set); ok {
		return encodeSet{text: format == pgtype.TextFormatCode}
	}
	return nil
}

func (setCodec) PlanScan(_ *pgtype.Map, _ uint32, format int16, target any) pgtype.ScanPlan {
	if _, ok := target.(*line.Set); ok {
		return scanSet{text: format == pgtype.TextFormatCode}
	}
	return nil
}

func (setCodec) DecodeDatabaseSQLValue(_ *pgtype.Map, _ uint32, format int16, src []byte) (driver.Value, error) {
	if src == nil {
		return nil, nil
	}
	if format == pgtype.TextFormatCode {
		return string(src), nil
	}
	return append([]byte(nil), src...), nil
}

func (setCodec) DecodeValue(_ *pgtype.Map, _ uint32, format int16, src []byte) (any, error) {
	var s line.Set
	err := scanSet{text: format == pgtype.TextFormatCode}.Scan(src, &s)
	return s, err
}

type encodeSet struct{ text bool }

func (p encodeSet) Encode(value any, buf []byte) ([]byte, error) {
	s := value.(line.Set)
	if s == nil {
		return nil, nil
	}
	if p.text {
		return append(buf, s.String()...), nil
	}
	return appendMultirange(buf, s), nil
}

type scanSet struct{ text bool }

func (p scanSet) Scan(src []byte, target any) (err error) {
	s := target.(*line.Set)
	switch {
	case src == nil:
		*s = nil
		return nil
	case p.text:
		*s, err = line.Parse(string(src))
		if err == nil && *s == nil {
			*s = line.Set{}
		}
		return err
	}
	*s, err = decodeMultirange(src)
	return err
}

// The binary form, from PostgreSQL's multirange_send and range_send, big
// endian: the number of ranges; for each its length in bytes, a byte of flags,
// and each bound as its length and value.
const (
	rangeBytes   = 4 + rangeLength
	rangeLength  = 1 + 4 + 4 + 4 + 4
	lowInclusive = 0x02 // RANGE_LB_INC: [lo,hi), as PostgreSQL keeps all ranges of whole numbers
)

func appendMultirange(buf []byte, s line.Set) []byte {
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(s)))
	for _, i := range s {
		buf = append(buf, 0, 0, 0, rangeLength, lowInclusive, 0, 0, 0, 4)
		buf = binary.BigEndian.AppendUint32(buf, uint32(i.Lo))
		buf = append(buf, 0, 0, 0, 4)
		buf = binary.BigEndian.AppendUint32(buf, uint32(i.Hi))
	}
	return buf
}

var errMultirange = errors.New("multirange: not the binary form of bounded ranges of cells")

// decodeMultirange reads what PostgreSQL sends for an int4multirange. The set
// is not nil, even when it is empty.
func decodeMultirange(b []byte) (line.Set, error) {
	if len(b) < 4 {
		return nil, errMultirange
	}
	n := binary.BigEndian.Uint32(b)
	b = b[4:]
	if uint64(n)*rangeBytes != uint64(len(b)) {
		return nil, errMultirange
	}
	s := make(line.Set, n)
	end, size := int32(-1), line.Size()
	for i := range s {
		r := b[i*rangeBytes : (i+1)*rangeBytes : (i+1)*rangeBytes]
		if binary.BigEndian.Uint32(r) != rangeLength || r[4] != lowInclusive ||
			binary.BigEndian.Uint32(r[5:]) != 4 || binary.BigEndian.Uint32(r[13:]) != 4 {
			return nil, errMultirange
		}
		lo, hi := int32(binary.BigEndian.Uint32(r[9:])), int32(binary.BigEndian.Uint32(r[17:]))
		if lo <= end || hi <= lo || hi > size { // ranges that touch would be one
			return nil, fmt.Errorf("multirange: [%d,%d) after %d is not a set of cells of the line", lo, hi, end)
		}
		s[i] = line.Interval{Lo: lo, Hi: hi}
		end = hi
	}
	return s, nil
}
