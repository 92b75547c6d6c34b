package room_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/coder/websocket"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/wire"
)

// writing is a stroke under way on a tablet.
type writing struct {
	d      *device
	place  string
	id     string
	stroke ink.Stroke
	told   int
}

func (d *device) penDown(place string) *writing {
	return &writing{d: d, place: place, id: newNoteID(), stroke: ink.Stroke{Tool: ink.Pen, Colour: 0x1f4b73, Width: 180}}
}

// draw adds points and shows them, as the screen does.
func (w *writing) draw(points int) {
	w.d.t.Helper()
	for range points {
		n := len(w.stroke.Points)
		w.stroke.Points = append(w.stroke.Points, ink.Point{X: int32(1000 + 40*n), Y: int32(2000 + 7*n), Millis: uint32(8 * n)})
	}
	part, err := notes.PartOf(w.id, w.stroke, w.told)
	if err != nil {
		w.d.t.Fatal(err)
	}
	w.told = len(w.stroke.Points)
	part.Blob = notedPaper
	w.d.Seat().ShowUnfinished("s1", w.place, part)
}

// penUp makes the stroke a mark.
func (w *writing) penUp() {
	w.d.t.Helper()
	data, err := ink.Encode(w.stroke)
	if err != nil {
		w.d.t.Fatal(err)
	}
	at := w.d.Seat().NoteMoment()
	mark := notes.Mark{ID: w.id, Kind: notes.Ink, Anchor: notes.Anchor{Blob: notedPaper}, Colour: w.stroke.Colour, At: at, Stroke: data}
	if err := w.d.Seat().WriteNotes(w.d.t.Context(), "s1", notes.Placed{Place: w.place, Edit: notes.Edit{ID: newNoteID(), At: at, Adds: []notes.Mark{mark}}}); err != nil {
		w.d.t.Fatal(err)
	}
}

// sees waits until so many points of a stroke under way are here.
func (d *device) sees(w *writing, points int) {
	d.t.Helper()
	d.until(fmt.Sprintf("%d points are seen, not %+v", points, d.Seat().Unfinished("s1", notedPaper)), func() bool {
		for _, drawing := range d.Seat().Unfinished("s1", notedPaper) {
			if drawing.ID == w.id && drawing.First+len(drawing.Stroke.Points) == points {
				return true
			}
		}
		return false
	})
}

// A stroke is seen by others while it is drawn, over real TLS, by those alone who will see it when it is finished;
// and the mark that it becomes takes its place.
func TestStrokesAreSeenWhileTheyAreDrawn(t *testing.T) {
	b := newBed(t)
	b.session(3)
	writer := b.takenBy("p1", b.card("p1").Card)
	second, third := b.takenBy("p2", b.card("p2").Card), b.takenBy("p3", b.card("p3").Card)

	open := writer.penDown(notes.All)
	for i := range 5 {
		open.draw(10)
		second.sees(open, 10*(i+1))
		third.sees(open, 10*(i+1))
	}
	if drawing := second.Seat().Unfinished("s1", notedPaper)[0]; drawing.Author != "p1" || drawing.Page != (notes.Page{Blob: notedPaper}) {
		t.Errorf("it is told as %+v", drawing)
	}
	if len(second.Seat().NotesOn("s1", notes.Page{Blob: notedPaper})) != 0 {
		t.Error("it is kept before it is finished")
	}
	open.penUp()
	for _, d := range []*device{second, third} {
		d.until("the mark is here in place of it", func() bool {
			return len(d.Seat().NotesOn("s1", notes.Page{Blob: notedPaper})) == 1 && len(d.Seat().Unfinished("s1", notedPaper)) == 0
		})
	}
	if got := writer.Seat().Unfinished("s1", notedPaper); len(got) != 0 {
		t.Errorf("the writer is told of it: %+v", got)
	}

	// For one other person, and after that for nobody: what is for all comes behind both, and shows that neither came.
	quiet := writer.penDown(notes.With("p2"))
	quiet.draw(10)
	second.sees(quiet, 10)
	quiet.penUp()
	own := writer.penDown(notes.Own)
	own.draw(10)
	last := writer.penDown(notes.All)
	last.draw(10)
	second.sees(last, 10)
	third.sees(last, 10)
	for _, d := range []*device{second, third} {
		for _, drawing := range d.Seat().Unfinished("s1", notedPaper) {
			if drawing.ID != last.id && drawing.ID != quiet.id || d == third && drawing.ID != last.id {
				t.Errorf("seen too: %+v", drawing)
			}
		}
	}
	if counts := b.room.Status().Refused; counts[hub.StrangeLayer] != 0 {
		t.Errorf("refused: %v", counts)
	}
	// Neither continued nor finished: it goes.
	second.until("it goes", func() bool { return len(second.Seat().Unfinished("s1", notedPaper)) == 0 })
}

