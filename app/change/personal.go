package change

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"

	"golang.org/x/crypto/chacha20poly1305"
)

// Personal (dữ liệu cá nhân) are the fields of a draft that are about a person and are not for ever: the log
// keeps them sealed under a key of that person, which is kept elsewhere. Where the key is destroyed they are
// gone from every copy of the log, and the log still verifies: its hashes are those of the sealed bytes.
type Personal struct {
	Subject string          // whose they are
	Fields  json.RawMessage // a JSON object; its names must not be among those of the draft's body
}

// Box is how personal fields stand in the body of a change, as its field "sealed".
type Box struct {
	Subject string `json:"subject"`
	Box     []byte `json:"box"` // nonce, then the sealed fields (XChaCha20-Poly1305)
}

// SubjectKeySize is how long the key of a subject is, in bytes.
const SubjectKeySize = chacha20poly1305.KeySize

// sealedField is the name of a Box in a body; fieldsPadded is to how many bytes sealed fields are filled up,
// so that their length does not tell what they are. On disk.
const (
	sealedField  = "sealed"
	fieldsPadded = 64
)

// ErrNotOpened is wrapped by every error of Open.
var ErrNotOpened = errors.New("change: personal fields do not open")

// Seal returns the draft as it may be written: its personal fields stand sealed in its body. A draft without
// any is returned as it is.
func (d Draft) Seal(key []byte, random io.Reader) (Draft, error) {
	if d.Personal == nil {
		return d, nil
	}
	personal := *d.Personal
	d.Personal = nil
	body := map[string]json.RawMessage{}
	fields := map[string]json.RawMessage{}
	if err := errors.Join(json.Unmarshal(d.Body, &body), json.Unmarshal(personal.Fields, &fields)); err != nil {
		return d, fmt.Errorf("change: seal %s %s: %w", d.Kind, d.Key, err)
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return d, fmt.Errorf("change: seal: %w", err)
	}
	plain, err := json.Marshal(fields)
	if err != nil {
		return d, fmt.Errorf("change: seal: %w", err)
	}
	for len(plain)%fieldsPadded != 0 {
		plain = append(plain, ' ')
	}
	box := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	if _, err := io.ReadFull(random, box); err != nil {
		return d, fmt.Errorf("change: seal: %w", err)
	}
	box = aead.Seal(box, box, plain, about(d.Stream, d.Kind, d.Key, personal.Subject))
	if body[sealedField], err = json.Marshal(Box{personal.Subject, box}); err == nil {
		d.Body, err = json.Marshal(body)
	}
	if err != nil {
		return d, fmt.Errorf("change: seal: %w", err)
	}
	return d, nil
}

// about is what a box belongs to: in another place it does not open.
func about(stream Stream, kind, key, subject string) []byte {
	frame := []byte("congso personal 1\x00")
	for _, part := range []string{string(stream), kind, key, subject} {
		frame = binary.BigEndian.AppendUint32(frame, uint32(len(part)))
		frame = append(frame, part...)
	}
	return frame
}

// BoxOf returns the box in a change's body; nil where there is none.
func BoxOf(c Change) *Box {
	var body struct {
		Sealed *Box `json:"sealed"`
	}
	if !bytes.Contains(c.Body, []byte(`"`+sealedField+`"`)) { // of the many changes that have none
		return nil
	}
	if json.Unmarshal(c.Body, &body) != nil || body.Sealed == nil || body.Sealed.Subject == "" {
		return nil
	}
	return body.Sealed
}

// Open returns the change with its personal fields in its body, in place of their box: to be read, and not to
// be followed, stored or sent any more. A change without personal fields is returned as it is.
func Open(c Change, key []byte) (Change, error) {
	box := BoxOf(c)
	if box == nil {
		return c, nil
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil || len(box.Box) < aead.NonceSize() {
		return c, fmt.Errorf("%w: %s %d", ErrNotOpened, c.Stream, c.Seq)
	}
	plain, err := aead.Open(nil, box.Box[:aead.NonceSize()], box.Box[aead.NonceSize():], about(c.Stream, c.Kind, c.Key, box.Subject))
	if err != nil {
		return c, fmt.Errorf("%w: %s %d", ErrNotOpened, c.Stream, c.Seq)
	}
	var body, fields map[string]json.RawMessage
	if err := errors.Join(json.Unmarshal(c.Body, &body), json.Unmarshal(plain, &fields)); err != nil {
		return c, fmt.Errorf("%w: %s %d: %w", ErrNotOpened, c.Stream, c.Seq, err)
	}
	delete(body, sealedField)
	maps.Copy(body, fields)
	opened, err := json.Marshal(body)
	if err != nil {
		return c, fmt.Errorf("%w: %s %d: %w", ErrNotOpened, c.Stream, c.Seq, err)
	}
	c.Body = opened
	return c, nil
}
