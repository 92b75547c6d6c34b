package beacon

import (
	"errors"
	"io"
	"testing"

	"congso.vn/congso/assets"
)

func TestEveryCodeHasItsSentence(t *testing.T) {
	for _, language := range []assets.Language{assets.Vietnamese, assets.English} {
		words := assets.LoadWords(language)
		for _, code := range []string{AddressEmpty, AddressHost, AddressPort, AddressInvitation, FoundNone, Unreachable} {
			if !words.Has("refusal." + code) {
				t.Errorf("%s: no sentence for %s", language, code)
			}
		}
	}
}

func TestErrorsKeepTheirReason(t *testing.T) {
	err := &Error{Code: Unreachable, Err: io.ErrUnexpectedEOF}
	if !errors.Is(err, io.ErrUnexpectedEOF) || err.Error() != "beacon: find.unreachable: unexpected EOF" {
		t.Fatal(err)
	}
	if (&Error{Code: FoundNone}).Error() != "beacon: find.none" || CodeOf(io.EOF) != "" || CodeOf(err) != Unreachable {
		t.Fatal("codes")
	}
}
