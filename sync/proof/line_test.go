package proof

import (
	"time"

	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/wire"
)

// weather is how the network is between one device and the server, as TCP lets it be felt: what is
// lost comes later, and what was sent after it waits.
type weather struct {
	delay time.Duration // one way
	loss  float64       // of single packets
}

// trip is how long one message takes.
func (n weather) trip(w *world) time.Duration {
	wait := n.delay/2 + time.Duration(w.rng.Float64()*float64(n.delay))
	for again := 200 * time.Millisecond; w.rng.Float64() < n.loss; again = min(2*again, 10*time.Second) {
		wait += again
	}
	return wait
}

// line is one connection. Each direction keeps its order; different connections do not keep any.
type line struct {
	w       *world
	server  *server
	life    int // of the server's process
	conn    hub.Conn
	device  *tablet
	weather weather

	up, lastDown time.Time // when the last message of each direction arrives
	waiting      int       // messages to the device that have not arrived
	hung         bool      // half-open: nothing comes through, and nobody is told
	ending       bool      // the server sends nothing more
	left         bool      // the device has let go of it
}

func (l *line) arrival(last *time.Time) time.Time {
	at := l.w.now.Add(l.weather.trip(l.w))
	if at.Before(*last) {
		at = *last
	}
	*last = at
	return at
}

// down brings a message to the device. A device that reads slowly gets it when it reads.
func (l *line) down(m wire.Message) {
	at := l.arrival(&l.lastDown)
	if until := l.device.readsAgain; at.Before(until) {
		at = until
	}
	l.lastDown = at
	l.waiting++
	l.w.at(at, func() {
		l.waiting--
		if l.hung || l.left || l.device.line != l {
			return
		}
		l.device.does(l.device.link.Step(link.Received{Message: m}, l.device.clock(), l.w.rng.Float64()))
	})
}

// send brings a message from the device to the server; it arrives although the device hung up since.
func (l *line) send(m wire.Message) {
	m = l.w.overWire(m)
	l.w.at(l.arrival(&l.up), func() {
		if s := l.server; !l.hung && s.up && s.life == l.life && s.lines[l.conn] == l && !l.ending {
			s.enter(func() { s.carryOut(s.hub.Step(hub.Received{Conn: l.conn, Message: m}, l.w.now)) })
		}
	})
}

// leave is the device letting go: the server hears of it after what was sent before, or never.
func (l *line) leave() {
	l.left = true
	if l.hung {
		return
	}
	l.w.at(l.arrival(&l.up), func() {
		if s := l.server; s.up && s.life == l.life && s.lines[l.conn] == l {
			s.enter(func() { s.closed(l.conn) })
		}
	})
}

// finish tells the device that the connection ended, after what was sent before.
func (l *line) finish() {
	at := l.arrival(&l.lastDown)
	if until := l.device.readsAgain; at.Before(until) {
		at = until
	}
	l.lastDown = at
	l.w.at(at, func() {
		if l.hung || l.left || l.device.line != l {
			return
		}
		l.left, l.device.line = true, nil
		l.device.does(l.device.link.Step(link.Lost{}, l.device.clock(), l.w.rng.Float64()))
	})
}

// serverGone ends the line with the server's process: mostly the device is told, sometimes the line
// just hangs, as when the machine lost its power.
func (l *line) serverGone() {
	l.ending = true
	if l.w.rng.IntN(3) == 0 && !l.w.calm {
		l.hung = true
		return
	}
	l.finish()
}

// cut breaks the line: both are told, or one of them, or nobody.
func (l *line) cut() {
	l.hung = true
	told := l.w.rng.IntN(4)
	if told&1 != 0 {
		if s := l.server; s.up && s.life == l.life {
			s.later(0, func() { s.closed(l.conn) })
		}
	}
	if told&2 != 0 && l.device.line == l {
		l.left, l.device.line = true, nil
		l.device.does(l.device.link.Step(link.Lost{}, l.device.clock(), l.w.rng.Float64()))
	}
	if told == 0 {
		l.w.count("half-open line")
	}
}

// dial connects a device. A dial may fail for the device and yet have reached the server.
func (w *world) dial(d *tablet) {
	life := d.life
	s := w.server
	if w.ghost != nil && w.ghost.up && w.rng.IntN(4) == 0 {
		s = w.ghost // an address book of yesterday
	}
	net := d.weather
	reach := 2 * net.trip(w)
	answer := func(l *line) {
		wait := net.trip(w)
		if l == nil && w.rng.IntN(4) == 0 && !w.calm {
			wait = 15 * time.Second // nothing comes back at all
		}
		w.after(wait, func() {
			if d.life != life {
				return
			}
			if d.line != nil { // replaced: the link drops what it had
				d.line.leave()
				d.line = nil
			}
			d.line = l
			d.does(d.link.Step(link.Dialed{OK: l != nil}, d.clock(), w.rng.Float64()))
		})
	}
	w.after(reach, func() {
		if !s.up || reach > 15*time.Second {
			answer(nil)
			return
		}
		l := &line{w: w, server: s, life: s.life, device: d, weather: net}
		s.enter(func() {
			w.conns++
			l.conn = w.conns
			s.lines[l.conn] = l
			s.carryOut(s.hub.Step(hub.Opened{Conn: l.conn, Device: d.id, Grant: s.bench.Grant(d.id)}, w.now))
		})
		if w.rng.IntN(20) == 0 && !w.calm {
			w.count("dial that only the server knows of")
			answer(nil)
			return
		}
		answer(l)
	})
}
