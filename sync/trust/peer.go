package trust

import (
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"time"
)

// TLS returns a new client configuration which accepts the servers of this room and no other,
// and shows no certificate: for pairing by an invitation, and for asking whether the room is at
// an address. The server's name, its address and the device's clock are not looked at.
func (p Pin) TLS() *tls.Config {
	return clientTLS(func(state tls.ConnectionState) error {
		_, err := PeerServer(state, p)
		return err
	})
}

// clientTLS leaves all of the verification to verify, which crypto/tls calls on every
// connection before any of the caller's bytes are sent.
func clientTLS(verify func(tls.ConnectionState) error) *tls.Config {
	return &tls.Config{
		MinVersion:         tls.VersionTLS13,
		NextProtos:         []string{"http/1.1"},
		Time:               func() time.Time { return verifiedAt },
		InsecureSkipVerify: true,
		VerifyConnection:   verify,
	}
}

// PeerServer returns the key of the server at the other end of a device's connection, with
// which its receipts are verified; an error with code Forged when it is not of the pinned room.
func PeerServer(state tls.ConnectionState, pin Pin) (ed25519.PublicKey, error) {
	root, found, err := peerAuthority(state)
	if err != nil {
		return nil, err
	}
	if !found.is(pin) {
		return nil, refuse(Forged, "another room: its pin is %s", found)
	}
	return checkLeaf(state.PeerCertificates[0], root, x509.ExtKeyUsageServerAuth)
}

// peerAuthority returns the authority that a server shows after its own certificate.
func peerAuthority(state tls.ConnectionState) (*x509.Certificate, Pin, error) {
	if len(state.PeerCertificates) != 2 {
		return nil, Pin{}, refuse(Forged, "a server shows two certificates, not %d", len(state.PeerCertificates))
	}
	root := state.PeerCertificates[1]
	pin, err := checkAuthority(root)
	return root, pin, err
}

// ServerKey returns the receipt key of a server's certificate (DER) that was kept beside old
// receipts, after checking it against the pinned room's authority (DER).
func ServerKey(certificate, authority []byte, pin Pin) (ed25519.PublicKey, error) {
	leaf, root, found, err := readChain(certificate, authority)
	if err != nil {
		return nil, err
	}
	if !found.is(pin) {
		return nil, refuse(Forged, "another room: its pin is %s", found)
	}
	return checkLeaf(leaf, root, x509.ExtKeyUsageServerAuth)
}

// PeerDevice returns the id of the device at the other end of a server's connection: an error
// with code Anonymous when it showed no certificate. Whether the device is still welcome is not
// looked at.
func PeerDevice(state tls.ConnectionState) (string, error) {
	if len(state.PeerCertificates) == 0 {
		return "", refuse(Anonymous, "no certificate")
	}
	if len(state.VerifiedChains) == 0 {
		return "", refuse(Forged, "certificate not verified")
	}
	key, err := keyOf(state.PeerCertificates[0])
	if err != nil {
		return "", err
	}
	return DeviceID(key), nil
}
