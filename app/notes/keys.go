package notes

import (
	"bytes"
	"crypto/ecdh"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"

	"golang.org/x/crypto/chacha20poly1305"
)

// Pair (cặp khoá ghi chú) is a person's notes key: X25519. Who has the public half writes, who has the private
// half reads. It is never printed. Safe from any goroutine.
type Pair struct {
	private *ecdh.PrivateKey
	public  []byte
}

// NewPair draws a pair.
func NewPair(random io.Reader) (*Pair, error) {
	scalar := make([]byte, 32)
	if _, err := io.ReadFull(random, scalar); err != nil {
		return nil, fmt.Errorf("notes: make key: %w", err)
	}
	return pairOf(scalar)
}

func pairOf(scalar []byte) (*Pair, error) {
	private, err := ecdh.X25519().NewPrivateKey(scalar)
	if err != nil {
		return nil, fmt.Errorf("notes: key: %w", err)
	}
	return &Pair{private, private.PublicKey().Bytes()}, nil
}

// Public is the half that everybody may know: 32 bytes.
func (p *Pair) Public() []byte { return bytes.Clone(p.public) }

// Format prints nothing of the key, whatever the verb.
func (p Pair) Format(to fmt.State, _ rune) { fmt.Fprint(to, "notes key") }

// LogValue prints nothing of the key.
func (p Pair) LogValue() slog.Value { return slog.StringValue("notes key") }

// By is what a private key is locked with. On wire and disk: only ever add.
type By string

// The locks.
const (
	ByCard     By = "card"
	ByRecovery By = "recovery"
)

// Lock (khoá bọc) is a private key as the room keeps it for a person: only the secret opens it.
type Lock struct {
	Public []byte `json:"public"` // of the pair
	By     By     `json:"by"`
	Box    []byte `json:"box"` // nonce, then the sealed private key (XChaCha20-Poly1305)
}

// Lock returns the private key locked with a secret.
func (p *Pair) Lock(person string, by By, secret Secret, random io.Reader) (Lock, error) {
	aead, err := chacha20poly1305.NewX(wrapping(person, by, secret, p.public))
	if err != nil {
		return Lock{}, fmt.Errorf("notes: lock: %w", err)
	}
	box := make([]byte, aead.NonceSize(), aead.NonceSize()+32+aead.Overhead())
	if _, err := io.ReadFull(random, box); err != nil {
		return Lock{}, fmt.Errorf("notes: lock: %w", err)
	}
	return Lock{p.Public(), by, aead.Seal(box, box, p.private.Bytes(), nil)}, nil
}

// Open returns the pair, and false where the secret is not that of the lock.
func (l Lock) Open(person string, secret Secret) (*Pair, bool) {
	aead, err := chacha20poly1305.NewX(wrapping(person, l.By, secret, l.Public))
	if err != nil || len(l.Box) < aead.NonceSize() {
		return nil, false
	}
	scalar, err := aead.Open(nil, l.Box[:aead.NonceSize()], l.Box[aead.NonceSize():], nil)
	if err != nil {
		return nil, false
	}
	pair, err := pairOf(scalar)
	return pair, err == nil && bytes.Equal(pair.public, l.Public)
}

// wrapping is the key of a lock: bound to person, pair and what locks it, and another than SignIn.
func wrapping(person string, by By, secret Secret, public []byte) []byte {
	return derive(secret[:], nil, "congso notes lock 1", string(by), person, string(public))
}

// Locks (chùm khoá) are all locks of a person. The last pair among them is the one to write for; a new card brings
// a new pair.
type Locks []Lock

// NewPair makes a pair, locked with the card and with a new recovery sheet, beside those that the person has.
func (l Locks) NewPair(person string, card Secret, random io.Reader) (Locks, Secret, error) {
	recovery, err := NewSecret(random)
	if err != nil {
		return l, Secret{}, fmt.Errorf("notes: recovery sheet: %w", err)
	}
	pair, err := NewPair(random)
	if err != nil {
		return l, Secret{}, err
	}
	byCard, err := pair.Lock(person, ByCard, card, random)
	if err != nil {
		return l, Secret{}, err
	}
	byRecovery, err := pair.Lock(person, ByRecovery, recovery, random)
	if err != nil {
		return l, Secret{}, err
	}
	return append(l[:len(l):len(l)], byRecovery, byCard), recovery, nil
}

// Public is the half of the pair to write for; nil where there is none.
func (l Locks) Public() []byte {
	if len(l) == 0 {
		return nil
	}
	return l[len(l)-1].Public
}

// Open returns the pairs that a secret opens, each once.
func (l Locks) Open(person string, secret Secret) []*Pair {
	var pairs []*Pair
	for _, lock := range l {
		if pair, opens := lock.Open(person, secret); opens && !holds(pairs, pair.public) {
			pairs = append(pairs, pair)
		}
	}
	return pairs
}

func holds(pairs []*Pair, public []byte) bool {
	for _, pair := range pairs {
		if bytes.Equal(pair.public, public) {
			return true
		}
	}
	return false
}

// Recover locks with a card everything that a recovery sheet opens and the card does not: from then on the card
// opens what was written under the old one. False where the sheet opens nothing. The pair to write for stays.
func (l Locks) Recover(person string, sheet, card Secret, random io.Reader) (Locks, bool, error) {
	old, known := l.Open(person, sheet), l.Open(person, card)
	var added Locks
	for _, pair := range old {
		if holds(known, pair.public) {
			continue
		}
		lock, err := pair.Lock(person, ByCard, card, random)
		if err != nil {
			return l, false, err
		}
		added = append(added, lock)
	}
	return append(added, l...), len(old) > 0, nil
}

// keyName is the short name of a public key, as boxes have it.
func keyName(public []byte) [8]byte {
	sum := sha256.Sum256(public)
	return [8]byte(sum[:8])
}
