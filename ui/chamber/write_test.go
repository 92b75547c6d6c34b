package chamber

import (
	"errors"
	"image"
	"image/color"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/writing"
)

// pen is a bench on which somebody writes.
type pen struct {
	*bench
	screen *Delegate
	win    fyne.Window
}

func penAt(t *testing.T) *pen {
	t.Helper()
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, window := stand(t, b)
	return &pen{b, screen, window}
}

func (p *pen) view() *writing.View { return p.screen.view.desk.write }

// spot is where on the surface a place of a page is, in parts of its width and height.
func (p *pen) spot(page int, x, y float32) fyne.Position {
	column, scroll := p.view().Paper.Column, p.view().Paper.Scroll
	spot, _ := column.Spot(page)
	return fyne.NewPos(spot.X+x*spot.Width, spot.Y+y*spot.Height).Subtract(scroll.Offset())
}

// line draws from one place of a page to another, as a mouse does.
func (p *pen) line(page int, places ...[2]float32) {
	p.t.Helper()
	s := p.view().Surface
	for i, place := range places {
		at := p.spot(page, place[0], place[1])
		p.hand.time = p.hand.time.Add(16 * time.Millisecond)
		if i == 0 {
			s.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
			continue
		}
		s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at}})
	}
	s.MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	s.DragEnd()
	p.settle()
}

// still waits until all is saved, read and drawn.
func (p *pen) still() {
	p.t.Helper()
	p.loop.Until(p.t, "all is saved and drawn", func() bool {
		if len(p.screen.write.Queue) > 0 && p.screen.write.Trouble == "" {
			return false
		}
		for _, sheet := range p.screen.write.Pages.Sheets {
			if sheet.Working {
				return false
			}
		}
		return true
	})
}

// inkAt is the colour of a page with its ink at a place, in parts of its width and height.
func (p *pen) inkAt(page int, x, y float32) color.RGBA {
	sheet := p.screen.write.Pages.Sheets[page]
	if sheet == nil || sheet.At == nil {
		return color.RGBA{}
	}
	at := image.Pt(int(x*float32(sheet.At.Rect.Dx())), int(y*float32(sheet.At.Rect.Dy())))
	if tile := sheet.Tiles[image.Pt(at.X/pageview.TileSide, at.Y/pageview.TileSide)]; tile != nil {
		return tile.RGBAAt(at.X%pageview.TileSide, at.Y%pageview.TileSide)
	}
	return sheet.At.RGBAAt(at.X, at.Y)
}

// blue reports whether the delegate's pen went over a place: the middle of a fine line is not always a whole pixel.
func (p *pen) blue(page int, x, y float32) bool {
	c := p.inkAt(page, x, y)
	return c.A > 120 && c.B > c.R+20
}

// What is drawn is under the finger at once, on the disk when it is lifted, and on the page's picture soon.
func TestAStrokeIsShownSavedAndBaked(t *testing.T) {
	p := penAt(t)
	kittest.Tap(t, p.win.Content(), "Viết")
	s := p.view().Surface
	s.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p.spot(0, 0.2, 0.2)}, Button: desktop.MouseButtonPrimary})
	live := p.view().Paper.Column.Live
	if len(live.Strokes) != 1 || len(live.Box.Objects) == 0 {
		t.Fatal("nothing is under the finger when it comes down")
	}
	p.hand.time = p.hand.time.Add(30 * time.Millisecond)
	s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: p.spot(0, 0.6, 0.2)}})
	if len(p.notes.on(0)) != 0 {
		t.Error("half a stroke is saved")
	}
	s.MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	p.still()
	entries := p.notes.on(0)
	if len(entries) != 1 || entries[0].Kind != notes.Ink {
		t.Fatalf("%+v", entries)
	}
	stroke, err := ink.Decode(entries[0].Stroke)
	if err != nil {
		t.Fatal(err)
	}
	first, last := stroke.Points[0], stroke.Points[len(stroke.Points)-1]
	for i, want := range []int32{11905, 35716} {
		if got := []int32{first.X, last.X}[i]; got < want-60 || got > want+60 {
			t.Errorf("x is %d, not %d: 1/100 pt of the page", got, want)
		}
	}
	if !p.blue(0, 0.4, 0.2) {
		t.Errorf("the page is %v where the stroke went", p.inkAt(0, 0.4, 0.2))
	}
	if len(live.Strokes) != 0 {
		t.Error("the stroke is drawn twice")
	}
}

