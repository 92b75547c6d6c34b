package reading

import (
	"errors"
	"testing"
	"time"

	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/signature"
	"congso.vn/congso/app/signature/signaturetest"
)

// Signatures of papers, found by a worker and verified by whom the office trusts.
func TestSignaturesOfPapers(t *testing.T) {
	house := signaturetest.NewHouse(t, signaturetest.P256())
	sign := func(signed []byte) []byte {
		return signaturetest.Message{By: house.Signer, Chain: house.Chain(), At: signaturetest.Noon, Detached: signed}.Encode(t)
	}
	signed := func(change func(*signaturetest.Paper)) []byte {
		p := signaturetest.NewPaper()
		p.Sign(t, signaturetest.Form{Reason: "Duyet"}, sign)
		if change != nil {
			change(p)
		}
		return p.Bytes
	}
	trusting := &Reader{Renderer: renderer(t), Logger: quiet()}
	trusting.SetTrust(signature.NewStore(house.Root.Certificate))
	alone := &Reader{Renderer: trusting.Renderer, Logger: quiet()}
	for what, c := range map[string]struct {
		reader *Reader
		paper  []byte
		states []signature.Code
	}{
		"trusted":       {trusting, signed(nil), []signature.Code{signature.StateGood}},
		"of a stranger": {alone, signed(nil), []signature.Code{signature.StateUnknown}},
		"altered":       {trusting, signed(func(p *signaturetest.Paper) { p.Bytes[20] ^= 1 }), []signature.Code{signature.StateBad}},
		"added to":      {trusting, signed((*signaturetest.Paper).Add), []signature.Code{signature.StateUnknown}},
		"unsigned":      {trusting, signaturetest.NewPaper().Bytes, nil},
	} {
		found, err := c.reader.Signatures(t.Context(), what, c.paper, signaturetest.Noon.Add(time.Hour))
		if err != nil || found.Unlisted != 0 || len(found.Verdicts) != len(c.states) {
			t.Errorf("%s: %+v, %v", what, found, err)
			continue
		}
		for i, verdict := range found.Verdicts {
			if verdict.State() != c.states[i] {
				t.Errorf("%s: %s, %v", what, verdict.State(), verdict.Codes())
			}
		}
	}
	if _, err := trusting.Signatures(t.Context(), "no paper", []byte("không phải PDF"), signaturetest.Noon); err == nil {
		t.Error("what is no paper has signatures")
	} else if _, lasting := Fault(err); !lasting {
		t.Errorf("what is no paper is tried again: %v", err)
	}
	if _, err := (&Reader{Renderer: slow{}, Logger: quiet()}).Signatures(t.Context(), "x", nil, time.Time{}); !errors.Is(err, pages.ErrUnavailable) {
		t.Errorf("a renderer that finds no signatures: %v", err)
	}
}
