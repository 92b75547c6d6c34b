package trust

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
)

// The version of the pairing messages.
const pairVersion = 1

// The steps of POST /pair. The first is a pairing by invitation on its own; the others are, in
// their order, the pairing by compared digits.
const (
	stepToken  = "token"
	stepCommit = "commit"
	stepReveal = "reveal"
	stepWait   = "wait"
)

// form is what a device sends to POST /pair.
type form struct {
	Version    int    `json:"v"`
	Step       string `json:"step"`
	Token      string `json:"token,omitempty"`
	Request    []byte `json:"request,omitempty"` // certificate request, DER
	Mode       string `json:"mode,omitempty"`
	Name       string `json:"name,omitempty"` // the device's
	Commitment []byte `json:"commitment,omitempty"`
	Session    string `json:"session,omitempty"`
	Nonce      []byte `json:"nonce,omitempty"`
	Proof      []byte `json:"proof,omitempty"` // the device key's signature over the comparison
}

// reply is what the server answers: a code when it refuses, and else what the step asks for.
// The authority's certificate is not in it: the TLS connection shows it.
type reply struct {
	Code        string `json:"code,omitempty"`
	State       string `json:"state,omitempty"`
	Mode        string `json:"mode,omitempty"`
	Certificate []byte `json:"certificate,omitempty"`
	Session     string `json:"session,omitempty"`
	Nonce       []byte `json:"nonce,omitempty"`
}

// The sizes nobody needs to exceed.
const (
	maxForm    = 8 << 10
	maxRequest = 2 << 10
	nonceBytes = 32
)

// decodeForm reads and checks a form; what it returns is safe to work with.
func decodeForm(r io.Reader) (form, error) {
	var f form
	decoder := json.NewDecoder(r)
	if err := decoder.Decode(&f); err != nil {
		return f, refuse(Malformed, "read form: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return f, refuse(Malformed, "more than one form")
	}
	if f.Version != pairVersion {
		return f, refuse(Version, "form of version %d", f.Version)
	}
	return f, f.check()
}

func (f form) check() error {
	switch f.Step {
	case stepToken:
		if len(f.Token) > 64 || len(f.Request) > maxRequest {
			return refuse(Malformed, "form too long")
		}
		if f.Mode != "" {
			if err := checkMode(f.Mode); err != nil {
				return err
			}
		}
		return checkName(f.Name)
	case stepCommit:
		if len(f.Commitment) != sha256.Size {
			return refuse(Malformed, "commitment of %d bytes", len(f.Commitment))
		}
		return nil
	case stepReveal:
		if len(f.Session) > 64 || len(f.Request) > maxRequest || len(f.Nonce) != nonceBytes || len(f.Proof) != ed25519.SignatureSize {
			return refuse(Malformed, "reveal of wrong sizes")
		}
		if err := checkMode(f.Mode); err != nil {
			return err
		}
		return checkName(f.Name)
	case stepWait:
		if len(f.Session) > 64 {
			return refuse(Malformed, "session of %d bytes", len(f.Session))
		}
		return nil
	}
	return refuse(Malformed, "step %q", f.Step)
}

// codeForm is what a code on the wire looks like; anything else a server may say is Failed.
var codeForm = regexp.MustCompile(`^[a-z]{1,16}(\.[a-z_]{1,32}){1,3}$`)

func decodeReply(raw []byte) (reply, error) {
	var r reply
	if err := json.Unmarshal(raw, &r); err != nil {
		return r, refuse(Failed, "read reply: %w", err)
	}
	if r.Code == "" {
		return r, nil
	}
	if !codeForm.MatchString(r.Code) {
		return r, refuse(Failed, "reply with code %.60q", r.Code)
	}
	return r, &Error{Code: r.Code, Err: errors.New("said by the server")}
}

// comparison is what both sides of a pairing by digits have to agree on.
type comparison struct {
	room   Pin               // the authority the device sees, or the server is
	device ed25519.PublicKey // the key revealed, or sent
	theirs []byte            // the device's nonce
	ours   []byte            // the server's nonce
}

// commitment binds the device to its nonce and key before it learns the server's nonce: who
// stands between both cannot choose a nonce afterwards that makes the digits agree.
func commitment(nonce []byte, device ed25519.PublicKey) [sha256.Size]byte {
	return sha256.Sum256(bytes.Join([][]byte{nonce, device}, nil))
}

// digest is over parts of fixed length, after a name that keeps it from meaning anything else.
func (c comparison) digest() [sha256.Size]byte {
	device := sha256.Sum256(c.device)
	return sha256.Sum256(bytes.Join([][]byte{[]byte("congso digits 1\x00"), c.room[:], device[:], c.theirs, c.ours}, nil))
}

// digits are the six digits that people compare.
func (c comparison) digits() string {
	digest := c.digest()
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(digest[:8])%1_000_000)
}

// proof is what the device signs: that it holds the key, now, and sees this room.
func (c comparison) proof() []byte {
	digest := c.digest()
	return append([]byte("congso proof 1\x00"), digest[:]...)
}