// With the hand a finger turns pages and writes nothing.
func TestTheHandTurnsPages(t *testing.T) {
	p := penAt(t)
	if p.view().Surface.Visible() {
		t.Fatal("the surface takes fingers before a pen was taken")
	}
	kittest.Tap(t, p.win.Content(), "Viết")
	if !p.view().Surface.Visible() || p.view().Paper.Slide.Visible() || !kittest.Shows(p.win.Content(), "Xong") {
		t.Error("the screen does not say that it is written on")
	}
	kittest.Tap(t, p.win.Content(), "Xong")
	if p.view().Surface.Visible() || !p.view().Paper.Slide.Visible() {
		t.Error("it is still written on")
	}
}

func TestUndoAndRedoOfStrokes(t *testing.T) {
	p := penAt(t)
	kittest.Tap(t, p.win.Content(), "Viết")
	p.line(0, [2]float32{0.2, 0.2}, [2]float32{0.6, 0.2})
	p.still()
	p.line(0, [2]float32{0.2, 0.4}, [2]float32{0.6, 0.4})
	p.still()
	kittest.Tap(t, p.win.Content(), "Lùi")
	p.still()
	if p.blue(0, 0.4, 0.4) || !p.blue(0, 0.4, 0.2) {
		t.Error("undo took not the last stroke")
	}
	kittest.Tap(t, p.win.Content(), "Tiến")
	p.still()
	if !p.blue(0, 0.4, 0.4) {
		t.Error("redo did not bring it back")
	}
}

// Whole strokes go where the eraser touches them; the other kind takes what it touches and leaves the rest.
func TestErasers(t *testing.T) {
	p := penAt(t)
	kittest.Tap(t, p.win.Content(), "Viết")
	p.line(0, [2]float32{0.2, 0.2}, [2]float32{0.6, 0.2})
	p.line(0, [2]float32{0.2, 0.4}, [2]float32{0.6, 0.4})
	p.still()
	kittest.Tap(t, p.win.Content(), "Tẩy")
	p.line(0, [2]float32{0.4, 0.35}, [2]float32{0.4, 0.45})
	p.still()
	if got := p.notes.on(0); len(got) != 1 || p.blue(0, 0.3, 0.4) || !p.blue(0, 0.3, 0.2) {
		t.Errorf("%d marks are left", len(got))
	}
	p.screen.write.SetEraser(writing.TouchedParts)
	p.line(0, [2]float32{0.4, 0.15}, [2]float32{0.4, 0.25})
	p.still()
	if got := p.notes.on(0); len(got) != 2 || p.blue(0, 0.4, 0.2) || !p.blue(0, 0.3, 0.2) || !p.blue(0, 0.5, 0.2) {
		t.Errorf("%d pieces are left", len(got))
	}
	// It is one act.
	kittest.Tap(t, p.win.Content(), "Lùi")
	p.still()
	if got := p.notes.on(0); len(got) != 1 || !p.blue(0, 0.4, 0.2) {
		t.Errorf("after undo %d marks", len(got))
	}
}

// Another person's marks are seen, and not erased.
func TestAnothersInkStays(t *testing.T) {
	p := penAt(t)
	data, err := ink.Encode(ink.Stroke{Tool: ink.Pen, Colour: 0xB3261E, Width: 400, Points: []ink.Point{{X: 10000, Y: 20000}, {X: 40000, Y: 20000, Millis: 90}}})
	if err != nil {
		t.Fatal(err)
	}
	moment := p.notes.NoteMoment()
	m := notes.Mark{ID: p.notes.newID(), Kind: notes.Ink, Colour: 0xB3261E, Stroke: data, At: moment, Anchor: notes.Anchor{Blob: "blobd1"}}
	p.turn(func() {
		p.notes.elsewhere("p2", notes.All, notes.Edit{ID: p.notes.newID(), At: moment, Adds: []notes.Mark{m}})
	})
	p.still()
	red := color.RGBA{0xB3, 0x26, 0x1E, 255}
	y := float32(20000) / 84189
	if got := p.inkAt(0, 0.4, y); got != red {
		t.Fatalf("another's ink is %v", got)
	}
	kittest.Tap(t, p.win.Content(), "Tẩy")
	p.line(0, [2]float32{0.4, y - 0.05}, [2]float32{0.4, y + 0.05})
	p.still()
	if p.inkAt(0, 0.4, y) != red || len(p.notes.writes) != 0 {
		t.Error("it is erased")
	}
}

