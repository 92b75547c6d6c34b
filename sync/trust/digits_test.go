package trust

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// screen is a device on its way through PairByDigits.
type screen struct {
	digits chan string
	said   chan error // what the person at the device says
	ended  chan outcome
}

type outcome struct {
	identity *Identity
	err      error
}

func begin(t *testing.T, a Application) *screen {
	t.Helper()
	s := &screen{digits: make(chan string, 1), said: make(chan error, 1), ended: make(chan outcome, 1)}
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	go func() {
		identity, err := PairByDigits(ctx, a, func(ctx context.Context, digits string) error {
			s.digits <- digits
			select {
			case err := <-s.said:
				return err
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		s.ended <- outcome{identity, err}
	}()
	return s
}

func TestPairByDigits(t *testing.T) {
	r := newRoom(t, Timing{Poll: 20 * time.Millisecond}) // several questions until the answer
	for _, personFirst := range []bool{true, false} {
		a := r.application(t, "Máy số 17")
		s := begin(t, a)
		proposed := receive(t, r.proposed)
		shown := receive(t, s.digits)
		if shown != proposed.Digits || len(shown) != 6 || strings.Trim(shown, "0123456789") != "" {
			t.Fatalf("the device shows %q, the clerk %q", shown, proposed.Digits)
		}
		if proposed.Device != DeviceID(publicOf(a.Key)) || proposed.Name != a.Name || proposed.Mode != a.Mode ||
			proposed.Address != "127.0.0.1" || !proposed.Expires.Equal(r.clock.now().Add(5*time.Minute)) {
			t.Fatalf("proposed %+v", proposed)
		}
		if personFirst {
			s.said <- nil
		}
		wantCode(t, r.pairing.Decide(proposed.Device, "not these", true), Expired)
		if err := r.pairing.Decide(proposed.Device, proposed.Digits, true); err != nil {
			t.Fatal(err)
		}
		wantCode(t, r.pairing.Decide(proposed.Device, proposed.Digits, false), Expired) // only once
		if !personFirst {
			s.said <- nil
		}
		end := receive(t, s.ended)
		if end.err != nil {
			t.Fatal(end.err)
		}
		if end.identity.Pin != r.authority.Pin() || end.identity.State != Approved || end.identity.Mode != "delegate" {
			t.Fatalf("paired %+v", end.identity)
		}
		if _, err := connect(t, r.address, end.identity.TLS()); err != nil {
			t.Fatal(err)
		}
		r.clock.pass(time.Minute)
	}
}

func TestEitherPersonMayRefuse(t *testing.T) {
	r := newRoom(t, Timing{})
	s := begin(t, r.application(t, "Máy số 1"))
	proposed := receive(t, r.proposed)
	s.said <- nil
	if err := r.pairing.Decide(proposed.Device, proposed.Digits, false); err != nil {
		t.Fatal(err)
	}
	end := receive(t, s.ended)
	wantCode(t, end.err, Refused)

	s = begin(t, r.application(t, "Máy số 2"))
	proposed = receive(t, r.proposed)
	if err := r.pairing.Decide(proposed.Device, proposed.Digits, true); err != nil {
		t.Fatal(err)
	}
	s.said <- errors.New("other digits on the clerk's screen")
	end = receive(t, s.ended)
	wantCode(t, end.err, Refused)
	if end.identity != nil {
		t.Fatal("an identity nobody wanted")
	}
}

func TestComparisonExpires(t *testing.T) {
	r := newRoom(t, Timing{Compare: 50 * time.Millisecond, Reveal: time.Minute})
	s := begin(t, r.application(t, "Máy số 1"))
	proposed := receive(t, r.proposed)
	s.said <- nil
	end := receive(t, s.ended)
	wantCode(t, end.err, Expired)
	if withdrawn := receive(t, r.withdrawn); withdrawn != proposed {
		t.Fatalf("withdrawn %+v", withdrawn)
	}
	wantCode(t, r.pairing.Decide(proposed.Device, proposed.Digits, true), Expired)
	if len(r.pairing.sessions.open) != 0 {
		t.Fatal("the session is still there")
	}
}

func TestDeviceStartsOver(t *testing.T) {
	r := newRoom(t, Timing{})
	a := r.application(t, "Máy số 1")
	first := begin(t, a)
	before := receive(t, r.proposed)
	second := begin(t, a)
	after := receive(t, r.proposed)
	if withdrawn := receive(t, r.withdrawn); withdrawn != before {
		t.Fatalf("withdrawn %+v", withdrawn)
	}
	first.said <- nil
	wantCode(t, receive(t, first.ended).err, Expired)
	if before.Digits != after.Digits {
		wantCode(t, r.pairing.Decide(before.Device, before.Digits, true), Expired)
	}
	if err := r.pairing.Decide(after.Device, after.Digits, true); err != nil {
		t.Fatal(err)
	}
	second.said <- nil
	if end := receive(t, second.ended); end.err != nil {
		t.Fatal(end.err)
	}
}

func TestDeviceThatLeaves(t *testing.T) {
	r := newRoom(t, Timing{})
	ctx, leave := context.WithCancel(t.Context())
	_, err := PairByDigits(ctx, r.application(t, "Máy số 1"), func(ctx context.Context, _ string) error {
		leave()
		<-ctx.Done()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// hand is a device whose steps the test makes one by one.
type hand struct {
	t *testing.T
	x *exchange
	a Application
	f form // the reveal
	c comparison
}

func newHand(t *testing.T, a Application) *hand {
	t.Helper()
	met := &firstMet{}
	x := newExchange(a, clientTLS(met.verify))
	t.Cleanup(x.close)
	f, opened, err := openComparison(t.Context(), x, a)
	if err != nil {
		t.Fatal(err)
	}
	h := &hand{t: t, x: x, a: a, f: f}
	h.c = comparison{room: met.pin(), device: publicOf(a.Key), theirs: f.Nonce, ours: opened.Nonce}
	h.f.Proof = ed25519.Sign(a.Key, h.c.proof())
	return h
}

func (h *hand) send(f form) error {
	h.t.Helper()
	_, err := h.x.send(h.t.Context(), f)
	return err
}

func TestWrongReveals(t *testing.T) {
	r := newRoom(t, Timing{})
	for name, change := range map[string]func(h *hand){
		"another nonce": func(h *hand) {
			h.f.Nonce = append([]byte{}, h.f.Nonce...)
			h.f.Nonce[0] ^= 1
			h.c.theirs = h.f.Nonce
			h.f.Proof = ed25519.Sign(h.a.Key, h.c.proof())
		},
		"another key": func(h *hand) {
			key := newKey(h.t)
			h.f.Request, _ = NewRequest(key)
			h.c.device = publicOf(key)
			h.f.Proof = ed25519.Sign(key, h.c.proof())
		},
	} {
		h := newHand(t, r.application(t, "Máy số 1"))
		right := h.f
		change(h)
		if err := h.send(h.f); CodeOf(err) != Commitment {
			t.Errorf("%s: %v", name, err)
		}
		wantCode(t, h.send(right), Expired) // no second try
		r.clock.pass(time.Minute)
	}
	h := newHand(t, r.application(t, "Máy số 1"))
	h.f.Proof = ed25519.Sign(newKey(t), h.c.proof())
	wantCode(t, h.send(h.f), Forged)
	if len(r.proposed) != 0 {
		t.Fatal("the clerk was shown a wrong reveal")
	}
}

func TestReplays(t *testing.T) {
	r := newRoom(t, Timing{})
	h := newHand(t, r.application(t, "Máy số 1"))
	committed := commitment(h.f.Nonce, h.c.device)
	again := form{Step: stepCommit, Commitment: committed[:]}
	wantCode(t, h.send(again), Commitment) // while the session is open
	if err := h.send(h.f); err != nil {
		t.Fatal(err)
	}
	proposed := receive(t, r.proposed)
	wantCode(t, h.send(h.f), Commitment) // the reveal a second time
	wantCode(t, h.send(again), Commitment)
	if err := r.pairing.Decide(proposed.Device, proposed.Digits, false); err != nil {
		t.Fatal(err)
	}
	wantCode(t, h.send(again), Commitment) // decided, but not long ago

	// Once the server has forgotten it, an overheard commitment opens a session with a new nonce,
	// and the overheard reveal does not fit.
	r.pairing.sessions.mu.Lock()
	for _, one := range r.pairing.sessions.open {
		r.pairing.sessions.drop(one)
	}
	r.pairing.sessions.mu.Unlock()
	opened, err := h.x.send(t.Context(), again)
	if err != nil {
		t.Fatal(err)
	}
	h.f.Session = opened.Session
	wantCode(t, h.send(h.f), Forged)
	if len(r.proposed) != 0 {
		t.Fatal("the clerk was shown a replay")
	}
}

func TestComparisonsAreBounded(t *testing.T) {
	r := newRoom(t, Timing{Reveal: 10 * time.Minute})
	var committed [32]byte
	open := func(address string) error {
		committed[0]++
		_, err := r.pairing.sessions.start(address, committed, time.Now(), time.Minute)
		return err
	}
	for range maxAddressSessions {
		if err := open("a"); err != nil {
			t.Fatal(err)
		}
	}
	wantCode(t, open("a"), Busy)
	for i := range maxSessions - maxAddressSessions {
		if err := open(fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	wantCode(t, open("one more"), Busy)
	_, err := PairByDigits(t.Context(), r.application(t, "Máy số 1"), nil)
	wantCode(t, err, Busy)
}

func TestCommitmentWithoutRevealIsForgotten(t *testing.T) {
	r := newRoom(t, Timing{Reveal: time.Millisecond})
	h := newHand(t, r.application(t, "Máy số 1"))
	gone := r.pairing.sessions.find(h.wait().Session)
	if gone != nil {
		receive(t, gone.decided)
	}
	wantCode(t, h.send(h.f), Expired)
	if len(r.withdrawn)+len(r.proposed) != 0 {
		t.Fatal("the clerk heard of it")
	}
}

func (h *hand) wait() form { return form{Step: stepWait, Session: h.f.Session} }

func TestServerStops(t *testing.T) {
	r := newRoom(t, Timing{})
	s := begin(t, r.application(t, "Máy số 1"))
	receive(t, r.proposed)
	r.pairing.Close()
	wantCode(t, receive(t, s.ended).err, Expired)
	_, err := PairByDigits(t.Context(), r.application(t, "Máy số 2"), nil)
	wantCode(t, err, Busy)
	if len(r.withdrawn) != 0 {
		t.Fatal("the registrar was called after the end")
	}
}

// between is an attacker with a room of his own who answers the device in the server's place and
// plays a device towards the server.
type between struct {
	t      *testing.T
	server string
	relay  bool // hand the device's own words on, instead of playing another device

	mu   sync.Mutex
	x    *exchange
	own  form
	told error // the server's answer to the reveal
}

func (b *between) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, err := decodeForm(r.Body)
	if err != nil {
		b.t.Error(err)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch f.Step {
	case stepCommit:
		answer(w, http.StatusOK, b.commit(f))
	case stepReveal:
		if b.relay {
			f.Session = b.own.Session
			_, b.told = b.x.send(r.Context(), f)
		} else {
			_, b.told = b.x.send(r.Context(), b.own)
		}
		answer(w, http.StatusOK, reply{State: Pending})
	default:
		answer(w, http.StatusOK, reply{State: Pending})
	}
}

func (b *between) commit(f form) reply {
	a := Application{Address: b.server, Key: newKey(b.t), Name: "Máy số 17", Mode: "delegate"}
	met := &firstMet{}
	b.x = newExchange(a, clientTLS(met.verify))
	b.t.Cleanup(b.x.close)
	if b.relay {
		opened, err := b.x.send(b.t.Context(), form{Step: stepCommit, Commitment: f.Commitment})
		if err != nil {
			b.t.Error(err)
		}
		b.own = form{Session: opened.Session}
		return reply{Session: "s", Nonce: opened.Nonce} // the server's own nonce
	}
	own, opened, err := openComparison(b.t.Context(), b.x, a)
	if err != nil {
		b.t.Error(err)
	}
	c := comparison{room: met.pin(), device: publicOf(a.Key), theirs: own.Nonce, ours: opened.Nonce}
	own.Proof = ed25519.Sign(a.Key, c.proof())
	b.own = own
	return reply{Session: "s", Nonce: opened.Nonce} // any nonce he likes, but before he knows the device's
}

func TestSomebodyBetweenShowsOtherDigits(t *testing.T) {
	r := newRoom(t, Timing{})
	evil := &between{t: t, server: r.address}
	a := r.application(t, "Máy số 17")
	a.Address = serve(t, namesake(t, r.authority).Server().TLS(), evil)
	s := begin(t, a)
	shown := receive(t, s.digits)
	proposed := receive(t, r.proposed)
	if shown == proposed.Digits {
		t.Fatalf("both screens show %s", shown) // true by chance once in a million
	}
	if proposed.Device == DeviceID(publicOf(a.Key)) {
		t.Fatal("the attacker holds the device's key")
	}
	s.said <- errors.New("other digits")
	wantCode(t, receive(t, s.ended).err, Refused)
}

func TestSomebodyBetweenCannotHandOn(t *testing.T) {
	r := newRoom(t, Timing{})
	evil := &between{t: t, server: r.address, relay: true}
	a := r.application(t, "Máy số 17")
	a.Address = serve(t, namesake(t, r.authority).Server().TLS(), evil)
	s := begin(t, a)
	receive(t, s.digits)
	evil.mu.Lock()
	defer evil.mu.Unlock()
	wantCode(t, evil.told, Forged)
	if len(r.proposed) != 0 {
		t.Fatal("the clerk was shown the device")
	}
}

// An attacker's room that approves on its own gains nothing while the person does not.
func TestApprovalNobodyCompared(t *testing.T) {
	evil := newRoom(t, Timing{})
	s := begin(t, evil.application(t, "Máy số 17"))
	proposed := receive(t, evil.proposed)
	if err := evil.pairing.Decide(proposed.Device, proposed.Digits, true); err != nil {
		t.Fatal(err)
	}
	receive(t, s.digits)
	select {
	case end := <-s.ended:
		t.Fatalf("believed: %+v", end)
	case <-time.After(100 * time.Millisecond):
	}
	s.said <- errors.New("nothing on the clerk's list")
	wantCode(t, receive(t, s.ended).err, Refused)
}

// A room that changes while the pairing runs is not followed.
func TestRoomThatChangesUnderway(t *testing.T) {
	r := newRoom(t, Timing{})
	other := namesake(t, r.authority)
	met := &firstMet{}
	x := newExchange(Application{Address: r.address}, clientTLS(met.verify))
	defer x.close()
	committed := commitment(make([]byte, 32), publicOf(newKey(t)))
	if _, err := x.send(t.Context(), form{Step: stepCommit, Commitment: committed[:]}); err != nil {
		t.Fatal(err)
	}
	y := newExchange(Application{Address: openRoom(t, other, Timing{}).address}, clientTLS(met.verify))
	defer y.close()
	_, err := y.send(t.Context(), form{Step: stepCommit, Commitment: committed[:]})
	wantCode(t, err, Forged)
}

func TestDigitsDependOnEverything(t *testing.T) {
	a, b := newKey(t), newKey(t)
	base := comparison{room: Pin{1}, device: publicOf(a), theirs: make([]byte, 32), ours: make([]byte, 32)}
	seen := map[[32]byte]bool{base.digest(): true}
	for _, change := range []func(*comparison){
		func(c *comparison) { c.room = Pin{2} },
		func(c *comparison) { c.device = publicOf(b) },
		func(c *comparison) { c.theirs = append([]byte{1}, make([]byte, 31)...) },
		func(c *comparison) { c.ours = append([]byte{1}, make([]byte, 31)...) },
	} {
		changed := base
		change(&changed)
		if seen[changed.digest()] {
			t.Fatal("a part that does not count")
		}
		seen[changed.digest()] = true
	}
	zero := comparison{room: Pin{}, device: make([]byte, 32), theirs: make([]byte, 32), ours: make([]byte, 32)}
	if got := zero.digits(); got != "377674" {
		t.Fatalf("digits %s", got) // both sides of any two versions have to agree
	}
	raw, err := json.Marshal(form{Version: 1, Step: stepWait, Session: "x"})
	if err != nil || string(raw) != `{"v":1,"step":"wait","session":"x"}` {
		t.Fatalf("%s, %v", raw, err)
	}
}
