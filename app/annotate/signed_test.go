package annotate_test

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"congso.vn/congso/app/signature"
	"congso.vn/congso/app/signature/signaturetest"
)

// Signatures keep covering what they covered: they are intact, and say that something was added since.
func TestSignaturesStayIntact(t *testing.T) {
	house := signaturetest.NewHouse(t, signaturetest.RSA())
	store := signature.NewStore(house.Root.Certificate)
	for _, signers := range []int{1, 2} {
		signed := signaturetest.NewPaper()
		for range signers {
			signed.Sign(t, signaturetest.Form{}, func(bytes []byte) []byte {
				return signaturetest.Message{By: house.Signer, Chain: house.Chain(), Detached: bytes}.Encode(t)
			})
		}
		marks, places := everyKind(0)
		copied, result := annotated(t, signed.Bytes, marks)
		if result.Forbidden {
			t.Error("nobody forbade it")
		}
		id, _ := open(t, copied)
		found, err := renderer(t).Signatures(t.Context(), id)
		if err != nil || len(found) != signers {
			t.Fatalf("%d signatures: %v", len(found), err)
		}
		var all []signature.Signature
		for _, one := range found {
			all = append(all, signature.Signature{Contents: one.Contents, ByteRange: one.ByteRange, SubFilter: one.SubFilter, Permission: one.Permission})
		}
		for i, v := range signature.VerifyAll(all, int64(len(copied)), bytes.NewReader(copied), store, signaturetest.Noon) {
			if v.Integrity != signature.Intact || v.Coverage != signature.AddedUnsigned || v.Chain != signature.Trusted || v.Covers > int64(len(signed.Bytes)) {
				t.Errorf("signature %d: %+v", i, v)
			}
		}
		for program, draw := range renderers {
			t.Run(program, func(t *testing.T) { compare(t, draw(t, signed.Bytes, 0), draw(t, copied, 0), places) })
		}
	}
}

// Another program says the same of a real signed paper as before.
func TestPdfsigSaysTheSame(t *testing.T) {
	if _, err := exec.LookPath("pdfsig"); err != nil {
		t.Skip("pdfsig of poppler-utils is not installed")
	}
	said := func(paper []byte) string {
		var kept []string
		for line := range strings.Lines(run(t, "pdfsig", "-nocert", written(t, "paper.pdf", paper))) {
			if !strings.Contains(line, "paper.pdf") && !strings.Contains(line, "ocument signed") {
				kept = append(kept, line)
			}
		}
		return strings.Join(kept, "")
	}
	house := signaturetest.NewHouse(t, signaturetest.RSA())
	signed := signaturetest.NewPaper()
	signed.Sign(t, signaturetest.Form{}, func(bytes []byte) []byte {
		return signaturetest.Message{By: house.Signer, Chain: house.Chain(), Detached: bytes}.Encode(t)
	})
	marks, _ := everyKind(0)
	copied, _ := annotated(t, signed.Bytes, marks)
	if before, after := said(signed.Bytes), said(copied); before != after || !strings.Contains(after, "Signature is Valid") {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

// Where whoever certified a paper allows no annotations, that is said.
func TestForbiddenAnnotationsAreSaid(t *testing.T) {
	for permission, want := range map[string]bool{"/P 1": true, "/P 2": true, "": true, "/P 3": false} {
		plain := madeOf(inTable, "<</Type/Catalog/Pages 2 0 R/Perms<</DocMDP 4 0 R>>>>", "<</Type/Pages/Kids[3 0 R]/MediaBox[0 0 520 640]>>",
			"<</Type/Page/Parent 2 0 R>>", "<</Type/Sig/Reference[<</TransformMethod/DocMDP/TransformParams<<"+permission+">>>>]>>")
		marks, _ := everyKind(0)
		if _, result := annotated(t, plain, marks); result.Forbidden != want {
			t.Errorf("%q: %v, want %v", permission, result.Forbidden, want)
		}
	}
}
