package trust

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

// namesake makes an authority of its own that calls itself as another does, down to the key id.
func namesake(t *testing.T, original *Authority) *Authority {
	t.Helper()
	key := newKey(t)
	template := *original.certificate
	template.PublicKey = publicOf(key)
	certificate, err := sign(&template, &template, publicOf(key), key)
	if err != nil {
		t.Fatal(err)
	}
	a := &Authority{key: key, certificate: certificate, pin: PinOf(publicOf(key))}
	serverKey := newKey(t)
	request, err := NewRequest(serverKey)
	if err != nil {
		t.Fatal(err)
	}
	issued, err := a.IssueServer(request)
	if err != nil {
		t.Fatal(err)
	}
	if a.server, err = NewServer(serverKey, issued, certificate.Raw); err != nil {
		t.Fatal(err)
	}
	return a
}

func admit(t *testing.T, a *Authority) *Identity {
	t.Helper()
	i, err := a.Admit(newKey(t), "delegate")
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestDeviceAndServerKnowEachOther(t *testing.T) {
	r := newRoom(t, Timing{})
	device := admit(t, r.authority)
	state, err := connect(t, r.address, device.TLS())
	if err != nil {
		t.Fatal(err)
	}
	key, err := PeerServer(state, device.Pin)
	if err != nil {
		t.Fatal(err)
	}
	if !key.Equal(r.authority.Server().Key()) {
		t.Fatal("another server's key")
	}
	if state.Version != tls.VersionTLS13 || state.NegotiatedProtocol != "http/1.1" {
		t.Fatalf("version %#x, protocol %q", state.Version, state.NegotiatedProtocol)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: device.TLS()}}
	defer client.CloseIdleConnections()
	if got := get(t, client, "https://"+r.address+"/anything"); got != "200 "+device.Device() {
		t.Fatalf("inside: %s", got)
	}
	if device.Device() != DeviceID(publicOf(device.Key)) || len(device.Device()) != 32 {
		t.Fatalf("device id %q", device.Device())
	}
}

func TestForgedServerOfTheSameName(t *testing.T) {
	r := newRoom(t, Timing{})
	device := admit(t, r.authority)
	forged := openRoom(t, namesake(t, r.authority), Timing{})
	_, err := connect(t, forged.address, device.TLS())
	wantCode(t, err, Forged)
	_, err = connect(t, forged.address, r.authority.Pin().TLS())
	wantCode(t, err, Forged)

	// With the true authority's certificate after the forged one, which anybody can copy.
	config := forged.authority.Server().TLS()
	config.Certificates[0].Certificate[1] = r.authority.Certificate()
	address := serve(t, config, http.NotFoundHandler())
	_, err = connect(t, address, device.TLS())
	wantCode(t, err, Forged)
}

func TestForgedDeviceOfTheSameAuthorityName(t *testing.T) {
	r := newRoom(t, Timing{})
	forged := admit(t, namesake(t, r.authority))
	forged.Pin = r.authority.Pin() // it accepts the true server
	if _, err := connect(t, r.address, forged.TLS()); err == nil {
		t.Fatal("a forged device got in")
	}
	stolen := admit(t, r.authority)
	stolen.Key = newKey(t) // somebody else's certificate, without its key
	if _, err := connect(t, r.address, stolen.TLS()); err == nil {
		t.Fatal("a certificate without its key got in")
	}
}

func TestCertificatesAreGoodForOneSideOnly(t *testing.T) {
	r := newRoom(t, Timing{})
	device := admit(t, r.authority)
	posing := r.authority.Server().TLS()
	posing.Certificates = []tls.Certificate{{
		Certificate: [][]byte{device.Certificate, r.authority.Certificate()}, PrivateKey: device.Key,
	}}
	address := serve(t, posing, http.NotFoundHandler())
	_, err := connect(t, address, device.TLS())
	wantCode(t, err, Forged)

	for name, certificate := range map[string]tls.Certificate{
		"server":    {Certificate: [][]byte{r.authority.Server().Certificate()}, PrivateKey: r.authority.server.key},
		"authority": {Certificate: [][]byte{r.authority.Certificate()}, PrivateKey: r.authority.key},
	} {
		config := r.authority.Pin().TLS()
		config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &certificate, nil }
		if _, err := connect(t, r.address, config); err == nil {
			t.Fatalf("the %s got in as a device", name)
		}
	}
}

func TestOldTLSIsRefused(t *testing.T) {
	r := newRoom(t, Timing{})
	config := r.authority.Pin().TLS()
	config.MinVersion, config.MaxVersion = tls.VersionTLS12, tls.VersionTLS12
	if _, err := connect(t, r.address, config); err == nil {
		t.Fatal("TLS 1.2 got in")
	}
	config = r.authority.Pin().TLS()
	config.NextProtos = []string{"h2"}
	if _, err := connect(t, r.address, config); err == nil {
		t.Fatal("HTTP/2 got in")
	}
}

