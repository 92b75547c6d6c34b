package reader

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// Ways is what can be done with an open paper.
type Ways struct {
	Scale func() int // percent at which pages are drawn
	Flow  func(PageFlow)
	Fit   func(PageFit)
	Zoom  func(steps int)
	Night func(on bool)
	Strip func(on bool)
	Acts  []WayAct
}

// WayAct is one thing to do; it closes the dialog first.
type WayAct struct {
	Icon, Text string
	Off        bool
	Why        string // why it is off
	Do         func()
}

// WaysDialog offers the ways of looking at the open paper, and what else can be done with it: side by side, upright one
// under the other.
func WaysDialog(words *assets.Words, value Value, upright bool, w Ways) *kit.Dialog {
	flow := kit.NewSegments([]kit.Option{
		{ID: "column", Text: words.Say("chamber.ways.column")}, {ID: string(Single), Text: words.Say("chamber.ways.single")},
		{ID: string(Pairs), Text: words.Say("chamber.ways.pairs")},
	}, frame.Pick(value.View.Flow == Column, "column", string(value.View.Flow)), nil)
	fits := frame.Pick(value.View.Fit == FitWidth, "width", string(value.View.Fit))
	fit := kit.NewSegments([]kit.Option{
		{ID: "width", Text: words.Say("chamber.ways.width")}, {ID: string(FitPage), Text: words.Say("chamber.ways.page")},
		{ID: string(FitText), Text: words.Say("chamber.ways.text")},
	}, frame.Pick(value.Zoom == 0, fits, ""), nil)
	percent := kit.NewText("", kit.Title.Center())
	smaller := kit.NewBigButton(words.Say("chamber.paper.smaller"), kit.Outline, nil).WithIcon("zoom_out")
	larger := kit.NewBigButton(words.Say("chamber.paper.larger"), kit.Outline, nil).WithIcon("zoom_in")
	say := func() {
		percent.SetText(words.Say("chamber.paper.percent", "percent", w.Scale()))
		smaller.SetReason(w.Scale() <= leastZoom, "")
		larger.SetReason(w.Scale() >= mostZoom, "")
	}
	flow.OnSelected = func(id string) { w.Flow(PageFlow(frame.Pick(id == "column", "", id))); say() }
	fit.OnSelected = func(id string) { w.Fit(PageFit(frame.Pick(id == "width", "", id))); say() }
	by := func(steps int) func() {
		return func() { fit.SetSelected(""); w.Zoom(steps); say() }
	}
	smaller.OnTapped, larger.OnTapped = by(-1), by(1)
	say()
	head := func(key string) fyne.CanvasObject { return kit.NewText(words.Say(key), kit.Meta.Strong()) }
	looks := kit.Column(8, head("chamber.ways.flow"), flow, kit.Space(4), head("chamber.ways.fit"), fit,
		kit.Row(12, kit.Share(1, smaller), kit.Fixed(88, 0, percent), kit.Share(1, larger)), kit.Space(4),
		kit.NewSwitch(words.Say("chamber.ways.night"), value.View.Night, w.Night),
		kit.NewSwitch(words.Say("chamber.ways.strip"), !value.View.Bare, w.Strip))
	acts := kit.Column(8, head("chamber.ways.more"))
	var dialog *kit.Dialog
	for _, act := range w.Acts {
		button := kit.NewBigButton(act.Text, kit.Outline, func() { dialog.Close(); act.Do() }).WithIcon(act.Icon)
		button.SetReason(act.Off, act.Why)
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
