package postgres

// What the tests of the package postgres_test see of its inside.
var (
	DecodeEWKB       = decodeEWKB
	EncodeEWKB       = encodeEWKB
	DecodeMultirange = decodeMultirange
	AppendMultirange = appendMultirange
	Translated       = translated
	Rules            = rules
)
