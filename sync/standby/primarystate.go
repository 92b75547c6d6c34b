package standby

import (
	"time"

	"congso.vn/congso/app/change"
)

// Conn names one connection; numbers are not used again.
type Conn uint64

// PrimaryState is what the primary knows of its standby. Only Step touches it.
type PrimaryState struct {
	Record Record          // as it stands on the disk
	Head   uint64          // number of the last batch on this disk
	Safe   change.Position // up to where the bound standby is known to have everything

	conn      Conn // 0: none
	device    string
	name      string
	addresses []string
	acked     change.Position // what the connection has on its disk
	fetching  bool            // batches are being read, or their ack is awaited
	told      bool            // on this connection: that it may take over
	heard     time.Time
	said      time.Time
	behind    time.Time // since when the bound standby lacks something or is away; zero: it does not
	fault     string
	duty      Duty
}

// NewPrimaryState returns the state at a start: whoever was bound before has to come first.
func NewPrimaryState(record Record, head uint64, now time.Time) *PrimaryState {
	s := &PrimaryState{Record: record, Head: head}
	if record.Bond != nil {
		s.behind = now
	}
	s.duty = s.stand(now)
	return s
}

// Inputs of the primary.
type (
	// Arrived: a follower whose log is the beginning of ours connected.
	Arrived struct {
		Conn      Conn
		Device    string
		Name      string
		Addresses []string
		At        change.Position
	}
	// TurnedAway: a follower connected that cannot be taken.
	TurnedAway struct {
		Device, Name string
		Code         string
	}
	// Acked: the follower has everything on its disk up to a position.
	Acked struct {
		Conn Conn
		At   change.Position
	}
	// Left: a connection ended.
	Left struct{ Conn Conn }
	// Committed: the log has one more batch on this disk.
	Committed struct{ Batch uint64 }
	// Kept: a record is on the disk, in answer to Bind and Free.
	Kept struct{ Record Record }
	// GoAlone: a person says that the primary goes on without its standby.
	GoAlone struct{}
	// Forbidden: a device was revoked.
	Forbidden struct{ Device string }
	// Tick: time passed.
	Tick struct{}
)

// Outputs of the primary.
type (
	// Greet a follower.
	Greet struct {
		Conn Conn
		May  bool
	}
	// Fetch batches after a number, and ship them.
	Fetch struct {
		Conn  Conn
		After uint64
	}
	// Say something.
	Say struct {
		Conn    Conn
		Message Message
	}
	// Allow a follower to take over, in the present epoch.
	Allow struct{ Conn Conn }
	// Drop a connection, after a word on why.
	Drop struct {
		Conn Conn
		Code string
	}
	// Bind keeps a record of who may take over; the answer is Kept. Nothing that was committed before is
	// answered without that standby once it is kept.
	Bind struct{ Record Record }
	// Free begins an epoch that no takeover of the bound standby reaches and keeps a record without it; the
	// answer is Kept.
	Free struct{ Record Record }
	// Tell people.
	Tell struct{ Duty Duty }
)

// Secured reports whether what was committed may be answered: there is nobody who could take over without
// it.
func (s *PrimaryState) Secured(batch uint64) bool {
	return s.Record.Bond == nil || s.Safe.Batch >= batch
}

// Duty is what people were told last.
func (s *PrimaryState) Duty() Duty { return s.duty }

// Step takes one input and returns what is to be done, in order. It does no I/O and reads no clock.
func (s *PrimaryState) Step(input any, now time.Time) []any {
	out := s.step(input, now)
	s.watch(now)
	if duty := s.stand(now); duty != s.duty {
		s.duty = duty
		out = append(out, Tell{duty})
	}
	return out
}

func (s *PrimaryState) step(input any, now time.Time) []any {
	switch in := input.(type) {
	case Arrived:
		return s.arrived(in, now)
	case TurnedAway:
		if s.conn == 0 && (s.Record.Bond == nil || s.Record.Bond.Device == in.Device) {
			s.fault, s.name = in.Code, in.Name
		}
	case Acked:
		return s.ack(in, now)
	case Left:
		if in.Conn == s.conn {
			s.leave()
		}
	case Committed:
		s.Head = max(s.Head, in.Batch)
		return s.next(now)
	case Kept:
		return s.kept(in.Record)
	case GoAlone:
		return s.alone(now)
	case Forbidden:
		return s.forbidden(in, now)
	case Tick:
		return s.tick(now)
	}
	return nil
}

