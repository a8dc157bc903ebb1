package api

import "testing"

func TestPreferredLanguage(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"":                           "fr",
		"fr":                         "fr",
		"en":                         "en",
		"en-GB,en;q=0.9":             "en",
		"de, en;q=0.5, fr;q=0.8":     "fr",
		"fr;q=0.3, en;q=0.7":         "en",
		"de-DE":                      "fr",
		"en;q=broken, fr;q=0.1":      "fr",
		"en;q=0":                     "fr",
		"FR-ca;q=0.2 , EN-us; q=0.9": "en",
	} {
		if got := preferredLanguage(header); got != want {
			t.Errorf("preferredLanguage(%q) = %q, want %q", header, got, want)
		}
	}
}
