package reader

import (
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/assets"
)

// What was said of signatures is kept until any of what it was said of changes.
func TestSignaturesAreSaidOnceForEachChange(t *testing.T) {
	vietnamese, english := assets.LoadWords(assets.Vietnamese), assets.LoadWords(assets.English)
	found := func() council.Reading { // made anew, as each change of the room makes it
		return council.Reading{Document: "d1", Blob: "b", Checked: 1_000_000, Signed: []council.Signed{{State: council.SignedGood, Said: []string{"intact"}, Name: "Hoàng Văn Thuận"}}}
	}
	var said signedWords
	first := said.of(vietnamese, found(), time.UTC)
	if again := said.of(vietnamese, found(), time.UTC); &again.Lines[0] != &first.Lines[0] {
		t.Error("the same is put into words again")
	}
	east := time.FixedZone("UTC+7", 7*3600)
	bad, later := found(), found()
	bad.Signed[0].State, later.Checked = council.SignedBad, 90_000_000
	for what, c := range map[string]struct {
		words *assets.Words
		read  council.Reading
		zone  *time.Location
	}{"language": {english, found(), time.UTC}, "zone": {vietnamese, found(), east}, "state": {vietnamese, bad, time.UTC}, "check": {vietnamese, later, time.UTC}} {
		said.of(vietnamese, found(), time.UTC)
		if got := said.of(c.words, c.read, c.zone); !got.equal(signedOf(c.words, c.read, c.zone)) || got.equal(first) {
			t.Errorf("after another %s: %+v", what, got)
		}
	}
}