// The bubble's clock starts in 2000 and is moved past the certificates' last day.
func TestClocksTakeNoPart(t *testing.T) {
	authority, err := newAuthority()
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		device := admit(t, authority)
		for range 2 {
			a, b := net.Pipe()
			server, client := tls.Server(a, authority.Server().TLS()), tls.Client(b, device.TLS())
			ended := make(chan error, 1)
			go func() { ended <- server.Handshake() }()
			if err := errors.Join(client.Handshake(), <-ended); err != nil {
				t.Fatalf("in %d: %v", time.Now().Year(), err)
			}
			if id, err := PeerDevice(server.ConnectionState()); err != nil || id != device.Device() {
				t.Fatalf("in %d: device %q, %v", time.Now().Year(), id, err)
			}
			a.Close()
			b.Close()
			time.Sleep(150 * 365 * 24 * time.Hour)
		}
	})
	config := authority.Server().TLS()
	for _, c := range []*tls.Config{config, admit(t, authority).TLS()} {
		if !c.Time().Equal(verifiedAt) {
			t.Fatalf("verified at %v", c.Time())
		}
	}
	leaf, err := x509.ParseCertificate(admit(t, authority).Certificate)
	if err != nil {
		t.Fatal(err)
	}
	if leaf.NotBefore.Year() != 2000 || leaf.NotAfter.Year() != 2100 {
		t.Fatalf("dated %v to %v", leaf.NotBefore, leaf.NotAfter)
	}
}

func TestStandbyAnswersUnderTheSamePin(t *testing.T) {
	r := newRoom(t, Timing{})
	key := newKey(t)
	request, err := NewRequest(key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := r.authority.IssueServer(request)
	if err != nil {
		t.Fatal(err)
	}
	standby, err := NewServer(key, certificate, r.authority.Certificate())
	if err != nil {
		t.Fatal(err)
	}
	device := admit(t, r.authority)
	address := serve(t, standby.TLS(), http.NotFoundHandler())
	state, err := connect(t, address, device.TLS())
	if err != nil {
		t.Fatal(err)
	}
	peer, err := PeerServer(state, device.Pin)
	if err != nil || !peer.Equal(standby.Key()) || peer.Equal(r.authority.Server().Key()) {
		t.Fatalf("standby's key %x, %v", peer, err)
	}
	_, err = NewServer(newKey(t), certificate, r.authority.Certificate())
	wantCode(t, err, Damaged)
	_, err = NewServer(key, certificate, namesake(t, r.authority).Certificate())
	wantCode(t, err, Forged)
}

func TestReceipts(t *testing.T) {
	a, err := newAuthority()
	if err != nil {
		t.Fatal(err)
	}
	other, err := newAuthority()
	if err != nil {
		t.Fatal(err)
	}
	message := []byte("epoch 1, stream council/7, ballot 9, number 42")
	signature := a.Server().Sign(message)
	key, err := ServerKey(a.Server().Certificate(), a.Certificate(), a.Pin())
	if err != nil {
		t.Fatal(err)
	}
	if err := Verify(key, message, signature); err != nil {
		t.Fatal(err)
	}
	wantCode(t, Verify(key, message[1:], signature), Forged)
	wantCode(t, Verify(key, message, signature[1:]), Forged)
	wantCode(t, Verify(key, message, other.Server().Sign(message)), Forged)
	wantCode(t, Verify(nil, message, signature), Forged)
	_, err = ServerKey(a.Server().Certificate(), a.Certificate(), other.Pin())
	wantCode(t, err, Forged)
	_, err = ServerKey(other.Server().Certificate(), a.Certificate(), a.Pin())
	wantCode(t, err, Forged)
}

func TestPeersThatWereNotVerified(t *testing.T) {
	a, err := newAuthority()
	if err != nil {
		t.Fatal(err)
	}
	_, err = PeerDevice(tls.ConnectionState{})
	wantCode(t, err, Anonymous)
	_, err = PeerDevice(tls.ConnectionState{PeerCertificates: []*x509.Certificate{a.certificate}})
	wantCode(t, err, Forged)
	_, err = PeerServer(tls.ConnectionState{PeerCertificates: []*x509.Certificate{a.server.certificate}}, a.pin)
	wantCode(t, err, Forged) // without the authority
	_, err = PeerServer(tls.ConnectionState{PeerCertificates: []*x509.Certificate{a.certificate, a.certificate}}, a.pin)
	wantCode(t, err, Forged) // the authority itself
	_, err = PeerServer(tls.ConnectionState{PeerCertificates: []*x509.Certificate{a.server.certificate, a.server.certificate}}, a.pin)
	wantCode(t, err, Forged)
}

func TestErrorsKeepTheirReason(t *testing.T) {
	err := &Error{Code: Failed, Err: io.ErrUnexpectedEOF}
	if !errors.Is(err, io.ErrUnexpectedEOF) || err.Error() != "trust: pair.failed: unexpected EOF" {
		t.Fatal(err)
	}
	if (&Error{Code: Used}).Error() != "trust: pair.used" || CodeOf(io.EOF) != "" {
		t.Fatal("codes")
	}
}