// A stroke that was drawn is saved, though the window closes while it is on its way or under the finger; and it is there
// once when the screen comes back.
func TestStrokesAreSavedThoughTheWindowCloses(t *testing.T) {
	p := penAt(t)
	kittest.Tap(t, p.win.Content(), "Viết")
	gate := make(chan struct{})
	p.notes.mu.Lock()
	p.notes.gate = gate
	p.notes.mu.Unlock()
	p.line(0, [2]float32{0.2, 0.2}, [2]float32{0.6, 0.2})
	p.screen.Stop()
	close(gate)
	p.loop.Until(t, "it is saved", func() bool { return len(p.notes.on(0)) == 1 })
	p.screen.Start()
	p.settle()
	p.still()
	if got := p.notes.on(0); len(got) != 1 || len(p.notes.writes) != 1 || len(p.screen.write.Queue) != 0 {
		t.Errorf("%d strokes, and %d wait", len(got), len(p.screen.write.Queue))
	}
	s := p.view().Surface
	s.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p.spot(0, 0.2, 0.4)}, Button: desktop.MouseButtonPrimary})
	p.screen.Stop()
	p.loop.Until(t, "what was under the finger is saved", func() bool { return len(p.notes.on(0)) == 2 })
}

// What was not taken goes from the screen, with its reason.
func TestRefusedStrokesAreTakenBack(t *testing.T) {
	p := penAt(t)
	p.notes.err = &people.Refusal{Code: "set.full"}
	kittest.Tap(t, p.win.Content(), "Viết")
	p.line(0, [2]float32{0.2, 0.2}, [2]float32{0.6, 0.2})
	p.still()
	if p.blue(0, 0.4, 0.2) || len(p.view().Paper.Column.Live.Strokes) != 0 {
		t.Error("the stroke still stands on the page")
	}
	if !p.shows("quá nhiều nét bút") {
		t.Error("no reason is said")
	}
}

// shows looks over the window and what lies over it.
func (p *pen) shows(words string) bool {
	for _, root := range append([]fyne.CanvasObject{p.win.Content()}, p.win.Canvas().Overlays().List()...) {
		if kittest.Shows(root, words) {
			return true
		}
	}
	return false
}

// A full disk keeps the ink on the screen, says so, and is tried again until it takes it; in the order in which it was
// written.
func TestUnsavedInkStaysAndIsTriedAgain(t *testing.T) {
	p := penAt(t)
	p.notes.err = errors.Join(writing.ErrDiskFull, errors.New("no space"))
	kittest.Tap(t, p.win.Content(), "Viết")
	p.line(0, [2]float32{0.2, 0.2}, [2]float32{0.6, 0.2})
	p.line(0, [2]float32{0.2, 0.4}, [2]float32{0.6, 0.4})
	p.loop.Until(t, "the trouble is told", func() bool { return p.screen.write.Trouble != "" })
	p.still()
	if !p.shows("Chưa lưu được") || !p.shows("Đĩa của máy đã đầy") {
		t.Error("nothing says that the ink is not saved")
	}
	if !p.blue(0, 0.4, 0.2) || !p.blue(0, 0.4, 0.4) {
		t.Error("ink that is not saved is gone")
	}
	p.pass(3 * time.Second)
	p.loop.Until(t, "tried again", func() bool { return !p.screen.write.Saving })
	if len(p.notes.on(0)) != 0 || !p.shows("Chưa lưu được 2 nét") {
		t.Error("it says something else after it was tried again")
	}
	p.notes.mu.Lock()
	p.notes.err = nil
	p.notes.mu.Unlock()
	p.pass(3 * time.Second)
	p.loop.Until(t, "all is saved", func() bool { return len(p.screen.write.Queue) == 0 })
	p.still()
	if got := p.notes.on(0); len(got) != 2 || got[0].At.Compare(got[1].At) >= 0 || p.shows("Chưa lưu được") {
		t.Errorf("%d strokes are saved", len(got))
	}
}

// Who cannot save the last stroke can take it back.
func TestUndoOfUnsavedInk(t *testing.T) {
	p := penAt(t)
	p.notes.err = writing.ErrDiskFull
	kittest.Tap(t, p.win.Content(), "Viết")
	p.line(0, [2]float32{0.2, 0.2}, [2]float32{0.6, 0.2})
	p.loop.Until(t, "the trouble is told", func() bool { return p.screen.write.Trouble != "" && !p.screen.write.Saving })
	p.still()
	kittest.Tap(t, p.win.Content(), "Lùi")
	p.still()
	if p.blue(0, 0.4, 0.2) || p.shows("Chưa lưu được") || len(p.screen.write.Queue) != 0 {
		t.Error("it is still there")
	}
}

