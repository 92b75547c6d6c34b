package notebook

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// ExportView is the sheet on which notes are exported.
type ExportView struct {
	OnClose, OnStart, OnStop, OnShow, OnAsk, OnOwn, OnUp, OnUse, OnBack func()
	OnAll, OnList                                                       func(bool)
	OnFolder                                                            func(path string)

	words  *assets.Words
	Sheet  *kit.Sheet
	scroll *kit.FingerScroll
	foot   *fyne.Container
	bar    *kit.ProgressBar
	at     *kit.Paragraph
	drawn  exportValue
	size   fyne.Size
}

// NewExportView makes the sheet, not opened yet.
func NewExportView(words *assets.Words) *ExportView {
	v := &ExportView{words: words, bar: kit.NewProgressBar(16).In(kit.Ink, kit.Track), at: kit.NewParagraph("", kit.Body).MaxLines(2)}
	v.scroll = kit.NewFingerScroll(kit.Vertical, kit.Spring())
	v.foot = kit.Layers()
	v.Sheet = kit.NewSheet(0, container.New(&overFoot{}, v.scroll, v.foot)).WithPadding(kit.All(24))
	v.Sheet.OnDismiss = func() { v.OnClose() }
	return v
}

// Draw brings the sheet up, changes it or takes it away.
func (v *ExportView) Draw(value exportValue, window fyne.Canvas) {
	if !value.Up || window == nil {
		v.Close()
		return
	}
	before := v.drawn
	v.drawn = value
	if value.Stage == ExportRunning {
		v.bar.SetValue(value.Share)
		v.at.SetText(value.At)
	}
	same := before
	if value.Stage == ExportRunning {
		same.Share, same.At = value.Share, value.At // they are drawn by now
	}
	if reflect.DeepEqual(value, same) && v.size == window.Size() {
		return
	}
	v.size = window.Size()
	v.build(value)
	v.Sheet.Open(window)
}

// exportWide is how wide the words of the sheet are at most.
const exportWide = 760

// build lays the sheet out: no wider than is well read, and no higher than the screen.
func (v *ExportView) build(value exportValue) {
	look := kit.LookOf(v.Sheet)
	wide := min(exportWide, v.size.Width/look.Scale-2*24-4)
	parts, foot := map[exportStage]func(exportValue) (parts, foot []fyne.CanvasObject){
		ExportChoosing: v.choosing, ExportBrowsing: v.browsing, ExportRunning: v.running, ExportDone: v.done, ExportFailed: v.failed,
	}[value.Stage](value)
	content := kit.Anchored(0.5, 0, kit.Fixed(wide, 0, kit.Column(14, parts...)))
	v.scroll.SetContent(content)
	v.foot.Objects = []fyne.CanvasObject{kit.Anchored(0.5, 0, kit.Fixed(wide, 0, kit.Padded(kit.Insets{Top: 14}, kit.Flow(12, 12, foot...))))}
	v.foot.Refresh()
	room := v.size.Width - look.Dp(2*24)
	high := (kit.HeightFor(content, room)+kit.HeightFor(v.foot, room))/look.Scale + 2*24 + 4 // and the edge of the button
	v.Sheet.SetHeight(min(high, v.size.Height/look.Scale))
}

func (v *ExportView) title(key string, closes bool) fyne.CanvasObject {
	row := []fyne.CanvasObject{kit.NewIcon("save", 28, kit.Ink), kit.Fill(kit.NewParagraph(v.words.Say(key), kit.Act))}
	if closes {
		row = append(row, kit.NewIconButton("cross", v.words.Say("chamber.close"), func() { v.OnClose() }))
	}
	return kit.Row(12, row...)
}

func (v *ExportView) label(key string) fyne.CanvasObject {
	return kit.NewParagraph(v.words.Say(key), kit.Dense.Strong())
}

// button is a button of the sheet's foot.
func (v *ExportView) button(key string, kind kit.Kind, icon string, tapped func()) *kit.BigButton {
	return kit.NewBigButton(v.words.Say(key), kind, tapped).WithHeight(56).WithIcon(icon)
}

func (v *ExportView) choosing(value exportValue) (column, foot []fyne.CanvasObject) {
	column = []fyne.CanvasObject{v.title("export.heading", true), kit.NewParagraph(v.words.Say("export.lead"), kit.Body.In(kit.Ink2))}
	if value.Locked != "" {
		column = append(column, kit.NewStrip(kit.NoticeStrip, "lock", value.Locked).WithRadius(12))
	}
	if value.Some {
		ways := []kit.Option{{ID: "this", Text: v.words.Say("export.which.this")}, {ID: "all", Text: v.words.Say("export.which.all")}}
		column = append(column, v.label("export.which"), kit.NewSegments(ways, frame.Pick(value.All, "all", "this"), func(id string) { v.OnAll(id == "all") }))
	}
	column = append(column, kit.NewParagraph(value.Count, kit.Body.Strong()),
		kit.NewSwitch(v.words.Say("export.with-list"), value.List, func(on bool) { v.OnList(on) }),
		v.label("export.where"), v.folder(value),
		kit.Row(10, kit.NewIcon("warn", 24, kit.GoldText), kit.Fill(kit.NewParagraph(v.words.Say(frame.Pick(value.Own, "export.warn.own", "export.warn.chosen")), kit.Body))))
	start := v.button("export.go", kit.Strong, "save", func() { v.OnStart() })
	start.SetReason(!value.Can, "")
	return column, []fyne.CanvasObject{v.button("export.cancel", kit.Outline, "cross", func() { v.OnClose() }), start}
}

