package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

// pressable is one kind of thing to press, called "Chọn".
type pressable struct {
	name  string
	build func(tapped func()) fyne.CanvasObject
}

var pressables = []pressable{
	{"BigButton", func(tapped func()) fyne.CanvasObject { return kit.NewBigButton("Chọn", kit.Primary, tapped) }},
	{"BigButton of a desk", func(tapped func()) fyne.CanvasObject {
		return kit.NewBigButton("Chọn", kit.Quiet, tapped).WithIcon("check").WithKey("F5")
	}},
	{"ChoiceButton", func(tapped func()) fyne.CanvasObject { return kit.NewChoiceButton(kit.ForAnswer, "Chọn", tapped) }},
	{"IconButton", func(tapped func()) fyne.CanvasObject { return kit.NewIconButton("check", "Chọn", tapped) }},
	{"Chip", func(tapped func()) fyne.CanvasObject { return kit.NewChip("Chọn", kit.OutlineChip).WithTap(tapped) }},
	{"ListRow", func(tapped func()) fyne.CanvasObject {
		return kit.NewListRow("Chọn", kit.NewText("Chọn", kit.Body), tapped)
	}},
	{"TapCard", func(tapped func()) fyne.CanvasObject {
		return kit.NewTapCard("Chọn", kit.NewText("Chọn", kit.Body), tapped)
	}},
	{"Check", func(tapped func()) fyne.CanvasObject {
		return kit.NewCheck("Chọn", false, func(bool) { tapped() })
	}},
	{"Switch", func(tapped func()) fyne.CanvasObject {
		return kit.NewSwitch("Chọn", false, func(bool) { tapped() })
	}},
	{"Segments", func(tapped func()) fyne.CanvasObject {
		s := kit.NewSegments([]kit.Option{{ID: "x", Text: "Chọn"}, {ID: "y", Text: "Khác"}}, "y", nil)
		s.OnSelected = func(string) { tapped(); s.SetSelected("y") }
		return s
	}},
	{"Tabs", func(tapped func()) fyne.CanvasObject {
		s := kit.NewTabs([]kit.TabItem{{ID: "x", Text: "Chọn"}, {ID: "y", Text: "Khác"}}, "y", nil)
		s.OnSelected = func(string) { tapped(); s.SetSelected("y") }
		return s
	}},
	{"Strip", func(tapped func()) fyne.CanvasObject {
		return kit.NewStrip(kit.NoticeStrip, "info", "Có bản mới").WithAction("Chọn", tapped)
	}},
}

func eachPressable(t *testing.T, run func(t *testing.T, window fyne.Window, object fyne.CanvasObject, taps *int)) {
	for _, kind := range pressables {
		t.Run(kind.name, func(t *testing.T) {
			kittest.Start(t, kit.LightPalette(), 1)
			taps := 0
			object := kind.build(func() { taps++ })
			window := kittest.Window(t, kit.Centered(object), fyne.NewSize(600, 300))
			run(t, window, object, &taps)
		})
	}
}

func TestTapActs(t *testing.T) {
	eachPressable(t, func(t *testing.T, window fyne.Window, object fyne.CanvasObject, taps *int) {
		kittest.Press(t, object, "Chọn")
		kittest.Lift(t, object, "Chọn")
		if *taps != 0 {
			t.Fatal("a finger that is not lifted yet acted")
		}
		kittest.Tap(t, object, "Chọn")
		if *taps != 1 {
			t.Errorf("a tap acted %d times", *taps)
		}
	})
}

func TestKeyboardActs(t *testing.T) {
	eachPressable(t, func(t *testing.T, window fyne.Window, object fyne.CanvasObject, taps *int) {
		focused := kittest.Tab(window)
		if focused == nil || focused.(fyne.Accessible).AccessibilityLabel() != "Chọn" {
			t.Fatalf("the first Tab has the focus on %v", focused)
		}
		kittest.Key(window, fyne.KeySpace)
		kittest.Key(window, fyne.KeyReturn)
		kittest.Key(window, fyne.KeyEnter)
		if *taps != 3 {
			t.Errorf("Space, Enter and the other Enter acted %d times", *taps)
		}
		var keys []fyne.KeyName
		window.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) { keys = append(keys, key.Name) })
		kittest.Key(window, fyne.KeyF5)
		if len(keys) != 1 || *taps != 3 {
			t.Errorf("F5 reached the window %d times, acted %d", len(keys), *taps-3)
		}
	})
}

func TestFocusIsSeen(t *testing.T) {
	eachPressable(t, func(t *testing.T, window fyne.Window, object fyne.CanvasObject, _ *int) {
		before := len(rings(object))
		kittest.Tab(window)
		shown := rings(object)
		if before != 0 || len(shown) != 1 {
			t.Fatalf("%d rings without focus, %d with", before, len(shown))
		}
		if shown[0].StrokeWidth != 3 {
			t.Errorf("the ring is %v wide", shown[0].StrokeWidth)
		}
		window.Canvas().Unfocus()
		if len(rings(object)) != 0 {
			t.Error("the ring stays without focus")
		}
	})
}

// rings are the focus rings to be seen: rectangles without ground and a line of 3.
func rings(root fyne.CanvasObject) []*canvas.Rectangle {
	var found []*canvas.Rectangle
	for _, shape := range kittest.FindAll[*canvas.Rectangle](root) {
		_, _, _, alpha := shape.FillColor.RGBA()
		if alpha == 0 && shape.StrokeWidth == 3 {
			found = append(found, shape)
		}
	}
	return found
}

