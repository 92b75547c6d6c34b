package notes

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
)

// Secret (mật mã) is 128 bits: on a delegate's card, or on a recovery sheet.
type Secret [16]byte

// letters of secrets on paper: capitals and digits without those that look alike (I, O, 0, 1).
const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

var secretText = base32.NewEncoding(letters).WithPadding(base32.NoPadding)

// cardPrefix stands before a card's secret in its QR.
const cardPrefix = "congso:card:"

// NewSecret draws a secret.
func NewSecret(random io.Reader) (Secret, error) {
	var s Secret
	_, err := io.ReadFull(random, s[:])
	return s, err
}

// Format prints nothing of it, whatever the verb.
func (s Secret) Format(to fmt.State, _ rune) { fmt.Fprint(to, "secret") }

// Card returns the text of the secret for the QR of a card.
func (s Secret) Card() string { return cardPrefix + secretText.EncodeToString(s[:]) }

// CardSecret reads the text of a card's QR, however it was typed or scanned; false where it is none.
func CardSecret(text string) (Secret, bool) {
	text = strings.TrimSpace(text)
	if len(text) > len(cardPrefix) && strings.EqualFold(text[:len(cardPrefix)], cardPrefix) {
		text = text[len(cardPrefix):]
	}
	data, err := secretText.DecodeString(strings.ToUpper(text))
	if err != nil || len(data) != len(Secret{}) || secretText.EncodeToString(data) != strings.ToUpper(text) {
		return Secret{}, false
	}
	return Secret(data), true
}

// SignIn is what a tablet shows the room in place of the card: it tells who has the card, and nothing of the key
// that the card wraps. Both follow from the secret by HKDF-SHA256, under different names.
func (s Secret) SignIn() []byte { return derive(s[:], nil, "congso card sign-in 1") }

// derive is HKDF-SHA256 of 32 bytes; every part of what it is for has its length before it.
func derive(secret, salt []byte, use string, about ...string) []byte {
	key, err := hkdf.Key(sha256.New, secret, salt, string(frame(use, about...)), 32)
	if err != nil { // only for lengths that SHA-256 does not give
		panic("notes: " + err.Error())
	}
	return key
}

// frame is a name and parts with their lengths before them, so that no two lists of parts are the same.
func frame(use string, parts ...string) []byte {
	out := append([]byte(use), 0)
	for _, part := range parts {
		out = binary.BigEndian.AppendUint32(out, uint32(len(part)))
		out = append(out, part...)
	}
	return out
}
