package chamber

import (
	"image"
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"pgregory.net/rapid"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/writing"
)

// down, to and lift are a mouse that writes on the first page.
func (p *pen) down(x, y float32) {
	p.view().Surface.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p.spot(0, x, y)}, Button: desktop.MouseButtonPrimary})
}

func (p *pen) to(x, y float32, after time.Duration) {
	p.pass(after)
	p.view().Surface.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: p.spot(0, x, y)}})
}

func (p *pen) lift() {
	p.view().Surface.MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	p.view().Surface.DragEnd()
	p.settle()
}

// liveInk is the colour of strokes that are not finished between two heights of the first page, and how far to the right
// they reach; in parts of the page.
func (p *pen) liveInk(from, to float32) (colour ink.Colour, right float32) {
	column := p.view().Paper.Column
	spot, _ := column.Spot(0)
	for _, object := range column.Live.Box.Objects {
		shot := object.(*canvas.Image)
		tile := shot.Image.(*image.RGBA)
		unit := shot.Size().Width / float32(tile.Rect.Dx())
		for y := range tile.Rect.Dy() {
			part := (shot.Position().Y + float32(y)*unit - spot.Y) / spot.Height
			if part < from || part > to {
				continue
			}
			for x := range tile.Rect.Dx() {
				if c := tile.RGBAAt(x, y); c.A == 255 {
					colour = ink.Colour(c.R)<<16 | ink.Colour(c.G)<<8 | ink.Colour(c.B)
					right = max(right, (shot.Position().X+float32(x)*unit-spot.X)/spot.Width)
				}
			}
		}
	}
	return colour, right
}

// Nothing of what is for the holder alone is shown to others while it is drawn; what they see is shown to them thirty
// times a second at most, to the last point, under the id that the mark has then.
func TestAStrokeIsShownWhileItIsDrawn(t *testing.T) {
	p := penAt(t)
	p.screen.write.Choose(writing.PenTool)
	p.line(0, [2]float32{0.2, 0.2}, [2]float32{0.3, 0.2}, [2]float32{0.5, 0.2})
	p.still()
	if len(p.notes.left) != 0 {
		t.Fatalf("%d parts of a private stroke left the tablet", len(p.notes.left))
	}
	p.screen.write.Share(notes.With("p2"))
	p.down(0.2, 0.3)
	for i := range 100 {
		p.to(0.2+float32(i)*0.005, 0.3, 8*time.Millisecond)
	}
	if got := len(p.notes.left); got < 15 || got > 26 {
		t.Errorf("%d parts in 0.8 s", got)
	}
	p.pass(50 * time.Millisecond)
	u := notes.NewUnderway()
	for i, part := range p.notes.left {
		if p.notes.leftTo[i] != notes.With("p2") || part.Blob != "blobd1" || part.Page != 0 {
			t.Fatalf("part %d went to %q: %+v", i, p.notes.leftTo[i], part)
		}
		stroke, err := ink.Decode(part.Stroke)
		if err != nil {
			t.Fatal(err)
		}
		u.Take(me, part, stroke, 1)
	}
	drawing := u.On("blobd1")[0]
	last := drawing.Stroke.Points[len(drawing.Stroke.Points)-1]
	const want int32 = 41372 // 0.695 of the page
	if len(drawing.Stroke.Points) < 100 || last.X < want-60 || last.X > want+60 {
		t.Errorf("%d points were shown, the last at %d, not %d", len(drawing.Stroke.Points), last.X, want)
	}
	if drawing.Stroke.Colour != writing.PenColours[0].Colour {
		t.Errorf("it was shown in %06x", drawing.Stroke.Colour)
	}
	p.to(0.71, 0.3, 8*time.Millisecond)
	shown := len(p.notes.left)
	p.lift()
	p.still()
	p.pass(100 * time.Millisecond)
	if len(p.notes.left) != shown {
		t.Error("parts are shown after the stroke was finished")
	}
	if entries := p.notes.on(0); entries[len(entries)-1].ID != drawing.ID {
		t.Error("the mark has another id than the stroke that was shown")
	}
}

