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
)

// serverFile keeps what a standby answers devices with, in a directory that has no authority's key.
const serverFile = "server.pem"

// The blocks of it, in their order.
var serverBlocks = [...]string{"CONGSO AUTHORITY CERTIFICATE", "CONGSO SERVER KEY", "CONGSO SERVER CERTIFICATE"}

// PlaceServer keeps a server of a room whose authority is elsewhere, after checking that its parts belong
// together. OpenAuthority finds it there. What is there already stays.
func PlaceServer(directory string, key ed25519.PrivateKey, certificate, authority []byte) error {
	if _, err := NewServer(key, certificate, authority); err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return fmt.Errorf("trust: write key: %w", err)
	}
	var content bytes.Buffer
	for i, body := range [][]byte{authority, private, certificate} {
		if err := pem.Encode(&content, &pem.Block{Type: serverBlocks[i], Bytes: body}); err != nil {
			return fmt.Errorf("trust: write key: %w", err)
		}
	}
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return fmt.Errorf("trust: store server: %w", err)
	}
	if err := placeFile(filepath.Join(directory, serverFile), content.Bytes()); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("trust: store server: %w", err)
	}
	return nil
}

// HasServer reports whether the directory holds what answers devices: an authority, or a server alone.
func HasServer(directory string) bool {
	for _, name := range []string{keyFile, serverFile} {
		if _, err := os.Stat(filepath.Join(directory, name)); err == nil {
			return true
		}
	}
	return false
}

// openServer loads what PlaceServer kept, as an authority that can admit nobody; nil where there is none.
func openServer(directory string) (*Authority, error) {
	path := filepath.Join(directory, serverFile)
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("trust: read server: %w", err)
	}
	var bodies [len(serverBlocks)][]byte
	for i, name := range serverBlocks {
		block, rest := pem.Decode(content)
		if block == nil || block.Type != name {
			return nil, refuse(Damaged, "%s: no %q where it should stand", path, name)
		}
		bodies[i], content = block.Bytes, rest
	}
	key, err := readKey(bodies[1])
	if err != nil {
		return nil, &Error{Code: Damaged, Err: fmt.Errorf("%s: %w", path, err)}
	}
	server, err := NewServer(key, bodies[2], bodies[0])
	if err != nil {
		return nil, &Error{Code: Damaged, Err: fmt.Errorf("%s: %w", path, err)}
	}
	return &Authority{certificate: server.authority, pin: server.pin, server: server}, keepPin(directory, server.pin)
}