func (s *PrimaryState) arrived(in Arrived, now time.Time) []any {
	bond := s.Record.Bond
	if s.conn != 0 && s.device != in.Device || bond != nil && bond.Device != in.Device {
		return []any{Drop{in.Conn, Other}}
	}
	if in.At.Batch > s.Head {
		return []any{Drop{in.Conn, Unequal}}
	}
	var out []any
	if s.conn != 0 {
		out = append(out, Drop{s.conn, Replaced})
	}
	s.leave()
	s.conn, s.device, s.name, s.addresses = in.Conn, in.Device, in.Name, in.Addresses
	s.acked, s.heard, s.said, s.fault = in.At, now, now, ""
	if bond != nil {
		s.safe(in.At)
	}
	out = append(out, Greet{in.Conn, bond != nil})
	return append(out, s.next(now)...)
}

// next goes on where the follower lacks something, and binds it where it does not.
func (s *PrimaryState) next(now time.Time) []any {
	switch {
	case s.conn == 0 || s.fetching:
		return nil
	case s.acked.Batch < s.Head:
		s.fetching = true
		return []any{Fetch{s.conn, s.acked.Batch}}
	case s.Record.Bond == nil:
		return []any{Bind{Record{Bond: &Bond{Device: s.device, Name: s.name, Addresses: s.addresses, Since: now.UnixMilli()}}}}
	case !s.told:
		s.told = true
		return []any{Allow{s.conn}}
	}
	return nil
}

func (s *PrimaryState) ack(in Acked, now time.Time) []any {
	if in.Conn != s.conn {
		return nil
	}
	if in.At.Batch > s.Head {
		s.leave()
		return []any{Drop{in.Conn, Unequal}}
	}
	s.heard = now
	if in.At.Batch > s.acked.Batch {
		s.acked, s.fetching = in.At, false
		if s.Record.Bond != nil {
			s.safe(in.At)
		}
	}
	return s.next(now)
}

func (s *PrimaryState) safe(at change.Position) {
	if at.Batch >= s.Safe.Batch {
		s.Safe = at
	}
}

func (s *PrimaryState) leave() {
	s.conn, s.fetching, s.told = 0, false, false
}

// kept goes by what is on the disk now.
func (s *PrimaryState) kept(record Record) []any {
	s.Record, s.behind = record, time.Time{}
	if record.Bond == nil {
		s.Safe = change.Position{}
		return nil
	}
	s.Safe = s.acked
	s.told = true
	return []any{Allow{s.conn}}
}

// alone is for a standby that is out of sight; one that is there is taken off by revoking its device.
func (s *PrimaryState) alone(now time.Time) []any {
	if s.duty.Phase != Lost {
		return nil
	}
	return s.free(now, Replaced)
}

func (s *PrimaryState) forbidden(in Forbidden, now time.Time) []any {
	if bond := s.Record.Bond; bond != nil && bond.Device == in.Device {
		return s.free(now, Revoked)
	}
	if s.conn == 0 || s.device != in.Device {
		return nil
	}
	out := []any{Drop{s.conn, Revoked}}
	s.leave()
	return out
}

func (s *PrimaryState) free(now time.Time, code string) []any {
	out := []any{Free{Record{Alone: now.UnixMilli()}}}
	if s.conn != 0 {
		out = append(out, Drop{s.conn, code})
		s.leave()
	}
	return out
}

func (s *PrimaryState) tick(now time.Time) []any {
	if s.conn == 0 {
		return nil
	}
	if now.Sub(s.heard) > OutOfSight {
		out := []any{Drop{s.conn, "silent"}}
		s.leave()
		return out
	}
	if now.Sub(s.said) < beat {
		return nil
	}
	s.said = now
	return []any{Say{s.conn, Message{Alive: &Alive{}}}}
}

// watch notes since when the bound standby lacks something or is away.
func (s *PrimaryState) watch(now time.Time) {
	switch {
	case s.Record.Bond == nil || s.conn != 0 && s.Safe.Batch >= s.Head:
		s.behind = time.Time{}
	case s.behind.IsZero():
		s.behind = now
		if s.conn == 0 && !s.heard.IsZero() {
			s.behind = s.heard // it was last heard then
		}
	}
}

// stand is what people are to be told now.
func (s *PrimaryState) stand(now time.Time) Duty {
	duty := Duty{Phase: None, Fault: s.fault}
	switch bond := s.Record.Bond; {
	case bond != nil && (s.behind.IsZero() || now.Sub(s.behind) < OutOfSight):
		duty.Phase, duty.Name = Attached, bond.Name
	case bond != nil:
		duty.Phase, duty.Name, duty.Since = Lost, bond.Name, s.behind.UnixMilli()
		return duty
	case s.conn != 0:
		duty.Phase, duty.Name = Catching, s.name
	case s.Record.Alone > 0:
		duty.Phase, duty.Since = Alone, s.Record.Alone
		return duty
	}
	if s.fault != "" {
		duty.Name = s.name
	}
	duty.Since = now.UnixMilli()
	if s.duty.Phase == duty.Phase {
		duty.Since = s.duty.Since
	}
	return duty
}
