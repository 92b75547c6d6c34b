package chamber

import (
	"image"
	"image/color"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/reader"
	"congso.vn/congso/ui/writing"
)

// worded gives the open paper words: three lines of five words on its first page.
func (p *pen) worded() {
	page := papertext.Page{Width: 59528, Height: 84189, Content: "sign of the page"}
	for line := range 3 {
		for word, text := range strings.Fields("một hai ba bốn năm") {
			left, top := int32(6000+9000*word), int32(20000+2000*line)
			page.Words = append(page.Words, papertext.Word{Text: text, Box: papertext.Box{Left: left, Top: top, Right: left + 8000, Bottom: top + 1200}, Ends: word == 4})
		}
	}
	p.searches.set(func() { p.searches.texts["blobd1"] = papertext.Text{Pages: []papertext.Page{page}} })
	p.loop.Until(p.t, "the words are here", func() bool {
		p.screen.write.Learn() // what was asked before there were any brings none
		return p.screen.write.TextOf == "blobd1"
	})
}

// A finger over words marks those from the first to the last, with what they say and where; also backwards.
func TestHighlightsByText(t *testing.T) {
	p := penAt(t)
	p.worded()
	p.screen.write.Choose(writing.HighlightTool)
	at := func(x, y int) [2]float32 { return [2]float32{float32(x) / 59528, float32(y) / 84189} }
	p.line(0, at(40000, 20600), at(20000, 20600))
	p.still()
	got := p.notes.on(0)
	if len(got) != 1 || got[0].Kind != notes.Highlight || got[0].Anchor.Quote != "hai ba bốn" || got[0].Anchor.Content != "sign of the page" {
		t.Fatalf("%+v", got)
	}
	if want := []image.Rectangle{image.Rect(15000, 20000, 41000, 21200)}; len(got[0].Anchor.Quads) != 1 || got[0].Anchor.Quads[0] != want[0] {
		t.Errorf("it lies on %v", got[0].Anchor.Quads)
	}
	if c := p.inkAt(0, 30000.0/59528, 20600.0/84189); c.A == 0 || c.B >= c.R {
		t.Errorf("the page is %v under the highlight", c)
	}
	p.screen.write.Choose(writing.UnderlineTool)
	p.line(0, at(6500, 20600), at(6500, 24600))
	p.still()
	got = p.notes.on(0)
	if len(got) != 2 || got[1].Kind != notes.Underline || got[1].Anchor.Quote != "một hai ba bốn năm một hai ba bốn năm một" || len(got[1].Anchor.Quads) != 3 {
		t.Fatalf("%+v", got[1:])
	}
	// The eraser takes marks on words, too.
	p.screen.write.Choose(writing.EraserTool)
	p.line(0, at(30000, 20600))
	p.still()
	if got := p.notes.on(0); len(got) != 0 {
		t.Errorf("%d are left where the eraser went over both", len(got))
	}
}

func TestNoHighlightsWithoutWords(t *testing.T) {
	p := penAt(t)
	p.screen.write.Choose(writing.HighlightTool)
	p.line(0, [2]float32{0.2, 0.2}, [2]float32{0.6, 0.2})
	p.still()
	if len(p.notes.writes) != 0 || !p.shows("chưa có chữ đọc được") {
		t.Error("words are marked that nobody knows, or nothing is said")
	}
}

