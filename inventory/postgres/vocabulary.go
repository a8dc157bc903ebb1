package postgres

// vocabulary keeps each distinct text of some columns once, where many rows
// share it.
type vocabulary map[string]string

// into is a target of a scan that takes its text from the vocabulary.
func (v vocabulary) into(s *string) *shared { return &shared{v, s} }

// shared is a pgtype.BytesScanner for a text that is not NULL.
type shared struct {
	all  vocabulary
	into *string
}

// ScanBytes takes the bytes of a text, which are valid until it returns.
func (s *shared) ScanBytes(b []byte) error {
	text, ok := s.all[string(b)]
	if !ok {
		text = string(b)
		s.all[text] = text
	}
	*s.into = text
	return nil
}
