package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
)

// pointer is a hand at an X server: it moves and presses as the server's own mouse and keys would, by the XTEST
// extension. A program like xdotool takes longer to start than what is measured with it.
type pointer struct {
	server net.Conn
	xtest  byte // the extension's number
}

// The events of the X protocol that a hand makes.
const (
	keyPress      = 2
	keyRelease    = 3
	buttonPress   = 4
	buttonRelease = 5
	motion        = 6
)

// newPointer connects to the server of a display, ":7".
func newPointer(display string) (*pointer, error) {
	server, err := net.Dial("unix", "/tmp/.X11-unix/X"+strings.TrimPrefix(display, ":"))
	if err != nil {
		return nil, err
	}
	p := &pointer{server: server}
	if err := p.greet(); err != nil {
		server.Close()
		return nil, fmt.Errorf("display server %s: %w", display, err)
	}
	return p, nil
}

func (p *pointer) close() { p.server.Close() }

// greet opens the connection without a cookie, as Xvfb wants it, and finds the extension.
func (p *pointer) greet() error {
	if _, err := p.server.Write([]byte{'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0}); err != nil { // little end first, protocol 11.0
		return err
	}
	var head [8]byte
	if _, err := io.ReadFull(p.server, head[:]); err != nil {
		return err
	}
	if _, err := io.CopyN(io.Discard, p.server, 4*int64(binary.LittleEndian.Uint16(head[6:]))); err != nil {
		return err
	}
	if head[0] != 1 {
		return errors.New("it refuses the connection")
	}
	const queryExtension, name = 98, "XTEST"
	ask := []byte{queryExtension, 0, 4, 0, byte(len(name)), 0, 0, 0}
	if _, err := p.server.Write(append(ask, name+"\x00\x00\x00"...)); err != nil {
		return err
	}
	var answer [32]byte
	if _, err := io.ReadFull(p.server, answer[:]); err != nil {
		return err
	}
	if answer[0] != 1 || answer[8] == 0 {
		return errors.New("it has no XTEST")
	}
	p.xtest = answer[9]
	return nil
}

// fake has the server act as if a device had sent an event. What a detail is depends on the event: a button's or a key's
// number, 0 for a motion to a place on the screen.
func (p *pointer) fake(event, detail byte, x, y int) error {
	const fakeInput, words = 2, 9
	asked := make([]byte, 4*words)
	asked[0], asked[1], asked[2] = p.xtest, fakeInput, words
	asked[4], asked[5] = event, detail
	binary.LittleEndian.PutUint16(asked[24:], uint16(x))
	binary.LittleEndian.PutUint16(asked[26:], uint16(y))
	_, err := p.server.Write(asked)
	return err
}

func (p *pointer) move(x, y int) error { return p.fake(motion, 0, x, y) }

// press holds the left button down, or lets it go.
func (p *pointer) press(down bool) error {
	if down {
		return p.fake(buttonPress, 1, 0, 0)
	}
	return p.fake(buttonRelease, 1, 0, 0)
}

// key strikes a key by its number on the keyboard.
func (p *pointer) key(number byte) error {
	return errors.Join(p.fake(keyPress, number, 0, 0), p.fake(keyRelease, number, 0, 0))
}
