package ballot_test

import (
	"testing"

	"congso.vn/congso/app/ballot"
	"congso.vn/congso/assets"
)

// Whoever is refused is told why, in both languages.
func TestEveryCodeHasItsSentence(t *testing.T) {
	for _, language := range []assets.Language{assets.Vietnamese, assets.English} {
		words := assets.LoadWords(language)
		for _, code := range ballot.Codes {
			if !words.Has("refusal." + code) {
				t.Errorf("%s: refusal.%s has no sentence", language, code)
			}
		}
	}
}