// Who withdraws what they share shows nothing more from that moment on; who gives a stroke up takes it back.
func TestWithdrawnSharingStopsAtOnce(t *testing.T) {
	p := penAt(t)
	p.screen.write.Choose(writing.PenTool)
	p.screen.write.Share(notes.All)
	p.down(0.2, 0.3)
	p.to(0.3, 0.3, 50*time.Millisecond)
	p.to(0.35, 0.3, 5*time.Millisecond) // waits to be shown
	shown := len(p.notes.left)
	p.screen.write.Share(notes.Own)
	p.pass(time.Second)
	p.lift()
	p.line(0, [2]float32{0.2, 0.4}, [2]float32{0.5, 0.4}, [2]float32{0.6, 0.4})
	p.still()
	if len(p.notes.left) != shown {
		t.Errorf("%d parts were shown after it was withdrawn", len(p.notes.left)-shown)
	}
	p.screen.write.Share(notes.All)
	p.down(0.2, 0.5)
	p.to(0.3, 0.5, 50*time.Millisecond)
	id := p.notes.left[len(p.notes.left)-1].ID
	p.screen.write.Cancel()
	if last := p.notes.left[len(p.notes.left)-1]; last.ID != id || len(last.Stroke) != 0 {
		t.Errorf("given up, and told %+v", last)
	}
}

// waveOf is a stroke of somebody over a part of the page.
func waveOf(points int, x, y float64, tool ink.Tool) ink.Stroke {
	s := ink.Stroke{Tool: tool, Colour: 0x1F4B73, Width: 320}
	for i := range points {
		s.Points = append(s.Points, ink.Point{X: int32(59500*x) + int32(200*i), Y: int32(84200*y + 900*math.Sin(float64(i)/4)), Millis: uint32(8 * i)})
	}
	return s
}

func someID(number int) string {
	return []string{"01930000-0000-7000-9000-000000000001", "01930000-0000-7000-9000-000000000002"}[number]
}

func firstPoints(s ink.Stroke, count int) ink.Stroke { s.Points = s.Points[:count]; return s }

// What another draws is on the page while they draw, with their name; finished, the mark takes its place; neither, it
// goes; and of a stream of points only the newest state is drawn.
func TestOthersAreSeenWhileTheyDraw(t *testing.T) {
	p := penAt(t)
	live := p.view().Paper.Column.Live
	whole := waveOf(80, 0.2, 0.3, ink.Pen)
	for count := 1; count <= 40; count++ {
		p.notes.draws("p2", someID(0), 0, firstPoints(whole, count), max(0, count-1))
	}
	p.settle()
	if len(live.Strokes) != 1 || len(live.Box.Objects) == 0 {
		t.Fatalf("%d strokes are seen", len(live.Strokes))
	}
	if _, right := p.liveInk(0.28, 0.32); right < 0.32 || right > 0.34 { // the fortieth point is at 0.33
		t.Errorf("it is drawn up to %v of the page", right)
	}
	if !kittest.Shows(p.win.Content(), names[1]+" đang viết") {
		t.Error("it is not said who writes")
	}
	p.notes.draws("p2", someID(0), 0, whole, 40)
	p.settle()
	p.notes.finishes("p2", someID(0), 0, whole)
	p.settle()
	if len(live.Strokes) != 1 {
		t.Error("it goes before the page shows the mark")
	}
	p.screen.heart.Beat()
	p.settle()
	p.still()
	if len(live.Strokes) != 0 || len(live.Box.Objects) != 0 {
		t.Error("it is drawn twice")
	}
	seen := false
	for y := float32(0.28); y < 0.32; y += 0.001 {
		seen = seen || p.blue(0, 0.3, y)
	}
	if !seen {
		t.Error("the page does not show the mark")
	}
	p.pass(5 * time.Second)
	if kittest.Shows(p.win.Content(), names[1]+" đang viết") {
		t.Error("it is said for ever who wrote")
	}
	// Neither continued nor finished.
	p.notes.draws("p2", someID(1), 0, whole, 0)
	p.settle()
	if len(live.Strokes) != 1 {
		t.Fatal("the second stroke is not seen")
	}
	p.notes.expires(1000 + notes.UnderwayMillis + 1)
	p.settle()
	if len(live.Strokes) != 0 {
		t.Error("it stays")
	}
}

