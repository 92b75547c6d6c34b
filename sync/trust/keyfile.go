package trust

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// The files of an authority in its directory. The pin stands beside the key so that a lost key
// file is noticed: a room whose authority silently became a new one would be a stranger to all
// its devices.
const (
	keyFile = "authority.pem"
	pinFile = "authority.pin"
)

// The blocks of the key file, in their order.
var keyBlocks = [...]string{
	"CONGSO AUTHORITY KEY", "CONGSO AUTHORITY CERTIFICATE", "CONGSO SERVER KEY", "CONGSO SERVER CERTIFICATE",
}

// OpenAuthority loads the authority kept in the directory, or makes one at the first start. A
// damaged, half-written or vanished key file is an error with code Damaged or Missing, never a
// new authority. Where a standby's server was placed instead, it is one that can admit nobody.
func OpenAuthority(directory string) (*Authority, error) {
	path := filepath.Join(directory, keyFile)
	stored, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if server, err := openServer(directory); server != nil || err != nil {
			return server, err
		}
		if stored, err = createKeyFile(directory); err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, fmt.Errorf("trust: read authority: %w", err)
	}
	a, err := decodeAuthority(stored)
	if err != nil {
		return nil, &Error{Code: Damaged, Err: fmt.Errorf("%s: %w", path, err)}
	}
	if runtime.GOOS != "windows" {
		if err := os.Chmod(path, 0o600); err != nil {
			return nil, fmt.Errorf("trust: close key file to others: %w", err)
		}
	}
	return a, keepPin(directory, a.pin)
}

// createKeyFile makes a new authority and returns the file's content: its own, or that of
// another process which was faster.
func createKeyFile(directory string) ([]byte, error) {
	path := filepath.Join(directory, keyFile)
	if _, err := os.Stat(filepath.Join(directory, pinFile)); err == nil {
		// The pin comes after the key: where another process is at its first start too, the key
		// is there by now.
		if stored, err := os.ReadFile(path); err == nil {
			return stored, nil
		}
		return nil, refuse(Missing, "%s is gone from %s, though its pin is there", keyFile, directory)
	}
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return nil, fmt.Errorf("trust: make authority: %w", err)
	}
	a, err := newAuthority()
	if err != nil {
		return nil, err
	}
	content, err := encodeAuthority(a)
	if err != nil {
		return nil, err
	}
	if err := placeFile(path, content); errors.Is(err, fs.ErrExist) {
		return os.ReadFile(path)
	} else if err != nil {
		return nil, fmt.Errorf("trust: store authority: %w", err)
	}
	return content, nil
}

// keepPin notes the pin beside the key, and refuses a key that is not the one noted.
func keepPin(directory string, pin Pin) error {
	path := filepath.Join(directory, pinFile)
	noted, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := placeFile(path, []byte(pin.String()+"\n")); err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("trust: store pin: %w", err)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("trust: read pin: %w", err)
	}
	if strings.TrimSpace(string(noted)) != pin.String() {
		return refuse(Damaged, "%s is not the key that %s names", keyFile, path)
	}
	return nil
}

func encodeAuthority(a *Authority) ([]byte, error) {
	authorityKey, err := x509.MarshalPKCS8PrivateKey(a.key)
	if err != nil {
		return nil, fmt.Errorf("trust: write key: %w", err)
	}
	serverKey, err := x509.MarshalPKCS8PrivateKey(a.server.key)
	if err != nil {
		return nil, fmt.Errorf("trust: write key: %w", err)
	}
	var content bytes.Buffer
	for i, body := range [][]byte{authorityKey, a.certificate.Raw, serverKey, a.server.certificate.Raw} {
		if err := pem.Encode(&content, &pem.Block{Type: keyBlocks[i], Bytes: body}); err != nil {
			return nil, fmt.Errorf("trust: write key: %w", err)
		}
	}
	return content.Bytes(), nil
}

func decodeAuthority(content []byte) (*Authority, error) {
	var bodies [len(keyBlocks)][]byte
	for i, name := range keyBlocks {
		block, rest := pem.Decode(content)
		if block == nil || block.Type != name {
			return nil, fmt.Errorf("no %q where it should stand", name)
		}
		bodies[i], content = block.Bytes, rest
	}
	if len(bytes.TrimSpace(content)) > 0 {
		return nil, errors.New("more than the four blocks")
	}
	authorityKey, err := readKey(bodies[0])
	if err != nil {
		return nil, err
	}
	serverKey, err := readKey(bodies[2])
	if err != nil {
		return nil, err
	}
	server, err := NewServer(serverKey, bodies[3], bodies[1])
	if err != nil {
		return nil, err
	}
	if !server.pin.is(PinOf(publicOf(authorityKey))) {
		return nil, errors.New("the authority's certificate is for another key")
	}
	return &Authority{key: authorityKey, certificate: server.authority, pin: server.pin, server: server}, nil
}

func readKey(body []byte) (ed25519.PrivateKey, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(body)
	if err != nil {
		return nil, fmt.Errorf("read key: %w", err)
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, errors.New("a key that is not Ed25519")
	}
	return key, nil
}
