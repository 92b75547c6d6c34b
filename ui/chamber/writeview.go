package chamber

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// writeView is what the tablet shows of writing: the bar, the surface over the pages, what is chosen, what is not
// saved. It stands over the pages of a paperView.
type writeView struct {
	OnDown   func(penPlace) bool
	OnMove   func(at image.Point)
	OnUp     func()
	OnCancel func()
	OnDone   func()
	OnDelete func()
	OnShare  func() // who sees what is written was asked
	OnShow   func() // who is to see what is chosen
	OnLetGo  func()

	words      *assets.Words
	paper      *paperView
	bar        *writeBar
	surface    *kit.InkSurface
	hint       *kit.Paragraph
	head       *fyne.Container // in place of the tabs, while somebody writes
	unsaved    *kit.Strip
	shared     *fyne.Container // over the paper, while others see what is written
	count      *kit.Text
	chosen     *fyne.Container
	value      writeValue
	saidShared string
	page       int // that is written on
	content    *fyne.Container
	// Gone tells whether a page shows a mark, so that the stroke that it was is needed no more.
	Gone func(page int, id string) bool
}

func newWriteView(words *assets.Words, paper *paperView) *writeView {
	w := &writeView{words: words, paper: paper, bar: newWriteBar(words)}
	w.surface = kit.NewInkSurface(paper.scroll)
	w.surface.OnDown = w.down
	w.surface.OnMove = func(at fyne.Position) { w.OnMove(paper.column.on(w.page, w.inColumn(at))) }
	w.surface.OnUp = func() { w.OnUp() }
	w.surface.OnCancel = func() { w.OnCancel() }
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
	for _, one := range penColours {
		parts = append(parts, kit.NewInkDot(tone(one.Colour), words.Say("write.colour."+one.Name), func() { w.bar.OnColour(one.Colour) }))
	}
	parts = append(parts, kit.NewBigButton(words.Say("write.chosen.share"), kit.Outline, func() { w.OnShow() }).WithIcon("people"),
		kit.NewBigButton(words.Say("write.chosen.delete"), kit.Outline, func() { w.OnDelete() }).WithIcon("trash"),
		kit.NewBigButton(words.Say("write.chosen.leave"), kit.Quiet, func() { w.OnLetGo() }))
	w.chosen = kit.Layers(kit.NewPanel(kit.White, kit.Flow(8, 4, parts...)).WithBorder(kit.LineRound).WithRadius(16).WithEdge(kit.PageShadow).WithPadding(kit.Sides(16, 5)))
	w.chosen.Hide()
	w.content = container.New(&writeLayout{w}, w.surface, w.bar.panel, w.unsaved, w.chosen)
	w.surface.Hide()
	w.content.Hide()
	return w
}

func (w *writeView) draw(value writeValue) {
	before := w.value
	w.value = value
	w.bar.draw(value)
	show(w.content, value.Shown)
	show(w.surface, value.writing())
	w.hint.SetText(w.words.Say(hints[value.Tool]))
	w.drawShared()
	w.unsaved.Set(kit.NoticeStrip, "warn", value.Unsaved)
	show(w.unsaved, value.Unsaved != "")
	w.drawChosen(value.Chosen)
	if before.writing() != value.writing() {
		show(w.head, value.writing())
		show(w.paper.slide, !value.writing())
		w.paper.head.Refresh()
	}
	if before.Shown != value.Shown || before.Left != value.Left || before.Unsaved != value.Unsaved {
		w.paper.area.Refresh()
		w.content.Refresh()
	}
}