// On dark paper a stroke is light while it is drawn, as it will be; it is kept in the colour of the pen.
func TestLiveStrokesAtNight(t *testing.T) {
	p := penAt(t)
	p.screen.write.Choose(writing.PenTool)
	p.screen.write.SetWidth(2)
	p.screen.write.Share(notes.All)
	p.screen.paper.View.Night = true
	p.down(0.2, 0.3)
	p.to(0.4, 0.3, 50*time.Millisecond)
	p.notes.draws("p2", someID(0), 0, waveOf(20, 0.2, 0.5, ink.Pen), 0)
	p.settle()
	pen := writing.PenColours[0].Colour
	night := pageview.NightColour(pen)
	mine, _ := p.liveInk(0.28, 0.32)
	theirs, _ := p.liveInk(0.48, 0.52)
	if mine != night || theirs != night || night>>16 < 0x60 {
		t.Errorf("on dark paper they are %06x and %06x, not %06x", mine, theirs, night)
	}
	p.lift()
	p.still()
	stroke, err := ink.Decode(p.notes.on(0)[0].Stroke)
	if err != nil || stroke.Colour != pen || p.notes.on(0)[0].Colour != pen {
		t.Errorf("%v: kept as %06x", err, stroke.Colour)
	}
	if part, err := ink.Decode(p.notes.left[0].Stroke); err != nil || part.Colour != pen {
		t.Errorf("%v: shown to others as %06x", err, part.Colour)
	}
}

// Who looks at their own notes alone sees nothing of others, and on another paper there is nothing of this one.
func TestOthersAreSeenWhereTheyWrite(t *testing.T) {
	p := penAt(t)
	live := p.view().Paper.Column.Live
	p.screen.write.ShowOthers(false)
	p.settle()
	p.notes.draws("p2", someID(0), 0, waveOf(20, 0.2, 0.3, ink.Pen), 0)
	p.settle()
	if len(live.Strokes) != 0 || kittest.Shows(p.win.Content(), names[1]+" đang viết") {
		t.Error("others are seen though they are not to be")
	}
	p.screen.write.ShowOthers(true)
	p.settle()
	if len(live.Strokes) != 1 {
		t.Error("others are not seen")
	}
	p.screen.write.ShowOthers(false)
	p.settle()
	if len(live.Strokes) != 0 {
		t.Error("others are seen still")
	}
	p.screen.write.ShowOthers(true)
	p.settle()
	p.screen.agenda.ChoosePaper("d2")
	p.screen.heart.Beat()
	p.settle()
	if len(live.Strokes) != 0 || kittest.Shows(p.win.Content(), names[1]+" đang viết") {
		t.Error("another paper shows it")
	}
	p.screen.Stop()
	if p.notes.drawer != nil {
		t.Error("it is followed after the screen was closed")
	}
}

// After the end the page is what it would be if nothing had been seen on the way: live parts leave no pixel behind.
func TestLivePartsLeaveNothing(t *testing.T) {
	shot := func(p *pen) *image.RGBA {
		p.still()
		p.pass(5 * time.Second) // the name goes
		p.still()
		sheet := p.screen.write.Pages.Sheets[0]
		whole := image.NewRGBA(sheet.At.Rect)
		for y := range whole.Rect.Dy() {
			for x := range whole.Rect.Dx() {
				whole.SetRGBA(x, y, p.inkAt(0, float32(x)/float32(whole.Rect.Dx()), float32(y)/float32(whole.Rect.Dy())))
			}
		}
		return whole
	}
	tools := []ink.Tool{ink.Pen, ink.Marker}
	rapid.Check(t, func(r *rapid.T) {
		tool, points := rapid.SampledFrom(tools).Draw(r, "tool"), rapid.IntRange(2, 60).Draw(r, "points")
		stroke := waveOf(points, rapid.Float64Range(0.05, 0.5).Draw(r, "x"), rapid.Float64Range(0.05, 0.9).Draw(r, "y"), tool)
		finished := func(p *pen) {
			p.notes.finishes("p2", someID(0), 0, stroke)
			p.screen.heart.Beat()
			p.settle()
		}
		with, without := penAt(t), penAt(t)
		told := 0
		for told < points {
			now := min(points, told+rapid.IntRange(1, 20).Draw(r, "more"))
			if rapid.IntRange(0, 3).Draw(r, "lost") > 0 {
				with.notes.draws("p2", someID(0), 0, firstPoints(stroke, now), told)
			}
			if rapid.Bool().Draw(r, "drawn") {
				with.settle()
			}
			told = now
		}
		finished(with)
		finished(without)
		a, b := shot(with), shot(without)
		if string(a.Pix) != string(b.Pix) {
			r.Fatal("the pages differ")
		}
		column := with.view().Paper.Column
		if len(column.Live.Strokes)+len(column.Live.Box.Objects)+len(column.Names.Box.Objects) != 0 {
			r.Fatalf("%d strokes and %d names are left", len(column.Live.Strokes), len(column.Names.Box.Objects))
		}
		with.screen.Stop()
		without.screen.Stop()
	})
}
