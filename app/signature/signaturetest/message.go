package signaturetest

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	_ "crypto/sha1" // the hashes that are signed
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"testing"
	"time"
)

// Names in messages.
var (
	Data          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	TimestampInfo = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}

	signedData     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	contentType    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	messageDigest  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	signingTime    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 5}
	timestampToken = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
	// SigningCertificate is the statement that names the signer's certificate (V2).
	SigningCertificate = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}

	hashes = map[crypto.Hash]asn1.ObjectIdentifier{
		crypto.SHA1: {1, 3, 14, 3, 2, 26}, crypto.SHA256: {2, 16, 840, 1, 101, 3, 4, 2, 1},
		crypto.SHA384: {2, 16, 840, 1, 101, 3, 4, 2, 2}, crypto.SHA512: {2, 16, 840, 1, 101, 3, 4, 2, 3},
	}
	rsaEncryption = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	ecdsaWith     = map[crypto.Hash]asn1.ObjectIdentifier{
		crypto.SHA1: {1, 2, 840, 10045, 4, 1}, crypto.SHA256: {1, 2, 840, 10045, 4, 3, 2},
		crypto.SHA384: {1, 2, 840, 10045, 4, 3, 3}, crypto.SHA512: {1, 2, 840, 10045, 4, 3, 4},
	}
)

// Statement is one attribute of a message.
type Statement struct {
	Type  asn1.ObjectIdentifier
	Value any `asn1:"set"`
}

// Message is how a signed message is made.
type Message struct {
	By    *Holder
	Chain []*x509.Certificate // what is sent along
	Hash  crypto.Hash         // 0: SHA-256
	At    time.Time           // by the signer's clock; zero: nothing is said
	Kind  asn1.ObjectIdentifier
	// Content is sent along and signed, if Detached is nil.
	Content  []byte
	Detached []byte // what is signed without being sent
	Plain    bool   // without statements
	More     []Statement
	// Stamp is given the signature and gives the token that stamps it; nil for none.
	Stamp func(value []byte) []byte
	Twice bool // the signer signs twice
}

type encodedAttribute struct {
	Type  asn1.ObjectIdentifier
	Value asn1.RawValue
}

type signerInfo struct {
	Version int
	Issuer  struct {
		Name   asn1.RawValue
		Serial *big.Int
	}
	Digest   pkix.AlgorithmIdentifier
	Signed   []encodedAttribute `asn1:"optional,omitempty,tag:0,set"`
	Signing  pkix.AlgorithmIdentifier
	Value    []byte
	Unsigned []encodedAttribute `asn1:"optional,omitempty,tag:1,set"`
}

type content struct {
	Type  asn1.ObjectIdentifier
	Value asn1.RawValue `asn1:"optional"`
}

func encode(t testing.TB, value any) []byte {
	t.Helper()
	encoded, err := asn1.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

func statement(t testing.TB, id asn1.ObjectIdentifier, value any) encodedAttribute {
	t.Helper()
	return encodedAttribute{id, asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: encode(t, value)}}
}

// explicit is a value within a tag.
func explicit(inner []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: inner}
}

// Encode makes the message.
func (m Message) Encode(t testing.TB) []byte {
	t.Helper()
	if m.Hash == 0 {
		m.Hash = crypto.SHA256
	}
	if m.Kind == nil {
		m.Kind = Data
	}
	signed := m.Detached
	inner := content{Type: m.Kind}
	if m.Content != nil {
		inner.Value = explicit(encode(t, m.Content))
		if signed == nil {
			signed = m.Content
		}
	}
	info := signerInfo{Version: 1, Digest: pkix.AlgorithmIdentifier{Algorithm: hashes[m.Hash], Parameters: asn1.NullRawValue}}
	info.Issuer.Name = asn1.RawValue{FullBytes: m.By.Certificate.RawIssuer}
	info.Issuer.Serial = m.By.Certificate.SerialNumber
	if info.Signing.Algorithm = rsaEncryption; isCurve(m.By.Key) {
		info.Signing.Algorithm = ecdsaWith[m.Hash]
	}
	over := signed
	if !m.Plain {
		info.Signed = append(info.Signed, statement(t, contentType, m.Kind), statement(t, messageDigest, sum(m.Hash, signed)))
		if !m.At.IsZero() {
			info.Signed = append(info.Signed, statement(t, signingTime, m.At))
		}
		for _, more := range m.More {
			info.Signed = append(info.Signed, statement(t, more.Type, more.Value))
		}
		over = setOf(t, info.Signed)
	}
	var err error
	if info.Value, err = m.By.Key.Sign(rand.Reader, sum(m.Hash, over), m.Hash); err != nil {
		t.Fatal(err)
	}
	if m.Stamp != nil {
		token := asn1.RawValue{FullBytes: m.Stamp(info.Value)}
		info.Unsigned = append(info.Unsigned, statement(t, timestampToken, token))
	}
	infos := []signerInfo{info}
	if m.Twice {
		infos = append(infos, info)
	}
	var certificates []byte
	for _, certificate := range m.Chain {
		certificates = append(certificates, certificate.Raw...)
	}
	return encode(t, content{signedData, explicit(encode(t, struct {
		Version      int
		Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
		Content      content
		Certificates asn1.RawValue
		Signers      []signerInfo `asn1:"set"`
	}{1, []pkix.AlgorithmIdentifier{info.Digest}, inner, explicit(certificates), infos}))})
}

func isCurve(key crypto.Signer) bool {
	_, ok := key.(*ecdsa.PrivateKey)
	return ok
}

// setOf encodes statements as they are signed: a set in DER.
func setOf(t testing.TB, statements []encodedAttribute) []byte {
	t.Helper()
	var parts [][]byte
	for _, one := range statements {
		parts = append(parts, encode(t, one))
	}
	slices.SortFunc(parts, bytes.Compare)
	return encode(t, asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: slices.Concat(parts...)})
}

func sum(hash crypto.Hash, data []byte) []byte {
	h := hash.New()
	h.Write(data)
	return h.Sum(nil)
}

// Names is the statement that a message is signed by a certificate.
func Names(certificate *x509.Certificate) Statement {
	type id struct{ Hash []byte }
	return Statement{SigningCertificate, struct{ Certificates []id }{[]id{{sum(crypto.SHA256, certificate.Raw)}}}}
}

// Stamp is a token that stamps what is given, at a time.
func (h Holder) Stamp(t testing.TB, stamped []byte, at time.Time, chain ...*x509.Certificate) []byte {
	t.Helper()
	return Message{By: &h, Chain: append(chain, h.Certificate), Kind: TimestampInfo, Content: StampInfo(t, stamped, at), At: at}.Encode(t)
}

// StampInfo is what a token states, for tokens that are wrong in other ways.
func StampInfo(t testing.TB, stamped []byte, at time.Time) []byte {
	t.Helper()
	type imprint struct {
		Algorithm pkix.AlgorithmIdentifier
		Value     []byte
	}
	return encode(t, struct {
		Version int
		Policy  asn1.ObjectIdentifier
		Imprint imprint
		Serial  int
		Time    time.Time `asn1:"generalized"`
		Nonce   int
	}{1, asn1.ObjectIdentifier{1, 2, 3}, imprint{pkix.AlgorithmIdentifier{Algorithm: hashes[crypto.SHA256]}, sum(crypto.SHA256, stamped)}, 7, at, 99})
}
