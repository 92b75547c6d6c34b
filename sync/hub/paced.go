package hub

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

// How much goes out between two looks at the gate, and how much a device must read within a stall.
const (
	pieceSize = 256 << 10
	stepSize  = 64 << 10
)

var pieces = sync.Pool{New: func() any { return new([pieceSize]byte) }}

// paced is an answer that goes out piece by piece, as the gate lets it.
type paced struct {
	http.ResponseWriter
	ctx     context.Context
	pass    *pass
	control *http.ResponseController
	lost    error // set when the place is given up
}

// ReadFrom is how http.ServeContent hands the bytes over.
func (p *paced) ReadFrom(from io.Reader) (int64, error) {
	buffer := pieces.Get().(*[pieceSize]byte)
	defer pieces.Put(buffer)
	var written int64
	for {
		// The first piece goes at once: with a small paper, and with the page of a large one that is needed
		// to go on, nobody is held up.
		if written > 0 {
			if p.lost = p.pass.pause(p.ctx); p.lost != nil {
				return written, p.lost
			}
		}
		n, err := io.ReadFull(from, buffer[:])
		if sent, failed := p.step(buffer[:n]); failed != nil {
			return written + sent, failed
		}
		written += int64(n)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return written, nil
		}
		if err != nil {
			return written, err
		}
	}
}

// step writes a piece; a device that reads nothing of it for a while is given up.
func (p *paced) step(data []byte) (int64, error) {
	var written int64
	for len(data) > 0 {
		p.control.SetWriteDeadline(time.Now().Add(p.pass.gate.config.Stall)) // where the connection knows none, it ends with its request
		n, err := p.ResponseWriter.Write(data[:min(len(data), stepSize)])
		written += int64(n)
		if err != nil {
			return written, err
		}
		data = data[n:]
	}
	return written, nil
}

// Unwrap is how http.ResponseController finds the connection.
func (p *paced) Unwrap() http.ResponseWriter { return p.ResponseWriter }

// Through serves behind the gate: in its turn, and piece by piece where http.ServeContent hands the bytes over.
func (g *Gate) Through(w http.ResponseWriter, r *http.Request, serve func(http.ResponseWriter)) {
	p, err := g.enter(r.Context(), r.RemoteAddr, r.Header.Get(Urgent) != "")
	if err != nil {
		return // the device has hung up
	}
	out := &paced{ResponseWriter: w, ctx: r.Context(), pass: p, control: http.NewResponseController(w)}
	defer func() {
		if out.lost == nil {
			p.leave()
		}
		out.control.SetWriteDeadline(time.Time{}) // the connection may serve another request
	}()
	serve(out)
}

// Urgent is the header of a request for what somebody looks at.
const Urgent = "Congso-Urgent"

// Soon is the header of a request for what somebody will look at next.
const Soon = "Congso-Soon"
