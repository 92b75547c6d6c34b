package signature

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"time"
)

var (
	idTimestampToken = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14} // the attribute that holds one
	idTimestampInfo  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
)

// timestamp (dấu thời gian) is what an authority states in a token of RFC 3161; what follows the time is of no
// interest.
type timestamp struct {
	Version int
	Policy  asn1.ObjectIdentifier
	Imprint struct {
		Algorithm pkix.AlgorithmIdentifier
		Value     []byte
	}
	Serial *big.Int
	Time   time.Time `asn1:"generalized"`
}

// stampOf reads a token and verifies that its authority signed it. Who that is is not judged.
func stampOf(token []byte) (*message, timestamp, error) {
	var stated timestamp
	m, err := parse(token)
	if err != nil {
		return nil, stated, err
	}
	if err := m.verify(idTimestampInfo, sum(m.hash, m.content)); err != nil {
		return m, stated, err
	}
	if len(m.signed) == 0 {
		return m, stated, fmt.Errorf("stamp without statements: %w", errUnreadable)
	}
	if rest, err := asn1.Unmarshal(m.content, &stated); err != nil || len(rest) > 0 {
		return m, stated, fmt.Errorf("stamp: %v: %w", err, errUnreadable)
	}
	return m, stated, nil
}

// of reports whether the stamp is of what has that digest by its hash.
func (t timestamp) of(digest func(crypto.Hash) ([]byte, error)) (bool, error) {
	hash, err := hashOf(t.Imprint.Algorithm.Algorithm)
	if err != nil {
		return false, err
	}
	real, err := digest(hash)
	return err == nil && bytes.Equal(real, t.Imprint.Value), err
}

// stamped judges the time stamp of a signature, if it has one.
func (m *message) stamped(store Store, now time.Time) (code Code, at time.Time, err error) {
	var token asn1.RawValue
	found, err := attributeOf(m.unsigned, idTimestampToken, &token)
	if !found {
		return StampNone, time.Time{}, err
	}
	if err != nil {
		return StampNotRead, time.Time{}, err
	}
	by, stated, err := stampOf(token.FullBytes)
	if err != nil {
		return StampNotRead, time.Time{}, err
	}
	same, err := stated.of(func(hash crypto.Hash) ([]byte, error) { return sum(hash, m.value), nil })
	switch {
	case err != nil:
		return StampNotRead, time.Time{}, err
	case !same:
		return StampWrong, time.Time{}, nil
	}
	// The authority must be trusted today: a key that fell into other hands later could state any time.
	judged := store.judge(by.signer, by.certificates, now)
	if judged.code != Trusted || len(judged.weak) > 0 || by.hash == crypto.SHA1 || !stamps(by.signer) {
		return StampUnknown, stated.Time, judged.err
	}
	return StampTrusted, stated.Time, nil
}

// stamps reports whether a certificate is for time stamps.
func stamps(certificate *x509.Certificate) bool {
	for _, usage := range certificate.ExtKeyUsage {
		if usage == x509.ExtKeyUsageTimeStamping {
			return true
		}
	}
	return false
}
