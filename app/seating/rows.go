package seating

// Rows (lớp học) is straight rows that look to the front. The last row has what is left, in its middle.
type Rows struct {
	Base
	Seats       int
	PerRow      int
	AislesAfter []int // an aisle behind the n-th seat of each row, counted from the left, from 1
}

// Plan lays it out.
func (r Rows) Plan() (Plan, error) {
	blocks := Blocks{Base: r.Base}
	b, err := newBuilder(r.Base, r.Seats)
	if err != nil {
		return Plan{}, err
	}
	if !between(r.PerRow, 1, MaxSeats) || blocks.pitch() > r.Measures.Pitch {
		return Plan{}, refuse(WrongMeasure)
	}
	perRow := min(r.PerRow, r.Seats)
	aisle := make([]bool, perRow+1) // before the seat of that number
	for _, after := range r.AislesAfter {
		if after < 1 {
			return Plan{}, refuse(WrongMeasure)
		}
		if after < perRow {
			aisle[after] = true
		}
	}
	places, right := make([]int, perRow), 0
	var aisles []int
	for n := range perRow {
		if aisle[n] {
			aisles = append(aisles, right-r.Measures.Gap+r.Measures.Aisle/2)
			right += r.Measures.Aisle - r.Measures.Gap
		}
		places[n] = right + r.Measures.Chair.Width/2
		right += b.step()
	}
	width := right - r.Measures.Gap
	rows := (r.Seats + perRow - 1) / perRow
	for row := range rows {
		count := min(perRow, r.Seats-row*perRow)
		from := (perRow - count) / 2
		y := row * r.Measures.Pitch
		start := from
		for n := from; n < from+count; n++ {
			b.seat(Point{places[n] - width/2, y}, 0, b.label(row, n-from), "")
			if n+1 == from+count || aisle[n+1] {
				b.table(Point{(places[start]+places[n])/2 - width/2, y}, n+1-start)
				start = n + 1
			}
		}
	}
	depth := (rows-1)*r.Measures.Pitch + r.Measures.Chair.Depth
	for _, x := range aisles {
		if r.Measures.Aisle >= minSide {
			b.object(Aisle, Point{x - width/2, depth/2 - r.Measures.Chair.Depth/2}, Size{r.Measures.Aisle, depth}, 0)
		}
	}
	return b.finish()
}

// Blocks (nhiều khối) is several blocks of rows side by side, with an aisle between two.
type Blocks struct {
	Base
	Blocks []BlockSize
}

// BlockSize is one block from the left.
type BlockSize struct {
	Name   string // khối; unlike any other, or empty
	Seats  int
	PerRow int
}

// pitch is the least from row to row.
func (b Blocks) pitch() int {
	m := b.Measures
	if m.Table > 0 {
		return m.Chair.Depth + m.Table + m.Gap
	}
	return m.Chair.Depth + leastGap
}

// Plan lays it out.
func (s Blocks) Plan() (Plan, error) {
	seats := 0
	for _, block := range s.Blocks {
		if !between(block.Seats, 1, MaxSeats) || !between(block.PerRow, 1, MaxSeats) || seats > MaxSeats {
			return Plan{}, refuse(WrongMeasure)
		}
		seats += block.Seats
	}
	b, err := newBuilder(s.Base, seats)
	if err != nil {
		return Plan{}, err
	}
	if s.pitch() > s.Measures.Pitch {
		return Plan{}, refuse(WrongMeasure)
	}
	m := s.Measures
	apart := max(m.Aisle, m.Gap)
	width, deepest := -apart, 0
	for _, block := range s.Blocks {
		perRow := min(block.PerRow, block.Seats)
		width += perRow*b.step() - m.Gap + apart
		deepest = max(deepest, (block.Seats+perRow-1)/perRow)
	}
	left, inRow := -width/2, make([]int, deepest)
	for i, block := range s.Blocks {
		perRow := min(block.PerRow, block.Seats)
		wide := perRow*b.step() - m.Gap
		for row := 0; row*perRow < block.Seats; row++ {
			count := min(perRow, block.Seats-row*perRow)
			from := left + (perRow-count)*b.step()/2
			for n := range count {
				b.seat(Point{from + n*b.step() + m.Chair.Width/2, row * m.Pitch}, 0, b.label(row, inRow[row]), block.Name)
				inRow[row]++
			}
			b.table(Point{from + (count*b.step()-m.Gap)/2, row * m.Pitch}, count)
		}
		left += wide
		if i+1 < len(s.Blocks) && m.Aisle >= m.Gap {
			depth := (deepest-1)*m.Pitch + m.Chair.Depth
			b.object(Aisle, Point{left + m.Aisle/2, depth/2 - m.Chair.Depth/2}, Size{m.Aisle, depth}, 0)
		}
		left += apart
	}
	return b.finish()
}
