package territory

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"maillage/inventory"
	"maillage/inventory/territory/feature"
)

// maxFeatures is the most features a source may have: five times France.
const maxFeatures = 200_000

// rawFeature is a feature as it stands in a file.
type rawFeature struct {
	number int
	bytes  []byte
}

// read reads every boundary of a source, in the order of its files. The bytes
// are split on one goroutine and parsed on the others.
func (s *source) read(ctx context.Context, report Progress) ([]boundary, error) {
	var all []boundary
	done := int64(0)
	for _, path := range s.files {
		o, err := openFile(ctx, path)
		if err != nil {
			return nil, err
		}
		bs, err := parseFile(ctx, o, path, func() { report.tell("reading", done+o.read.n, s.bytes) })
		o.close()
		if err != nil {
			return nil, err
		}
		done += o.read.n
		all = append(all, bs...)
		if len(all) > maxFeatures {
			return nil, tooMany(s.name)
		}
	}
	report.tell("reading", s.bytes, s.bytes)
	if len(all) == 0 {
		return nil, invalid("territory_empty", "%s holds no feature: a FeatureCollection of communes, or a Feature a line, is needed", s.name)
	}
	return all, nil
}

func tooMany(name string) error {
	return inventory.Errorf(inventory.TooLarge, "territory_too_large", "%s holds more than %d features, which communes never are", name, maxFeatures)
}

func parseFile(ctx context.Context, o *opened, path string, tell func()) ([]boundary, error) {
	g, ctx := errgroup.WithContext(ctx)
	raws := make(chan rawFeature, 256)
	var mu sync.Mutex
	var found []numbered
	g.Go(func() error {
		defer close(raws)
		n := 0
		err := feature.Split(o, func(raw []byte) error {
			if n++; n > maxFeatures {
				return tooMany(path)
			}
			if n%500 == 0 {
				tell()
			}
			select {
			case raws <- rawFeature{n, raw}:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		return splitError(path, err)
	})
	for range max(2, runtime.GOMAXPROCS(0)) {
		g.Go(func() error {
			var mine []numbered
			for raw := range raws {
				b, err := parse(raw, path)
				if err != nil {
					return err
				}
				mine = append(mine, numbered{raw.number, b})
			}
			mu.Lock()
			found = append(found, mine...)
			mu.Unlock()
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b numbered) int { return a.number - b.number })
	out := make([]boundary, len(found))
	for i, f := range found {
		out[i] = f.boundary
	}
	return out, nil
}

type numbered struct {
	number   int
	boundary boundary
}

func parse(raw rawFeature, path string) (boundary, error) {
	at := fmt.Sprintf("feature %d of %s", raw.number, filepath.Base(path))
	f, err := feature.Parse(raw.bytes)
	if err != nil {
		return boundary{}, invalid("territory_bad_feature", "%s cannot be read: %v", at, err)
	}
	return readBoundary(f, at)
}

// splitError words an error of feature.Split.
func splitError(path string, err error) error {
	var domain *inventory.Error
	switch {
	case err == nil || errors.As(err, &domain) || errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, feature.ErrTruncated):
		return invalid("territory_truncated", "%s is cut short: %v; fetch it again", path, err)
	case strings.HasPrefix(err.Error(), "byte ") || strings.HasPrefix(err.Error(), "the feature"):
		return invalid("territory_wrong_file", "%s is not GeoJSON: %v", path, err)
	}
	return broken(path, err)
}
