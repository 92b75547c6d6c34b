package signature

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// Store (kho chứng thư tin cậy) is whom the office trusts: roots, and certificates on the way up to them. The
// empty one trusts nobody. It does not change, and may be used from any goroutine.
type Store struct {
	roots         []*x509.Certificate
	intermediates []*x509.Certificate
}

// Bounds of a folder of certificates, against a folder that was meant to be another.
const (
	maxStoreFile  = 1 << 20
	maxStoreCount = 2_000
)

// StoreError is a file that is named like a certificate and holds none that can be read: the office believes to
// trust somebody and would not.
type StoreError struct {
	File string
	Err  error
}

// Code is that of the sentence for people.
func (e *StoreError) Code() string { return "signature.store.unreadable" }
func (e *StoreError) Error() string {
	return fmt.Sprintf("signature: certificates in %s: %v", e.File, e.Err)
}

// Unwrap gives the cause.
func (e *StoreError) Unwrap() error { return e.Err }

// NewStore is a store of these certificates. Those that issued themselves are roots.
func NewStore(certificates ...*x509.Certificate) Store {
	var s Store
	for _, certificate := range certificates {
		if selfIssued(certificate) {
			s.roots = append(s.roots, certificate)
		} else {
			s.intermediates = append(s.intermediates, certificate)
		}
	}
	return s
}

// Roots is how many roots are trusted.
func (s Store) Roots() int { return len(s.roots) }

// LoadStore reads the certificates of a folder and what is below it: files named .pem, .crt, .cer and .der, each
// in either form. Other files are left alone.
func LoadStore(folder fs.FS) (Store, error) {
	var all []*x509.Certificate
	err := fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		switch strings.ToLower(path.Ext(name)) {
		case ".pem", ".crt", ".cer", ".der":
		default:
			return nil
		}
		found, err := readCertificates(folder, name)
		if err != nil {
			return &StoreError{name, err}
		}
		if all = append(all, found...); len(all) > maxStoreCount {
			return &StoreError{name, fmt.Errorf("more than %d certificates", maxStoreCount)}
		}
		return nil
	})
	if err != nil {
		return Store{}, err
	}
	return NewStore(all...), nil
}

// readCertificates reads a file of PEM or DER.
func readCertificates(folder fs.FS, name string) ([]*x509.Certificate, error) {
	file, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // only read
	data, err := io.ReadAll(io.LimitReader(file, maxStoreFile+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxStoreFile {
		return nil, errors.New("too large")
	}
	var all []*x509.Certificate
	if !bytes.Contains(data, []byte("-----BEGIN ")) {
		all, err = x509.ParseCertificates(data)
	} else {
		for block, rest := pem.Decode(data); block != nil && err == nil; block, rest = pem.Decode(rest) {
			if block.Type == "CERTIFICATE" || block.Type == "TRUSTED CERTIFICATE" {
				var one *x509.Certificate
				if one, err = x509.ParseCertificate(block.Bytes); err == nil {
					all = append(all, one)
				}
			}
		}
	}
	if err == nil && len(all) == 0 {
		err = errors.New("no certificate")
	}
	for _, certificate := range all {
		if key, ok := certificate.PublicKey.(*rsa.PublicKey); ok && key.N.BitLen() > maxKey {
			return nil, fmt.Errorf("key of %d bits", key.N.BitLen())
		}
	}
	return all, err
}

// selfIssued reports whether a certificate names itself as its issuer.
func selfIssued(certificate *x509.Certificate) bool {
	return bytes.Equal(certificate.RawIssuer, certificate.RawSubject)
}
