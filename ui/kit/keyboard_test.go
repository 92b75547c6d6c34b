package kit_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

// desk is a window with fields, one low on the screen, and the window's typing.
type desk struct {
	waits
	typing        *kit.Typing
	window        fyne.Window
	name, note    *kit.TextField
	secret, where *kit.TextField
	told          []string
	size          fyne.Size
}

func newDesk(t *testing.T, size fyne.Size, touch bool) *desk {
	t.Helper()
	d := &desk{size: size}
	d.typing = kit.NewTyping(assets.LoadWords(assets.Vietnamese), d.after)
	d.typing.SetMethod(kit.TypeTelex)
	d.typing.SetTouch(touch)
	d.name = kit.NewTextField("Họ và tên đại biểu", "Ví dụ: H’Mai Niê")
	d.name.OnChanged = func(text string) { d.told = append(d.told, text) }
	d.note = kit.NewTextField("Ghi chú", "").Lines().WithHeight(120)
	d.secret = kit.NewTextField("Mã cá nhân", "").Masked()
	d.where = kit.NewTextField("Địa chỉ phòng họp", "").Literal()
	content := kit.Padded(kit.All(24), kit.Column(16,
		kit.NewParagraph("Đăng ký phát biểu tại phiên họp", kit.PageTitle),
		kit.NewParagraph("Nội dung 3. Tờ trình về kế hoạch đầu tư công trung hạn giai đoạn 2026 – 2030.", kit.Cue.In(kit.Ink2)),
		kit.Spring(), d.name, kit.RowAt(kit.Top, 16, kit.Share(1, d.secret), kit.Share(1, d.where)), d.note,
		kit.Anchored(0, 0, kit.NewBigButton("Gửi đăng ký", kit.Primary, func() {}).WithHeight(56).WithWidth(240))))
	d.window = kittest.Window(t, kit.WithKeyboard(kit.Layers(kit.NewPanel(kit.Paper, nil), content), d.typing), size)
	return d
}

// root is all that the window shows.
func (d *desk) root() fyne.CanvasObject {
	if over := d.window.Canvas().Overlays().Top(); over != nil {
		return over
	}
	return d.window.Content()
}

// tap puts a finger on keys, one after the other, and lifts it.
func (d *desk) tap(t *testing.T, keys ...string) {
	t.Helper()
	for _, key := range keys {
		kittest.Press(t, d.root(), key)
		kittest.Lift(t, d.root(), key)
	}
}

// letters taps a key for each letter.
func (d *desk) letters(t *testing.T, text string) {
	t.Helper()
	for _, letter := range text {
		key := string(letter)
		if key == " " {
			key = "Dấu cách"
		}
		d.tap(t, key)
	}
}

func (d *desk) up() bool { return kittest.HasButton(d.root(), "Xong") }

// wait runs what was to be done last after so long.
func (d *desk) wait(t *testing.T, length time.Duration) {
	t.Helper()
	for i := len(d.run) - 1; i >= 0; i-- {
		if d.length[i] == length {
			d.run[i]()
			return
		}
	}
	t.Fatalf("nothing waits for %v", length)
}

// bounds is where an object is drawn.
func bounds(object fyne.CanvasObject) (at fyne.Position, end fyne.Position) {
	at = fyne.CurrentApp().Driver().AbsolutePositionForObject(object)
	return at, at.Add(object.Size())
}

func TestKeyboardPictures(t *testing.T) {
	kittest.BothThemes(t, func(t *testing.T, suffix string) {
		for name, size := range map[string]fyne.Size{
			"1280x800": {Width: 1280, Height: 800}, "1024x600": {Width: 1024, Height: 600}, "800x1280": {Width: 800, Height: 1280},
		} {
			d := newDesk(t, size, true)
			d.name.Focus()
			d.tap(t, "Viết hoa")
			d.letters(t, "H")
			d.letters(t, "uyeenf")
			look := func(what string) {
				t.Helper()
				kittest.Keep(t, "keyboard-"+what+"-"+name+suffix, kittest.Capture(d.window))
				legible(t, d.root(), size)
			}
			look("letters")
			kittest.Press(t, d.root(), "o")
			d.wait(t, 450*time.Millisecond)
			look("forms")
			kittest.Lift(t, d.root(), "o")
			d.tap(t, "ờ", "123")
			look("numbers")
			d.tap(t, "#+=")
			look("symbols")
			d.note.Focus()
			look("note")
			d.tap(t, "Viết hoa", "Viết hoa")
			look("capitals")
			d.secret.Focus()
			look("masked")
		}
	})
}

func TestKeyboardForElders(t *testing.T) {
	for name, size := range map[string]fyne.Size{"1280x800": {Width: 1280, Height: 800}, "1024x600": {Width: 1024, Height: 600}, "800x1280": {Width: 800, Height: 1280}} {
		kittest.Start(t, kit.LightPalette(), kit.ElderScale)
		d := newDesk(t, size, true)
		d.name.Focus()
		d.letters(t, "giuwax")
		kittest.Press(t, d.root(), "a")
		d.wait(t, 450*time.Millisecond)
		legible(t, d.root(), size)
		kittest.Keep(t, "keyboard-elders-"+name, kittest.Capture(d.window))
	}
}

// legible fails the test where words of the keyboard are cut or written over each other, a key is under 48,
// or something reaches over the window's edge.
func legible(t *testing.T, root fyne.CanvasObject, room fyne.Size) {
	t.Helper()
	board := kittest.Find[*kit.Keyboard](t, root, nil)
	top, end := bounds(board)
	if top.X != 0 || end.X != room.Width || end.Y != room.Height {
		t.Errorf("the keyboard stands from %v to %v in %v", top, end, room)
	}
	kittest.Walk(board, func(object fyne.CanvasObject, _ fyne.Position) bool {
		key, named := object.(fyne.Accessible)
		if !named || object == fyne.CanvasObject(board) {
			return false
		}
		at, end := bounds(object)
		if size := object.Size(); size.Width < 56 || size.Height < 56 {
			t.Errorf("the key %q is %v with its gap", key.AccessibilityLabel(), size)
		}
		if at.X < 0 || at.Y < 0 || end.X > room.Width || end.Y > room.Height {
			t.Errorf("the key %q stands from %v to %v", key.AccessibilityLabel(), at, end)
		}
		if key.AccessibilityLabel() == "" || strings.Contains(key.AccessibilityLabel(), "typing.") {
			t.Errorf("a key is called %q", key.AccessibilityLabel())
		}
		kittest.Walk(object, func(part fyne.CanvasObject, _ fyne.Position) bool {
			if line, ok := part.(*canvas.Text); ok && line.Text != "" {
				from, to := bounds(line)
				if from.X < at.X+4 || to.X > end.X-4 {
					t.Errorf("%q is wider than its key", line.Text)
				}
				if line.TextSize < 14 {
					t.Errorf("%q is written in %v", line.Text, line.TextSize)
				}
			}
			return false
		})
		return false
	})
}
