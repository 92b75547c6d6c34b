package clerk

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"congso.vn/congso/ui/kit"
)

// region is a part of the screen that is built anew when its value changes and left alone when not.
type region[T any] struct {
	holder *fyne.Container
	screen *screen
	build  func(T) fyne.CanvasObject
	value  T
	drawn  bool
	keys   []string // of the buttons that it has made
}

func newRegion[T any](s *screen, build func(T) fyne.CanvasObject) *region[T] {
	r := &region[T]{holder: kit.Layers(), screen: s, build: build}
	s.parts = append(s.parts, r)
	return r
}

// Draw shows a value and tells whether anything changed. A button that has the keyboard keeps it where
// it is built again.
func (r *region[T]) Draw(value T) bool {
	if !r.differs(value) {
		return false
	}
	r.value, r.drawn = value, true
	keep := r.screen.focusKeeper()
	r.screen.unmake(r.keys)
	r.screen.making = nil
	built := r.build(value)
	r.keys = r.screen.making
	if built != nil {
		r.holder.Objects = []fyne.CanvasObject{built}
		r.holder.Show()
	} else { // nothing to show: it takes no room, and no gap
		r.holder.Objects = nil
		r.holder.Hide()
	}
	r.holder.Refresh()
	keep()
	return true
}

func (r *region[T]) differs(value T) bool { return !r.drawn || !reflect.DeepEqual(r.value, value) }

// forget has the next value drawn even if it is the same, because the words have changed.
func (r *region[T]) forget() { r.drawn = false }

// rows is a list whose rows are regions of their own: one that changes leaves the others alone.
type rows[T any] struct {
	screen *screen
	key    func(T) string
	build  func(T) fyne.CanvasObject
	shown  map[string]*region[T]
	order  []string
	holder fyne.CanvasObject
	set    func([]fyne.CanvasObject)
}

// newRows makes a list below each other; a gap stands between the rows.
func newRows[T any](s *screen, gap float32, key func(T) string, build func(T) fyne.CanvasObject) *rows[T] {
	column := kit.Column(gap)
	r := &rows[T]{screen: s, key: key, build: build, shown: map[string]*region[T]{}, holder: column}
	r.set = func(objects []fyne.CanvasObject) { column.Objects = objects; column.Refresh() }
	s.parts = append(s.parts, r)
	return r
}

// newGrid makes tiles side by side that share the width, each at least as wide as asked.
func newGrid[T any](s *screen, least, height, gap float32, key func(T) string, build func(T) fyne.CanvasObject) *rows[T] {
	grid := newTiles(least, height, gap)
	r := &rows[T]{screen: s, key: key, build: build, shown: map[string]*region[T]{}, holder: grid}
	r.set = func(objects []fyne.CanvasObject) { grid.objects = objects; grid.Refresh() }
	s.parts = append(s.parts, r)
	return r
}

// Draw shows the values in their order and tells whether the list needs to be laid out anew.
func (r *rows[T]) Draw(values []T) bool {
	order := make([]string, len(values))
	moved := len(values) != len(r.order) || len(values) == 0 && r.holder.Visible()
	for i, value := range values {
		order[i] = r.key(value)
		moved = moved || r.order[i] != order[i]
		row := r.shown[order[i]]
		if row == nil {
			row = &region[T]{holder: kit.Layers(), screen: r.screen, build: r.build}
			r.shown[order[i]] = row
		}
		if !row.differs(value) {
			continue
		}
		before := row.holder.MinSize().Height
		if row.Draw(value) && row.holder.MinSize().Height != before {
			moved = true
		}
	}
	if !moved {
		return false
	}
	r.order = order
	keep := r.screen.focusKeeper()
	objects := make([]fyne.CanvasObject, len(order))
	kept := map[string]*region[T]{}
	for i, key := range order {
		objects[i], kept[key] = r.shown[key].holder, r.shown[key]
	}
	for key, row := range r.shown {
		if kept[key] == nil {
			r.screen.unmake(row.keys)
		}
	}
	r.shown = kept
	if len(objects) == 0 {
		r.holder.Hide()
	} else {
		r.holder.Show()
	}
	r.set(objects)
	keep()
	return true
}