// A lasso chooses what lies inside; it is moved, coloured and taken away as one act each.
func TestLasso(t *testing.T) {
	p := penAt(t)
	kittest.Tap(t, p.win.Content(), "Viết")
	p.line(0, [2]float32{0.3, 0.2}, [2]float32{0.4, 0.2})
	p.line(0, [2]float32{0.3, 0.4}, [2]float32{0.4, 0.4})
	p.still()
	p.screen.write.Choose(writing.LassoTool)
	loop := [][2]float32{{0.25, 0.15}, {0.45, 0.15}, {0.45, 0.25}, {0.25, 0.25}}
	p.line(0, loop...)
	if chosen := p.view().Value.Chosen; chosen.Count != 1 || !p.view().Chosen.Visible() || !p.view().Paper.Column.Chosen.Visible() {
		t.Fatalf("%+v is chosen", chosen)
	}
	if len(p.view().Paper.Column.Live.Strokes) != 0 || len(p.notes.on(0)) != 2 {
		t.Error("the loop itself stays")
	}
	p.line(0, [2]float32{0.35, 0.2}, [2]float32{0.45, 0.3})
	p.still()
	if p.blue(0, 0.35, 0.2) || !p.blue(0, 0.45, 0.3) || !p.blue(0, 0.35, 0.4) {
		t.Error("what was chosen is not where it was moved to")
	}
	p.screen.write.Paint(writing.PenColours[1].Colour)
	p.still()
	if c := p.inkAt(0, 0.45, 0.3); c.R <= c.B {
		t.Errorf("what is chosen is %v, not red", c)
	}
	got := p.notes.on(0)
	if len(got) != 2 || got[1].Replaces == "" || got[0].OtherOf != "" || got[1].OtherOf != "" {
		t.Errorf("%+v", got)
	}
	kittest.Tap(t, p.win.Content(), "Xóa")
	p.still()
	if len(p.notes.on(0)) != 1 || p.view().Chosen.Visible() {
		t.Error("what was chosen is still there")
	}
	for range 3 {
		kittest.Tap(t, p.win.Content(), "Lùi")
		p.still()
	}
	if !p.blue(0, 0.35, 0.2) || p.blue(0, 0.45, 0.3) {
		t.Error("three undos do not bring it back to where it was drawn")
	}
}

// What is moved stays on its page.
func TestMovedInkStaysOnThePage(t *testing.T) {
	p := penAt(t)
	kittest.Tap(t, p.win.Content(), "Viết")
	p.line(0, [2]float32{0.3, 0.2}, [2]float32{0.4, 0.2})
	p.still()
	p.screen.write.Choose(writing.LassoTool)
	p.line(0, [2]float32{0.25, 0.15}, [2]float32{0.45, 0.15}, [2]float32{0.45, 0.25}, [2]float32{0.25, 0.25})
	p.line(0, [2]float32{0.35, 0.2}, [2]float32{-3, -3})
	p.still()
	if box := p.screen.write.Chosen.Bounds(); box.Min != (image.Point{}) {
		t.Errorf("it was moved to %v", box)
	}
}

// A tap puts a note; the same place reads it, and it is written anew or taken away.
func TestNotesOnPages(t *testing.T) {
	p := penAt(t)
	kittest.Tap(t, p.win.Content(), "Chữ")
	p.line(0, [2]float32{0.5, 0.3})
	over := func() *kit.Dialog { return p.screen.view.dialog }
	field := func() *kit.TextField { return kittest.Find(t, over(), func(*kit.TextField) bool { return true }) }
	kittest.Write(t, field(), "Hỏi Sở Tài chính")
	kittest.Tap(t, over(), "Lưu ghi chú")
	p.still()
	got := p.notes.on(0)
	if len(got) != 1 || got[0].Kind != notes.Sticky || got[0].Text != "Hỏi Sở Tài chính" {
		t.Fatalf("%+v", got)
	}
	if middle := got[0].Anchor.Quads[0]; !image.Pt(59528/2, 84189*3/10).In(middle) {
		t.Errorf("it lies at %v", middle)
	}
	// With the hand it is a button on the page.
	kittest.Tap(t, p.win.Content(), "Xong")
	kittest.Tap(t, p.win.Content(), "Ghi chú: Hỏi Sở Tài chính")
	if field().Text() != "Hỏi Sở Tài chính" {
		t.Fatal("it does not say what was written")
	}
	field().SetText("Hỏi Sở Xây dựng")
	kittest.Tap(t, over(), "Lưu ghi chú")
	p.still()
	if got := p.notes.on(0); len(got) != 1 || got[0].Text != "Hỏi Sở Xây dựng" || got[0].OtherOf != "" {
		t.Fatalf("%+v", got)
	}
	kittest.Tap(t, p.win.Content(), "Ghi chú: Hỏi Sở Xây dựng")
	kittest.Tap(t, over(), "Xóa")
	p.still()
	if len(p.notes.on(0)) != 0 {
		t.Error("it is not taken away")
	}
}