// After the room was away, strokes are seen again; nothing of what was drawn meanwhile comes late. Who signs out sees
// nothing any more.
func TestStrokesAreSeenAgainAfterTheRoomWasAway(t *testing.T) {
	b := newBed(t)
	b.session(2)
	writer, reader := b.takenBy("p1", b.card("p1").Card), b.takenBy("p2", b.card("p2").Card)
	before := writer.penDown(notes.All)
	before.draw(10)
	reader.sees(before, 10)
	b.halt()
	writer.offline()
	reader.offline()
	meanwhile := writer.penDown(notes.All)
	meanwhile.draw(10)
	b.start()
	writer.online()
	reader.online()
	after := writer.penDown(notes.All)
	// The room is there for both; that it has looked at both may take a moment.
	reader.until("a stroke is seen again", func() bool {
		after.draw(1)
		for _, drawing := range reader.Seat().Unfinished("s1", notedPaper) {
			if drawing.ID == meanwhile.id {
				t.Error("what was drawn while the room was away came late")
			}
			if drawing.ID == after.id {
				return true
			}
		}
		return false
	})
	if err := reader.Seat().SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	reader.until("nobody holds it", func() bool { return reader.Seat().Standing().Person == "" })
	if got := reader.Seat().Unfinished("s1", notedPaper); len(got) != 0 {
		t.Errorf("left on the tablet: %+v", got)
	}
}

// A peer of the version before is sent nothing that it would not know, and hears all else.
func TestOldPeersHearNothingThatPasses(t *testing.T) {
	h := newHouse(t)
	p1, p2 := h.probers[2], h.probers[3]
	for protocol := wire.EphemeralSince - 1; protocol <= wire.EphemeralSince; protocol++ {
		ws, _, err := websocket.Dial(t.Context(), "wss://room/room", &websocket.DialOptions{HTTPClient: p2.client()})
		if err != nil {
			t.Fatal(err)
		}
		ws.SetReadLimit(wire.MaxMessage)
		hear := func() wire.Message {
			t.Helper()
			_, data, err := ws.Read(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			m, err := wire.Decode(data)
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		say := func(m wire.Message) {
			t.Helper()
			if err := ws.Write(t.Context(), websocket.MessageText, body(m)); err != nil {
				t.Fatal(err)
			}
		}
		say(wire.Message{Hello: &wire.Hello{Protocol: protocol}})
		if m := hear(); m.Welcome == nil || m.Welcome.Protocol != protocol {
			t.Fatalf("protocol %d: %+v", protocol, m)
		}
		p1.shows(t, notes.All)() // waits for the answer to a ping: the room has passed it on
		var heard *wire.Ephemeral
		for deadline := time.Now().Add(patience); heard == nil && time.Now().Before(deadline); {
			say(wire.Message{Ping: &wire.Ping{Read: true}})
			pong := false
			for !pong {
				m := hear()
				pong = m.Pong != nil
				if m.Ephemeral != nil {
					heard = m.Ephemeral
				}
			}
			if protocol < wire.EphemeralSince {
				break
			}
		}
		if (heard != nil) != (protocol >= wire.EphemeralSince) {
			t.Errorf("protocol %d hears %+v", protocol, heard)
		}
		if heard != nil && heard.Author != "p1" {
			t.Errorf("it is said to be of %s", heard.Author)
		}
		ws.CloseNow()
	}
}
