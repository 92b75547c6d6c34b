package trust

import (
	"testing"

	"congso.vn/congso/assets"
)

func TestEveryCodeHasItsSentence(t *testing.T) {
	for _, language := range []assets.Language{assets.Vietnamese, assets.English} {
		words := assets.LoadWords(language)
		for _, code := range []string{
			Forged, Revoked, Anonymous, Damaged, Missing,
			Expired, Used, Unknown, Refused, Rate, Busy, Malformed, WrongMode, Commitment, Version, Promoted, Failed,
		} {
			if !words.Has("refusal." + code) {
				t.Errorf("%s: no sentence for %s", language, code)
			}
			if !codeForm.MatchString(code) {
				t.Errorf("%s does not pass the wire", code)
			}
		}
	}
}
