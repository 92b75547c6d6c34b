package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// ways is what can be done with an open paper.
type ways struct {
	scale func() int // percent at which pages are drawn
	flow  func(PageFlow)
	fit   func(PageFit)
	zoom  func(steps int)
	night func(on bool)
	strip func(on bool)
	acts  []wayAct
}

// wayAct is one thing to do; it closes the dialog first.
type wayAct struct {
	icon, text string
	off        bool
	why        string // why it is off
	do         func()
}

// waysDialog offers the ways of looking at the open paper, and what else can be done with it: side by side, upright one
// under the other.
func waysDialog(words *assets.Words, value paperValue, upright bool, w ways) *kit.Dialog {
	flow := kit.NewSegments([]kit.Option{
		{ID: "column", Text: words.Say("chamber.ways.column")}, {ID: string(Single), Text: words.Say("chamber.ways.single")},
		{ID: string(Pairs), Text: words.Say("chamber.ways.pairs")},
	}, pick(value.View.Flow == Column, "column", string(value.View.Flow)), nil)
	fits := pick(value.View.Fit == FitWidth, "width", string(value.View.Fit))
	fit := kit.NewSegments([]kit.Option{
		{ID: "width", Text: words.Say("chamber.ways.width")}, {ID: string(FitPage), Text: words.Say("chamber.ways.page")},
		{ID: string(FitText), Text: words.Say("chamber.ways.text")},
	}, pick(value.Zoom == 0, fits, ""), nil)
	percent := kit.NewText("", kit.Title.Center())
	smaller := kit.NewBigButton(words.Say("chamber.paper.smaller"), kit.Outline, nil).WithIcon("zoom_out")
	larger := kit.NewBigButton(words.Say("chamber.paper.larger"), kit.Outline, nil).WithIcon("zoom_in")
	say := func() {
		percent.SetText(words.Say("chamber.paper.percent", "percent", w.scale()))
		smaller.SetReason(w.scale() <= leastZoom, "")
		larger.SetReason(w.scale() >= mostZoom, "")
	}
	flow.OnSelected = func(id string) { w.flow(PageFlow(pick(id == "column", "", id))); say() }
	fit.OnSelected = func(id string) { w.fit(PageFit(pick(id == "width", "", id))); say() }
	by := func(steps int) func() {
		return func() { fit.SetSelected(""); w.zoom(steps); say() }
	}
	smaller.OnTapped, larger.OnTapped = by(-1), by(1)
	say()
	head := func(key string) fyne.CanvasObject { return kit.NewText(words.Say(key), kit.Meta.Strong()) }
	looks := kit.Column(8, head("chamber.ways.flow"), flow, kit.Space(4), head("chamber.ways.fit"), fit,
		kit.Row(12, kit.Share(1, smaller), kit.Fixed(88, 0, percent), kit.Share(1, larger)), kit.Space(4),
		kit.NewSwitch(words.Say("chamber.ways.night"), value.View.Night, w.night),
		kit.NewSwitch(words.Say("chamber.ways.strip"), !value.View.Bare, w.strip))
	acts := kit.Column(8, head("chamber.ways.more"))
	var dialog *kit.Dialog
	for _, act := range w.acts {
		button := kit.NewBigButton(act.text, kit.Outline, func() { dialog.Close(); act.do() }).WithIcon(act.icon)
		button.SetReason(act.off, act.why)
		acts.Add(button)
	}
	content, wide := kit.RowAt(kit.Top, 32, kit.Share(1, looks), kit.Share(1, acts)), float32(1000)
	if upright {
		content, wide = kit.Column(16, looks, kit.NewDivider(), acts), 640
	}
	dialog = kit.NewDialog(words.Say("chamber.ways.title"), content,
		kit.DialogButton{Text: words.Say("chamber.ways.done"), Kind: kit.Strong, Cancel: true, Default: true})
	return dialog.WithWidth(wide)
}
