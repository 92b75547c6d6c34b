package notes

import (
	"bytes"
	"crypto/cipher"
	"crypto/ecdh"
	"encoding/json"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"

	"congso.vn/congso/app/change"
)

// A box of the first form:
//
//	1, name of the public key (8 bytes), encapsulation (32), nonce (24), then XChaCha20-Poly1305 over the
//	edit's JSON, filled up
//
// The encapsulation is an X25519 key made for one sign-in; the key of its boxes is HKDF-SHA256 of the secret it
// shares with the person's key, over both public keys. That is the hybrid way of RFC 9180, but that boxes open in
// any order, as they arrive, and that the cipher is that of the rest of the house. On wire and disk: only ever add
// another first byte.
const (
	boxOne    = 1
	encapLen  = 32
	boxHeader = 1 + 8 + encapLen
)

// Writer (bút niêm phong) seals what a person writes during one sign-in. It needs the public key alone: who is
// signed in by code writes as well, and reads what was written since. Safe from any goroutine, as far as
// random is.
type Writer struct {
	person string
	head   []byte // of every box
	key    []byte // of its boxes
	aead   cipher.AEAD
	random io.Reader
}

// NewWriter begins a sign-in.
func NewWriter(person string, public []byte, random io.Reader) (*Writer, error) {
	to, err := ecdh.X25519().NewPublicKey(public)
	if err != nil {
		return nil, fmt.Errorf("notes: public key: %w", err)
	}
	ephemeral, err := NewPair(random)
	if err != nil {
		return nil, err
	}
	shared, err := ephemeral.private.ECDH(to)
	if err != nil {
		return nil, fmt.Errorf("notes: public key: %w", err)
	}
	name := keyName(public)
	head := append([]byte{boxOne}, name[:]...)
	head = append(head, ephemeral.public...)
	return writerOf(person, head, boxKey(person, shared, ephemeral.public, public), random)
}

func writerOf(person string, head, key []byte, random io.Reader) (*Writer, error) {
	aead, err := cipherOf(key)
	if err != nil {
		return nil, err
	}
	return &Writer{person, head, key, aead, random}, nil
}

// Kept returns the writer for the tablet that its person holds, so that they read what they wrote there when it was
// switched off and on: it is kept with the other keys there, and destroyed with them.
func (w *Writer) Kept() []byte { return append(bytes.Clone(w.head), w.key...) }

// KeptWriter returns the writer that was kept.
func KeptWriter(person string, kept []byte, random io.Reader) (*Writer, error) {
	if len(kept) != boxHeader+chacha20poly1305.KeySize || kept[0] != boxOne {
		return nil, fmt.Errorf("notes: kept writer of %d bytes", len(kept))
	}
	return writerOf(person, bytes.Clone(kept[:boxHeader]), bytes.Clone(kept[boxHeader:]), random)
}

// For reports whether the writer seals for a public key.
func (w *Writer) For(public []byte) bool {
	name := keyName(public)
	return bytes.Equal(w.head[1:9], name[:])
}

// Format prints nothing of the key, whatever the verb.
func (w *Writer) Format(to fmt.State, _ rune) { fmt.Fprint(to, "notes writer") }

func boxKey(person string, shared, encapsulation, public []byte) []byte {
	return derive(shared, nil, "congso notes box 1", person, string(encapsulation), string(public))
}

func cipherOf(key []byte) (cipher.AEAD, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fmt.Errorf("notes: cipher: %w", err)
	}
	return aead, nil
}

// Seal returns the box of an edit that belongs to a session's stream: moved to another person, stream or edit it
// does not open. Its length tells which power of two, from 1 KiB on, the edit is shorter than.
func (w *Writer) Seal(stream change.Stream, e Edit) ([]byte, error) {
	plain, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("notes: seal: %w", err)
	}
	if len(plain) > EditBytes {
		return nil, fault(CodeTooLarge, "edit %s has %d bytes", e.ID, len(plain))
	}
	plain = fill(plain)
	size := boxHeader + w.aead.NonceSize()
	box := make([]byte, size, size+len(plain)+w.aead.Overhead())
	copy(box, w.head)
	if _, err := io.ReadFull(w.random, box[boxHeader:]); err != nil {
		return nil, fmt.Errorf("notes: seal: %w", err)
	}
	return w.aead.Seal(box, box[boxHeader:], plain, belongs(w.person, stream, e.ID)), nil
}

func belongs(person string, stream change.Stream, id string) []byte {
	return frame("congso notes edit 1", person, string(stream), id)
}

const leastFilled = 1 << 10

// fill fills up: 0x80, then zeros, to a power of two; above 32 KiB to what the largest edit needs.
func fill(plain []byte) []byte {
	size := leastFilled
	for size < len(plain)+1 {
		size *= 2
	}
	filled := make([]byte, min(size, EditBytes+leastFilled))
	copy(filled, plain)
	filled[len(plain)] = 0x80
	return filled
}

func empty(filled []byte) ([]byte, bool) {
	plain := bytes.TrimRight(filled, "\x00")
	if len(plain) == 0 || plain[len(plain)-1] != 0x80 {
		return nil, false
	}
	return plain[:len(plain)-1], true
}

// Opener (người mở) opens the boxes of one person. It keeps what it worked out of each sign-in, so that ten
// thousand boxes cost little more than one for each sign-in.
type Opener struct {
	person string
	pairs  map[[8]byte]*Pair
	known  map[string]cipher.AEAD // by head
}

// NewOpener opens what was sealed for these pairs; with none, nothing but what Own adds.
func NewOpener(person string, pairs ...*Pair) *Opener {
	o := &Opener{person: person, pairs: map[[8]byte]*Pair{}, known: map[string]cipher.AEAD{}}
	for _, pair := range pairs {
		o.pairs[keyName(pair.public)] = pair
	}
	return o
}

// Own adds what a writer on this tablet seals.
func (o *Opener) Own(w *Writer) {
	if w.person == o.person {
		o.known[string(w.head)] = w.aead
	}
}

// Open returns the edit in a box that came as the edit id of a stream, or a fault with CodeSealed. It never
// panics, whatever the bytes.
func (o *Opener) Open(stream change.Stream, id string, box []byte) (Edit, error) {
	sealed := fault(CodeSealed, "edit %s", id)
	if len(box) < boxHeader+chacha20poly1305.NonceSizeX+chacha20poly1305.Overhead || box[0] != boxOne {
		return Edit{}, sealed
	}
	aead, known := o.known[string(box[:boxHeader])]
	if !known {
		pair := o.pairs[[8]byte(box[1:9])]
		if pair == nil {
			return Edit{}, sealed
		}
		from, err := ecdh.X25519().NewPublicKey(box[9:boxHeader])
		if err != nil {
			return Edit{}, sealed
		}
		shared, err := pair.private.ECDH(from)
		if err != nil {
			return Edit{}, sealed
		}
		if aead, err = cipherOf(boxKey(o.person, shared, box[9:boxHeader], pair.public)); err != nil {
			return Edit{}, sealed
		}
	}
	nonce, closed := box[boxHeader:boxHeader+aead.NonceSize()], box[boxHeader+aead.NonceSize():]
	filled, err := aead.Open(nil, nonce, closed, belongs(o.person, stream, id))
	if err != nil {
		return Edit{}, sealed
	}
	o.known[string(box[:boxHeader])] = aead // only one that opened something: others would fill the memory
	plain, whole := empty(filled)
	var e Edit
	if !whole || json.Unmarshal(plain, &e) != nil || e.ID != id {
		return Edit{}, sealed
	}
	return e, nil
}