// folder says where files go, with the way to another place.
func (v *ExportView) folder(value exportValue) fyne.CanvasObject {
	where := kit.Column(2)
	if value.Own {
		where.Add(kit.NewParagraph(v.words.Say("export.where.own"), kit.Body.Strong()))
	}
	where.Add(kit.NewParagraph(value.Folder, frame.Pick(value.Own, kit.Dense, kit.Body.Strong())).MaxLines(3))
	ways := []fyne.CanvasObject{v.button("export.where.choose", kit.Outline, "folder", func() { v.OnAsk() })}
	if !value.Own {
		ways = append(ways, v.button("export.where.own.choose", kit.Outline, "tablet", func() { v.OnOwn() }))
	}
	return kit.NewCard(kit.Column(12, kit.RowAt(kit.Top, 12, kit.NewIcon("folder", 24, kit.Ink2), kit.Fill(where)), kit.Flow(12, 12, ways...))).WithRadius(12)
}

// browsing lists folders, a row each.
func (v *ExportView) browsing(value exportValue) (column, foot []fyne.CanvasObject) {
	column = []fyne.CanvasObject{v.title("export.browse", true)}
	if value.Browse.Path == "" {
		column = append(column, kit.NewParagraph(v.words.Say("export.browse.begin"), kit.Body.In(kit.Ink2)))
	} else {
		column = append(column, kit.Row(10, kit.NewIcon("folder", 24, kit.Ink2), kit.Fill(kit.NewParagraph(value.Browse.Path, kit.Body.Strong()))))
	}
	if value.Fault != "" {
		column = append(column, kit.NewParagraph(value.Fault, kit.Body.In(kit.RedText)))
	}
	rows := kit.Column(0)
	for _, row := range value.Browse.Rows {
		rows.Add(kit.NewListRow(row.Text, kit.Row(12, kit.NewIcon(row.Icon, 24, kit.Ink2), kit.Fill(kit.NewText(row.Text, kit.Body).Truncate()),
			kit.NewIcon("chev_right", 20, kit.Ink3)), func() { v.OnFolder(row.Path) }).WithHeight(56).WithPadding(kit.Sides(16, 4)).WithDivider().WithGround(kit.White))
	}
	if value.Browse.Empty != "" {
		rows.Add(kit.Padded(kit.All(16), kit.NewParagraph(value.Browse.Empty, kit.Body.In(kit.Ink2))))
	}
	column = append(column, kit.NewPanel(kit.White, rows).WithBorder(kit.LineControl).WithPadding(kit.All(1)))
	back := v.button("export.browse.back", kit.Outline, "back", func() { v.OnBack() })
	if value.Browse.Path == "" {
		return column, []fyne.CanvasObject{back}
	}
	return column, []fyne.CanvasObject{back, v.button("export.browse.up", kit.Outline, "up", func() { v.OnUp() }),
		v.button("export.where.here", kit.Strong, "check", func() { v.OnUse() })}
}

func (v *ExportView) running(exportValue) (column, foot []fyne.CanvasObject) {
	return []fyne.CanvasObject{v.title("export.running", false), v.bar, v.at},
		[]fyne.CanvasObject{v.button("export.stop", kit.Outline, "stop", func() { v.OnStop() })}
}

func (v *ExportView) done(value exportValue) (column, foot []fyne.CanvasObject) {
	column = []fyne.CanvasObject{v.title("export.done", true),
		kit.NewCard(kit.RowAt(kit.Top, 12, kit.NewIcon("check_circle", 24, kit.AgreeText), kit.Fill(kit.Column(2,
			kit.NewParagraph(value.Done, kit.Body.In(kit.AgreeText).Strong()), kit.NewParagraph(value.Folder, kit.Body))))).WithRadius(12)}
	for _, remark := range value.Remarks {
		column = append(column, kit.RowAt(kit.Top, 10, kit.NewIcon("info", 20, kit.Ink2), kit.Fill(kit.NewParagraph(remark, kit.Dense))))
	}
	column = append(column, kit.RowAt(kit.Top, 10, kit.NewIcon("warn", 20, kit.GoldText),
		kit.Fill(kit.NewParagraph(v.words.Say(frame.Pick(value.Own, "export.warn.own", "export.warn.chosen")), kit.Dense))))
	if value.Fault != "" {
		column = append(column, kit.NewParagraph(value.Fault, kit.Body.In(kit.RedText)))
	}
	return column, []fyne.CanvasObject{v.button("export.open", kit.Outline, "folder", func() { v.OnShow() }),
		v.button("export.close", kit.Strong, "check", func() { v.OnClose() })}
}

func (v *ExportView) failed(value exportValue) (column, foot []fyne.CanvasObject) {
	return []fyne.CanvasObject{
		v.title("export.failed", true),
		kit.RowAt(kit.Top, 10, kit.NewIcon("warn", 24, kit.RedText), kit.Fill(kit.NewParagraph(value.Fault, kit.Body.In(kit.RedText)))),
		v.label("export.where"), v.folder(value),
	}, []fyne.CanvasObject{v.button("export.close", kit.Outline, "cross", func() { v.OnClose() }), v.button("export.again", kit.Strong, "refresh", func() { v.OnStart() })}
}

// Close takes the sheet away.
func (v *ExportView) Close() {
	if v.Sheet.IsOpen() {
		v.Sheet.Close()
	}
	v.drawn = exportValue{}
}

// overFoot lays a foot as high as it wants under what scrolls.
type overFoot struct{}

func (*overFoot) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (*overFoot) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	foot := min(kit.HeightFor(objects[1], size.Width), size.Height)
	frame.Put(objects[0], 0, 0, size.Width, size.Height-foot)
	frame.Put(objects[1], 0, size.Height-foot, size.Width, foot)
}