// Nothing is written without a key to seal it for: not one stroke can be lost that way.
func TestNoPenWithoutAKey(t *testing.T) {
	p := penAt(t)
	p.notebook.set(notes.Access{})
	kittest.Tap(t, p.win.Content(), "Viết")
	if p.screen.write.Tool != writing.HandTool || !p.shows("đang nhận khoá") {
		t.Error("a pen is given while the key is on its way")
	}
	p.screen.view.closeDialogs()
	p.notebook.set(notes.Access{Known: true})
	kittest.Tap(t, p.win.Content(), "Tô")
	if p.screen.write.Tool != writing.HandTool || !p.shows("cấp thẻ") || p.notes.wants != 1 {
		t.Error("a pen is given without a key, or nobody asks for one")
	}
}

// Who signed in by code writes at once, and is asked for the card one time.
func TestLockedNotesAskForTheCardOnce(t *testing.T) {
	p := penAt(t)
	p.notebook.set(notes.Access{Known: true, Issued: true, Locked: 3})
	kittest.Tap(t, p.win.Content(), "Viết")
	if p.screen.write.Tool != writing.PenTool || !p.shows("Quét thẻ một lần") {
		t.Fatal("nobody is asked for the card, or no pen is given")
	}
	overlays := p.win.Canvas().Overlays().List()
	kittest.Tap(t, overlays[len(overlays)-1], "Mở bằng thẻ")
	if !p.screen.notes.opening.Up {
		t.Error("nobody asks for the card")
	}
	kittest.Tap(t, p.win.Content(), "Tô")
	if p.shows("Quét thẻ một lần") {
		t.Error("the card is asked for again")
	}
}

// What another tablet of the person does is seen, and draws no more than it changes.
func TestInkFromAnotherTablet(t *testing.T) {
	p := penAt(t)
	kittest.Tap(t, p.win.Content(), "Viết")
	p.line(0, [2]float32{0.2, 0.2}, [2]float32{0.3, 0.2})
	p.still()
	before := p.screen.write.Pages.Sheets[0].Tiles
	data, err := ink.Encode(ink.Stroke{Tool: ink.Pen, Colour: 0x1F4B73, Width: 400, Points: []ink.Point{{X: 10000, Y: 60000}, {X: 40000, Y: 60000, Millis: 90}}})
	if err != nil {
		t.Fatal(err)
	}
	moment := p.notes.NoteMoment()
	m := notes.Mark{ID: p.notes.newID(), Kind: notes.Ink, Colour: 0x1F4B73, Stroke: data, At: moment, Anchor: notes.Anchor{Blob: "blobd1"}}
	p.turn(func() {
		p.notes.elsewhere(me, notes.Own, notes.Edit{ID: p.notes.newID(), At: moment, Adds: []notes.Mark{m}})
	})
	p.still()
	if !p.blue(0, 0.4, float32(60000)/84189) {
		t.Fatal("it is not seen")
	}
	after := p.screen.write.Pages.Sheets[0].Tiles
	for at, tile := range before {
		if after[at] != tile {
			t.Errorf("square %v is drawn anew, though nothing changed there", at)
		}
	}
}

// A person who takes the tablet sees nothing of who had it.
func TestInkIsForgottenWithThePerson(t *testing.T) {
	p := penAt(t)
	kittest.Tap(t, p.win.Content(), "Viết")
	p.notes.mu.Lock()
	p.notes.gate = make(chan struct{})
	p.notes.mu.Unlock()
	p.line(0, [2]float32{0.2, 0.2}, [2]float32{0.6, 0.2})
	p.turn(func() { p.standing.Person = "p2" })
	w := p.screen.write
	if len(w.Pages.Adds) != 0 || len(w.Queue) != 0 || w.Tool != writing.HandTool {
		t.Error("something is left of the person before")
	}
	close(p.notes.gate)
	p.settle()
}

// oneDrawn and onePlace make what acts take.
func oneDrawn(m notes.Mark) []*notes.Drawn {
	return []*notes.Drawn{writing.Drawn(m, []string{notes.Own})}
}

func onePlace(x, y float32) []image.Rectangle {
	corner := image.Pt(int(x*59528), int(y*84189))
	return []image.Rectangle{{Min: corner, Max: corner.Add(writing.NoteSize)}}
}

// Of a long paper only the pages near the screen keep pictures of their ink.
func TestInkOfPagesFarAwayIsLetGo(t *testing.T) {
	p := penAt(t)
	p.still()
	for page := range 6 {
		p.view().Paper.GoTo(page)
		p.settle()
		p.still()
	}
	p.view().Paper.GoTo(0)
	p.settle()
	p.still()
	for number := range p.screen.write.Pages.Sheets {
		if number > 1+writing.InkBeside {
			t.Errorf("page %d keeps its pictures while the first is looked at", number+1)
		}
	}
	if len(p.screen.write.Pages.Sheets) == 0 {
		t.Error("the page that is looked at has no ink")
	}
}
