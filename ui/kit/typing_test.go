package kit_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

var tablet = fyne.NewSize(1280, 800)

func TestHardwareKeysCompose(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, false)
	kittest.Write(t, d.name, "Nguyeenx Thij dduwowngf")
	if d.name.Text() != "Nguyễn Thị đường" || d.up() {
		t.Errorf("written is %q, a keyboard is up: %v", d.name.Text(), d.up())
	}
	for _, told := range d.told {
		if strings.ContainsAny(told, "\u0302\u0303") || strings.HasSuffix(told, "Nguy") && told != "Nguy" {
			t.Errorf("a half change was told: %q", told)
		}
	}
	if len(d.told) != len("Nguyeenx Thij dduwowngf") { // none for emptying an empty field
		t.Errorf("%d keys told %d changes", len("Nguyeenx Thij dduwowngf"), len(d.told))
	}
	kittest.Key(d.window, fyne.KeyBackspace)
	if d.name.Text() != "Nguyễn Thị đườn" {
		t.Errorf("after a backspace it is %q", d.name.Text())
	}
}

// TestFieldsThatStayAsTyped: a code and an address are what was typed.
func TestFieldsThatStayAsTyped(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, false)
	kittest.Write(t, d.secret, "passwoords")
	kittest.Write(t, d.where, "congso:aaee.dd11")
	if d.secret.Text() != "passwoords" || d.where.Text() != "congso:aaee.dd11" {
		t.Errorf("written are %q and %q", d.secret.Text(), d.where.Text())
	}
	d.typing.SetMethod(kit.TypeOff)
	kittest.Write(t, d.name, "dduwowngf")
	if d.name.Text() != "dduwowngf" {
		t.Errorf("without a method %q is written", d.name.Text())
	}
}

// TestCapitalsWithShift: Shift is down while capitals are typed, and nothing gets selected by it.
func TestCapitalsWithShift(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, false)
	d.name.Focus()
	keys := d.window.Canvas().Focused()
	keys.(desktop.Keyable).KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	for _, key := range "DDAJI BIEEUR" {
		keys.TypedRune(key)
	}
	keys.(desktop.Keyable).KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	if d.name.Text() != "ĐẠI BIỂU" {
		t.Errorf("with Shift %q is written", d.name.Text())
	}
}

// TestSystemsOwnMethodIsLeftAlone: once a letter comes composed, the system composes.
func TestSystemsOwnMethodIsLeftAlone(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, false)
	kittest.Write(t, d.name, "Nguyễn xoong")
	if d.name.Text() != "Nguyễn xoong" {
		t.Errorf("after a composed letter %q is written", d.name.Text())
	}
	d.typing.SetMethod(kit.TypeVNI) // a person says so again
	kittest.Write(t, d.name, "d9a5i")
	if d.name.Text() != "đại" {
		t.Errorf("chosen again it writes %q", d.name.Text())
	}
}

func TestUndoByShortcut(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, false)
	kittest.Write(t, d.name, "xem test")
	focused := d.window.Canvas().Focused().(fyne.Shortcutable)
	focused.TypedShortcut(&fyne.ShortcutUndo{})
	if d.name.Text() != "xem test" {
		t.Errorf("undone it is %q", d.name.Text())
	}
	focused.TypedShortcut(&fyne.ShortcutUndo{}) // nothing composed is left: the entry's own undo
	if d.name.Text() == "xem test" {
		t.Error("the entry's own undo is lost")
	}
}

// TestWordsAreLetGo: what stands elsewhere, was pasted or set is not composed with.
func TestWordsAreLetGo(t *testing.T) {
	for name, between := range map[string]func(d *desk){
		"arrows": func(d *desk) { kittest.Key(d.window, fyne.KeyLeft); kittest.Key(d.window, fyne.KeyRight) },
		"pointer": func(d *desk) {
			entry := d.window.Canvas().Focused().(desktop.Mouseable)
			at := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(600, 10)}, Button: desktop.MouseButtonPrimary}
			entry.MouseDown(at)
			entry.MouseUp(at)
		},
		"set": func(d *desk) { d.name.SetText(""); d.name.SetText("tha"); kittest.Key(d.window, fyne.KeyEnd) },
	} {
		t.Run(name, func(t *testing.T) {
			kittest.Start(t, kit.LightPalette(), 1)
			d := newDesk(t, tablet, false)
			kittest.Write(t, d.name, "tha")
			between(d)
			test.Type(d.window.Canvas().Focused(), "s")
			if d.name.Text() != "thas" {
				t.Errorf("written is %q", d.name.Text())
			}
		})
	}
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, false)
	kittest.Write(t, d.name, "tha")
	clipboard := fyne.CurrentApp().Clipboard()
	clipboard.SetContent("tha")
	focused := d.window.Canvas().Focused()
	focused.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
	test.Type(focused, "s")
	if d.name.Text() != "thathas" {
		t.Errorf("after pasting %q is written", d.name.Text())
	}
	focused.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	test.Type(focused, "as")
	if d.name.Text() != "á" {
		t.Errorf("over a selection %q is written", d.name.Text())
	}
	focused.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	kittest.Key(d.window, fyne.KeyBackspace)
	if d.name.Text() != "" {
		t.Errorf("a selection deleted leaves %q", d.name.Text())
	}
}
