package writing

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/reader"
)

// View is what the tablet shows of writing: the bar, the surface over the pages, what is chosen, what is not
// saved. It stands over the pages of a View.
type View struct {
	OnDown   func(pageview.PenPlace) bool
	OnMove   func(at image.Point)
	OnUp     func()
	OnCancel func()
	OnDone   func()
	OnDelete func()
	OnShare  func() // who sees what is written was asked
	OnShow   func() // who is to see what is chosen
	OnLetGo  func()

	words      *assets.Words
	Paper      *reader.View
	Bar        *writeBar
	Surface    *kit.InkSurface
	hint       *kit.Paragraph
	head       *fyne.Container // in place of the tabs, while somebody writes
	unsaved    *kit.Strip
	shared     *fyne.Container // over the paper, while others see what is written
	count      *kit.Text
	Chosen     *fyne.Container
	Value      Value
	saidShared string
	page       int // that is written on
	content    *fyne.Container
	// Gone tells whether a page shows a mark, so that the stroke that it was is needed no more.
	Gone func(page int, id string) bool
}

// NewView makes the view that writes on the pages of a paper.
func NewView(words *assets.Words, paper *reader.View) *View {
	w := &View{words: words, Paper: paper, Bar: newWriteBar(words)}
	w.Surface = kit.NewInkSurface(paper.Scroll)
	w.Surface.OnDown = w.down
	w.Surface.OnMove = func(at fyne.Position) { w.OnMove(paper.Column.On(w.page, w.inColumn(at))) }
	w.Surface.OnUp = func() { w.OnUp() }
	w.Surface.OnCancel = func() { w.OnCancel() }
	w.hint = kit.NewParagraph("", kit.Body.In(kit.Ink2)).MaxLines(2)
	done := kit.NewBigButton(words.Say("write.done"), kit.Strong, func() { w.OnDone() }).WithIcon("check")
	w.shared = kit.Layers()
	w.shared.Hide()
	w.head = kit.Padded(kit.Sides(8, 4), kit.Row(12, kit.NewIcon("pencil", 24, kit.Ink), kit.Fill(w.hint), done))
	w.head.Hide()
	w.unsaved = kit.NewStrip(kit.NoticeStrip, "warn", "").WithRadius(12)
	w.unsaved.Hide()
	w.count = kit.NewText("", kit.Body.Strong())
	parts := []fyne.CanvasObject{kit.Padded(kit.Sides(0, 12), w.count)}
	for _, one := range PenColours {
		parts = append(parts, kit.NewInkDot(pageview.Tone(one.Colour), words.Say("write.colour."+one.Name), func() { w.Bar.OnColour(one.Colour) }))
	}
	parts = append(parts, kit.NewBigButton(words.Say("write.chosen.share"), kit.Outline, func() { w.OnShow() }).WithIcon("people"),
		kit.NewBigButton(words.Say("write.chosen.delete"), kit.Outline, func() { w.OnDelete() }).WithIcon("trash"),
		kit.NewBigButton(words.Say("write.chosen.leave"), kit.Quiet, func() { w.OnLetGo() }))
	w.Chosen = kit.Layers(kit.NewPanel(kit.White, kit.Flow(8, 4, parts...)).WithBorder(kit.LineRound).WithRadius(16).WithEdge(kit.PageShadow).WithPadding(kit.Sides(16, 5)))
	w.Chosen.Hide()
	w.content = container.New(&writeLayout{w}, w.Surface, w.Bar.Panel, w.unsaved, w.Chosen)
	w.Surface.Hide()
	w.content.Hide()
	return w
}

// Draw shows a value.
func (w *View) Draw(value Value) {
	before := w.Value
	w.Value = value
	w.Bar.draw(value)
	frame.Show(w.content, value.Shown)
	frame.Show(w.Surface, value.writing())
	w.hint.SetText(w.words.Say(hints[value.Tool]))
	w.drawShared()
	w.unsaved.Set(kit.NoticeStrip, "warn", value.Unsaved)
	frame.Show(w.unsaved, value.Unsaved != "")
	w.drawChosen(value.Chosen)
	if before.writing() != value.writing() {
		frame.Show(w.head, value.writing())
		frame.Show(w.Paper.Slide, !value.writing())
		w.Paper.Head.Refresh()
	}
	if before.Shown != value.Shown || before.Left != value.Left || before.Unsaved != value.Unsaved {
		w.Paper.Area.Refresh()
		w.content.Refresh()
	}
}

// drawShared says who else sees what is written, while somebody writes for others.
func (w *View) drawShared() {
	share := w.Value.Share
	said := ""
	switch {
	case share.Own() || !w.Value.writing():
	case share.Person != "":
		said = w.words.Say("write.shared.one", "name", share.Person)
	default:
		said = w.words.Say("write.shared.all")
	}
	if said == w.saidShared {
		return
	}
	w.saidShared = said
	w.shared.Objects = nil
	if said != "" {
		row := kit.Row(12, kit.NewIcon("people", 24, kit.OnGold), kit.Fill(kit.NewText(said, kit.Body.Strong().In(kit.OnGold)).Truncate()),
			kit.NewText(w.words.Say("write.shared.change"), kit.Body.In(kit.OnGold)), kit.NewIcon("chev_right", 20, kit.OnGold))
		w.shared.Objects = []fyne.CanvasObject{kit.NewListRow(said, row, func() { w.OnShare() }).WithHeight(48).WithPadding(kit.Sides(16, 4)).WithGround(kit.Gold)}
	}
	frame.Show(w.shared, said != "")
	w.Paper.Above.Refresh()
	w.Paper.Body.Refresh()
}

