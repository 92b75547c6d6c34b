package trust

import (
	"crypto/ed25519"
	"crypto/x509"
)

// Authority is the room's certificate authority. Only the first room server holds it; a standby
// has a Server of its own. All methods may be called from any goroutine.
type Authority struct {
	key         ed25519.PrivateKey
	certificate *x509.Certificate
	pin         Pin
	server      *Server
}

// Pin returns the room's identity.
func (a *Authority) Pin() Pin { return a.pin }

// Certificate returns the authority's certificate (DER).
func (a *Authority) Certificate() []byte { return a.certificate.Raw }

// MayAdmit reports whether the authority's key is here, so that devices can be paired.
func (a *Authority) MayAdmit() bool { return a.key != nil }

// Server returns what the room server answers devices with.
func (a *Authority) Server() *Server { return a.server }

// IssueDevice signs a device's certificate request and returns the certificate (DER) and the
// device's id. Nothing of the request but its key enters the certificate. The same key may be
// given a certificate again, when the first answer was lost.
func (a *Authority) IssueDevice(request []byte) (certificate []byte, device string, err error) {
	key, err := readRequest(request)
	if err != nil {
		return nil, "", err
	}
	if !a.MayAdmit() {
		return nil, "", refuse(Promoted, "the authority's key is not here")
	}
	device = DeviceID(key)
	issued, err := signLeaf(device, x509.ExtKeyUsageClientAuth, key, a.certificate, a.key)
	if err != nil {
		return nil, "", err
	}
	return issued.Raw, device, nil
}

// IssueServer signs a standby's certificate request, so that it may answer devices under the
// same pin. The standby's private key and the authority's never meet.
func (a *Authority) IssueServer(request []byte) ([]byte, error) {
	key, err := readRequest(request)
	if err != nil {
		return nil, err
	}
	if !a.MayAdmit() {
		return nil, refuse(Promoted, "the authority's key is not here")
	}
	issued, err := signLeaf("server "+DeviceID(key), x509.ExtKeyUsageServerAuth, key, a.certificate, a.key)
	if err != nil {
		return nil, err
	}
	return issued.Raw, nil
}

// Admit gives a device its identity on the spot, approved: for a device inside the server's own
// program, which needs no pairing.
func (a *Authority) Admit(key ed25519.PrivateKey, mode string) (*Identity, error) {
	request, err := NewRequest(key)
	if err != nil {
		return nil, err
	}
	certificate, _, err := a.IssueDevice(request)
	if err != nil {
		return nil, err
	}
	admitted := &Identity{
		Key: key, Certificate: certificate, Authority: a.Certificate(), Server: a.server.Certificate(),
		Mode: mode, State: Approved,
	}
	return admitted, admitted.check()
}

// newAuthority makes the keys and certificates of a room that did not exist before.
func newAuthority() (*Authority, error) {
	key, err := NewKey()
	if err != nil {
		return nil, err
	}
	certificate, err := signAuthority(key)
	if err != nil {
		return nil, err
	}
	a := &Authority{key: key, certificate: certificate, pin: PinOf(publicOf(key))}
	serverKey, err := NewKey()
	if err != nil {
		return nil, err
	}
	request, err := NewRequest(serverKey)
	if err != nil {
		return nil, err
	}
	serverCertificate, err := a.IssueServer(request)
	if err != nil {
		return nil, err
	}
	a.server, err = NewServer(serverKey, serverCertificate, certificate.Raw)
	return a, err
}
