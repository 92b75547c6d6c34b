package signature

import (
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Certificate (chứng thư chữ ký số) is what a certificate says of whom it was issued to. All texts are fit to be
// shown: composed, on one line, and not long.
type Certificate struct {
	Name         string
	Organisation string
	Serial       string // hexadecimal, as offices write it
	Issuer       string
	From, Until  time.Time
	Signs        bool // its uses allow to sign documents
	Stamps       bool // its uses are to stamp times
}

// signs reports whether the certificate is for what it was used for.
func (c Certificate) signs(document bool) bool {
	if document {
		return c.Stamps
	}
	return c.Signs
}

// validAt reports whether the certificate is in force at a time.
func (c Certificate) validAt(at time.Time) bool { return !at.Before(c.From) && !at.After(c.Until) }

// certificateOf is what there is to be said of a certificate.
func certificateOf(of *x509.Certificate) Certificate {
	return Certificate{
		Name:         nameOf(of.Subject),
		Organisation: shown(strings.Join(of.Subject.Organization, ", ")),
		Serial:       serialOf(of),
		Issuer:       nameOf(of.Issuer),
		From:         of.NotBefore,
		Until:        of.NotAfter,
		Signs:        maySign(of),
		Stamps:       stamps(of),
	}
}

// maySign reports whether the uses of a certificate allow to sign documents: those that name other uses alone,
// such as servers, do not.
func maySign(of *x509.Certificate) bool {
	if of.KeyUsage != 0 && of.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return false
	}
	if len(of.ExtKeyUsage)+len(of.UnknownExtKeyUsage) == 0 || len(of.UnknownExtKeyUsage) > 0 {
		return true
	}
	others := []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageCodeSigning, x509.ExtKeyUsageTimeStamping, x509.ExtKeyUsageOCSPSigning}
	return slices.ContainsFunc(of.ExtKeyUsage, func(usage x509.ExtKeyUsage) bool { return !slices.Contains(others, usage) })
}

// shortKey reports whether a certificate's key is an RSA key that no longer holds.
func shortKey(of *x509.Certificate) bool {
	key, ok := of.PublicKey.(*rsa.PublicKey)
	return ok && key.N.BitLen() < 2048
}

// tooShort reports whether a key is one that anybody can find out; such signatures are not even compared.
func tooShort(of *x509.Certificate) bool {
	key, ok := of.PublicKey.(*rsa.PublicKey)
	return ok && key.N.BitLen() < 1024
}

// nameOf is by what name people know a holder.
func nameOf(name pkix.Name) string {
	for _, candidate := range []string{name.CommonName, strings.Join(name.Organization, ", "), name.String()} {
		if text := shown(candidate); text != "" {
			return text
		}
	}
	return ""
}

// serialOf writes the number in pairs, as certificates are told apart.
func serialOf(of *x509.Certificate) string {
	const most = 40 // 20 bytes are the longest that RFC 5280 allows
	text := hex.EncodeToString(of.SerialNumber.Bytes())
	return text[:min(len(text), most)]
}

// shown makes a text from outside fit to be shown: without signs that steer a screen or turn the direction of
// writing.
func shown(text string) string {
	var b strings.Builder
	letters := 0
	for _, letter := range strings.ToValidUTF8(text, "�") {
		if unicode.IsSpace(letter) {
			letter = ' '
		}
		if !unicode.IsPrint(letter) {
			continue
		}
		if letters++; letters > maxName {
			break
		}
		b.WriteRune(letter)
	}
	return strings.TrimSpace(norm.NFC.String(b.String()))
}