func (w *View) drawChosen(chosen pageview.SelectionValue) {
	if chosen.Count > 0 {
		w.count.SetText(w.words.Say("write.chosen", "count", chosen.Count))
	}
	if (chosen.Count > 0) != w.Chosen.Visible() {
		frame.Show(w.Chosen, chosen.Count > 0)
		w.content.Refresh()
	}
	w.Paper.Column.Choose(chosen)
}

// hints say what a finger does with each tool.
var hints = map[WriteTool]string{
	HandTool: "write.hint.hand", PenTool: "write.hint.pen", MarkerTool: "write.hint.marker", EraserTool: "write.hint.eraser",
	TextTool: "write.hint.text", LassoTool: "write.hint.lasso", HighlightTool: "write.hint.highlight",
	UnderlineTool: "write.hint.underline", AgreeTool: "write.hint.stamp", ReviewTool: "write.hint.stamp",
}

func (w *View) inColumn(at fyne.Position) fyne.Position { return at.Add(w.Paper.Scroll.Offset()) }

func (w *View) down(at fyne.Position) bool {
	place, on := w.Paper.Column.PenAt(w.inColumn(at))
	if !on || w.Paper.Value.Stage != pageview.PaperOpen {
		return false
	}
	w.page = place.Page
	return w.OnDown(place)
}

// begin is part of strokeView.
func (w *View) begin(page int, wide float64) *pageview.LiveStroke {
	return w.Paper.Column.Live.Begin(page, wide)
}

// extend is part of strokeView.
func (w *View) extend(stroke *pageview.LiveStroke, tiles []*ink.Tile) {
	w.Paper.Column.Live.Draw(stroke, tiles, w.Paper.Column.Spot)
}

// settle is part of strokeView.
func (w *View) settle(stroke *pageview.LiveStroke, id string) {
	stroke.Id = id
	if id == "" {
		w.Paper.Column.Live.Drop(func(other *pageview.LiveStroke) bool { return other == stroke })
	}
}

// choose is part of strokeView.
func (w *View) choose(chosen pageview.SelectionValue) { w.drawChosen(chosen) }

// Inked takes the strokes away that the pictures of a page have now.
func (w *View) Inked(page int) {
	w.Paper.Column.Redraw(page)
	w.Paper.Column.Live.Drop(func(stroke *pageview.LiveStroke) bool {
		return stroke.Id != "" && stroke.Page == page && w.Gone(page, stroke.Id)
	})
}

// Content lies over the pages.
func (w *View) Content() fyne.CanvasObject { return w.content }

// Head stands in place of the tabs while somebody writes.
func (w *View) Head() fyne.CanvasObject { return w.head }

// Shared lies over the paper, and says who else sees what is written.
func (w *View) Shared() fyne.CanvasObject { return w.shared }

// Foot is how much room the bar wants under the last page where it lies over their foot, in dp.
func (w *View) Foot() float32 {
	return frame.Pick[float32](w.Value.Shown, toolSide+2*barPad+barMargin, 0)
}

// Fit shows the hint where the head has room for it.
func (w *View) Fit(wide float32) { frame.Show(w.hint, wide > kit.LookOf(w.content).Dp(360)) }

// Beside is how much room the bar takes beside the pages, and at which side; 0 where it lies over their foot.
func (w *View) Beside(size fyne.Size) (wide float32, left bool) {
	if !w.Value.Shown || !w.uprightIn(size) {
		return 0, false
	}
	return kit.LookOf(w.content).Dp(toolSide + 2*barPad + 2*barMargin), w.Value.Left
}

// uprightIn tells whether the bar stands beside the pages: where these are wider than high, and high enough for it.
func (w *View) uprightIn(size fyne.Size) bool {
	look := kit.LookOf(w.content)
	least := barForm{true, holdsFew}.length() + 2*barMargin
	return size.Width > size.Height && size.Width >= look.Dp(480) && size.Height >= look.Dp(least)
}

// writeLayout puts the surface over the pages, the bar at its side or foot, and messages above it.
type writeLayout struct{ view *View }

func (*writeLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l *writeLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	w := l.view
	look := kit.LookOf(w.content)
	margin := look.Dp(barMargin)
	wide, left := w.Beside(size)
	x := frame.Pick(left, wide, 0)
	frame.Put(w.Surface, x, 0, size.Width-wide, size.Height)
	foot := size.Height - margin
	thick := look.Dp(toolSide + 2*barPad)
	if wide > 0 {
		length := look.Dp(w.Bar.arrange(fit(true, (size.Height-2*margin)/look.Scale)))
		frame.Put(w.Bar.Panel, frame.Pick(left, margin, size.Width-margin-thick), max(margin, (size.Height-length)/2), thick, length)
	} else {
		length := look.Dp(w.Bar.arrange(fit(false, (size.Width-2*margin)/look.Scale)))
		foot -= thick
		frame.Put(w.Bar.Panel, (size.Width-length)/2, foot, length, thick)
		foot -= look.Dp(12)
	}
	room := size.Width - wide - 2*margin
	if w.unsaved.Visible() {
		strip := min(room, look.Dp(640))
		high := kit.HeightFor(w.unsaved, strip)
		frame.Put(w.unsaved, x+margin+(room-strip)/2, foot-high, strip, high)
	}
	if w.Chosen.Visible() {
		strip := min(room, look.Dp(620))
		frame.Put(w.Chosen, x+margin+(room-strip)/2, margin, strip, kit.HeightFor(w.Chosen, strip))
	}
}