func TestPressedLookEnds(t *testing.T) {
	eachPressable(t, func(t *testing.T, window fyne.Window, object fyne.CanvasObject, taps *int) {
		held := kittest.Button(t, object, "Chọn").(interface {
			desktop.Mouseable
			desktop.Hoverable
		})
		rest := window.Canvas().Capture()
		held.MouseIn(nil)
		held.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
		held.MouseOut()
		if *taps != 0 {
			t.Error("a finger that slid off acted")
		}
		if !same(rest, window.Canvas().Capture()) {
			t.Error("a finger that slid off left a trace")
		}
	})
}

func TestTargetsAreFingerSized(t *testing.T) {
	for _, scale := range []float32{1, kit.ElderScale} {
		for _, kind := range pressables {
			kittest.Start(t, kit.LightPalette(), scale)
			object := kind.build(func() {})
			kittest.Window(t, kit.Centered(object), fyne.NewSize(900, 500))
			target := kittest.Button(t, object, "Chọn").(fyne.CanvasObject)
			if size := target.Size(); size.Width < 48*scale-0.01 || size.Height < 48*scale-0.01 {
				t.Errorf("at scale %v a %s is a target of %v", scale, kind.name, size)
			}
		}
	}
}

func TestDisabledSaysWhy(t *testing.T) {
	for name, button := range map[string]interface {
		fyne.Widget
		fyne.Disableable
		DisableFor(string)
	}{
		"BigButton":    kit.NewBigButton("Chọn", kit.Primary, func() { t.Error("a disabled button acted") }),
		"ChoiceButton": kit.NewChoiceButton(kit.ForAnswer, "Chọn", func() { t.Error("a disabled answer acted") }),
		"IconButton":   kit.NewIconButton("check", "Chọn", func() { t.Error("a disabled icon acted") }),
		"Check":        kit.NewCheck("Chọn", false, func(bool) { t.Error("a disabled check acted") }),
	} {
		t.Run(name, func(t *testing.T) {
			kittest.Start(t, kit.LightPalette(), 1)
			button.DisableFor("Chưa đủ đại biểu")
			window := kittest.Window(t, kit.Centered(button), fyne.NewSize(400, 200))
			kittest.Tap(t, button, "Chọn")
			if kittest.Tab(window) != nil {
				t.Error("the keyboard stops at what is out of use")
			}
			if label := button.(fyne.Accessible).AccessibilityLabel(); label != "Chọn. Chưa đủ đại biểu" {
				t.Errorf("a screen reader says %q", label)
			}
			if name == "BigButton" && !kittest.Shows(button, "Chưa đủ đại biểu") {
				t.Error("the reason is not to be read")
			}
			button.Enable()
			if button.Disabled() || kittest.Tab(window) == nil {
				t.Error("it cannot be used again")
			}
		})
	}
}

func TestSecondaryTap(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	first, second := 0, 0
	card := kit.NewTapCard("Thẻ", kit.NewText("Thẻ", kit.Body), func() { first++ })
	card.OnSecondary = func() { second++ }
	kittest.Window(t, card, fyne.NewSize(200, 200))
	test.TapSecondary(card)
	if first != 0 || second != 1 {
		t.Errorf("a right click acted %d and %d times", first, second)
	}
	card.Disable()
	test.TapSecondary(card)
	if second != 1 {
		t.Error("a disabled card took a right click")
	}
}

func TestTapsGoThroughChips(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	rows, chips := 0, 0
	row := kit.NewListRow("Dòng", kit.Row(0, kit.Fill(kit.NewText("Dòng", kit.Body)), kit.NewChip("Vắng", kit.SlateChip),
		kit.NewChip("Gọi", kit.OutlineChip).WithTap(func() { chips++ })), func() { rows++ })
	window := kittest.Window(t, row, fyne.NewSize(400, 60))
	chip := kittest.FindAll[*kit.Chip](row)
	at := func(c *kit.Chip) fyne.Position {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(c).AddXY(c.Size().Width/2, c.Size().Height/2)
	}
	test.TapCanvas(window.Canvas(), at(chip[0]))
	if rows != 1 || chips != 0 {
		t.Errorf("a tap on a word in a row counted %d for the row, %d for the chip", rows, chips)
	}
	test.TapCanvas(window.Canvas(), at(chip[1]))
	if rows != 1 || chips != 1 {
		t.Errorf("a tap on a button in a row counted %d for the row, %d for the button", rows, chips)
	}
}

func TestArrowsMoveChoice(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	var chosen []string
	segments := kit.NewSegments([]kit.Option{{ID: "a", Text: "Sáng"}, {ID: "b", Text: "Tối"}}, "a", func(id string) { chosen = append(chosen, id) })
	tabs := kit.NewTabs([]kit.TabItem{{ID: "c", Text: "Một"}, {ID: "d", Text: "Hai"}}, "c", func(id string) { chosen = append(chosen, id) })
	window := kittest.Window(t, kit.Column(8, segments, tabs), fyne.NewSize(400, 200))
	kittest.Tab(window)
	kittest.Key(window, fyne.KeyRight)
	kittest.Key(window, fyne.KeyRight) // there is no more
	kittest.Key(window, fyne.KeyLeft)
	kittest.Tab(window)
	kittest.Tab(window)
	kittest.Key(window, fyne.KeyRight)
	if got := len(chosen); got != 3 || chosen[0] != "b" || chosen[1] != "a" || chosen[2] != "d" {
		t.Errorf("the arrows chose %v", chosen)
	}
	if segments.Selected() != "a" || tabs.Selected() != "d" {
		t.Errorf("chosen are %s and %s", segments.Selected(), tabs.Selected())
	}
}
