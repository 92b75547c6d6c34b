package trust

import (
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"time"
)

// Server is what a room server needs to answer devices: a key and its certificate under the
// room's authority. All methods may be called from any goroutine.
type Server struct {
	key         ed25519.PrivateKey
	certificate *x509.Certificate
	authority   *x509.Certificate
	pin         Pin
}

// NewServer checks that the certificates (DER) and the key belong together.
func NewServer(key ed25519.PrivateKey, certificate, authority []byte) (*Server, error) {
	leaf, root, pin, err := readChain(certificate, authority)
	if err != nil {
		return nil, err
	}
	holder, err := checkLeaf(leaf, root, x509.ExtKeyUsageServerAuth)
	if err != nil {
		return nil, err
	}
	if len(key) != ed25519.PrivateKeySize || !holder.Equal(publicOf(key)) {
		return nil, refuse(Damaged, "the server's certificate is for another key")
	}
	return &Server{key: key, certificate: leaf, authority: root, pin: pin}, nil
}

// Pin returns the room's identity.
func (s *Server) Pin() Pin { return s.pin }

// Key returns the public key that receipts of this server are verified with.
func (s *Server) Key() ed25519.PublicKey { return publicOf(s.key) }

// Certificate returns the server's certificate (DER).
func (s *Server) Certificate() []byte { return s.certificate.Raw }

// TLS returns a new configuration of the device port: TLS 1.3, HTTP/1.1, and a certificate of
// this room from whoever shows one. A connection without one is let in, for pairing: PeerDevice
// tells them apart. Sessions are never resumed, every connection proves itself anew.
func (s *Server) TLS() *tls.Config {
	roots := x509.NewCertPool()
	roots.AddCert(s.authority)
	return &tls.Config{
		Certificates: []tls.Certificate{{
			Certificate: [][]byte{s.certificate.Raw, s.authority.Raw}, PrivateKey: s.key, Leaf: s.certificate,
		}},
		MinVersion:             tls.VersionTLS13,
		NextProtos:             []string{"http/1.1"},
		ClientAuth:             tls.VerifyClientCertIfGiven,
		ClientCAs:              roots,
		Time:                   func() time.Time { return verifiedAt },
		SessionTicketsDisabled: true,
		VerifyConnection: func(state tls.ConnectionState) error {
			if len(state.PeerCertificates) == 0 {
				return nil
			}
			_, err := checkLeaf(state.PeerCertificates[0], s.authority, x509.ExtKeyUsageClientAuth)
			return err
		},
	}
}

// readChain parses a certificate and its authority's.
func readChain(certificate, authority []byte) (leaf, root *x509.Certificate, pin Pin, err error) {
	leaf, err = x509.ParseCertificate(certificate)
	if err != nil {
		return nil, nil, pin, refuse(Damaged, "read certificate: %w", err)
	}
	root, err = x509.ParseCertificate(authority)
	if err != nil {
		return nil, nil, pin, refuse(Damaged, "read authority: %w", err)
	}
	pin, err = checkAuthority(root)
	return leaf, root, pin, err
}
