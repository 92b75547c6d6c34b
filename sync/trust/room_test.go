package trust

import (
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"testing"
	"time"
)

// room is a whole room server on the loopback, as far as pairing goes.
type room struct {
	authority *Authority
	tokens    *Tokens
	pairing   *Pairing
	address   string
	clock     *clock

	proposed  chan Applicant
	withdrawn chan Applicant

	mu      sync.Mutex
	devices map[string]Grant
	revoked map[string]bool
	fail    error // what the registrar answers instead of doing its work
}

type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func newRoom(t *testing.T, timing Timing) *room {
	t.Helper()
	authority, err := OpenAuthority(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return openRoom(t, authority, timing)
}

func openRoom(t *testing.T, authority *Authority, timing Timing) *room {
	t.Helper()
	r := &room{
		authority: authority, clock: &clock{at: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)},
		proposed: make(chan Applicant, 100), withdrawn: make(chan Applicant, 100),
		devices: map[string]Grant{}, revoked: map[string]bool{},
	}
	r.tokens = NewTokens(nil, nil, r.clock.now)
	r.pairing = NewPairing(authority, r, timing, r.clock.now)
	t.Cleanup(r.pairing.Close)
	inside := http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		_, _ = w.Write([]byte(DeviceOf(request.Context())))
	})
	r.address = serve(t, authority.Server().TLS(), Gate(r.pairing, inside, r.isRevoked))
	return r
}

// serve answers on a free port of the loopback until the test ends.
func serve(t *testing.T, config *tls.Config, handler http.Handler) string {
	t.Helper()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", config)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: handler, ErrorLog: quiet(), ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-ended
	})
	return listener.Addr().String()
}

func (r *room) Redeem(_ context.Context, token string, a Applicant) (Grant, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fail != nil {
		return Grant{}, r.fail
	}
	grant, err := r.tokens.Redeem(token, a.Device, a.Mode)
	if err == nil {
		r.devices[a.Device] = grant
	}
	return grant, err
}

func (r *room) Propose(_ context.Context, a Applicant) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fail != nil {
		return r.fail
	}
	r.proposed <- a
	return nil
}

func (r *room) Withdraw(a Applicant) { r.withdrawn <- a }

func (r *room) isRevoked(device string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.revoked[device]
}

func (r *room) invitation(t *testing.T, mode string, devices int, approval bool) Invitation {
	t.Helper()
	token, err := r.tokens.Issue(mode, devices, approval)
	if err != nil {
		t.Fatal(err)
	}
	at := netip.MustParseAddrPort(r.address)
	return Invitation{
		Addresses: []netip.Addr{at.Addr()}, Port: at.Port(), Pin: r.authority.Pin(), Token: token, Name: "Phòng họp số 1",
	}
}

func (r *room) application(t *testing.T, name string) Application {
	return Application{Address: r.address, Key: newKey(t), Mode: "delegate", Name: name}
}

func newKey(t *testing.T) ed25519.PrivateKey {
	t.Helper()
	key, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// receive waits for something to happen, but not for ever.
func receive[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case value := <-from:
		return value
	case <-time.After(20 * time.Second):
		t.Fatal("nothing happened for 20 s")
		panic("unreachable")
	}
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if CodeOf(err) != code {
		t.Fatalf("error %v, want code %s", err, code)
	}
}

// connect does a handshake and waits until the server has accepted it too: it answers with the
// peer's device id or the code of its refusal.
func connect(t *testing.T, address string, config *tls.Config) (tls.ConnectionState, error) {
	t.Helper()
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	conn, err := tls.DialWithDialer(dialer, "tcp", address, config)
	if err != nil {
		return tls.ConnectionState{}, err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write([]byte("GET / HTTP/1.1\r\nHost: room\r\n\r\n")); err != nil {
		return tls.ConnectionState{}, err
	}
	if _, err := conn.Read(make([]byte, 1)); err != nil {
		return tls.ConnectionState{}, err
	}
	return conn.ConnectionState(), nil
}
