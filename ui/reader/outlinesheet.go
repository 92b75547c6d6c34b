package reader

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// OutlineSheet lists a paper's own outline, the reader's bookmarks, and the files inside the paper.
type OutlineSheet struct {
	words   *assets.Words
	value   Value
	marks   []Bookmark
	went    func(page int)
	part    string
	tabs    *kit.Segments
	list    *kit.List
	empty   *fyne.Container
	note    *fyne.Container
	Sheet   *kit.Sheet
	content *fyne.Container
}

// The parts of the sheet.
const (
	outlinePart  = "outline"
	marksPart    = "marks"
	attachedPart = "attached"
)

// NewOutlineSheet makes the sheet for what an open paper has. It begins with the bookmarks where the paper has no
// outline.
func NewOutlineSheet(words *assets.Words, value Value, marks []Bookmark, went func(page int)) *OutlineSheet {
	o := &OutlineSheet{words: words, value: value, marks: marks, went: went, part: outlinePart}
	if len(value.Contents.Headings) == 0 && len(marks) > 0 {
		o.part = marksPart
	}
	options := []kit.Option{
		{ID: outlinePart, Text: words.Say("chamber.outline.part", "count", len(value.Contents.Headings))},
		{ID: marksPart, Text: words.Say("chamber.outline.marks", "count", len(marks))},
	}
	if files := len(value.Contents.Attached); files > 0 {
		options = append(options, kit.Option{ID: attachedPart, Text: words.Say("chamber.outline.attached", "count", files)})
	}
	o.tabs = kit.NewSegments(options, o.part, func(part string) { o.part = part; o.fill() })
	o.list = kit.NewList(64, func() fyne.CanvasObject { return kit.Layers() }, o.drawRow)
	o.empty = kit.Layers()
	o.note = kit.Padded(kit.Sides(0, 8), kit.NewParagraph(words.Say("chamber.outline.attached.note"), kit.Dense))
	o.note.Hide()
	closing := kit.NewIconButton("cross", words.Say("chamber.close"), func() { o.Sheet.Close() }).Outlined()
	head := kit.Padded(kit.Insets{Left: 24, Right: 24, Bottom: 12}, kit.Column(8, kit.Row(16, kit.Fill(kit.NewText(words.Say("chamber.outline.title"), kit.Heading)), closing), o.tabs, o.note))
	o.content = container.New(&outlineLayout{}, head, kit.NewDivider(), kit.Layers(o.list, o.empty))
	o.Sheet = kit.NewSheet(0, o.content).WithPadding(kit.Insets{Top: 16})
	o.Sheet.OnDismiss = o.Sheet.Close
	o.fill()
	return o
}

// Open brings it up.
func (o *OutlineSheet) Open(window fyne.Canvas) {
	o.Sheet.SetHeight(window.Size().Height / kit.LookOf(o.content).Scale * 0.8)
	o.Sheet.Open(window)
	o.list.Redraw()
}

// fill shows the chosen part.
func (o *OutlineSheet) fill() {
	count := map[string]int{outlinePart: len(o.value.Contents.Headings), marksPart: len(o.marks), attachedPart: len(o.value.Contents.Attached)}[o.part]
	o.empty.Objects = nil
	if count == 0 {
		o.empty.Objects = []fyne.CanvasObject{kit.NewEmptyState(frame.Pick(o.part == outlinePart, "list", "bookmark"), o.words.Say("chamber.outline.none."+o.part), nil)}
	}
	frame.Show(o.empty, count == 0)
	frame.Show(o.note, o.part == attachedPart && count > 0)
	frame.Show(o.list, count > 0)
	o.empty.Refresh()
	o.content.Refresh()
	o.list.SetCount(count)
}

func (o *OutlineSheet) drawRow(index int, holder fyne.CanvasObject) {
	title, note, level, page := "", "", 0, -1
	switch o.part {
	case outlinePart:
		heading := o.value.Contents.Headings[index]
		title, level, page = heading.Title, heading.Level, heading.Page
	case marksPart:
		page = o.marks[index].Page
		if title = o.value.Contents.headingOf(page); title == "" {
			title = o.words.Say("chamber.outline.mark")
		}
	case attachedPart:
		file := o.value.Contents.Attached[index]
		if title = file.Name; title == "" {
			title = o.words.Say("chamber.outline.nameless")
		}
		note = sizeWords(o.words, file.Size)
	}
	var went func()
	if page >= 0 {
		label := o.value.Contents.Label(page)
		if label == "" {
			label = fmt.Sprint(page + 1)
		}
		note = o.words.Say("chamber.outline.page", "label", label)
		went = func() {
			o.Sheet.Close()
			o.went(page)
		}
	}
	style := kit.Body
	if level == 0 {
		style = style.Strong()
	}
	row := kit.NewListRow(title+". "+note, kit.Row(12, kit.Space(float32(min(level, 6))*24),
		kit.Fill(kit.NewParagraph(title, style).MaxLines(2)), kit.NewText(note, kit.Dense)), went).
		WithHeight(64).WithPadding(kit.Sides(24, 6)).WithDivider()
	held := holder.(*fyne.Container)
	held.Objects = []fyne.CanvasObject{row}
	held.Refresh()
}

// headingOf is the heading that a page stands under, "" for none.
func (c Contents) headingOf(page int) string {
	title, at := "", -1
	for _, heading := range c.Headings {
		if heading.Page >= 0 && heading.Page <= page && heading.Page >= at {
			title, at = heading.Title, heading.Page
		}
	}
	return title
}

// sizeWords is a size in bytes as people read it.
func sizeWords(words *assets.Words, size int64) string {
	switch {
	case size >= 1<<20:
		return words.Say("chamber.size.mega", "size", (size+1<<19)>>20)
	case size >= 1<<10:
		return words.Say("chamber.size.kilo", "size", (size+1<<9)>>10)
	}
	return words.Say("chamber.size.byte", "size", size)
}

// outlineLayout is a head, a line, and the rest.
type outlineLayout struct{}

func (*outlineLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (*outlineLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	high := kit.HeightFor(objects[0], size.Width)
	frame.Put(objects[0], 0, 0, size.Width, high)
	frame.Put(objects[1], 0, high, size.Width, 1)
	frame.Put(objects[2], 0, high+1, size.Width, max(0, size.Height-high-1))
}
