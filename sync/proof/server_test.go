package proof

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/wire"
)

// server is one room server: its disk, and while it is up the core, the writer and the rules.
type server struct {
	w        *world
	name     string
	epoch    change.Epoch
	disk     *disk
	silenced *change.Epoch // durable

	up        bool
	life      int // of the process; what was planned in a former one does not happen
	hub       *hub.State
	desk      *hub.Desk
	bench     *bench
	lines     map[hub.Conn]*line
	files     map[string]file // of snapshots, by hash
	latest    map[change.Audience]string
	held      map[string]map[change.Audience]bool // what it knows devices to hold something of
	writing   bool                                // a write is planned
	countdown int                                 // points left until the power goes; 0: it stays
}

// queueLimit is how many messages wait for one slow reader.
const queueLimit = 256

type powerGone struct{ where string }

// point is a place where the power may go.
func (s *server) point(where string) {
	if s.countdown > 0 {
		if s.countdown--; s.countdown == 0 {
			panic(powerGone{where})
		}
	}
}

// enter runs something inside the server's process, which may end in it.
func (s *server) enter(do func()) {
	defer func() {
		if r := recover(); r != nil {
			if _, gone := r.(powerGone); !gone {
				panic(r)
			}
			s.crash()
		}
	}()
	do()
}

// later plans something of this life of the process.
func (s *server) later(wait time.Duration, do func()) {
	life := s.life
	s.w.after(wait, func() {
		if s.up && s.life == life {
			s.enter(do)
		}
	})
}

func (s *server) start() {
	s.up, s.countdown, s.writing = true, 0, false
	s.life++
	s.disk.point, s.disk.full = s.point, false
	s.bench, s.lines = newBench(s.disk), map[hub.Conn]*line{}
	s.held = map[string]map[change.Audience]bool{}
	s.files, s.latest = map[string]file{}, map[change.Audience]string{}
	heads, streams := map[change.Audience]change.Cursor{}, map[change.Stream]change.Head{}
	for audience, cursor := range s.disk.ends {
		heads[audience] = cursor
	}
	for stream, head := range s.disk.heads {
		streams[stream] = head
	}
	s.hub = hub.NewState("Phòng", s.epoch, heads)
	s.hub.Overtaken, s.hub.Far = s.silenced, s.w.size.far
	s.desk = hub.NewDesk(hub.Config{
		Room: "Phòng", Epoch: s.epoch, Silenced: s.silenced, Streams: streams, Audiences: s.disk.ends, Log: s.disk, Bench: s.bench, Rights: s.bench,
		Sign: signed, Now: func() time.Time { return s.w.now }, Logger: slog.New(slog.DiscardHandler), Committed: s.committed,
	})
	s.beat()
}

// beat is the process's own clock.
func (s *server) beat() {
	s.later(200*time.Millisecond, func() {
		s.carryOut(s.hub.Step(hub.Tick{}, s.w.now))
		s.write()
		s.beat()
	})
}

func (s *server) write() {
	s.writing = false
	s.desk.Write(context.Background())
	if s.desk.Waiting() > 0 {
		s.planWrite()
	}
}

func (s *server) planWrite() {
	if !s.writing {
		s.writing = true
		s.later(time.Duration(1+s.w.rng.IntN(20))*time.Millisecond, s.write)
	}
}

// crash ends the process; nothing of its memory is left.
func (s *server) crash() {
	s.w.count("server lost its power")
	s.up = false
	s.life++
	for _, conn := range s.order() {
		s.lines[conn].serverGone()
	}
}

func (s *server) order() []hub.Conn {
	conns := make([]hub.Conn, 0, len(s.lines))
	for conn := range s.lines {
		conns = append(conns, conn)
	}
	slices.Sort(conns)
	return conns
}

// committed is told what is durable, before anybody else, as the room is.
func (s *server) committed(entries []change.Entry) {
	s.point("committed, nobody told")
	if s.bench.regrant {
		s.bench.regrant = false
		for _, conn := range s.order() {
			s.carryOut(s.hub.Step(hub.Granted{Conn: conn, Grant: s.bench.Grant(s.lines[conn].device.id)}, s.w.now))
		}
	}
	s.carryOut(s.hub.Step(hub.Committed{Entries: entries}, s.w.now))
	s.point("fanned out, nobody answered")
}

// administer has the administration do something; done hears of it where the server lives to answer.
func (s *server) administer(command change.Command, done func(change.Answer)) {
	s.enter(func() {
		s.desk.Add(change.Actor{Mode: string(people.ClerkMode)}, command, func(answer change.Answer) {
			s.holdTo(answer)
			done(answer)
		})
		s.planWrite()
	})
}

