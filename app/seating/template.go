package seating

import (
	"math"
	"strconv"
)

// Measures are the distances a template keeps. They are what rooms usually have, not what a norm asks for: an office
// corrects them with its own.
type Measures struct {
	Chair  Size // ground of one seat
	Gap    int  // between two chairs side by side, and between a chair and its table
	Pitch  int  // from the middle of one row to the middle of the next
	Aisle  int  // width of an aisle
	Front  int  // free between the stage and the first row
	Margin int  // free along the walls
	Table  int  // depth of a table; 0: seats without tables
}

// UsualMeasures are those of a meeting room with tables.
var UsualMeasures = Measures{Chair: Size{550, 550}, Gap: 100, Pitch: 1300, Aisle: 1200, Front: 2000, Margin: 800, Table: 500}

// The bounds of measures: below the least, rounding would let things touch.
const (
	leastGap   = 20
	mostLength = 20_000
)

func (m Measures) valid() bool {
	for _, length := range []int{m.Pitch, m.Aisle, m.Front, m.Margin, m.Table} {
		if !between(length, 0, mostLength) {
			return false
		}
	}
	return m.Chair.isChair() && between(m.Gap, leastGap, mostLength) && (m.Table == 0 || m.Table >= 100)
}

// Stage is what stands at the front of the room, facing it.
type Stage struct {
	Presidium int  // seats of the presidium (đoàn chủ tọa), behind a table
	Lectern   bool // bục phát biểu
	Screen    bool // màn hình, on the front wall
}

// Base is what every template needs to be told.
type Base struct {
	Measures Measures
	Stage    Stage
	Room     Size // the room there is; zero: as large as needed
	Lettered bool // rows have letters: A1, A2, B1; else seats have numbers alone. For templates with rows
}

// Template makes a plan: exactly as many seats as asked for, none in another's place, all in the room. With
// RoomTooSmall the refusal says which room would do.
type Template interface {
	Plan() (Plan, error)
}

// builder collects what a template lays out, wherever its middle is; the room is put around it afterwards.
type builder struct {
	base Base
	plan Plan
}

func newBuilder(base Base, seats int) (*builder, error) {
	switch {
	case !base.Measures.valid() || seats < 1 || base.Stage.Presidium < 0:
		return nil, refuse(WrongMeasure)
	case seats > MaxSeats || base.Stage.Presidium > MaxSeats || seats+base.Stage.Presidium > MaxSeats:
		return nil, refuse(TooManySeats)
	}
	return &builder{base: base, plan: Plan{Chair: base.Measures.Chair}}, nil
}

// step is from the middle of one chair to the middle of the next in its row.
func (b *builder) step() int { return b.base.Measures.Chair.Width + b.base.Measures.Gap }

func (b *builder) seat(at Point, turn int, label, block string) {
	b.plan.Last++
	b.plan.Seats = append(b.plan.Seats, Seat{ID: "s" + strconv.Itoa(b.plan.Last), Label: label, Point: at, Turn: wrap(turn), Block: block})
}

func (b *builder) object(kind ObjectKind, at Point, size Size, turn int) {
	b.plan.Last++
	b.plan.Objects = append(b.plan.Objects, Object{ID: "o" + strconv.Itoa(b.plan.Last), Kind: kind, Point: at, Size: size, Turn: wrap(turn)})
}

// table puts a table before so many chairs in a row, whose middle is here and who look to the front.
func (b *builder) table(middle Point, chairs int) {
	m := b.base.Measures
	if m.Table > 0 && chairs > 0 {
		b.object(Table, Point{middle.X, middle.Y - m.Chair.Depth/2 - m.Gap/2 - m.Table/2}, Size{chairs*b.step() - m.Gap, m.Table}, 0)
	}
}

// label names the n-th seat, from 0, of a row from 0, given how many seats there are already.
func (b *builder) label(row, n int) string {
	if b.base.Lettered {
		return letters(row) + strconv.Itoa(n+1)
	}
	return strconv.Itoa(len(b.plan.Seats) + 1)
}

// letters names rows A to Z, AA, AB and on.
func letters(row int) string {
	if row < 26 {
		return string(rune('A' + row))
	}
	return letters(row/26-1) + string(rune('A'+row%26))
}

// presidium begins the labels of the presidium's seats. With its dash it is like no letters of a row.
const presidium = "CT-"

// The stage's own measures.
const (
	stageTable   = 700
	lecternWidth = 800
	lecternDepth = 600
	screenWidth  = 3000
	screenDepth  = 100
)

// stage puts the stage before what is laid out, above the middle x = 0.
func (b *builder) stage() {
	m, s := b.base.Measures, b.base.Stage
	least, _, _ := b.plan.Bounds()
	front := least.Y - m.Front
	width := 0
	if s.Presidium > 0 {
		width = s.Presidium*b.step() - m.Gap
		table := front - stageTable/2
		b.object(Table, Point{0, table}, Size{width, stageTable}, 0)
		y := table - stageTable/2 - m.Gap - (m.Chair.Depth+1)/2
		for n := range s.Presidium {
			b.seat(Point{n*b.step() - width/2 + m.Chair.Width/2, y}, 180, presidium+strconv.Itoa(n+1), "")
		}
	}
	if s.Lectern {
		x := 0
		if width > 0 {
			x = width/2 + m.Gap + lecternWidth
		}
		b.object(Podium, Point{x, front - lecternDepth/2}, Size{lecternWidth, lecternDepth}, 0)
	}
	if s.Screen {
		least, _, _ = b.plan.Bounds()
		b.object(Screen, Point{0, least.Y - m.Margin - screenDepth/2}, Size{screenWidth, screenDepth}, 0)
	}
}

// finish puts the stage in front and the room around.
func (b *builder) finish() (Plan, error) {
	b.stage()
	m := b.base.Measures
	least, most, _ := b.plan.Bounds()
	top := m.Margin
	if b.base.Stage.Screen {
		top = 0 // it hangs on the wall
	}
	need := Size{most.X - least.X + 2*m.Margin, most.Y - least.Y + top + m.Margin}
	room := b.base.Room
	switch {
	case need.Width > MaxRoom || need.Depth > MaxRoom:
		return Plan{}, Refusal{Code: RoomTooSmall, Need: need}
	case room == Size{}:
		room = need
	case room.Width < need.Width || room.Depth < need.Depth:
		return Plan{}, Refusal{Code: RoomTooSmall, Need: need}
	}
	by := Point{(room.Width - most.X - least.X) / 2, top - least.Y}
	for i := range b.plan.Seats {
		b.plan.Seats[i].X += by.X
		b.plan.Seats[i].Y += by.Y
	}
	for i := range b.plan.Objects {
		b.plan.Objects[i].X += by.X
		b.plan.Objects[i].Y += by.Y
	}
	b.plan.Room = room
	plan := b.plan.canonical()
	if code := plan.broken(); code != "" {
		return Plan{}, refuse(code)
	}
	return plan, nil
}

// along returns a place at a distance from the middle, in a direction of radians clockwise from straight ahead.
func along(distance, angle float64) Point {
	sin, cos := math.Sincos(angle)
	return Point{int(math.Round(distance * sin)), int(math.Round(-distance * cos))}
}

func degrees(angle float64) int { return int(math.Round(angle * 180 / math.Pi)) }
