package trust

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"sync"
	"time"
)

// How long a device keeps asking in a pairing by digits, and at least lies between two questions.
const (
	compareTime = 5*time.Minute + 30*time.Second
	askAgain    = time.Second
)

// PairByDigits pairs a device with a server that was found or typed, when there is no
// invitation. Both screens show the same six digits exactly when nobody stands between them.
//
// compare is called once, on a goroutine of its own, with the digits of this side. It shows them
// and returns nil when a person at the device has said that the clerk's are the same, or an
// error when they differ; its context ends with the pairing. The device believes the server only
// after compare returned nil and the server sent the clerk's approval: a server that nobody
// compared may say "approved" as it likes. Codes: Refused, Expired, Forged and what the server
// says.
func PairByDigits(ctx context.Context, a Application, compare func(ctx context.Context, digits string) error) (*Identity, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, compareTime, refuse(Expired, "nobody decided"))
	defer cancel()
	met := &firstMet{}
	x := newExchange(a, clientTLS(met.verify))
	defer x.close()

	f, opened, err := openComparison(ctx, x, a)
	if err != nil {
		return nil, err
	}
	compared := comparison{room: met.pin(), device: publicOf(a.Key), theirs: f.Nonce, ours: opened.Nonce}
	f.Proof = ed25519.Sign(a.Key, compared.proof())
	if _, err := x.send(ctx, f); err != nil {
		return nil, err
	}

	person := make(chan error, 1)
	go func() { person <- compare(ctx, compared.digits()) }()
	clerk := make(chan error, 1)
	var decided reply
	go func() {
		var err error
		decided, err = x.ask(ctx, opened.Session)
		clerk <- err
	}()
	for range 2 {
		select {
		case err := <-person:
			if err != nil {
				return nil, refuse(Refused, "at the device: %w", err)
			}
		case err := <-clerk:
			if err != nil {
				return nil, err
			}
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	return x.identity(a.Key, compared.room, decided)
}

// openComparison commits to a nonce and returns the reveal, still without its proof, and the
// server's answer.
func openComparison(ctx context.Context, x *exchange, a Application) (form, reply, error) {
	request, err := NewRequest(a.Key)
	if err != nil {
		return form{}, reply{}, err
	}
	nonce := make([]byte, nonceBytes)
	if _, err := rand.Read(nonce); err != nil {
		return form{}, reply{}, fmt.Errorf("trust: make nonce: %w", err)
	}
	committed := commitment(nonce, publicOf(a.Key))
	opened, err := x.send(ctx, form{Step: stepCommit, Commitment: committed[:]})
	if err != nil {
		return form{}, reply{}, err
	}
	if len(opened.Nonce) != nonceBytes || opened.Session == "" {
		return form{}, reply{}, refuse(Failed, "answered a commitment without nonce or session")
	}
	return form{
		Step: stepReveal, Session: opened.Session, Nonce: nonce, Request: request, Mode: a.Mode, Name: a.Name,
	}, opened, nil
}

// ask asks for the clerk's decision until there is one, through lost connections.
func (x *exchange) ask(ctx context.Context, session string) (reply, error) {
	for {
		pause := time.NewTimer(askAgain) // runs during the question: one held long needs no more pause
		answered, err := x.send(ctx, form{Step: stepWait, Session: session})
		if err == nil && answered.State != Pending {
			return answered, nil
		}
		if refusal, said := errors.AsType[*Error](err); said && refusal.Code != Rate && refusal.Code != Failed {
			return reply{}, err
		}
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return reply{}, context.Cause(ctx)
		}
	}
}

// firstMet accepts the first server it meets, whatever its room, and then only that room.
type firstMet struct {
	mu   sync.Mutex
	room Pin
}

func (m *firstMet) verify(state tls.ConnectionState) error {
	_, found, err := peerAuthority(state)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.room.IsZero() {
		found = m.room
	}
	if _, err := PeerServer(state, found); err != nil {
		return err
	}
	m.room = found
	return nil
}

func (m *firstMet) pin() Pin {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.room
}
