package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Tally is what a result bar shows. Need is how many must agree; Hidden shows only how many ballots
// were received, as grey cells.
type Tally struct {
	Total, For, Against, Abstain, Absent int
	Need                                 int
	Hidden                               bool
	Received                             int
	Closed                               bool // nothing is missing any more
}

// ResultBar is one cell for each deputy: those who agree from the left, those against from the right,
// so that the sides meet; the majority line; what is missing to it outlined in gold. Over 60 deputies
// it has two rows, over 120 it is one plain bar.
type ResultBar struct {
	widget.BaseWidget
	tally  Tally
	height float32
	hall   bool
	spare  float32
}

// NewResultBar makes a bar for desks and tablets, 40 high.
func NewResultBar(tally Tally) *ResultBar {
	b := &ResultBar{tally: tally, height: 40, spare: 8}
	b.ExtendBaseWidget(b)
	return b
}

// ForHall draws it in the colours of the hall, 144 high, and returns the bar.
func (b *ResultBar) ForHall() *ResultBar {
	b.hall, b.height, b.spare = true, 144, 27
	b.Refresh()
	return b
}

// WithHeight sets the height of the cells and returns the bar.
func (b *ResultBar) WithHeight(height float32) *ResultBar {
	b.height = height
	b.Refresh()
	return b
}

// Set changes the numbers; the same again costs nothing.
func (b *ResultBar) Set(tally Tally) {
	if b.tally == tally {
		return
	}
	b.tally = tally
	b.Refresh()
}

// cellState is what one deputy's cell says.
type cellState uint8

const (
	notVoted cellState = iota
	votedFor
	votedAgainst
	votedAbstain
	absentCell
	missingCell
	receivedCell
)

// cells orders the deputies from left to right.
func (t Tally) cells() []cellState {
	cells := make([]cellState, t.Total)
	fill := func(from, count int, state cellState) int {
		for i := from; i < from+count && i < t.Total; i++ {
			if i >= 0 {
				cells[i] = state
			}
		}
		return from + count
	}
	if t.Hidden {
		fill(0, t.Received, receivedCell)
		fill(t.Total-t.Absent, t.Absent, absentCell)
		return cells
	}
	right := t.Total - t.Against - t.Abstain - t.Absent
	next := fill(0, t.For, votedFor)
	if !t.Closed {
		fill(next, max(0, min(t.Need-t.For, right-next)), missingCell)
	}
	right = fill(right, t.Absent, absentCell)
	right = fill(right, t.Abstain, votedAbstain)
	fill(right, t.Against, votedAgainst)
	return cells
}

type cellDress struct {
	fill, line Color
	width      float32
	icon       string
}

func (b *ResultBar) dress(state cellState) cellDress {
	pick := func(screen, hall Color) Color {
		if b.hall {
			return hall
		}
		return screen
	}
	switch state {
	case votedFor:
		return cellDress{fill: pick(Agree, HallAgree), icon: "check"}
	case votedAgainst:
		return cellDress{fill: pick(Disagree, HallDisagree), icon: "cross"}
	case votedAbstain:
		return cellDress{fill: pick(Abstain, HallAbstain), icon: "ring"}
	case absentCell:
		return cellDress{fill: pick(SeatAbsent, HallAbsent)}
	case missingCell:
		return cellDress{line: pick(Gold, HallGold), width: 4}
	case receivedCell:
		return cellDress{fill: pick(Abstain, HallAbstain)}
	default:
		return cellDress{line: pick(LineControl, HallEmpty), width: 2}
	}
}

// rows tells in how many rows the cells stand; 0 is one plain bar.
func (t Tally) rows() int {
	switch {
	case t.Total > 120:
		return 0
	case t.Total > 60:
		return 2
	default:
		return 1
	}
}

// CreateRenderer is part of fyne.Widget.
func (b *ResultBar) CreateRenderer() fyne.WidgetRenderer {
	d := &drawing{owner: b}
	picture := &resultPicture{bar: b}
	d.paint = func() { d.objects = picture.paint() }
	d.layout = picture.layout
	d.min = func() fyne.Size {
		look := LookOf(b)
		return fyne.NewSize(look.Dp(120), look.Dp(b.height+2*b.spare))
	}
	return newDrawing(d)
}

// resultPicture holds the shapes of a result bar.
type resultPicture struct {
	bar    *ResultBar
	cells  []*canvas.Rectangle
	marks  []*canvas.Image
	states []cellState
	lines  [2]*canvas.Rectangle
	parts  []*canvas.Rectangle // of the plain bar: for, missing, empty, absent, abstain, against
}

