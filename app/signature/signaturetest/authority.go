// Package signaturetest makes signed papers for tests: certificates and their authorities, signed messages, time
// stamps, and PDF files that grow by one signature after the other. What it makes can be wrong in every way that
// a test wishes.
package signaturetest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"sync"
	"testing"
	"time"
)

// Holder (thuê bao, tổ chức chứng thực) is who has a certificate and its key.
type Holder struct {
	Certificate *x509.Certificate
	Key         crypto.Signer
}

// Noon is the time that everything is about.
var Noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// Keys are made once: an RSA key takes a while.
var (
	rsaKey   = sync.OnceValue(func() crypto.Signer { return rsaOf(2048) })
	shortKey = sync.OnceValue(func() crypto.Signer { return rsaOf(1024) })
)

func rsaOf(bits int) crypto.Signer {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return key
}

// RSA gives a key of 2048 bits, the same one every time.
func RSA() crypto.Signer { return rsaKey() }

// ShortRSA gives a key of 1024 bits, the same one every time.
func ShortRSA() crypto.Signer { return shortKey() }

// P256 makes a key on the curve P-256.
func P256() crypto.Signer {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return key
}

// Issue makes a certificate by an authority, or by itself if there is none, in force a year before and after
// Noon. change may be nil.
func Issue(t testing.TB, by *Holder, name string, key crypto.Signer, change func(*x509.Certificate)) *Holder {
	t.Helper()
	number, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: number,
		Subject:      pkix.Name{CommonName: name, Organization: []string{"Ủy ban nhân dân phường"}},
		NotBefore:    Noon.AddDate(-1, 0, 0), NotAfter: Noon.AddDate(1, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
	}
	if change != nil {
		change(template)
	}
	parent, with := template, key
	if by != nil {
		parent, with = by.Certificate, by.Key
	}
	encoded, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), with)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(encoded)
	if err != nil {
		t.Fatal(err)
	}
	return &Holder{made, key}
}

// Authority changes a certificate into one that may issue others.
func Authority(template *x509.Certificate) {
	template.IsCA, template.BasicConstraintsValid = true, true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	template.NotBefore, template.NotAfter = Noon.AddDate(-5, 0, 0), Noon.AddDate(5, 0, 0)
}

// Stamping changes a certificate into one that stamps times.
func Stamping(template *x509.Certificate) {
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}
}

// House is a root, an authority below it, a signer and who stamps times.
type House struct{ Root, Between, Signer, Stamper *Holder }

// NewHouse makes one; the signer has that key.
func NewHouse(t testing.TB, key crypto.Signer) House {
	t.Helper()
	root := Issue(t, nil, "Root CA "+t.Name(), P256(), Authority)
	between := Issue(t, root, "Sub CA", P256(), Authority)
	return House{
		Root: root, Between: between,
		Signer:  Issue(t, between, "Nguyễn Văn An", key, nil),
		Stamper: Issue(t, between, "TSA", P256(), Stamping),
	}
}

// Chain is what the signer sends along: its own certificate and the authority's.
func (h House) Chain() []*x509.Certificate {
	return []*x509.Certificate{h.Signer.Certificate, h.Between.Certificate}
}