func (r *rows[T]) forget() {
	for _, row := range r.shown {
		row.forget()
	}
}

// arrangement is objects placed by a function; its height follows its width where tall says so.
type arrangement struct {
	widget.BaseWidget
	objects []fyne.CanvasObject
	place   func(a *arrangement, size fyne.Size)
	tall    func(width float32) float32
	least   fyne.Size
}

func newArrangement(least fyne.Size, tall func(width float32) float32, place func(a *arrangement, size fyne.Size), objects ...fyne.CanvasObject) *arrangement {
	a := &arrangement{objects: objects, place: place, tall: tall, least: least}
	a.ExtendBaseWidget(a)
	return a
}

// HeightFor is asked by the layouts of the house.
func (a *arrangement) HeightFor(width float32) float32 {
	if a.tall == nil {
		return a.least.Height
	}
	return a.tall(width)
}

// CreateRenderer is part of fyne.Widget.
func (a *arrangement) CreateRenderer() fyne.WidgetRenderer { return arranger{a} }

type arranger struct{ owner *arrangement }

func (r arranger) Destroy()                     {}
func (r arranger) Objects() []fyne.CanvasObject { return r.owner.objects }
func (r arranger) Layout(size fyne.Size)        { r.owner.place(r.owner, size) }
func (r arranger) Refresh() {
	r.Layout(r.owner.Size())
	for _, object := range r.owner.objects { // whose room may be the same while what stands in it is not
		object.Refresh()
	}
	canvas.Refresh(r.owner)
}

func (r arranger) MinSize() fyne.Size {
	least := r.owner.least
	if r.owner.tall != nil {
		least.Height = r.owner.tall(max(least.Width, r.owner.Size().Width))
	}
	return least
}

func put(object fyne.CanvasObject, x, y, width, height float32) {
	object.Move(fyne.NewPos(x, y))
	object.Resize(fyne.NewSize(width, height))
}

// newTiles lays objects out in as many columns as fit, all of one size.
func newTiles(least, height, gap float32) *arrangement {
	var a *arrangement
	columns := func(width float32) int {
		look := kit.LookOf(a)
		return max(1, int((width+look.Dp(gap))/(look.Dp(least)+look.Dp(gap))))
	}
	a = newArrangement(fyne.NewSize(least, 0), func(width float32) float32 {
		look := kit.LookOf(a)
		lines := (len(a.objects) + columns(width) - 1) / columns(width)
		return float32(lines)*look.Dp(height+gap) - look.Dp(min(gap, gap*float32(lines)))
	}, func(a *arrangement, size fyne.Size) {
		look, count := kit.LookOf(a), columns(size.Width)
		wide := (size.Width - float32(count-1)*look.Dp(gap)) / float32(count)
		for i, object := range a.objects {
			put(object, float32(i%count)*(wide+look.Dp(gap)), float32(i/count)*look.Dp(height+gap), wide, look.Dp(height))
		}
	})
	return a
}

// besideOrBelow puts two objects side by side where the width is enough, else below each other. The
// second has its own width when beside.
func besideOrBelow(enough, gap float32, first, second fyne.CanvasObject) *arrangement {
	var a *arrangement
	beside := func(width float32) bool { return width >= kit.LookOf(a).Dp(enough) }
	a = newArrangement(fyne.NewSize(120, 0), func(width float32) float32 {
		space, own := kit.LookOf(a).Dp(gap), second.MinSize().Width
		if beside(width) {
			return max(kit.HeightFor(first, width-own-space), kit.HeightFor(second, own))
		}
		return kit.HeightFor(first, width) + space + kit.HeightFor(second, width)
	}, func(a *arrangement, size fyne.Size) {
		space, own := kit.LookOf(a).Dp(gap), second.MinSize().Width
		if beside(size.Width) {
			wide := size.Width - own - space
			high, other := kit.HeightFor(first, wide), kit.HeightFor(second, own)
			put(first, 0, (size.Height-high)/2, wide, high)
			put(second, wide+space, (size.Height-other)/2, own, other)
			return
		}
		high := kit.HeightFor(first, size.Width)
		put(first, 0, 0, size.Width, high)
		put(second, 0, high+space, size.Width, kit.HeightFor(second, size.Width))
	}, first, second)
	return a
}
