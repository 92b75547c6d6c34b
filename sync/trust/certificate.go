package trust

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
)

// NewKey makes a key for a device or a server. Keys, nonces and serial numbers always come from
// the system: their randomness is no parameter.
func NewKey() (ed25519.PrivateKey, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("trust: make key: %w", err)
	}
	return key, nil
}

// NewRequest returns the certificate request of a key, signed by it.
func NewRequest(key ed25519.PrivateKey) ([]byte, error) {
	if len(key) != ed25519.PrivateKeySize {
		return nil, errors.New("trust: make request: no key")
	}
	template := &x509.CertificateRequest{Subject: pkix.Name{CommonName: DeviceID(publicOf(key))}}
	request, err := x509.CreateCertificateRequest(rand.Reader, template, key)
	if err != nil {
		return nil, fmt.Errorf("trust: make request: %w", err)
	}
	return request, nil
}

// readRequest returns the key of a request that was signed with it.
func readRequest(request []byte) (ed25519.PublicKey, error) {
	parsed, err := x509.ParseCertificateRequest(request)
	if err != nil {
		return nil, refuse(Malformed, "read request: %w", err)
	}
	key, ok := parsed.PublicKey.(ed25519.PublicKey)
	if !ok {
		return nil, refuse(Malformed, "request for a key that is not Ed25519")
	}
	if err := parsed.CheckSignature(); err != nil {
		return nil, refuse(Malformed, "request not signed by its key: %w", err)
	}
	return key, nil
}

func publicOf(key ed25519.PrivateKey) ed25519.PublicKey { return key.Public().(ed25519.PublicKey) }

// newTemplate returns what all certificates of a room have in common.
func newTemplate(name string) (*x509.Certificate, error) {
	serial := make([]byte, 16)
	if _, err := rand.Read(serial); err != nil {
		return nil, fmt.Errorf("trust: make serial number: %w", err)
	}
	serial[0] = serial[0]&0x7f | 0x40 // positive, and of a fixed length
	return &x509.Certificate{
		SerialNumber:          new(big.Int).SetBytes(serial),
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             notBefore,
		NotAfter:              notAfter,
		KeyUsage:              x509.KeyUsageDigitalSignature,
		BasicConstraintsValid: true,
	}, nil
}

// signAuthority makes the authority's own certificate.
func signAuthority(key ed25519.PrivateKey) (*x509.Certificate, error) {
	pin := PinOf(publicOf(key))
	template, err := newTemplate("congso room " + hex.EncodeToString(pin[:8]))
	if err != nil {
		return nil, err
	}
	template.IsCA, template.MaxPathLenZero = true, true
	template.KeyUsage = x509.KeyUsageCertSign
	return sign(template, template, publicOf(key), key)
}

// signLeaf makes the certificate of a server or a device; a certificate is only ever good for
// the one usage, so that a device can never pose as the server.
func signLeaf(name string, usage x509.ExtKeyUsage, holder ed25519.PublicKey,
	authority *x509.Certificate, key ed25519.PrivateKey) (*x509.Certificate, error) {
	template, err := newTemplate(name)
	if err != nil {
		return nil, err
	}
	template.ExtKeyUsage = []x509.ExtKeyUsage{usage}
	return sign(template, authority, holder, key)
}

func sign(template, parent *x509.Certificate, holder ed25519.PublicKey, key ed25519.PrivateKey) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, holder, key)
	if err != nil {
		return nil, fmt.Errorf("trust: sign certificate: %w", err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("trust: sign certificate: %w", err)
	}
	return made, nil
}

// keyOf returns the Ed25519 key of a certificate.
func keyOf(certificate *x509.Certificate) (ed25519.PublicKey, error) {
	key, ok := certificate.PublicKey.(ed25519.PublicKey)
	if !ok {
		return nil, refuse(Forged, "certificate with a key that is not Ed25519")
	}
	return key, nil
}

// checkAuthority checks that the certificate is an authority's, signed by itself, and returns
// its pin.
func checkAuthority(authority *x509.Certificate) (Pin, error) {
	key, err := keyOf(authority)
	if err != nil {
		return Pin{}, err
	}
	if !authority.IsCA {
		return Pin{}, refuse(Forged, "not an authority's certificate")
	}
	if err := authority.CheckSignatureFrom(authority); err != nil {
		return Pin{}, refuse(Forged, "authority not signed by its key: %w", err)
	}
	return PinOf(key), nil
}

// checkLeaf checks that the authority made the certificate for this usage, and returns its key.
func checkLeaf(leaf, authority *x509.Certificate, usage x509.ExtKeyUsage) (ed25519.PublicKey, error) {
	key, err := keyOf(leaf)
	if err != nil {
		return nil, err
	}
	if leaf.IsCA {
		return nil, refuse(Forged, "an authority's certificate where another is due")
	}
	roots := x509.NewCertPool()
	roots.AddCert(authority)
	_, err = leaf.Verify(x509.VerifyOptions{
		Roots: roots, CurrentTime: verifiedAt, KeyUsages: []x509.ExtKeyUsage{usage},
	})
	if err != nil {
		return nil, &Error{Code: Forged, Err: err}
	}
	return key, nil
}
