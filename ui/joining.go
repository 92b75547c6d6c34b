package ui

import (
	"context"
	"errors"
	"strings"

	"congso.vn/congso/ui/kit"
)

// Found is a room that announces itself on the network.
type Found struct {
	Name    string // for display only; may be empty
	Address string // host:port
}

// Rooms finds rooms and joins them. Join and Compare wait for the network and for people and are
// called from goroutines of their own; they return nil when this device belongs to the room. An error
// that has Sentences() []string is shown as it speaks.
type Rooms interface {
	// Found answers at once.
	Found() []Found
	// Watch has told called after Found changed, from any goroutine, until stop is called. The screen
	// never calls back from told.
	Watch(told func()) (stop func())
	// Join takes the text of an invitation.
	Join(ctx context.Context, invitation string) error
	// Compare joins the room at an address, found or typed. compare is called with the six digits
	// that both sides show, and returns nil once the person says that they are the same.
	Compare(ctx context.Context, address string, compare func(ctx context.Context, digits string) error) error
}

// joinStep is where joining a room stands.
type joinStep int

const (
	choosing  joinStep = iota // which room
	reaching                  // the room is asked
	comparing                 // two screens show six digits
	awaiting                  // the clerk has to say yes
)

// joinValue is what the screen of joining shows.
type joinValue struct {
	step   joinStep
	found  []Found
	room   string // the one that is asked
	digits string
	fault  string
}

// errDiffer says that the person saw other digits than the clerk.
var errDiffer = errors.New("ui: the digits differ")

// joining is the model of joining a room.
type joining struct {
	Setting
	rooms  Rooms
	joined func() // on the goroutine of the interface
	draw   func(joinValue)
	latest *kit.Latest[struct{}]

	value  joinValue
	cancel context.CancelFunc
	answer chan error // of the person, while comparing
	stop   func()
}

func newJoining(setting Setting, rooms Rooms, joined func(), draw func(joinValue)) *joining {
	m := &joining{Setting: setting, rooms: rooms, joined: joined, draw: draw}
	m.latest = kit.NewLatest(setting.Post, func(struct{}) {
		m.value.found = m.rooms.Found()
		m.draw(m.value)
	})
	return m
}

func (m *joining) start() {
	m.value.found = m.rooms.Found()
	m.stop = m.rooms.Watch(func() { m.latest.Put(struct{}{}) })
	m.draw(m.value)
}

func (m *joining) end() {
	if m.stop != nil {
		m.stop()
	}
	m.giveUp()
}

// enter takes what a person typed, pasted or scanned: an invitation, or an address.
func (m *joining) enter(text string) {
	text = strings.TrimSpace(text)
	if text == "" {
		m.value.fault = m.Words.Say("join.nothing-typed")
		m.draw(m.value)
		return
	}
	if strings.HasPrefix(strings.ToLower(text), "congso:") {
		m.try("", func(ctx context.Context) error { return m.rooms.Join(ctx, text) })
		return
	}
	m.compare(Found{Address: text})
}

// compare asks a room that has sent no invitation.
func (m *joining) compare(room Found) {
	m.try(room.Name, func(ctx context.Context) error {
		return m.rooms.Compare(ctx, room.Address, func(ctx context.Context, digits string) error {
			answer := make(chan error, 1)
			m.Post(func() {
				if ctx.Err() != nil {
					return
				}
				m.answer = answer
				m.value.step, m.value.digits = comparing, digits
				m.draw(m.value)
			})
			select {
			case err := <-answer:
				return err
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
}

// try runs one attempt; another one that still runs is given up.
func (m *joining) try(room string, attempt func(context.Context) error) {
	m.giveUp()
	ctx, cancel := context.WithCancel(context.Background())
	m.cancel = cancel
	m.value.step, m.value.room, m.value.digits, m.value.fault = reaching, room, "", ""
	m.draw(m.value)
	go func() {
		err := attempt(ctx)
		m.Post(func() {
			if ctx.Err() != nil {
				return // given up; whatever came of it nobody waits for
			}
			cancel()
			m.finish(err)
		})
	}()
}

func (m *joining) finish(err error) {
	m.cancel, m.answer = nil, nil
	if err == nil {
		m.joined()
		return
	}
	m.value.step = choosing
	if errors.Is(err, errDiffer) {
		m.value.fault = m.Words.Say("join.differ")
	} else {
		m.value.fault = m.sentence(err)
	}
	m.draw(m.value)
}

// same is the person's word on the digits.
func (m *joining) same(yes bool) {
	if m.answer == nil {
		return
	}
	if !yes {
		m.answer <- errDiffer
		m.answer = nil
		return
	}
	m.answer <- nil
	m.answer = nil
	m.value.step = awaiting
	m.draw(m.value)
}

// giveUp ends the attempt under way.
func (m *joining) giveUp() {
	if m.cancel != nil {
		m.cancel()
	}
	m.cancel, m.answer = nil, nil
	m.value.step, m.value.digits = choosing, ""
}

// back returns to the choice of a room.
func (m *joining) back() {
	m.giveUp()
	m.draw(m.value)
}
