package api

import "testing"

func TestSourceName(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"builtin":                       "builtin",
		"/srv/private/communes.geojson": "communes.geojson",
		"../shared/territory":           "territory",
		"https://user:secret@example.org/communes.geojson.gz?token=secret": "https://example.org/communes.geojson.gz",
	} {
		if got := sourceName(source); got != want {
			t.Errorf("%s is shown as %s, want %s", source, got, want)
		}
	}
}
