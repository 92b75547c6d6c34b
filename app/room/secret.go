package room

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"strings"

	"congso.vn/congso/app/notes"
)

// secrets makes codes and cards, and hashes them under a key that never enters the log: whoever
// has the log or a backup of it alone cannot try the hundred million codes.
type secrets struct {
	key    []byte
	random io.Reader
}

// openSecrets reads the key from the folder, or makes it at first start.
func openSecrets(folder string) (*secrets, error) {
	file := filepath.Join(folder, "people.key")
	key, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		key = make([]byte, 32)
		rand.Read(key)
		err = writeWhole(file, key)
	}
	if err != nil {
		return nil, fmt.Errorf("room: people key: %w", err)
	}
	if len(key) != 32 {
		return nil, fmt.Errorf("room: people key %s is damaged: %d bytes", file, len(key))
	}
	return &secrets{key: key, random: rand.Reader}, nil
}

// writeWhole writes a file that is there whole or not at all.
func writeWhole(file string, data []byte) error {
	f, err := os.OpenFile(file+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(file+".new", file)
	}
	return err
}

func (s *secrets) hash(kind, secret string) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(kind + "\x00" + secret))
	return hex.EncodeToString(mac.Sum(nil))
}

// Code is the keyed hash of eight digits.
func (s *secrets) Code(code string) string { return s.hash("code", code) }

// Card is the keyed hash of what a card shows when it signs in: a tablet sends that, and the room never sees the
// secret again, under which the notes of its person are locked. The text of the QR comes to the same.
func (s *secrets) Card(text string) string {
	if secret, is := notes.CardSecret(text); is {
		text = hex.EncodeToString(secret.SignIn())
	}
	return s.hash("card", strings.ToLower(strings.TrimSpace(text)))
}

// Make draws eight digits and a card's secret.
func (s *secrets) Make() (code string, card notes.Secret, err error) {
	number, err := rand.Int(s.random, big.NewInt(100_000_000))
	if err != nil {
		return "", card, err
	}
	if card, err = notes.NewSecret(s.random); err != nil {
		return "", card, err
	}
	return fmt.Sprintf("%08d", number), card, nil
}