func (p *resultPicture) paint() []fyne.CanvasObject {
	look, tally := LookOf(p.bar), p.bar.tally
	if p.lines[0] == nil {
		p.lines = [2]*canvas.Rectangle{canvas.NewRectangle(Tone{}), canvas.NewRectangle(Tone{})}
	}
	p.states = tally.cells()
	var objects []fyne.CanvasObject
	if tally.rows() == 0 {
		objects = p.paintPlain(look)
	} else {
		objects = p.paintCells(look)
	}
	for _, line := range p.lines {
		line.FillColor = look.Color(Ink)
		if p.bar.hall {
			line.FillColor = look.Color(HallText)
		}
		line.CornerRadius = look.Dp(2)
		show(line, tally.Need > 0 && !tally.Hidden)
		objects = append(objects, line)
	}
	return objects
}

func (p *resultPicture) paintCells(look Look) []fyne.CanvasObject {
	for len(p.cells) < len(p.states) {
		p.cells = append(p.cells, canvas.NewRectangle(Tone{}))
		p.marks = append(p.marks, newGlyph())
	}
	p.cells, p.marks = p.cells[:len(p.states)], p.marks[:len(p.states)]
	var objects []fyne.CanvasObject
	for i, state := range p.states {
		dress := p.bar.dress(state)
		cell := p.cells[i]
		cell.FillColor = look.Color(dress.fill)
		cell.StrokeColor, cell.StrokeWidth = look.Color(dress.line), 0
		if dress.line != NoColor {
			cell.StrokeWidth = look.Dp(max(1.5, dress.width*min(1, p.bar.height/144)))
		}
		paintGlyph(p.marks[i], dress.icon, look.Color(OnFill))
		objects = append(objects, cell, p.marks[i])
	}
	return objects
}

var plainOrder = []cellState{votedFor, receivedCell, missingCell, notVoted, absentCell, votedAbstain, votedAgainst}

func (p *resultPicture) paintPlain(look Look) []fyne.CanvasObject {
	for len(p.parts) < len(plainOrder) {
		p.parts = append(p.parts, canvas.NewRectangle(Tone{}))
	}
	var objects []fyne.CanvasObject
	for i, state := range plainOrder {
		dress := p.bar.dress(state)
		p.parts[i].FillColor = look.Color(dress.fill)
		p.parts[i].StrokeColor, p.parts[i].StrokeWidth = look.Color(dress.line), 0
		if dress.line != NoColor {
			p.parts[i].StrokeWidth = look.Dp(max(2, dress.width))
		}
		objects = append(objects, p.parts[i])
	}
	return objects
}

func (p *resultPicture) layout(size fyne.Size) {
	look, tally := LookOf(p.bar), p.bar.tally
	if tally.Total == 0 {
		return
	}
	top, high := look.Dp(p.bar.spare), look.Dp(p.bar.height)
	thick := look.Dp(max(3, 6*min(1, p.bar.height/144)))
	rows := tally.rows()
	if rows == 0 {
		p.layoutPlain(size.Width, top, high)
		x := size.Width * float32(tally.Need) / float32(tally.Total)
		put(p.lines[0], x-thick/2, 0, thick, high+2*top)
		put(p.lines[1], x-thick/2, 0, thick, 0)
		return
	}
	columns := (tally.Total + rows - 1) / rows
	pitch := (size.Width + size.Width/float32(columns)*0.15) / float32(columns)
	gap := pitch * 0.15
	if rows == 2 {
		gap = min(gap, look.Dp(8))
	}
	pitch = (size.Width + gap) / float32(columns)
	cellHigh := (high - float32(rows-1)*gap) / float32(rows)
	for i, cell := range p.cells {
		x, y := float32(i/rows)*pitch, top+float32(i%rows)*(cellHigh+gap)
		put(cell, x, y, pitch-gap, cellHigh)
		cell.CornerRadius = min(look.Dp(10), (pitch-gap)*0.2)
		mark := min(look.Dp(32), (pitch-gap)*0.7, cellHigh*0.6)
		put(p.marks[i], x+(pitch-gap-mark)/2, y+(cellHigh-mark)/2, mark, mark)
	}
	at := func(count int) float32 { return float32(count)*pitch - gap/2 - thick/2 }
	upper, lower := (tally.Need+rows-1)/rows, tally.Need/rows
	half := top + cellHigh + gap/2
	if rows == 1 {
		half = high + 2*top
	}
	put(p.lines[0], at(upper), 0, thick, half)
	put(p.lines[1], at(lower), half, thick, high+2*top-half)
}

func (p *resultPicture) layoutPlain(width, top, high float32) {
	total := float32(p.bar.tally.Total)
	count := map[cellState]int{}
	for _, state := range p.states {
		count[state]++
	}
	var x float32
	for i, state := range plainOrder {
		wide := width * float32(count[state]) / total
		put(p.parts[i], x, top, wide, high)
		show(p.parts[i], count[state] > 0)
		x += wide
	}
}
