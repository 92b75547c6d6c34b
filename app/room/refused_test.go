package room_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/wire"
)

// says sends one message as it stands, after a greeting where there is one, and waits until the server ends
// the connection.
func (p *prober) says(t *testing.T, hello *wire.Hello, data []byte) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	ws, _, err := websocket.Dial(ctx, "wss://room/room", &websocket.DialOptions{HTTPClient: p.client()})
	if err != nil {
		t.Fatal(err)
	}
	defer ws.CloseNow()
	ws.SetReadLimit(wire.MaxMessage)
	if hello != nil {
		err = ws.Write(ctx, websocket.MessageText, body(wire.Message{Hello: hello}))
	}
	if err == nil && data != nil {
		err = ws.Write(ctx, websocket.MessageText, data)
	}
	for err == nil {
		_, _, err = ws.Read(ctx)
	}
	if ctx.Err() != nil {
		t.Error("the connection stays")
	}
}

// put hands bytes in under a hash.
func (p *prober) put(t *testing.T, hash, data string) int {
	t.Helper()
	request, err := http.NewRequest(http.MethodPut, "https://room/blob/"+hash, strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	response, err := p.client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

// TestRefusalsAreCounted: whatever a device says that none of ours would say is refused, and counted under its
// reason and no other; the administration reads the counts.
func TestRefusalsAreCounted(t *testing.T) {
	h := newHouse(t)
	stream := people.CouncilStream(houseSession)
	p1, nobody, revoked := h.probers[2], h.probers[1], h.probers[len(h.probers)-1]
	greeting := &wire.Hello{Protocol: wire.Protocol}
	vote := change.Command{ID: "vote", Kind: council.CastBallot, Stream: stream, Body: body(council.Casting{Poll: "q", Choice: council.No})}
	of := func(p *prober, c change.Command) func() {
		return func() {
			if a, answered := p.command(t, nil, c)[c.ID]; !answered {
				t.Errorf("%s of %s: %+v", c.ID, p.name, a)
			}
		}
	}
	raw := func(hello *wire.Hello, data []byte) func() { return func() { p1.says(t, hello, data) } }
	somebody := change.Epoch{Number: 99, Server: "nobody", Signature: []byte("forged")}
	for what, row := range map[string]struct {
		do    func()
		count map[hub.Reason]uint64
	}{
		"no JSON":                 {raw(greeting, []byte("{")), map[hub.Reason]uint64{hub.BadFrame: 1}},
		"nothing":                 {raw(greeting, []byte("{}")), map[hub.Reason]uint64{hub.BadFrame: 1}},
		"two things":              {raw(greeting, []byte(`{"ping":{},"pong":{}}`)), map[hub.Reason]uint64{hub.BadFrame: 1}},
		"a server's word":         {raw(greeting, body(wire.Message{Welcome: &wire.Welcome{}})), map[hub.Reason]uint64{hub.OutOfPlace: 1}},
		"forged changes":          {raw(greeting, body(wire.Message{Changes: &wire.Changes{Audience: people.Hall(houseSession), Changes: []change.Change{{Seq: 1}}}})), map[hub.Reason]uint64{hub.OutOfPlace: 1}},
		"a command before hello":  {raw(nil, body(wire.Message{Command: &vote})), map[hub.Reason]uint64{hub.OutOfPlace: 1}},
		"no id":                   {raw(greeting, body(wire.Message{Command: &change.Command{Kind: council.CastBallot}})), map[hub.Reason]uint64{hub.OutOfPlace: 1}},
		"a second hello":          {raw(greeting, body(wire.Message{Hello: greeting})), map[hub.Reason]uint64{hub.OutOfPlace: 1}},
		"a million bytes":         {raw(greeting, body(wire.Message{Command: &change.Command{ID: "big", Body: body(strings.Repeat("x", 1<<20))}})), map[hub.Reason]uint64{hub.TooLarge: 1}},
		"an epoch of nobody":      {raw(&wire.Hello{Protocol: wire.Protocol, Epoch: 99}, nil), map[hub.Reason]uint64{hub.WrongEpoch: 1}},
		"an epoch nobody signed":  {raw(&wire.Hello{Protocol: wire.Protocol, Epoch: 99, Proof: &somebody}, nil), map[hub.Reason]uint64{hub.WrongEpoch: 1, hub.FalseEpoch: 1}},
		"a revoked device":        {func() { revoked.says(t, greeting, nil) }, map[hub.Reason]uint64{hub.WrongDevice: 1}},
		"in another's name":       {of(p1, change.Command{ID: "x1", Person: "p3", Kind: vote.Kind, Stream: stream, Body: vote.Body}), map[hub.Reason]uint64{hub.ForgedCommand: 1}},
		"a clerk's act":           {of(p1, change.Command{ID: "x2", Kind: council.ClosePoll, Stream: stream, Body: body(council.Pointing{ID: "q"})}), map[hub.Reason]uint64{hub.ForgedCommand: 1}},
		"an act that nobody does": {of(p1, change.Command{ID: "x3", Kind: "nothing", Stream: stream}), map[hub.Reason]uint64{hub.ForgedCommand: 1}},
		"a replayed ballot":       {of(p1, vote), map[hub.Reason]uint64{hub.RepeatedCommand: 1}},
		"another's cursor":        {func() { nobody.command(t, map[change.Audience]change.Cursor{people.Members(houseSession): {Place: 1}}) }, map[hub.Reason]uint64{hub.StrangeCursor: 1}},
		"a place that is not":     {func() { p1.command(t, map[change.Audience]change.Cursor{people.Members(houseSession): {Place: 999}}) }, map[hub.Reason]uint64{hub.StrangeCursor: 1}},
		"an ack of another's": {func() {
			nobody.session(t, *greeting, wire.Message{Ack: &wire.Ack{Audience: people.ClerksOnly, Place: 1}})
		}, map[hub.Reason]uint64{hub.StrangeCursor: 1}},
		"handwriting for a stranger":    {p1.shows(t, "with:x9"), map[hub.Reason]uint64{hub.StrangeLayer: 1}},
		"one's own handwriting":         {p1.shows(t, "own"), map[hub.Reason]uint64{hub.StrangeLayer: 1}},
		"handwriting of nobody":         {nobody.shows(t, "all"), map[hub.Reason]uint64{hub.StrangeLayer: 1}},
		"handwriting of a clerk":        {h.clerk.shows(t, "all"), map[hub.Reason]uint64{hub.StrangeLayer: 1}},
		"handwriting for the desk":      {p1.shows(t, "desk"), map[hub.Reason]uint64{hub.StrangeLayer: 1}},
		"handwriting of five kilobytes": {raw(greeting, body(passes("all", strings.Repeat("x", 5<<10)))), map[hub.Reason]uint64{hub.BadFrame: 1}},
		"handwriting before hello":      {raw(nil, body(passes("all", "x"))), map[hub.Reason]uint64{hub.OutOfPlace: 1}},
		"handwriting of an old peer":    {raw(&wire.Hello{Protocol: 2}, body(passes("all", "x"))), map[hub.Reason]uint64{hub.OutOfPlace: 1}},
		"a paper of nobody":             {func() { p1.get(t, http.MethodGet, "/blob/"+strings.Repeat("0", 64)) }, map[hub.Reason]uint64{hub.WithheldPaper: 1}},
		"a forged paper":                {func() { h.clerk.put(t, strings.Repeat("0", 64), "giả") }, map[hub.Reason]uint64{hub.ForgedPaper: 1}},
	} {
		before := h.room.Status().Refused
		row.do()
		within := time.Now().Add(patience)
		for look := time.NewTicker(5 * time.Millisecond); ; <-look.C { // the connection ends a moment before or after
			grown := grownBy(before, h.room.Status().Refused)
			if maps.Equal(grown, row.count) {
				look.Stop()
				break
			}
			if time.Now().After(within) {
				t.Errorf("%s: counted %v, want %v", what, grown, row.count)
				look.Stop()
				break
			}
		}
	}
	a, err := room.Administer(t.Context(), room.Config{Folder: h.folder, Now: time.Now, Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	told, err := a.Status(t.Context())
	if err != nil || told.Refused[hub.BadFrame] != 4 || told.Refused[hub.ForgedCommand] != 3 || told.Refused[hub.RepeatedCommand] != 1 || told.Fault != "" {
		t.Errorf("the administration is told %+v, %v", told, err)
	}
}

func grownBy(before, after map[hub.Reason]uint64) map[hub.Reason]uint64 {
	grown := map[hub.Reason]uint64{}
	for reason, count := range after {
		if count > before[reason] {
			grown[reason] = count - before[reason]
		}
	}
	return grown
}

// A device that says more than anybody can is read more slowly, which is counted; what it says is taken.
func TestTooMuchIsCounted(t *testing.T) {
	h := newHouse(t)
	p1 := h.probers[2]
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	ws, _, err := websocket.Dial(ctx, "wss://room/room", &websocket.DialOptions{HTTPClient: p1.client()})
	if err != nil {
		t.Fatal(err)
	}
	defer ws.CloseNow()
	ws.SetReadLimit(wire.MaxMessage)
	write := func(m wire.Message) {
		if err := ws.Write(ctx, websocket.MessageText, body(m)); err != nil {
			t.Fatal(err)
		}
	}
	write(wire.Message{Hello: &wire.Hello{Protocol: wire.Protocol}})
	before := h.room.Status().Refused[hub.TooFast]
	bye := wire.Message{Ack: &wire.Ack{Audience: people.Hall(houseSession), Place: 1 << 40}}
	for range 2300 {
		write(bye)
	}
	write(wire.Message{Ping: &wire.Ping{}})
	for {
		_, data, err := ws.Read(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var m wire.Message
		if err := json.Unmarshal(data, &m); err == nil && m.Pong != nil {
			break
		}
	}
	if now := h.room.Status().Refused[hub.TooFast]; now == before {
		t.Error("nobody counts that it was read more slowly")
	}
}

// passes is something that passes in a layer, in the name of somebody else.
func passes(place, text string) wire.Message {
	return wire.Message{Ephemeral: &wire.Ephemeral{Stream: people.CouncilStream(houseSession), Place: place, Author: "p3", ID: "e1", Body: body(text)}}
}

func (p *prober) shows(t *testing.T, place string) func() {
	return func() { p.session(t, wire.Hello{Protocol: wire.Protocol}, passes(place, "x")) }
}
