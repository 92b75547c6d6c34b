package speaking_test

import (
	"testing"

	"congso.vn/congso/app/speaking"
	"congso.vn/congso/assets"
)

func TestWhateverIsSaidHasItsSentence(t *testing.T) {
	for _, language := range []assets.Language{assets.Vietnamese, assets.English} {
		words := assets.LoadWords(language)
		need := func(key string) {
			if !words.Has(key) {
				t.Errorf("%s lacks %q", language, key)
			}
		}
		for _, code := range speaking.Codes {
			need("refusal." + code)
		}
		for _, why := range speaking.Whys {
			need("speaking.why." + string(why))
		}
		for _, order := range speaking.Orders {
			need("speaking.order." + string(order))
		}
	}
}
