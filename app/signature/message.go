package signature

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	_ "crypto/sha1" // the hashes that signatures name
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/subtle"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/digitorus/pkcs7"
)

// Why a message is not what it should be.
var (
	errUnreadable  = errors.New("message cannot be read")
	errUnsupported = errors.New("algorithm is not known here")
	errDigest      = errors.New("signed digest is another")
	errValue       = errors.New("signature is not by this key")
)

// message is a signed message (CMS SignedData) with one signer, as it stands in a signature or a time stamp.
type message struct {
	content      []byte // what the message brings along; none if it signs the file itself
	certificates []*x509.Certificate
	signer       *x509.Certificate // nil if the message does not bring it
	hash         crypto.Hash       // of the content, and of what is signed
	ecdsa        bool              // by elliptic curve, else RSA
	signed       []attribute       // none if the content itself is signed
	unsigned     []attribute
	value        []byte // the signature
}

// attribute is one statement of a message.
type attribute struct {
	Type  asn1.ObjectIdentifier
	Value asn1.RawValue `asn1:"set"`
}

// parse reads a message. The contents are hostile, and the reader of messages is not ours: what it is given is
// bounded beforehand, and should it panic all the same, that is a message which cannot be read and no end of
// the program. It keeps no state, so nothing is left half done behind it.
func parse(contents []byte) (m *message, err error) {
	defer func() {
		if trouble := recover(); trouble != nil {
			m, err = nil, fmt.Errorf("panic: %v: %w", trouble, errUnreadable)
		}
	}()
	encoded, err := enclosed(contents)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", err, errUnreadable)
	}
	read, err := pkcs7.Parse(encoded)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", err, errUnreadable)
	}
	if len(read.Signers) != 1 || len(read.Certificates) > maxCertificates {
		return nil, fmt.Errorf("%d signers, %d certificates: %w", len(read.Signers), len(read.Certificates), errUnreadable)
	}
	for _, certificate := range read.Certificates {
		if key, ok := certificate.PublicKey.(*rsa.PublicKey); ok && key.N.BitLen() > maxKey {
			return nil, fmt.Errorf("key of %d bits: %w", key.N.BitLen(), errUnsupported)
		}
	}
	by := read.Signers[0]
	m = &message{content: read.Content, certificates: read.Certificates, value: by.EncryptedDigest}
	for _, certificate := range read.Certificates {
		if by.IssuerAndSerialNumber.SerialNumber != nil && certificate.SerialNumber.Cmp(by.IssuerAndSerialNumber.SerialNumber) == 0 &&
			bytes.Equal(certificate.RawIssuer, by.IssuerAndSerialNumber.IssuerName.FullBytes) {
			m.signer = certificate
			break
		}
	}
	for _, a := range by.AuthenticatedAttributes {
		m.signed = append(m.signed, attribute(a))
	}
	for _, a := range by.UnauthenticatedAttributes {
		m.unsigned = append(m.unsigned, attribute(a))
	}
	if m.signer != nil && tooShort(m.signer) {
		return nil, fmt.Errorf("key that is as good as none: %w", errUnsupported)
	}
	if m.hash, m.ecdsa, err = algorithms(by.DigestAlgorithm.Algorithm, by.DigestEncryptionAlgorithm.Algorithm); err != nil {
		return nil, err
	}
	return m, nil
}

// digests are the hashes that are known.
var digests = []struct {
	id   asn1.ObjectIdentifier
	hash crypto.Hash
}{
	{pkcs7.OIDDigestAlgorithmSHA1, crypto.SHA1},
	{pkcs7.OIDDigestAlgorithmSHA256, crypto.SHA256},
	{pkcs7.OIDDigestAlgorithmSHA384, crypto.SHA384},
	{pkcs7.OIDDigestAlgorithmSHA512, crypto.SHA512},
}

// signings are the ways of signing that are known; without a hash it is that of the content.
var signings = []struct {
	id    asn1.ObjectIdentifier
	hash  crypto.Hash
	ecdsa bool
}{
	{pkcs7.OIDEncryptionAlgorithmRSA, 0, false},
	{pkcs7.OIDEncryptionAlgorithmRSASHA1, crypto.SHA1, false},
	{pkcs7.OIDEncryptionAlgorithmRSASHA256, crypto.SHA256, false},
	{pkcs7.OIDEncryptionAlgorithmRSASHA384, crypto.SHA384, false},
	{pkcs7.OIDEncryptionAlgorithmRSASHA512, crypto.SHA512, false},
	{asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}, 0, true},
	{pkcs7.OIDDigestAlgorithmECDSASHA1, crypto.SHA1, true},
	{pkcs7.OIDDigestAlgorithmECDSASHA256, crypto.SHA256, true},
	{pkcs7.OIDDigestAlgorithmECDSASHA384, crypto.SHA384, true},
	{pkcs7.OIDDigestAlgorithmECDSASHA512, crypto.SHA512, true},
}

// hashOf finds a hash by its name.
func hashOf(id asn1.ObjectIdentifier) (crypto.Hash, error) {
	for _, known := range digests {
		if known.id.Equal(id) {
			return known.hash, nil
		}
	}
	return 0, fmt.Errorf("digest %v: %w", id, errUnsupported)
}

