package main

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"congso.vn/congso/app/signature"
	"congso.vn/congso/app/signature/signaturetest"
	"congso.vn/congso/assets"
)

// Every code of a verdict has a sentence in both languages.
func TestSignatureCodesHaveSentences(t *testing.T) {
	for _, language := range []assets.Language{assets.Vietnamese, assets.English} {
		words := assets.LoadWords(language)
		for _, code := range signature.Codes() {
			if key := "signature." + string(code); !words.Has(key) {
				t.Errorf("%s: no sentence under %q", language, key)
			}
		}
		if key := new(signature.StoreError).Code(); !words.Has(key) {
			t.Errorf("%s: no sentence under %q", language, key)
		}
	}
}

// Signed papers are read by a worker, and what is said of them is what a clerk can act on.
func TestCheckPapersSaysWhoSigned(t *testing.T) {
	now := time.Now()
	today := func(change func(*x509.Certificate)) func(*x509.Certificate) {
		return func(c *x509.Certificate) {
			if change != nil {
				change(c)
			}
			c.NotBefore, c.NotAfter = now.AddDate(0, -1, 0), now.AddDate(0, 1, 0)
		}
	}
	root := signaturetest.Issue(t, nil, "Gốc quốc gia", signaturetest.P256(), today(signaturetest.Authority))
	chair := signaturetest.Issue(t, root, "Nguyễn Văn An", signaturetest.P256(), today(nil))
	stranger := signaturetest.Issue(t, nil, "Người Lạ", signaturetest.P256(), today(nil))
	by := func(holder *signaturetest.Holder) func([]byte) []byte {
		return func(signed []byte) []byte {
			return signaturetest.Message{By: holder, Chain: []*x509.Certificate{holder.Certificate}, At: now, Detached: signed}.Encode(t)
		}
	}
	folder, trusted := t.TempDir(), t.TempDir()
	write := func(name string, change func(*signaturetest.Paper), signers ...*signaturetest.Holder) {
		p := signaturetest.NewPaper()
		for _, signer := range signers {
			p.Sign(t, signaturetest.Form{Reason: "Duyet"}, by(signer))
		}
		if change != nil {
			change(p)
		}
		if err := os.WriteFile(filepath.Join(folder, name), p.Bytes, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a.pdf", nil, chair, chair)
	write("b.pdf", func(p *signaturetest.Paper) { p.Bytes[len(p.Bytes)-len("%%EOF\n")+2] = 'e' }, chair)
	write("c.pdf", nil, stranger)
	write("d.pdf", (*signaturetest.Paper).Add, chair)
	write("e.pdf", nil)
	write("f.pdf", func(p *signaturetest.Paper) { // a field below another
		p.Bytes = bytes.Replace(p.Bytes, []byte("/Fields[7 0 R]"), []byte("/Fields[9 0 R]"), 1)
	}, chair)
	certificate := filepath.Join(trusted, "root.pem")
	if err := os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Certificate.Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	o := &anOffice{t: t}
	o.expect(0, assets.Vietnamese, "", []string{"check-papers", "--trust", trusted, folder},
		"ĐẠT", "a.pdf", "Chữ ký số 1: HỢP LỆ – Nguyễn Văn An (Ủy ban nhân dân phường)", "do “Gốc quốc gia” cấp", "Phần thêm vào sau chữ ký này đã được một chữ ký hợp lệ",
		"Chữ ký số 2: HỢP LỆ", "bao trùm toàn bộ tệp", "(gốc: “Gốc quốc gia”)", "Chưa kiểm tra thu hồi", "Nội dung người ký ghi: “Duyet”",
		"NHẬN XÉT", "b.pdf", "Có chữ ký số không hợp lệ.", "Chữ ký số 1: KHÔNG HỢP LỆ", "Nội dung đã bị sửa sau khi ký.",
		"ĐẠT", "c.pdf", "Chữ ký số 1: KHÔNG RÕ – Người Lạ", "chứng thư tự ký",
		"ĐẠT", "d.pdf", "Chữ ký số 1: KHÔNG RÕ – Nguyễn Văn An", "không chữ ký nào bao trùm",
		"ĐẠT", "e.pdf", "f.pdf", "KHÔNG RÕ: tệp còn 1 chữ ký số mà chương trình không đọc được.", "6 tệp: 5 đạt, 1 có nhận xét, 0 bị từ chối.")
	o.expect(0, assets.English, "", []string{"check-papers", folder}, "Signature 1: UNKNOWN – Nguyễn Văn An", "the certificate of “Gốc quốc gia” is missing")
	if err := os.WriteFile(certificate, []byte("none"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.expect(1, assets.English, "", []string{"check-papers", "--trust", trusted, folder}, "The certificates in root.pem cannot be read.")
}
