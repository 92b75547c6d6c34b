package trust

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/subtle"
	"time"
)

// commit opens a comparison: the device has committed to its nonce and key, and only now learns
// the server's nonce.
func (p *Pairing) commit(f form, address string) (reply, error) {
	opened, err := p.sessions.start(address, [sha256.Size]byte(f.Commitment), p.now(), p.timing.Reveal)
	if err != nil {
		return reply{}, err
	}
	return reply{Session: opened.id, Nonce: opened.nonce}, nil
}

// reveal checks what the device committed to, and shows the clerk the digits. Whatever is wrong
// with it, the session is over: there is no second try with the same server nonce.
func (p *Pairing) reveal(ctx context.Context, f form) (reply, error) {
	revealed, err := p.sessions.reveal(f.Session)
	if err != nil {
		return reply{}, err
	}
	applicant, err := p.compare(revealed, f)
	if err != nil {
		p.sessions.cancel(revealed)
		return reply{}, err
	}
	replaced, err := p.sessions.propose(revealed, applicant, f.Request, p.timing.Compare)
	if err != nil {
		return reply{}, err
	}
	for _, earlier := range replaced {
		p.registrar.Withdraw(earlier)
	}
	if err := p.registrar.Propose(ctx, applicant); err != nil {
		p.sessions.cancel(revealed)
		return reply{}, err
	}
	if gone, withdraw := p.sessions.gone(revealed); gone { // ended while it was being proposed
		if withdraw {
			p.registrar.Withdraw(applicant)
		}
		return reply{}, refuse(Expired, "ended while it was proposed")
	}
	return reply{State: Pending}, nil
}

// compare returns the applicant with the digits of a correct reveal.
func (p *Pairing) compare(revealed *session, f form) (Applicant, error) {
	key, err := readRequest(f.Request)
	if err != nil {
		return Applicant{}, err
	}
	promised := commitment(f.Nonce, key)
	if subtle.ConstantTimeCompare(promised[:], revealed.commitment[:]) != 1 {
		return Applicant{}, refuse(Commitment, "not what was committed to")
	}
	compared := comparison{room: p.authority.pin, device: key, theirs: f.Nonce, ours: revealed.nonce}
	if !ed25519.Verify(key, compared.proof(), f.Proof) {
		return Applicant{}, refuse(Forged, "the device does not see this room, or does not hold the key")
	}
	return Applicant{
		Device: DeviceID(key), Name: f.Name, Mode: f.Mode, Address: revealed.address,
		Digits: compared.digits(), Expires: p.now().Add(p.timing.Compare),
	}, nil
}

// Decide is the clerk's word on a proposed device and the digits the clerk compared. When it is
// approved the device gets its certificate, so its approval has to be on the room's list before.
// The error has code Expired when that comparison is no longer open.
func (p *Pairing) Decide(device, digits string, approved bool) error {
	waiting := p.sessions.waiting(device, digits)
	if waiting == nil {
		return refuse(Expired, "no comparison of %s by %s is open", device, digits)
	}
	state, issued := Refused, []byte(nil)
	if approved {
		var err error
		if issued, _, err = p.authority.IssueDevice(waiting.request); err != nil {
			return err
		}
		state = Approved
	}
	if !p.sessions.decide(waiting, state, issued) {
		return refuse(Expired, "the comparison of %s ended meanwhile", device)
	}
	return nil
}

// wait holds the device's question until the clerk has decided, for a while.
func (p *Pairing) wait(ctx context.Context, f form) (reply, error) {
	asked := p.sessions.find(f.Session)
	if asked == nil {
		return reply{}, refuse(Expired, "no such session")
	}
	held := time.NewTimer(p.timing.Poll)
	defer held.Stop()
	select {
	case <-asked.decided:
	case <-held.C:
	case <-ctx.Done():
		return reply{}, ctx.Err()
	}
	state, issued, mode := p.sessions.outcome(asked)
	switch state {
	case "":
		return reply{State: Pending}, nil
	case Approved:
		return reply{State: Approved, Mode: mode, Certificate: issued}, nil
	default:
		return reply{}, refuse(state, "the comparison ended")
	}
}
