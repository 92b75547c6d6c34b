package trust

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// Application is a device's wish to be paired.
type Application struct {
	Address string             // host:port of the server, already found to answer
	Key     ed25519.PrivateKey // the device's; a repeated pairing uses the same again
	Mode    string             // the mode it runs in; may be empty with an invitation
	Name    string             // what it calls itself

	// Dial opens a connection; nil stands for the system's own.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// exchange is a series of POST /pair to one server over one configuration.
type exchange struct {
	client *http.Client
	url    string

	mu    sync.Mutex
	state *tls.ConnectionState // of the latest connection
}

// The longest a server's answer may take, beyond what it holds a question open, and be.
const (
	answerTime = 45 * time.Second
	maxReply   = 64 << 10
)

func newExchange(a Application, config *tls.Config) *exchange {
	return &exchange{
		url: "https://" + a.Address + PairPath,
		client: &http.Client{
			Timeout:       answerTime,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport: &http.Transport{
				DialContext: a.Dial, TLSClientConfig: config,
				TLSHandshakeTimeout: 10 * time.Second, MaxConnsPerHost: 1,
			},
		},
	}
}

func (x *exchange) close() { x.client.CloseIdleConnections() }

// send sends one form and returns what the server answered, its refusal as an *Error. An error
// of the network is returned as it is.
func (x *exchange) send(ctx context.Context, f form) (reply, error) {
	f.Version = pairVersion
	body, err := json.Marshal(f)
	if err != nil {
		return reply{}, fmt.Errorf("trust: write form: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, x.url, bytes.NewReader(body))
	if err != nil {
		return reply{}, fmt.Errorf("trust: pair with %s: %w", x.url, err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := x.client.Do(request)
	if err != nil {
		return reply{}, fmt.Errorf("trust: pair: %w", err)
	}
	defer response.Body.Close()
	x.mu.Lock()
	x.state = response.TLS
	x.mu.Unlock()
	raw, err := io.ReadAll(io.LimitReader(response.Body, maxReply))
	if err != nil {
		return reply{}, fmt.Errorf("trust: read reply: %w", err)
	}
	answered, err := decodeReply(raw)
	if err == nil && response.StatusCode != http.StatusOK {
		err = refuse(Failed, "answered with status %d", response.StatusCode)
	}
	return answered, err
}

// identity puts together what the device keeps and checks all of it, before anyone relies on it.
func (x *exchange) identity(key ed25519.PrivateKey, pin Pin, r reply) (*Identity, error) {
	x.mu.Lock()
	state := x.state
	x.mu.Unlock()
	made := &Identity{
		Key: key, Certificate: r.Certificate, Mode: r.Mode, State: r.State,
		Server: state.PeerCertificates[0].Raw, Authority: state.PeerCertificates[1].Raw,
	}
	if err := made.check(); err != nil {
		return nil, refuse(Forged, "certificate from the server: %w", err)
	}
	if !made.Pin.is(pin) {
		return nil, refuse(Forged, "another room: its pin is %s", made.Pin)
	}
	return made, nil
}

// Pair pairs a device by an invitation. Only the invited room is spoken to, whoever else may
// answer at the address. The identity's state tells whether the device is approved or has to
// wait for the clerk. When the answer is lost on the way, the same application may be repeated
// without using up the invitation.
func Pair(ctx context.Context, a Application, invitation Invitation) (*Identity, error) {
	request, err := NewRequest(a.Key)
	if err != nil {
		return nil, err
	}
	x := newExchange(a, invitation.Pin.TLS())
	defer x.close()
	answered, err := x.send(ctx, form{
		Step: stepToken, Token: invitation.Token, Request: request, Mode: a.Mode, Name: a.Name,
	})
	if err != nil {
		return nil, err
	}
	return x.identity(a.Key, invitation.Pin, answered)
}
