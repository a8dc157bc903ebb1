package postgres

import (
	"context"
	"database/sql/driver"
	"encoding/hex"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"maillage/inventory"
)

// registerTypes teaches a connection the types that pgx does not know. The
// number of PostGIS's type differs from database to database.
func registerTypes(ctx context.Context, conn *pgx.Conn) error {
	var oid *uint32
	if err := conn.QueryRow(ctx, "SELECT to_regtype('geometry')::oid").Scan(&oid); err != nil {
		return err
	}
	if oid == nil {
		return inventory.Errorf(inventory.Unavailable, "postgis_missing",
			"the database has no PostGIS: run “maillage migrate”, or CREATE EXTENSION postgis as its administrator")
	}
	types := conn.TypeMap()
	types.RegisterType(&pgtype.Type{Name: "geometry", OID: *oid, Codec: geometryCodec{}})
	sets := &pgtype.Type{Name: "int4multirange", OID: pgtype.Int4multirangeOID, Codec: setCodec{}}
	types.RegisterType(sets)
	types.RegisterType(&pgtype.Type{Name: "_int4multirange", OID: int4multirangeArrayOID, Codec: &pgtype.ArrayCodec{ElementType: sets}})
	return nil
}

const int4multirangeArrayOID = 6150 // pg_type.dat

// geometryCodec is pgx's codec of PostGIS geometry: orb values go in with SRID
// 4326; out come orb values, without SRID, Z and M. A nil slice or a nil
// interface is NULL, both ways. An empty point, which orb has no word for, is
// read as an empty orb.MultiPoint.
//
// Targets of a scan are pointers to an orb type, which must be that of the
// value, or to orb.Geometry. A polygon also goes into an orb.MultiPolygon.
type geometryCodec struct{}

func (geometryCodec) FormatSupported(format int16) bool {
	return format == pgtype.BinaryFormatCode || format == pgtype.TextFormatCode
}

func (geometryCodec) PreferredFormat() int16 { return pgtype.BinaryFormatCode }

func (geometryCodec) PlanEncode(_ *pgtype.Map, _ uint32, format int16, value any) pgtype.EncodePlan {
	switch value.(type) { // not the interface: pointers to these satisfy it as well
	case orb.Point, orb.MultiPoint, orb.LineString, orb.MultiLineString, orb.Ring, orb.Polygon, orb.MultiPolygon, orb.Collection, orb.Bound:
		return encodeGeometry{text: format == pgtype.TextFormatCode}
	}
	return nil
}

func (geometryCodec) PlanScan(_ *pgtype.Map, _ uint32, format int16, target any) pgtype.ScanPlan {
	switch target.(type) {
	case *orb.Geometry, *orb.Point, *orb.MultiPoint, *orb.LineString, *orb.MultiLineString, *orb.Polygon, *orb.MultiPolygon, *orb.Collection:
		return scanGeometry{text: format == pgtype.TextFormatCode}
	}
	return nil
}

func (geometryCodec) DecodeDatabaseSQLValue(_ *pgtype.Map, _ uint32, format int16, src []byte) (driver.Value, error) {
	if src == nil {
		return nil, nil
	}
	if format == pgtype.TextFormatCode {
		return string(src), nil
	}
	return append([]byte(nil), src...), nil
}

func (geometryCodec) DecodeValue(_ *pgtype.Map, _ uint32, format int16, src []byte) (any, error) {
	var g orb.Geometry
	err := scanGeometry{text: format == pgtype.TextFormatCode}.Scan(src, &g)
	return g, err
}

type encodeGeometry struct{ text bool }

func (p encodeGeometry) Encode(value any, buf []byte) ([]byte, error) {
	g := value.(orb.Geometry)
	if isNull(g) {
		return nil, nil
	}
	if at, ok := g.(orb.Point); ok && !p.text && !isOdd(at[0]) && !isOdd(at[1]) {
		return appendPoint(buf, at), nil
	}
	b, err := encodeEWKB(g)
	if err != nil {
		return nil, err
	}
	if p.text {
		return hex.AppendEncode(buf, b), nil
	}
	return append(buf, b...), nil
}

type scanGeometry struct{ text bool }

func (p scanGeometry) Scan(src []byte, target any) error {
	if src == nil {
		return assignNull(target)
	}
	if p.text {
		b := make([]byte, hex.DecodedLen(len(src)))
		n, err := hex.Decode(b, src)
		if err != nil {
			return fmt.Errorf("geometry: %w", err)
		}
		src = b[:n]
	}
	if at, ok := target.(*orb.Point); ok && readPoint(src, at) {
		return nil
	}
	g, err := decodeEWKB(src)
	if err != nil {
		return err
	}
	return assign(g, target)
}

// assign puts a geometry where its type fits.
func assign(g orb.Geometry, target any) error {
	ok := true
	switch t := target.(type) {
	case *orb.Geometry:
		*t = g
	case *orb.Point:
		*t, ok = g.(orb.Point)
	case *orb.MultiPoint:
		*t, ok = g.(orb.MultiPoint)
	case *orb.LineString:
		*t, ok = g.(orb.LineString)
	case *orb.MultiLineString:
		*t, ok = g.(orb.MultiLineString)
	case *orb.Polygon:
		*t, ok = g.(orb.Polygon)
	case *orb.MultiPolygon:
		if p, single := g.(orb.Polygon); single {
			*t = orb.MultiPolygon{p}
		} else {
			*t, ok = g.(orb.MultiPolygon)
		}
	case *orb.Collection:
		*t, ok = g.(orb.Collection)
	}
	if !ok {
		return fmt.Errorf("geometry: cannot scan a %s into %T", g.GeoJSONType(), target)
	}
	return nil
}

func assignNull(target any) error {
	switch t := target.(type) {
	case *orb.Geometry:
		*t = nil
	case *orb.MultiPoint:
		*t = nil
	case *orb.LineString:
		*t = nil
	case *orb.MultiLineString:
		*t = nil
	case *orb.Polygon:
		*t = nil
	case *orb.MultiPolygon:
		*t = nil
	case *orb.Collection:
		*t = nil
	default:
		return fmt.Errorf("geometry: cannot scan NULL into %T", target)
	}
	return nil
}

// isNull tells a nil slice of the orb types that are slices.
func isNull(g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.MultiPoint:
		return g == nil
	case orb.LineString:
		return g == nil
	case orb.MultiLineString:
		return g == nil
	case orb.Ring:
		return g == nil
	case orb.Polygon:
		return g == nil
	case orb.MultiPolygon:
		return g == nil
	case orb.Collection:
		return g == nil
	}
	return g == nil
}
