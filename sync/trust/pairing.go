package trust

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Timing is how long the steps of a pairing may take; zero values stand for the usual ones.
type Timing struct {
	Compare time.Duration // from the first word to the clerk's decision: 5 minutes
	Reveal  time.Duration // from the commitment to the reveal: 30 seconds
	Poll    time.Duration // how long one question for the decision is held open: 25 seconds
	Read    time.Duration // how long a request's body may take: 10 seconds
}

func (t Timing) filled() Timing {
	usual := func(value *time.Duration, otherwise time.Duration) {
		if *value <= 0 {
			*value = otherwise
		}
	}
	usual(&t.Compare, 5*time.Minute)
	usual(&t.Reveal, 30*time.Second)
	usual(&t.Poll, 25*time.Second)
	usual(&t.Read, 10*time.Second)
	return t
}

// Pairing answers POST /pair, the only request that needs no certificate. It is bounded in all
// that strangers can make it hold. All methods may be called from any goroutine.
type Pairing struct {
	authority *Authority
	registrar Registrar
	timing    Timing
	now       func() time.Time
	limiter   *limiter
	sessions  *sessions
}

// NewPairing returns the handler. now is the clock of the rate limit and of Applicant.Expires.
func NewPairing(authority *Authority, registrar Registrar, timing Timing, now func() time.Time) *Pairing {
	return &Pairing{
		authority: authority, registrar: registrar, timing: timing.filled(), now: now,
		limiter: newLimiter(), sessions: newSessions(registrar.Withdraw),
	}
}

// Close ends all comparisons without withdrawing them from the clerk's list; for the end of
// the program.
func (p *Pairing) Close() { p.sessions.close() }

// ServeHTTP answers one step of a pairing. It does not look at the path.
func (p *Pairing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		answer(w, http.StatusMethodNotAllowed, reply{Code: Malformed})
		return
	}
	address, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		address = r.RemoteAddr
	}
	if !p.limiter.allow(address, p.now()) {
		w.Header().Set("Retry-After", "2")
		answer(w, http.StatusTooManyRequests, reply{Code: Rate})
		return
	}
	// The two deadlines are this request's own: a stranger must not hold the connection open by
	// sending slowly, nor may the server's general deadline cut a held question. Where the
	// connection knows no deadlines there is nothing to set.
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(p.timing.Read))
	f, err := decodeForm(http.MaxBytesReader(w, r.Body, maxForm))
	_ = control.SetReadDeadline(time.Time{})
	_ = control.SetWriteDeadline(time.Now().Add(p.timing.Poll + p.timing.Read))
	defer func() { _ = control.SetWriteDeadline(time.Time{}) }()
	var answered reply
	if err == nil {
		answered, err = p.step(r.Context(), f, address)
	}
	if err != nil {
		p.refuse(w, r, f.Step, err)
		return
	}
	answer(w, http.StatusOK, answered)
}

func (p *Pairing) step(ctx context.Context, f form, address string) (reply, error) {
	switch f.Step {
	case stepToken:
		return p.byToken(ctx, f, address)
	case stepCommit:
		return p.commit(f, address)
	case stepReveal:
		return p.reveal(ctx, f)
	default:
		return p.wait(ctx, f)
	}
}

// byToken is the whole pairing by invitation.
func (p *Pairing) byToken(ctx context.Context, f form, address string) (reply, error) {
	key, err := readRequest(f.Request)
	if err != nil {
		return reply{}, err
	}
	grant, err := p.registrar.Redeem(ctx, f.Token, Applicant{
		Device: DeviceID(key), Name: f.Name, Mode: f.Mode, Address: address,
	})
	if err != nil {
		return reply{}, err
	}
	certificate, _, err := p.authority.IssueDevice(f.Request)
	if err != nil {
		return reply{}, err
	}
	return reply{State: grant.State, Mode: grant.Mode, Certificate: certificate}, nil
}

// refuse answers with the error's code. Refusals are told to the device; what is the server's
// own trouble is logged here, where it ends.
func (p *Pairing) refuse(w http.ResponseWriter, r *http.Request, step string, err error) {
	status := http.StatusForbidden
	code := CodeOf(err)
	switch code {
	case Malformed, Version:
		status = http.StatusBadRequest
	case Rate, Busy:
		status = http.StatusTooManyRequests
	case Failed, "":
		code, status = Failed, http.StatusInternalServerError
		if !errors.Is(err, context.Canceled) {
			slog.ErrorContext(r.Context(), "Pairing failed", "step", step, "address", r.RemoteAddr, "error", err)
		}
	}
	answer(w, status, reply{Code: code})
}

// answer writes a reply. A device that is gone does not read it, and asks again.
func answer(w http.ResponseWriter, status int, r reply) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(r)
}
