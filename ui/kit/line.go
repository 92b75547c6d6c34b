package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// tall is implemented by what needs more height the narrower it gets.
type tall interface {
	HeightFor(width float32) float32
}

// tallLayout is implemented by layouts of this package whose height follows their width.
type tallLayout interface {
	heightFor(objects []fyne.CanvasObject, width float32) float32
}

// based is implemented by what stands on a baseline.
type based interface {
	Baseline() float32
}

// HeightFor tells how high an object wants to be when it is so wide.
func HeightFor(object fyne.CanvasObject, width float32) float32 {
	switch o := object.(type) {
	case tall:
		return o.HeightFor(width)
	case *fyne.Container:
		if l, ok := o.Layout.(tallLayout); ok {
			return l.heightFor(o.Objects, width)
		}
	}
	return object.MinSize().Height
}

// Side says where an object stands across the direction of a row.
type Side uint8

// The sides of rows.
const (
	Middle   Side = iota // in the middle of the row's height
	Top                  // at the top
	Stretch              // as high as the row
	Baseline             // with all letters on one line
)

// line lays objects out one after the other, with a gap; shares take what is left.
type line struct {
	gap     float32
	side    Side
	down    bool
	widthed float32 // the last width given, for the smallest height
}

// Row puts objects side by side, each in the middle of the height. Put what shall take the free width
// into Fill.
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&line{gap: gap}, objects...)
}

// RowAt is a Row whose objects stand at another side.
func RowAt(side Side, gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&line{gap: gap, side: side}, objects...)
}

// Column puts objects below each other, each as wide as the column. Put what shall take the free
// height into Fill.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&line{gap: gap, down: true}, objects...)
}

// share marks an object that takes a part of the free room.
type share struct{ weight float32 }

func (s *share) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, object := range objects {
		put(object, 0, 0, size.Width, size.Height)
	}
}

func (s *share) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for _, object := range objects {
		least = least.Max(object.MinSize())
	}
	return least
}

func (s *share) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var height float32
	for _, object := range objects {
		height = max(height, HeightFor(object, width))
	}
	return height
}

// Fill lets an object take the free room of its Row or Column.
func Fill(object fyne.CanvasObject) *fyne.Container { return Share(1, object) }

// Share lets an object take a part of the free room, by weight.
func Share(weight float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(&share{weight: weight}, object)
}

// Spring is free room without anything in it.
func Spring() *fyne.Container { return container.New(&share{weight: 1}) }

// Space is a fixed empty room in both directions.
func Space(measure float32) *fyne.Container { return Fixed(measure, measure, nil) }

func weightOf(object fyne.CanvasObject) float32 {
	if c, ok := object.(*fyne.Container); ok {
		if s, ok := c.Layout.(*share); ok {
			return s.weight
		}
	}
	return 0
}

func (l *line) lookGap(objects []fyne.CanvasObject) float32 {
	if len(objects) == 0 {
		return l.gap
	}
	return LookOf(objects[0]).Dp(l.gap)
}

// lengths shares the room among the visible objects along the direction.
func (l *line) lengths(objects []fyne.CanvasObject, room, across float32) []float32 {
	lengths := make([]float32, len(objects))
	gap := l.lookGap(objects)
	var weights float32
	count := 0
	for i, object := range objects {
		if !object.Visible() {
			continue
		}
		count++
		weights += weightOf(object)
		if l.down {
			lengths[i] = HeightFor(object, across)
		} else {
			lengths[i] = object.MinSize().Width
		}
		if weightOf(object) == 0 {
			room -= lengths[i]
		}
	}
	room -= gap * float32(max(count-1, 0))
	l.shareOut(objects, lengths, room, weights)
	return lengths
}

// shareOut gives the free room to the shares by weight; a share that needs more than its part keeps
// its need and the others divide the rest.
func (l *line) shareOut(objects []fyne.CanvasObject, lengths []float32, room, weights float32) {
	fixed := make([]bool, len(objects))
	for changed := true; changed; {
		changed = false
		for i, object := range objects {
			weight := weightOf(object)
			if weight == 0 || fixed[i] || !object.Visible() {
				continue
			}
			if lengths[i] > room*weight/weights {
				fixed[i], changed = true, true
				room -= lengths[i]
				weights -= weight
			}
		}
	}
	for i, object := range objects {
		if weight := weightOf(object); weight > 0 && !fixed[i] && object.Visible() {
			lengths[i] = max(0, room*weight/weights)
		}
	}
}

// Layout is part of fyne.Layout.
func (l *line) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.widthed = size.Width
	gap := l.lookGap(objects)
	if l.down {
		lengths := l.lengths(objects, size.Height, size.Width)
		var y float32
		for i, object := range objects {
			if object.Visible() {
				put(object, 0, y, size.Width, lengths[i])
				y += lengths[i] + gap
			}
		}
		return
	}
	lengths := l.lengths(objects, size.Width, size.Height)
	foot := l.foot(objects, lengths)
	var x float32
	for i, object := range objects {
		if !object.Visible() {
			continue
		}
		height := min(HeightFor(object, lengths[i]), size.Height)
		y := (size.Height - height) / 2
		switch l.side {
		case Top:
			y = 0
		case Stretch:
			y, height = 0, size.Height
		case Baseline:
			y = foot - baselineOf(object, height)
		}
		put(object, x, y, lengths[i], height)
		x += lengths[i] + gap
	}
}

// foot tells how low the common baseline of a row stands.
func (l *line) foot(objects []fyne.CanvasObject, lengths []float32) float32 {
	if l.side != Baseline {
		return 0
	}
	var foot float32
	for i, object := range objects {
		if object.Visible() {
			foot = max(foot, baselineOf(object, HeightFor(object, lengths[i])))
		}
	}
	return foot
}

// baselineOf tells where an object's letters stand; what has none stands on its lower edge.
func baselineOf(object fyne.CanvasObject, height float32) float32 {
	switch o := object.(type) {
	case based:
		return o.Baseline()
	case *fyne.Container:
		if len(o.Objects) == 1 {
			return baselineOf(o.Objects[0], height)
		}
	}
	return height
}

// MinSize is part of fyne.Layout. Where height follows width, it is the height for the last width.
func (l *line) MinSize(objects []fyne.CanvasObject) fyne.Size {
	gap := l.lookGap(objects)
	var size fyne.Size
	count := 0
	for _, object := range objects {
		if !object.Visible() {
			continue
		}
		count++
		least := object.MinSize()
		if l.down {
			size.Width = max(size.Width, least.Width)
		} else {
			size.Width += least.Width
		}
	}
	if !l.down {
		size.Width += gap * float32(max(count-1, 0))
	}
	size.Height = l.heightFor(objects, max(size.Width, l.widthed))
	return size
}

func (l *line) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	gap := l.lookGap(objects)
	if l.down {
		var height float32
		count := 0
		for _, object := range objects {
			if object.Visible() {
				count++
				height += HeightFor(object, width)
			}
		}
		return height + gap*float32(max(count-1, 0))
	}
	lengths := l.lengths(objects, width, 0)
	foot := l.foot(objects, lengths)
	var height float32
	for i, object := range objects {
		if !object.Visible() {
			continue
		}
		own := HeightFor(object, lengths[i])
		if l.side == Baseline {
			own += foot - baselineOf(object, own)
		}
		height = max(height, own)
	}
	return height
}
