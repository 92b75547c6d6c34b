package demo

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"time"

	"github.com/digitorus/pdf"
	"github.com/digitorus/pdfsign/revocation"
	"github.com/digitorus/pdfsign/sign"
)

// signed are papers of the pack that their office signed, and those of a signer whom nobody knows.
var signed = map[string]string{
	"04-bao-cao-kinh-te-xa-hoi":   wardsOffice,
	"06-to-trinh-dau-tu-cong":     wardsOffice,
	"12-van-ban-tra-loi-chat-van": strangersOffice,
}

// The specimen signers. Their names say that they are none.
const (
	wardsOffice     = "Ủy ban nhân dân phường (chữ ký mẫu)"
	strangersOffice = "Đơn vị chưa có trong danh sách tin cậy (chữ ký mẫu)"
)

// Sign puts specimen signatures on some papers of a pack that Write made, each by a certificate that is made
// now and whose key nobody keeps, and leaves the root that the demonstration trusts in the folder trust.
func Sign(dir, trust string, now time.Time) error {
	root, err := issue(nil, "CA MẪU – không có giá trị pháp lý", now)
	if err != nil {
		return err
	}
	known, err := issue(root, wardsOffice, now)
	if err != nil {
		return err
	}
	unknown, err := issue(nil, strangersOffice, now)
	if err != nil {
		return err
	}
	signers := map[string]*signer{wardsOffice: known, strangersOffice: unknown}
	for name, office := range signed {
		if err := signers[office].sign(filepath.Join(dir, papersFolder, name+".pdf"), now); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(trust, 0o755); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	encoded := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.certificate.Raw})
	if err := os.WriteFile(filepath.Join(trust, "demo-root.pem"), encoded, 0o644); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	return nil
}

// signer is a certificate with its key.
type signer struct {
	certificate *x509.Certificate
	key         crypto.Signer
	chain       []*x509.Certificate
}

// issue makes a certificate by another, or one that issued itself.
func issue(by *signer, name string, now time.Time) (*signer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	number, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber: number, Subject: pkix.Name{CommonName: name, Organization: []string{"Công Sở – trình diễn"}},
		NotBefore: now.AddDate(0, -1, 0), NotAfter: now.AddDate(10, 0, 0), BasicConstraintsValid: true, IsCA: by == nil,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
	}
	if by == nil {
		template.KeyUsage |= x509.KeyUsageCertSign
	}
	parent, with := template, crypto.Signer(key)
	if by != nil {
		parent, with = by.certificate, by.key
	}
	encoded, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), with)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	made, err := x509.ParseCertificate(encoded)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	chain := []*x509.Certificate{made}
	if by != nil {
		chain = append(chain, by.chain...)
	}
	return &signer{made, key, chain}, nil
}

// sign signs a paper in its place.
func (s *signer) sign(path string, now time.Time) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("demo: sign: %w", err)
	}
	read, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("demo: sign %s: %w", filepath.Base(path), err)
	}
	var out bytes.Buffer
	err = sign.Sign(bytes.NewReader(data), &out, read, int64(len(data)), sign.SignData{
		Signature: sign.SignDataSignature{CertType: sign.ApprovalSignature, Info: sign.SignDataSignatureInfo{
			Name: s.certificate.Subject.CommonName, Reason: "Chữ ký mẫu của buổi trình diễn", Date: now,
		}},
		Signer: s.key, DigestAlgorithm: crypto.SHA256, Certificate: s.certificate, CertificateChains: [][]*x509.Certificate{s.chain},
		// Without one the library asks the network.
		RevocationFunction: func(_, _ *x509.Certificate, _ *revocation.InfoArchival) error { return nil },
	})
	if err != nil {
		return fmt.Errorf("demo: sign %s: %w", filepath.Base(path), err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
		return fmt.Errorf("demo: sign: %w", err)
	}
	return nil
}
