package trust

import (
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"
)

// The bounds of comparisons open at once.
const (
	maxSessions        = 64
	maxAddressSessions = 8
)

// session is one pairing by compared digits. The fields above the line are set once, before
// others can see the session; those below are guarded by sessions.mu.
type session struct {
	id         string
	address    string
	commitment [sha256.Size]byte
	nonce      []byte // the server's
	started    time.Time

	revealed  bool
	applicant Applicant
	request   []byte
	timer     *time.Timer
	state     string // empty until decided, then Approved, Refused or Expired
	issued    []byte // the certificate, once approved
	decided   chan struct{}
}

// sessions are the comparisons that are open or were decided not long ago.
type sessions struct {
	withdraw func(Applicant)

	mu     sync.Mutex
	open   map[string]*session
	closed bool
}

func newSessions(withdraw func(Applicant)) *sessions {
	return &sessions{withdraw: withdraw, open: map[string]*session{}}
}

// start opens a session that lasts until it is revealed. Codes: Busy, Commitment.
func (s *sessions) start(address string, committed [sha256.Size]byte, now time.Time, life time.Duration) (*session, error) {
	nonce := make([]byte, nonceBytes)
	if _, err := rand.Read(nonce); err != nil {
		return nil, refuse(Failed, "make nonce: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all, same := 0, 0 // decided ones do not count: they are as many as a clerk can decide
	for _, other := range s.open {
		if other.commitment == committed {
			return nil, refuse(Commitment, "commitment used in another session")
		}
		if other.state != "" {
			continue
		}
		all++
		if other.address == address {
			same++
		}
	}
	if s.closed || all >= maxSessions || same >= maxAddressSessions {
		return nil, refuse(Busy, "%d comparisons are open, %d from %s", all, same, address)
	}
	opened := &session{
		id: rand.Text(), address: address, commitment: committed, nonce: nonce, started: now,
		decided: make(chan struct{}),
	}
	opened.timer = time.AfterFunc(life, func() { s.expire(opened) })
	s.open[opened.id] = opened
	return opened, nil
}

// reveal takes the session for its one reveal: a second try finds it taken, a late one gone.
func (s *sessions) reveal(id string) (*session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.open[id]
	if found == nil {
		return nil, refuse(Expired, "no such session")
	}
	if found.revealed {
		return nil, refuse(Commitment, "already revealed")
	}
	found.revealed = true
	return found, nil
}

// propose makes a revealed session decidable for the rest of its life, and returns the
// applicants of the same device's earlier sessions, which end.
func (s *sessions) propose(revealed *session, applicant Applicant, request []byte, life time.Duration) ([]Applicant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[revealed.id] != revealed || !revealed.timer.Stop() {
		s.drop(revealed)
		return nil, refuse(Expired, "revealed too late")
	}
	var replaced []Applicant
	for _, other := range s.open {
		if other != revealed && other.applicant.Device == applicant.Device {
			if other.state == "" {
				replaced = append(replaced, other.applicant)
			}
			s.drop(other)
		}
	}
	revealed.applicant, revealed.request = applicant, request
	revealed.timer = time.AfterFunc(life, func() { s.expire(revealed) })
	return replaced, nil
}

// waiting returns the undecided session of a device that shows these digits.
func (s *sessions) waiting(device, digits string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.open {
		if one.state == "" && one.applicant.Device == device && one.applicant.Digits == digits {
			return one
		}
	}
	return nil
}

// decide ends a session, once. It stays for the device to ask, as long as it would have lasted.
func (s *sessions) decide(one *session, state string, issued []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if one.state != "" || s.open[one.id] != one {
		return false
	}
	one.state, one.issued = state, issued
	close(one.decided)
	return true
}

// find returns an open session.
func (s *sessions) find(id string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open[id]
}

// gone reports whether a session has ended, and whether its applicant has to be withdrawn then:
// not at the end of the program.
func (s *sessions) gone(one *session) (gone, withdraw bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	gone = s.open[one.id] != one
	return gone, gone && !s.closed
}

// outcome returns what became of a session; the state is empty while nobody has decided.
func (s *sessions) outcome(one *session) (state string, issued []byte, mode string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return one.state, one.issued, one.applicant.Mode
}

// cancel ends a session whose reveal failed; the device has to start over.
func (s *sessions) cancel(one *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(one)
}

// expire is called by the session's timer.
func (s *sessions) expire(one *session) {
	s.mu.Lock()
	withdrawn := !s.closed && s.open[one.id] == one && one.state == "" && one.applicant.Device != ""
	s.drop(one)
	s.mu.Unlock()
	if withdrawn {
		s.withdraw(one.applicant)
	}
}

// drop removes a session and wakes who waits for it. The lock is held.
func (s *sessions) drop(one *session) {
	delete(s.open, one.id)
	one.timer.Stop()
	if one.state == "" {
		one.state = Expired
		close(one.decided)
	}
}

func (s *sessions) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for _, one := range s.open {
		s.drop(one)
	}
}
