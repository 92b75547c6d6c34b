package signature_test

import (
	"context"
	"crypto"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/signature"
	"congso.vn/congso/app/signature/signaturetest"
)

// Another program says the same of which bytes are signed, whether they are as they were, and by whom.
func TestAgainstPdfsig(t *testing.T) {
	pdfsig, err := exec.LookPath("pdfsig")
	if err != nil {
		t.Skip("pdfsig of poppler-utils is not installed")
	}
	house := signaturetest.NewHouse(t, signaturetest.RSA())
	store := signature.NewStore(house.Root.Certificate)
	good := by(t, house.Signer, house.Chain()...)
	curve := signaturetest.Issue(t, house.Between, "Curve", signaturetest.P256(), nil)
	wrong := by(t, &signaturetest.Holder{Certificate: house.Signer.Certificate, Key: signaturetest.ShortRSA()}, house.Chain()...)
	sign := func(messages ...func([]byte) []byte) *signaturetest.Paper {
		p := signaturetest.NewPaper()
		for _, message := range messages {
			p.Sign(t, signaturetest.Form{}, message)
		}
		return p
	}
	cades := signaturetest.NewPaper()
	cades.Sign(t, signaturetest.Form{SubFilter: "ETSI.CAdES.detached"}, func(signed []byte) []byte {
		return signaturetest.Message{By: house.Signer, Chain: house.Chain(), Detached: signed,
			More: []signaturetest.Statement{signaturetest.Names(house.Signer.Certificate)}}.Encode(t)
	})
	// pdfsig takes the digest that is brought along for one by the message's hash, so both are SHA-1 here.
	sha1 := signaturetest.NewPaper()
	sha1.Sign(t, signaturetest.Form{SubFilter: "adbe.pkcs7.sha1"}, digested(t, house, crypto.SHA1))
	changed := func(p *signaturetest.Paper, at int) *signaturetest.Paper {
		flip(at)(p)
		return p
	}
	added := sign(good)
	added.Add()
	for name, p := range map[string]*signaturetest.Paper{
		"good": sign(good), "curve": sign(by(t, curve, curve.Certificate, house.Between.Certificate)), "cades": cades, "sha1": sha1,
		"changed before": changed(sign(good), 20), "changed behind": changed(sign(good), -10), "added": added,
		"two": sign(good, good), "wrong": sign(wrong),
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "paper.pdf")
			if err := os.WriteFile(file, p.Bytes, 0o600); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			command := exec.CommandContext(ctx, pdfsig, "-nocert", file)
			command.Env = append(os.Environ(), "LC_ALL=C", "HOME="+t.TempDir())
			output, _ := command.Output() // it ends with 1 where a signature does not hold
			parts := strings.Split(string(output), "Signature #")[1:]
			all := signature.VerifyAll(found(p, signaturetest.Form{}), int64(len(p.Bytes)), strings.NewReader(string(p.Bytes)), store, noon)
			if len(parts) != len(all) {
				t.Fatalf("%d signatures, pdfsig says\n%s", len(all), output)
			}
			for i, v := range all {
				says := func(text string) bool { return strings.Contains(parts[i], text) }
				if says("Signature is Valid") != (v.Integrity == signature.Intact) {
					t.Errorf("%d: %s (%v), pdfsig says\n%s", i, v.Integrity, v.Err, parts[i])
				}
				if v.Integrity == signature.Altered && !says("Digest Mismatch") {
					t.Errorf("%d: altered, pdfsig says\n%s", i, parts[i])
				}
				if v.Integrity == signature.Intact && says("Total document signed") != (v.Coverage == signature.Whole) {
					t.Errorf("%d: %s, pdfsig says\n%s", i, v.Coverage, parts[i])
				}
				if v.Chain != "" && !says("Signer Certificate Common Name: "+v.Signer.Name) {
					t.Errorf("%d: by %s, pdfsig says\n%s", i, v.Signer.Name, parts[i])
				}
			}
		})
	}
}
