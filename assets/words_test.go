package assets

import (
	"regexp"
	"sort"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

var place = regexp.MustCompile(`\{[a-z_]+\}`)

// Both languages must be complete: the same keys, and in each sentence the same places to fill.
func TestLanguagesAreComplete(t *testing.T) {
	vietnamese, english := LoadWords(Vietnamese), LoadWords(English)
	for _, key := range vietnamese.Keys() {
		if strings.HasSuffix(key, ".one") {
			continue
		}
		if !english.Has(key) {
			t.Errorf("English lacks %q", key)
			continue
		}
		if want, got := places(vietnamese.Say(key)), places(english.Say(key)); want != got {
			t.Errorf("%q: places differ: vi %s, en %s", key, want, got)
		}
	}
	for _, key := range english.Keys() {
		if !vietnamese.Has(key) && !strings.HasSuffix(key, ".one") {
			t.Errorf("Vietnamese lacks %q", key)
		}
	}
}

// Everything shown is NFC, or marks are displaced on paper and in searches.
func TestSentencesAreComposed(t *testing.T) {
	for _, language := range []Language{Vietnamese, English} {
		w := LoadWords(language)
		for _, key := range w.Keys() {
			if !norm.NFC.IsNormalString(w.Say(key)) {
				t.Errorf("%s %q is not NFC", language, key)
			}
		}
	}
}

func TestSayFillsPlaces(t *testing.T) {
	w := &Words{sentences: map[string]string{"a": "{count} things of {who}", "a.one": "one thing of {who}"}}
	if got := w.Say("a", "count", 3, "who", "Lan"); got != "3 things of Lan" {
		t.Error(got)
	}
	if got := w.Say("a", "count", 1, "who", "Lan"); got != "one thing of Lan" {
		t.Error(got)
	}
	if got := w.Say("unknown.key"); got != "unknown.key" {
		t.Error(got)
	}
}

func places(sentence string) string {
	found := place.FindAllString(sentence, -1)
	sort.Strings(found)
	return strings.Join(found, " ")
}
