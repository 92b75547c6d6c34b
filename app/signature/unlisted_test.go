package signature_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"congso.vn/congso/app/signature"
	"congso.vn/congso/app/signature/signaturetest"
)

func TestUnlisted(t *testing.T) {
	house := signaturetest.NewHouse(t, signaturetest.P256())
	p := signaturetest.NewPaper()
	for range 3 {
		p.Sign(t, signaturetest.Form{}, by(t, house.Signer, house.Chain()...))
	}
	all := found(p, signaturetest.Form{})
	count := func(data string, listed ...signature.Signature) int {
		t.Helper()
		n, err := signature.Unlisted(listed, int64(len(data)), strings.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	paper := string(p.Bytes)
	for listed := range all {
		if got := count(paper, all[:listed]...); got != len(all)-listed {
			t.Errorf("%d of %d are listed, %d are not", listed, len(all), got)
		}
	}
	if got := count(paper+"/ByteRange [0 10 99999999 5] /ByteRange[1 2 3 4] /ByteRange[0 1 2]", all...); got != 0 {
		t.Errorf("%d in a text about signatures", got)
	}
	// Across every border of what is read at once.
	const mark = "/ByteRange[0 100 200 300]"
	for at := 1<<18 - 300; at < 1<<18+300; at += 7 {
		if got := count(strings.Repeat(" ", at) + mark + strings.Repeat(" ", 1000)); got != 1 {
			t.Fatalf("at %d: %d", at, got)
		}
	}
	var many strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&many, "/ByteRange[0 %d %d 3]", i+1, i+5)
	}
	if got := count(many.String()); got != 64 {
		t.Errorf("%d of a thousand", got)
	}
	if _, err := signature.Unlisted(nil, 100, bytes.NewReader(nil)); err == nil {
		t.Error("a file that ends too early")
	}
}
