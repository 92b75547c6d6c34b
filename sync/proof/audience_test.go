package proof

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/wire"
)

// TestNothingByAsking: whatever a device claims to hold, acknowledges, wipes or asks for, in any order,
// while its rights come and go: it is sent changes and snapshots of what it may see at that moment, and
// the log is not even read for anything else.
func TestNothingByAsking(t *testing.T) {
	audiences := []change.Audience{"council/s1/hall", "council/s1/members", "council/s1/clerk", "council/s1/group:to1", "council/s1/person:p1", "council/s1/server", "people/server"}
	rapid.Check(t, func(t *rapid.T) {
		log := newDisk(func(string) {})
		ledger := ledger{streams: map[change.Stream]change.Head{}, audiences: map[change.Audience]change.Cursor{}}
		write := func() []change.Entry {
			var entries []change.Entry
			for range rapid.IntRange(1, 5).Draw(t, "entries") {
				entries = append(entries, ledger.write(rapid.SampledFrom(audiences).Draw(t, "of")))
			}
			if err := log.sync(entries); err != nil {
				t.Fatal(err)
			}
			return entries
		}
		for range rapid.IntRange(0, 8).Draw(t, "groups before") {
			write()
		}
		heads := map[change.Audience]change.Cursor{}
		for audience, end := range log.ends {
			heads[audience] = end
		}
		state := hub.NewState("Phòng", change.Epoch{Number: 1, Server: "a"}, heads)
		state.Far = rapid.Uint64Range(1, 6).Draw(t, "far")
		rights := func() []change.Audience {
			return rapid.SliceOfDistinct(rapid.SampledFrom(audiences[:5]), rapid.ID[change.Audience]).Draw(t, "rights")
		}
		grant := hub.Grant{Mode: "delegate", Person: "p1", Audiences: rights()}
		claim := func() change.Cursor {
			at := log.ends[rapid.SampledFrom(audiences).Draw(t, "as")]
			if rapid.Bool().Draw(t, "another place") {
				at.Place = rapid.Uint64Range(0, 20).Draw(t, "place")
			}
			if rapid.Bool().Draw(t, "another hash") {
				at.Running = change.Hash{rapid.Byte().Draw(t, "hash")}
			}
			return at
		}
		now := noon
		var asked []any
		check := func(outputs []any) {
			for _, output := range outputs {
				var brings change.Audience
				switch out := output.(type) {
				case hub.Send:
					if out.Message.Changes != nil {
						brings = out.Message.Changes.Audience
						for _, c := range out.Message.Changes.Changes {
							if c.Audience != brings {
								t.Fatalf("a change of %s among those of %s", c.Audience, brings)
							}
						}
					}
					if out.Message.Snapshot != nil {
						brings = out.Message.Snapshot.Audience
					}
				case hub.Fetch:
					brings = out.Audience
					asked = append(asked, out)
				case hub.Snap:
					brings = out.Audience
					asked = append(asked, out)
				}
				if brings != "" && !slices.Contains(grant.Audiences, brings) {
					t.Fatalf("%T of %s to one who may see %v", output, brings, grant.Audiences)
				}
			}
		}
		step := func(input any) { check(state.Step(input, now)) }
		receive := func(m wire.Message) { step(hub.Received{Conn: 1, Message: m}) }
		step(hub.Opened{Conn: 1, Device: "d", Grant: grant})
		t.Repeat(map[string]func(*rapid.T){
			"hello": func(t *rapid.T) {
				cursors := map[change.Audience]change.Cursor{}
				for _, audience := range rapid.SliceOf(rapid.SampledFrom(audiences)).Draw(t, "claims") {
					cursors[audience] = claim()
				}
				receive(wire.Message{Hello: &wire.Hello{Protocol: rapid.IntRange(-1, 3).Draw(t, "protocol"), Cursors: cursors, Plain: rapid.Bool().Draw(t, "plain")}})
			},
			"ack": func(t *rapid.T) {
				receive(wire.Message{Ack: &wire.Ack{Audience: rapid.SampledFrom(audiences).Draw(t, "of"), Place: rapid.Uint64Range(0, 20).Draw(t, "place")}})
			},
			"wiped": func(t *rapid.T) {
				receive(wire.Message{Wiped: &wire.Wiped{Audience: rapid.SampledFrom(audiences).Draw(t, "of")}})
			},
			"what a server says": func(t *rapid.T) {
				receive(rapid.SampledFrom([]wire.Message{
					{Welcome: &wire.Welcome{Rights: wire.Rights{Audiences: audiences}}}, {Rights: &wire.Rights{Person: "p1", Audiences: audiences}},
					{Changes: &wire.Changes{Audience: audiences[2]}}, {Snapshot: &wire.Snapshot{Audience: audiences[2]}},
				}).Draw(t, "message"))
			},
			"read": func(t *rapid.T) {
				if len(asked) == 0 {
					t.Skip()
				}
				i := rapid.IntRange(0, len(asked)-1).Draw(t, "which")
				output := asked[i]
				asked = slices.Delete(asked, i, i+1)
				switch out := output.(type) {
				case hub.Fetch:
					entries, _ := log.Read(t.Context(), out.Audience, out.After, rapid.IntRange(1, 4).Draw(t, "limit"))
					step(hub.Fetched{Conn: out.Conn, Audience: out.Audience, After: out.After, Entries: entries})
				case hub.Snap:
					step(hub.Snapped{Conn: out.Conn, After: out.After, OK: rapid.Bool().Draw(t, "made"), Snapshot: wire.Snapshot{Audience: out.Audience, To: log.ends[out.Audience], Blob: fmt.Sprint(out.After)}})
				}
			},
			"written": func(*rapid.T) { step(hub.Committed{Entries: write()}) },
			"rights": func(*rapid.T) {
				grant.Audiences = rights()
				step(hub.Granted{Conn: 1, Grant: grant})
			},
			"time": func(*rapid.T) { now = now.Add(time.Second); step(hub.Tick{}) },
		})
	})
}

// ledger numbers made-up entries.
type ledger struct {
	streams   map[change.Stream]change.Head
	audiences map[change.Audience]change.Cursor
	count     int
}

func (l *ledger) write(audience change.Audience) change.Entry {
	l.count++
	var c change.Change
	c, l.streams[stream] = l.streams[stream].Append(change.Draft{Stream: stream, Kind: "note", Audience: audience, Key: fmt.Sprint(l.count % 7), Body: []byte(`"x"`)}, 1, 1)
	at := l.audiences[audience].Next(c)
	l.audiences[audience] = at
	return change.Entry{Change: c, Place: at.Place, Running: at.Running}
}