// algorithms are the hash and the kind of key that a message names; both its hashes must be the same.
func algorithms(digest, signing asn1.ObjectIdentifier) (crypto.Hash, bool, error) {
	hash, err := hashOf(digest)
	if err != nil {
		return 0, false, err
	}
	for _, known := range signings {
		if known.id.Equal(signing) && (known.hash == 0 || known.hash == hash) {
			return hash, known.ecdsa, nil
		}
	}
	return 0, false, fmt.Errorf("signing %v: %w", signing, errUnsupported)
}

// attributeOf reads the one value of an attribute that may stand only once.
func attributeOf(all []attribute, id asn1.ObjectIdentifier, into any) (found bool, err error) {
	for _, a := range all {
		if !a.Type.Equal(id) {
			continue
		}
		if found {
			return true, fmt.Errorf("attribute %v stands twice: %w", id, errUnreadable)
		}
		found = true
		if rest, err := asn1.Unmarshal(a.Value.Bytes, into); err != nil || len(rest) > 0 {
			return true, fmt.Errorf("attribute %v, %d bytes behind it: %w", id, len(rest), errors.Join(err, errUnreadable))
		}
	}
	return found, nil
}

// verify checks that the signer signed a content of that kind and digest.
func (m *message) verify(kind asn1.ObjectIdentifier, digest []byte) error {
	if m.signer == nil {
		return fmt.Errorf("no certificate of the signer: %w", errUnreadable)
	}
	if len(m.signed) == 0 {
		if !m.by(digest) {
			return errValue
		}
		return nil
	}
	var signed []byte
	found, err := attributeOf(m.signed, pkcs7.OIDAttributeMessageDigest, &signed)
	if err != nil || !found {
		return errors.Join(errors.New("message digest"), err, errUnreadable)
	}
	var said asn1.ObjectIdentifier
	found, err = attributeOf(m.signed, pkcs7.OIDAttributeContentType, &said)
	if err != nil || !found || !said.Equal(kind) {
		return errors.Join(fmt.Errorf("content %v", said), err, errUnreadable)
	}
	named, err := m.namesSigner()
	if err != nil {
		return err
	}
	if !m.statementsSigned() || !named {
		return errValue
	}
	if subtle.ConstantTimeCompare(signed, digest) != 1 {
		return errDigest
	}
	return nil
}

// statementsSigned checks the signature over the statements: in the order of DER, or, for those who sign what
// they wrote, as they stand there.
func (m *message) statementsSigned() bool {
	var parts [][]byte
	for _, a := range m.signed {
		part, err := asn1.Marshal(a)
		if err != nil {
			return false
		}
		parts = append(parts, part)
	}
	written := slices.Concat(parts...)
	slices.SortFunc(parts, bytes.Compare)
	for _, set := range [][]byte{slices.Concat(parts...), written} {
		encoded, err := asn1.Marshal(asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: set})
		if err != nil {
			return false
		}
		h := m.hash.New()
		h.Write(encoded)
		if m.by(h.Sum(nil)) {
			return true
		}
	}
	return false
}

// by checks the signature over a digest with the signer's key.
func (m *message) by(digest []byte) bool {
	switch key := m.signer.PublicKey.(type) {
	case *rsa.PublicKey:
		return !m.ecdsa && rsa.VerifyPKCS1v15(key, m.hash, digest, m.value) == nil
	case *ecdsa.PublicKey:
		return m.ecdsa && ecdsa.VerifyASN1(key, digest, m.value)
	}
	return false
}

// Attributes that name the signer's certificate, so that no other of the same key and number can take its place.
var (
	idSigningCertificate   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	idSigningCertificateV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
)

// namesSigner reports whether the certificate is the one that the statements name, if they name any.
func (m *message) namesSigner() (bool, error) {
	var first struct {
		Certificates []struct{ Hash []byte }
	}
	if found, err := attributeOf(m.signed, idSigningCertificate, &first); err != nil {
		return false, err
	} else if found && (len(first.Certificates) == 0 || !bytes.Equal(first.Certificates[0].Hash, sum(crypto.SHA1, m.signer.Raw))) {
		return false, nil
	}
	var second struct {
		Certificates []asn1.RawValue
	}
	found, err := attributeOf(m.signed, idSigningCertificateV2, &second)
	if err != nil || !found {
		return err == nil, err
	}
	if len(second.Certificates) == 0 {
		return false, nil
	}
	var named struct {
		Hash struct {
			Algorithm  asn1.ObjectIdentifier
			Parameters asn1.RawValue `asn1:"optional"`
		} `asn1:"optional"`
		Value []byte
	}
	if _, err := asn1.Unmarshal(second.Certificates[0].FullBytes, &named); err != nil {
		return false, fmt.Errorf("named certificate: %w: %w", err, errUnreadable)
	}
	hash := crypto.SHA256
	if len(named.Hash.Algorithm) > 0 {
		if hash, err = hashOf(named.Hash.Algorithm); err != nil {
			return false, err
		}
	}
	return bytes.Equal(named.Value, sum(hash, m.signer.Raw)), nil
}

// claimed is the time by the signer's clock; zero if nothing is said that can be read.
func (m *message) claimed() time.Time {
	var at time.Time
	if _, err := attributeOf(m.signed, pkcs7.OIDAttributeSigningTime, &at); err != nil {
		return time.Time{}
	}
	return at
}

// sum is the hash of data.
func sum(hash crypto.Hash, data []byte) []byte {
	h := hash.New()
	h.Write(data)
	return h.Sum(nil)
}
