package trust

import (
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"slices"
)

// The states in which a pairing leaves a device. Written on disk: only ever add.
const (
	Pending  = "pending"  // chờ duyệt
	Approved = "approved" // đã duyệt
)

// Identity is what a device keeps of its pairing: who it is, and which room it belongs to. It
// is immutable and may be used from any goroutine.
type Identity struct {
	Key         ed25519.PrivateKey
	Certificate []byte // the device's, DER
	Authority   []byte // the room's, DER
	Server      []byte // certificate (DER) of the server that it was paired with
	Pin         Pin
	Mode        string // the mode the room gave the device
	State       string // as it was at the pairing; from then on the room's list tells
}

// Device returns the device's id.
func (i *Identity) Device() string { return DeviceID(publicOf(i.Key)) }

// ServerKey returns the receipt key of the server that the device was paired with.
func (i *Identity) ServerKey() (ed25519.PublicKey, error) {
	return ServerKey(i.Server, i.Authority, i.Pin)
}

// TLS returns a new client configuration which shows the device's certificate and accepts the
// servers of its room and no other.
func (i *Identity) TLS() *tls.Config {
	config := i.Pin.TLS()
	own := tls.Certificate{Certificate: [][]byte{i.Certificate}, PrivateKey: i.Key}
	config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
		return &own, nil
	}
	return config
}

// storedIdentity is the stored form.
type storedIdentity struct {
	Version     int    `json:"v"`
	Seed        []byte `json:"seed"`
	Certificate []byte `json:"certificate"`
	Authority   []byte `json:"authority"`
	Server      []byte `json:"server"`
	Mode        string `json:"mode"`
	State       string `json:"state"`
}

const identityVersion = 1

// Marshal returns the identity as bytes, the private key among them: to be stored as a secret.
func (i *Identity) Marshal() ([]byte, error) {
	if len(i.Key) != ed25519.PrivateKeySize {
		return nil, errors.New("trust: store identity: no key")
	}
	return json.Marshal(storedIdentity{
		Version: identityVersion, Seed: i.Key.Seed(), Certificate: i.Certificate,
		Authority: i.Authority, Server: i.Server, Mode: i.Mode, State: i.State,
	})
}

// UnmarshalIdentity reads what Marshal wrote and checks that its parts belong together; if not,
// the error has code Damaged and the device has to be paired anew.
func UnmarshalIdentity(stored []byte) (*Identity, error) {
	var s storedIdentity
	if err := json.Unmarshal(stored, &s); err != nil {
		return nil, refuse(Damaged, "read identity: %w", err)
	}
	if s.Version != identityVersion {
		return nil, refuse(Damaged, "identity of version %d", s.Version)
	}
	if len(s.Seed) != ed25519.SeedSize {
		return nil, refuse(Damaged, "identity without a key")
	}
	i := &Identity{
		Key: ed25519.NewKeyFromSeed(s.Seed), Certificate: s.Certificate,
		Authority: s.Authority, Server: s.Server, Mode: s.Mode, State: s.State,
	}
	if err := i.check(); err != nil {
		return nil, refuse(Damaged, "check identity: %w", err)
	}
	return i, nil
}

// check fills in the pin and verifies everything else against the authority.
func (i *Identity) check() error {
	leaf, root, pin, err := readChain(i.Certificate, i.Authority)
	if err != nil {
		return err
	}
	i.Pin = pin
	holder, err := checkLeaf(leaf, root, x509.ExtKeyUsageClientAuth)
	if err != nil {
		return err
	}
	if !holder.Equal(publicOf(i.Key)) {
		return errors.New("the certificate is for another key")
	}
	if _, err := i.ServerKey(); err != nil {
		return err
	}
	if !slices.Contains([]string{Pending, Approved}, i.State) {
		return errors.New("in no known state")
	}
	return checkMode(i.Mode)
}