// holdTo looks whether what an answer says is true on the disk, before it is told.
func (s *server) holdTo(answer change.Answer) {
	r := answer.Receipt
	if r == nil {
		return
	}
	if c, durable := s.disk.holds(r.Stream, r.Seq); !durable || c.Epoch != r.Epoch || c.At != r.At {
		s.w.fail("the receipt %+v is given, and the disk has %+v there", *r, c)
	}
}

func (s *server) carryOut(outputs []any) {
	shared := map[int]wire.Message{}
	for _, output := range outputs {
		switch out := output.(type) {
		case hub.Send:
			s.point("sending")
			m, made := shared[out.Shared]
			if out.Shared == 0 || !made {
				m = s.w.overWire(out.Message)
				shared[out.Shared] = m
			}
			s.send(out.Conn, m)
		case hub.Judge:
			conn := out.Conn
			s.desk.Add(out.Actor, out.Command, func(answer change.Answer) {
				s.holdTo(answer)
				s.point("durable, not answered")
				s.carryOut(s.hub.Step(hub.Answered{Conn: conn, Answer: answer}, s.w.now))
			})
			s.planWrite()
		case hub.Fetch:
			s.later(time.Duration(1+s.w.rng.IntN(30))*time.Millisecond, func() {
				entries, _ := s.disk.Read(context.Background(), out.Audience, out.After, hub.Batch)
				s.carryOut(s.hub.Step(hub.Fetched{Conn: out.Conn, Audience: out.Audience, After: out.After, Entries: entries}, s.w.now))
			})
		case hub.Snap:
			s.later(time.Duration(1+s.w.rng.IntN(50))*time.Millisecond, func() {
				announced, ok := s.snapshot(out.Audience, out.After)
				s.carryOut(s.hub.Step(hub.Snapped{Conn: out.Conn, After: out.After, Snapshot: announced, OK: ok}, s.w.now))
			})
		case hub.Holds:
			s.held[out.Device] = map[change.Audience]bool{}
			for _, audience := range out.Audiences {
				s.held[out.Device][audience] = true
			}
		case hub.Sends:
			if s.held[out.Device] == nil {
				s.held[out.Device] = map[change.Audience]bool{}
			}
			s.held[out.Device][out.Audience] = true
		case hub.Cleared:
			s.w.count("audience said to be wiped")
			delete(s.held[out.Device], out.Audience)
		case hub.Close:
			s.send(out.Conn, s.w.overWire(wire.Message{Bye: &wire.Bye{Code: out.Code, Epoch: out.Epoch}}))
			s.end(out.Conn)
		case hub.Refused:
			s.w.count("said what is refused: " + string(out.Reason))
		case hub.Prove:
			if s.w.genuine(out.Epoch) {
				s.silenced = &out.Epoch
				s.desk.Overtake()
				s.later(0, func() { s.carryOut(s.hub.Step(hub.Overtaken(out), s.w.now)) })
			}
		default:
			s.w.fail("the hub wants %T, which is not simulated", output)
		}
	}
}

// send puts a message on its way, if its device may have it.
func (s *server) send(conn hub.Conn, m wire.Message) {
	l := s.lines[conn]
	if l == nil || l.ending {
		return
	}
	var brings change.Audience
	switch {
	case m.Changes != nil:
		brings = m.Changes.Audience
	case m.Snapshot != nil:
		brings = m.Snapshot.Audience
	}
	if grant := s.bench.Grant(l.device.id); brings != "" && !slices.Contains(grant.Audiences, brings) {
		s.w.fail("%s is sent %s and may see %v alone", l.device.id, brings, grant.Audiences)
	}
	if l.waiting >= queueLimit {
		s.w.count("reader too slow")
		s.end(conn)
		return
	}
	l.down(m)
}

// end closes a connection after what is on its way.
func (s *server) end(conn hub.Conn) {
	l := s.lines[conn]
	if l == nil || l.ending {
		return
	}
	l.ending = true
	l.finish()
	s.later(0, func() { s.closed(conn) })
}

func (s *server) closed(conn hub.Conn) {
	if s.lines[conn] == nil {
		return
	}
	delete(s.lines, conn)
	s.carryOut(s.hub.Step(hub.Closed{Conn: conn}, s.w.now))
}

// signed stands for the server's signature.
func signed(message []byte) []byte { return append([]byte("ký "), message...) }
