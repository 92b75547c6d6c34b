package proof

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/wire"
)

// A snapshot that is whole and says the right things of itself is not taken where its bytes are not those
// that were announced.
func TestForgedSnapshot(t *testing.T) {
	l := ledger{streams: map[change.Stream]change.Head{}, audiences: map[change.Audience]change.Cursor{}}
	hall := people.Hall(session)
	var facts []change.Change
	for range 5 {
		facts = append(facts, l.write(hall).Change)
	}
	to := l.audiences[hall]
	data, blob, err := wire.EncodeSnapshot(hall, to, facts)
	if err != nil {
		t.Fatal(err)
	}
	announced := wire.Snapshot{Audience: hall, To: to, Blob: blob, Size: int64(len(data))}
	if read, err := wire.DecodeSnapshot(data, announced); err != nil || len(read) != len(facts) {
		t.Fatalf("%d facts, %v", len(read), err)
	}
	facts[3].Body = []byte(`"forged"`)
	forged, _, err := wire.EncodeSnapshot(hall, to, facts)
	if err != nil {
		t.Fatal(err)
	}
	if read, err := wire.DecodeSnapshot(forged, announced); !errors.Is(err, wire.ErrMalformed) || read != nil {
		t.Errorf("a forged snapshot is read: %d facts, %v", len(read), err)
	}
}

// Every message between device and room is altered in one place on its way, as somebody between them
// would: what a device holds afterwards is the server's, or it holds nothing of that audience.
func TestForgedChanges(t *testing.T) {
	w := seated(t, 3)
	w.open(pollID(0))
	forge := map[string]func(*wire.Changes){
		"another body":     func(c *wire.Changes) { c.Changes[0].Body = []byte(`{"id":"q000","state":"published"}`) },
		"another number":   func(c *wire.Changes) { c.Changes[0].Seq += 5 },
		"another audience": func(c *wire.Changes) { c.Changes[0].Audience = people.Members(session) },
		"one left out":     func(c *wire.Changes) { c.Changes = c.Changes[1:] },
		"one twice":        func(c *wire.Changes) { c.Changes = append(c.Changes, c.Changes[0]) },
		"another place":    func(c *wire.Changes) { c.After++ },
		"another hash":     func(c *wire.Changes) { c.To.Running[3] ^= 1 },
	}
	for what, alter := range forge {
		d := w.devices[0]
		before, resets := d.store.cursors[people.Hall(session)], d.link.Resets
		entries, _ := w.server.disk.Read(t.Context(), people.Hall(session), before.Place-2, 2)
		from := w.server.disk.entries[w.server.disk.places[people.Hall(session)][before.Place-3]]
		d.store.cursors[people.Hall(session)] = change.Cursor{Place: from.Place, Running: from.Running}
		d.link.Cursors[people.Hall(session)] = d.store.cursors[people.Hall(session)]
		changes := wire.Changes{Audience: people.Hall(session), After: from.Place, To: before, Changes: []change.Change{entries[0].Change, entries[1].Change}}
		alter(&changes)
		d.step(link.Received{Message: wire.Message{Changes: &changes}})
		if _, holds := d.store.cursors[people.Hall(session)]; holds || d.link.Resets != resets+1 {
			t.Errorf("%s: still held, %d resets", what, d.link.Resets-resets)
		}
		w.until(w.everyoneIsHere, 10*time.Second)
	}
	w.settled()
}

// A command of one device that somebody replays over another is another device's command: it does
// nothing for the first, and the answer of the first is not told.
func TestReplayedCommand(t *testing.T) {
	w := seated(t, 3)
	w.open(pollID(0))
	first, other := w.devices[0], w.devices[1]
	first.cast(pollID(0))
	w.until(w.everyoneIsHere, 2*time.Second)
	var sent change.Command
	for _, s := range first.store.answered {
		sent = s.command
	}
	var heard change.Answer
	w.server.enter(func() {
		w.server.desk.Add(change.Actor{Device: other.id, Mode: "delegate", Person: other.person}, sent, func(answer change.Answer) { heard = answer })
		w.server.planWrite()
	})
	w.run(w.now.Add(time.Second))
	if heard.Outcome != change.Refused || heard.Code != "person.changed" || heard.Receipt != nil || w.server.disk.audit.cast != 1 {
		t.Errorf("%+v, %d ballots", heard, w.server.disk.audit.cast)
	}
	w.settled()
}

// A server that was shown a higher epoch judges nothing and writes nothing any more, whoever asks.
func TestOvertakenServerIsSilent(t *testing.T) {
	log := newDisk(func(string) {})
	h := hub.New(hub.Config{
		Epoch: change.Epoch{Number: 1, Server: "a"}, Streams: map[change.Stream]change.Head{}, Log: log, Bench: newBench(log), Rights: newBench(log),
		Sign: signed, Now: time.Now, Logger: slog.New(slog.DiscardHandler),
	})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- h.Serve(ctx) }()
	create := change.Command{ID: "1", Kind: council.CreateSession, Stream: stream, Body: packed(council.Session{ID: session, Title: "Kỳ họp", Body: council.PeoplesCouncil})}
	h.Overtake(change.Epoch{Number: 2, Server: "b"})
	answer, err := h.Submit(ctx, change.Actor{Mode: string(people.ClerkMode)}, create)
	if err != nil || answer.Outcome != change.Failed {
		t.Errorf("%+v, %v", answer, err)
	}
	stop()
	if err := <-done; err != nil || len(log.entries) != 0 {
		t.Errorf("%d entries, %v", len(log.entries), err)
	}
}

// A device says that it wiped an audience after it lost the right to it. Where the right was given back
// before that word came, the room goes on believing that the device holds something of it.
func TestWipedTooLate(t *testing.T) {
	hall := people.Hall(session)
	state := hub.NewState("Phòng", change.Epoch{Number: 1, Server: "a"}, nil)
	grant := func(audiences ...change.Audience) hub.Grant {
		return hub.Grant{Mode: "delegate", Person: "p1", Audiences: audiences}
	}
	said := func(conn hub.Conn) (cleared bool) {
		for _, output := range state.Step(hub.Received{Conn: conn, Message: wire.Message{Wiped: &wire.Wiped{Audience: hall}}}, noon) {
			_, cleared = output.(hub.Cleared)
		}
		return cleared
	}
	greet := func(conn hub.Conn) {
		state.Step(hub.Opened{Conn: conn, Device: "d", Grant: grant(hall)}, noon)
		state.Step(hub.Received{Conn: conn, Message: wire.Message{Hello: &wire.Hello{Protocol: wire.Protocol}}}, noon)
	}
	greet(1)
	state.Step(hub.Granted{Conn: 1, Grant: grant()}, noon)
	state.Step(hub.Granted{Conn: 1, Grant: grant(hall)}, noon)
	if said(1) {
		t.Error("believed although it is sent the audience again")
	}
	state.Step(hub.Granted{Conn: 1, Grant: grant()}, noon)
	greet(2)
	if said(1) {
		t.Error("believed over a connection that a later one replaced")
	}
	state.Step(hub.Closed{Conn: 2}, noon)
	if !said(1) {
		t.Error("not believed where it is so")
	}
}
