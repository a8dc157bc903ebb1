package intake

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"

	"maillage/inventory"
)

// ReadFile reads a list from disk. It stops at MaxBytes and looks at the first
// bytes before it reads the rest, so that a huge or alien file is refused at
// once. Errors are in English, the command line's language.
func ReadFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, unreadable(path, err)
	}
	if info.IsDir() {
		return nil, unreadable(path, errors.New("it is a folder, give one of its files"))
	}
	return readAll(f, info.Size(), English)
}

func unreadable(path string, err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return noSuchFile.is("why", err).at("", path).domain(inventory.Invalid, English)
}

// Read reads a list from a stream, as ReadFile does from disk. The kinds of
// errors are Invalid and TooLarge, and whatever r itself fails with.
func Read(r io.Reader, lang Lang) ([]byte, error) { return readAll(r, 0, lang) }

func readAll(r io.Reader, size int64, lang Lang) ([]byte, error) {
	const head = 64 << 10
	br := bufio.NewReaderSize(r, head)
	first, err := br.Peek(head)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if _, alien := sniff(first); alien != nil {
		return nil, alien.domain(inventory.Invalid, lang)
	}
	tooLarge := func() error { return tooManyBytes.is("limit", MaxBytes>>20).domain(inventory.Invalid, lang) }
	if size > MaxBytes {
		return nil, tooLarge()
	}
	content, err := io.ReadAll(io.LimitReader(br, MaxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(content) > MaxBytes {
		return nil, tooLarge()
	}
	return content, nil
}