// drawShared says who else sees what is written, while somebody writes for others.
func (w *writeView) drawShared() {
	share := w.value.Share
	said := ""
	switch {
	case share.own() || !w.value.writing():
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
	show(w.shared, said != "")
	w.paper.above.Refresh()
	w.paper.body.Refresh()
}

func (w *writeView) drawChosen(chosen selectionValue) {
	if chosen.Count > 0 {
		w.count.SetText(w.words.Say("write.chosen", "count", chosen.Count))
	}
	if (chosen.Count > 0) != w.chosen.Visible() {
		show(w.chosen, chosen.Count > 0)
		w.content.Refresh()
	}
	w.paper.column.choose(chosen)
}

// hints say what a finger does with each tool.
var hints = map[writeTool]string{
	handTool: "write.hint.hand", penTool: "write.hint.pen", markerTool: "write.hint.marker", eraserTool: "write.hint.eraser",
	textTool: "write.hint.text", lassoTool: "write.hint.lasso", highlightTool: "write.hint.highlight",
	underlineTool: "write.hint.underline", agreeTool: "write.hint.stamp", reviewTool: "write.hint.stamp",
}

func (w *writeView) inColumn(at fyne.Position) fyne.Position { return at.Add(w.paper.scroll.Offset()) }

func (w *writeView) down(at fyne.Position) bool {
	place, on := w.paper.column.penAt(w.inColumn(at))
	if !on || w.paper.value.Stage != paperOpen {
		return false
	}
	w.page = place.Page
	return w.OnDown(place)
}

// begin is part of strokeView.
func (w *writeView) begin(page int, wide float64) *liveStroke {
	return w.paper.column.live.begin(page, wide)
}

// extend is part of strokeView.
func (w *writeView) extend(stroke *liveStroke, tiles []*ink.Tile) {
	w.paper.column.live.draw(stroke, tiles, w.paper.column.spot)
}

// settle is part of strokeView.
func (w *writeView) settle(stroke *liveStroke, id string) {
	stroke.id = id
	if id == "" {
		w.paper.column.live.drop(func(other *liveStroke) bool { return other == stroke })
	}
}

// choose is part of strokeView.
func (w *writeView) choose(chosen selectionValue) { w.drawChosen(chosen) }

// inked takes the strokes away that the pictures of a page have now.
func (w *writeView) inked(page int) {
	w.paper.column.redraw(page)
	w.paper.column.live.drop(func(stroke *liveStroke) bool {
		return stroke.id != "" && stroke.page == page && w.Gone(page, stroke.id)
	})
}

// Content lies over the pages.
func (w *writeView) Content() fyne.CanvasObject { return w.content }

// Head stands in place of the tabs while somebody writes.
func (w *writeView) Head() fyne.CanvasObject { return w.head }

// Shared lies over the paper, and says who else sees what is written.
func (w *writeView) Shared() fyne.CanvasObject { return w.shared }

// Foot is how much room the bar wants under the last page where it lies over their foot, in dp.
func (w *writeView) Foot() float32 {
	return pick[float32](w.value.Shown, toolSide+2*barPad+barMargin, 0)
}

// Fit shows the hint where the head has room for it.
func (w *writeView) Fit(wide float32) { show(w.hint, wide > kit.LookOf(w.content).Dp(360)) }

// Beside is how much room the bar takes beside the pages, and at which side; 0 where it lies over their foot.
func (w *writeView) Beside(size fyne.Size) (wide float32, left bool) {
	if !w.value.Shown || !w.uprightIn(size) {
		return 0, false
	}
	return kit.LookOf(w.content).Dp(toolSide + 2*barPad + 2*barMargin), w.value.Left
}

// uprightIn tells whether the bar stands beside the pages: where these are wider than high, and high enough for it.
func (w *writeView) uprightIn(size fyne.Size) bool {
	look := kit.LookOf(w.content)
	least := barForm{true, holdsFew}.length() + 2*barMargin
	return size.Width > size.Height && size.Width >= look.Dp(480) && size.Height >= look.Dp(least)
}

// writeLayout puts the surface over the pages, the bar at its side or foot, and messages above it.
type writeLayout struct{ view *writeView }

func (*writeLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l *writeLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	w := l.view
	look := kit.LookOf(w.content)
	margin := look.Dp(barMargin)
	wide, left := w.Beside(size)
	x := pick(left, wide, 0)
	put(w.surface, x, 0, size.Width-wide, size.Height)
	foot := size.Height - margin
	thick := look.Dp(toolSide + 2*barPad)
	if wide > 0 {
		length := look.Dp(w.bar.arrange(fit(true, (size.Height-2*margin)/look.Scale)))
		put(w.bar.panel, pick(left, margin, size.Width-margin-thick), max(margin, (size.Height-length)/2), thick, length)
	} else {
		length := look.Dp(w.bar.arrange(fit(false, (size.Width-2*margin)/look.Scale)))
		foot -= thick
		put(w.bar.panel, (size.Width-length)/2, foot, length, thick)
		foot -= look.Dp(12)
	}
	room := size.Width - wide - 2*margin
	if w.unsaved.Visible() {
		strip := min(room, look.Dp(640))
		high := kit.HeightFor(w.unsaved, strip)
		put(w.unsaved, x+margin+(room-strip)/2, foot-high, strip, high)
	}
	if w.chosen.Visible() {
		strip := min(room, look.Dp(620))
		put(w.chosen, x+margin+(room-strip)/2, margin, strip, kit.HeightFor(w.chosen, strip))
	}
}