// Another's note is read and not changed.
func TestAnothersNoteIsRead(t *testing.T) {
	p := penAt(t)
	moment := p.notes.NoteMoment()
	m := notes.Mark{ID: p.notes.newID(), Kind: notes.Sticky, Text: "Xin xem lại", At: moment, Anchor: notes.Anchor{Blob: "blobd1", Quads: onePlace(0.3, 0.2)}}
	p.turn(func() {
		p.notes.elsewhere("p2", notes.All, notes.Edit{ID: p.notes.newID(), At: moment, Adds: []notes.Mark{m}})
	})
	p.still()
	kittest.Tap(t, p.win.Content(), "Ghi chú: Xin xem lại")
	if !p.shows("Xin xem lại") || kittest.HasButton(p.screen.view.dialog, "Xóa") {
		t.Error("it cannot be read, or can be taken away")
	}
}

func TestStamps(t *testing.T) {
	p := penAt(t)
	p.screen.write.Choose(writing.AgreeTool)
	p.line(0, [2]float32{0.99, 0.01})
	p.still()
	got := p.notes.on(0)
	if len(got) != 1 || got[0].Stamp != notes.Agree || !p.shows("Đồng ý") {
		t.Fatalf("%+v", got)
	}
	if box := got[0].Anchor.Quads[0]; !box.In(image.Rect(0, 0, 59528, 84189)) {
		t.Errorf("it reaches beyond the page: %v", box)
	}
}

// Marks of a marker lie under what is printed, and dark paper makes dark ink.
func TestInkAtNight(t *testing.T) {
	p := penAt(t)
	kittest.Tap(t, p.win.Content(), "Viết")
	p.line(0, [2]float32{0.2, 0.2}, [2]float32{0.6, 0.2})
	p.still()
	day := p.inkAt(0, 0.4, 0.2)
	p.screen.paper.Wish(func(v *reader.Viewing) { v.Night = true })
	p.settle()
	p.loop.Until(t, "the page is dark", func() bool {
		sheet := p.screen.write.Pages.Sheets[0]
		return sheet != nil && sheet.Night && !sheet.Working
	})
	if night := p.inkAt(0, 0.4, 0.2); brightness(night) <= brightness(day) {
		t.Errorf("ink is %v by day and %v at night", day, night)
	}
}

func brightness(c color.RGBA) int { return int(c.R) + int(c.G) + int(c.B) }

// What the room does not take in the end goes from the page with its reason.
func TestTheRoomsRefusalIsTold(t *testing.T) {
	p := penAt(t)
	p.turn(func() { p.notes.refusal = "set.full" })
	if !p.shows("quá nhiều nét bút") {
		t.Error("nothing is said")
	}
	p.screen.view.closeDialogs()
	p.turn(func() {})
	if p.shows("quá nhiều nét bút") {
		t.Error("it is said twice")
	}
}

// Strokes on their way do not have the bar blink, are one act in the list, and what is not saved is told to who gives
// the tablet back.
func TestStrokesThatWait(t *testing.T) {
	p := penAt(t)
	stroke := people.Unsent{Kind: notes.Add, Since: p.hand.now()}
	p.turn(func() { p.standing.Unsent = []people.Unsent{stroke, stroke, stroke} })
	if got := p.view().Paper; got == nil || frame.BarOf(p.screen.moment).Unsent != "" {
		t.Errorf("the bar says %q of what was written this moment", frame.BarOf(p.screen.moment).Unsent)
	}
	p.pass(5 * time.Second)
	if got := frame.BarOf(p.screen.moment).Unsent; got != "1 CHƯA GỬI" {
		t.Errorf("after five seconds the bar says %q", got)
	}
	if acts := actsOf(p.screen.moment); len(acts) != 1 || acts[0].Title != "Nét bút và ghi chú: 3" {
		t.Errorf("%+v", acts)
	}
	p.notes.err = writing.ErrDiskFull
	kittest.Tap(t, p.win.Content(), "Viết")
	p.line(0, [2]float32{0.2, 0.2}, [2]float32{0.6, 0.2})
	p.loop.Until(t, "the trouble is told", func() bool { return p.screen.write.Trouble != "" })
	p.screen.confirmLeave()
	if !p.shows("Trả máy bây giờ thì các nét đó mất") {
		t.Error("who gives the tablet back is not told what is lost")
	}
}

// The tools go to the side of the hand that writes.
func TestToolsAtTheLeft(t *testing.T) {
	p := penAt(t)
	right := p.view().Bar.Panel.Position().X
	p.turn(func() { p.fakeRoom.look.LeftHand = true })
	if left := p.view().Bar.Panel.Position().X; left >= right || p.view().Paper.Scroll.Position().X == 0 {
		t.Errorf("the bar stands at %v, before at %v", left, right)
	}
}
