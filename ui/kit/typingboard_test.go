package kit_test

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

func TestKeyboardWrites(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, true)
	if d.up() {
		t.Fatal("the keyboard is up before anything is written")
	}
	d.name.Focus()
	d.tap(t, "Viết hoa")
	d.letters(t, "H")
	d.tap(t, "’", "Viết hoa")
	d.letters(t, "M")
	d.letters(t, "ai niee")
	if d.name.Text() != "H’Mai niê" || len(d.told) != 9+2-1 {
		t.Errorf("written is %q, told %d times: %q", d.name.Text(), len(d.told), d.told)
	}
	d.letters(t, " tien")
	d.tap(t, "Dấu sắc")
	if d.name.Text() != "H’Mai niê tién" || !kittest.HasButton(d.root(), "Bỏ dấu: tien") {
		t.Errorf("a tone makes %q", d.name.Text())
	}
	d.tap(t, "Bỏ dấu: tien", "Xóa một chữ", "123", "5", "abc", "q")
	if d.name.Text() != "H’Mai niê tie5q" {
		t.Errorf("undone, shortened and with a number it is %q", d.name.Text())
	}
	if d.window.Canvas().Focused() == nil {
		t.Error("the field lost the focus")
	}
}

func TestLongPressOffersForms(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, true)
	d.name.Focus()
	hold := func(key string) {
		t.Helper()
		kittest.Press(t, d.root(), key)
		d.wait(t, 450*time.Millisecond)
		for _, form := range []string{"a", "ă", "â"} {
			if key == "a" && !kittest.HasButton(d.root(), form) {
				t.Fatalf("%q is not offered", form)
			}
		}
	}
	hold("a") // chosen by a tap after the finger is lifted
	kittest.Lift(t, d.root(), "a")
	if d.name.Text() != "" || !kittest.HasButton(d.root(), "ẫ") {
		t.Errorf("lifted, %q is written; the forms are there: %v", d.name.Text(), kittest.HasButton(d.root(), "ẫ"))
	}
	d.tap(t, "ẫ")
	if d.name.Text() != "ẫ" || kittest.HasButton(d.root(), "ẫ") {
		t.Errorf("chosen, %q is written; the forms are there: %v", d.name.Text(), kittest.HasButton(d.root(), "ẫ"))
	}
	d.letters(t, "s") // a chosen letter keeps its tone's key a tone
	d.tap(t, "Xóa một chữ")
	hold("a") // chosen by sliding
	key, form := kittest.Button(t, d.root(), "a").(fyne.CanvasObject), kittest.Button(t, d.root(), "ặ").(fyne.CanvasObject)
	from, _ := bounds(key)
	to, _ := bounds(form)
	over := to.Subtract(from).AddXY(20, 20)
	key.(fyne.Draggable).Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: over}})
	key.(desktop.Mouseable).MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: over}})
	key.(fyne.Draggable).DragEnd()
	if d.name.Text() != "ặ" {
		t.Errorf("slid to, %q is written", d.name.Text())
	}
	hold("o") // another key lets the forms go
	kittest.Lift(t, d.root(), "o")
	d.tap(t, "b")
	if d.name.Text() != "ặb" || kittest.HasButton(d.root(), "ộ") {
		t.Errorf("with another key %q is written", d.name.Text())
	}
	d.tap(t, "Viết hoa")
	kittest.Press(t, d.root(), "D")
	d.wait(t, 450*time.Millisecond)
	kittest.Lift(t, d.root(), "D")
	d.tap(t, "Đ")
	if d.name.Text() != "ặbĐ" || !kittest.HasButton(d.root(), "q") {
		t.Errorf("a capital form writes %q", d.name.Text())
	}
}

func TestBackspaceRepeats(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, true)
	d.name.Focus()
	d.letters(t, "quyeets ddinhj")
	kittest.Press(t, d.root(), "Xóa một chữ")
	if d.name.Text() != "quyết địn" {
		t.Errorf("at once it is %q", d.name.Text())
	}
	d.wait(t, 450*time.Millisecond)
	for range 4 {
		d.wait(t, 90*time.Millisecond)
	}
	kittest.Lift(t, d.root(), "Xóa một chữ")
	if d.name.Text() != "quyế" {
		t.Errorf("held it leaves %q", d.name.Text())
	}
	d.wait(t, 90*time.Millisecond) // too late
	if d.name.Text() != "quyế" {
		t.Errorf("lifted it goes on: %q", d.name.Text())
	}
}

// TestFingerThatLeavesItsKey: a little away counts, far away does not.
func TestFingerThatLeavesItsKey(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, true)
	d.name.Focus()
	for _, row := range []struct {
		x    float32
		want string
	}{{-10, "g"}, {300, "g"}, {40, "gg"}} {
		key := kittest.Button(t, d.root(), "g").(desktop.Mouseable)
		key.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
		key.MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(row.x, 20)}, Button: desktop.MouseButtonPrimary})
		if d.name.Text() != row.want {
			t.Errorf("lifted at %v, %q is written", row.x, d.name.Text())
		}
	}
	kittest.Button(t, d.root(), "g").Tapped(nil) // the driver's tap after the way that was taken
	if d.name.Text() != "gg" {
		t.Errorf("one tap wrote twice: %q", d.name.Text())
	}
	kittest.Button(t, d.root(), "g").Tapped(nil) // one of a screen reader
	if d.name.Text() != "ggg" {
		t.Errorf("a tap alone writes %q", d.name.Text())
	}
}

func TestShiftTurns(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, true)
	d.name.Focus()
	d.tap(t, "Viết hoa", "A", "b", "Viết hoa", "Viết hoa", "C", "D", "Dấu cách", "E", "Viết hoa toàn bộ", "g")
	if d.name.Text() != "AbCD Eg" {
		t.Errorf("written is %q", d.name.Text())
	}
}

func TestMethodKey(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, true)
	var chosen []kit.Method
	d.typing.OnMethod = func(method kit.Method) { chosen = append(chosen, method) }
	d.name.Focus()
	d.tap(t, "Kiểu gõ: Telex")
	d.letters(t, "as ")
	d.tap(t, "a", "123", "1", "abc")
	d.tap(t, "Kiểu gõ: VNI")
	d.letters(t, " an")
	d.tap(t, "Dấu huyền", "Kiểu gõ: Tắt")
	d.letters(t, " as")
	if got := d.name.Text(); got != "as á àn á" || fmt.Sprint(chosen) != "[vni off telex]" {
		t.Errorf("written is %q by %v", got, chosen)
	}
	d.typing.SetWords(assets.LoadWords(assets.English))
	if !kittest.HasButton(d.root(), "Done") || kittest.HasButton(d.root(), "Xong") {
		t.Error("the keyboard does not change its language")
	}
}

// TestFieldStandsAboveKeyboard: wherever the field is, it is seen while it is written in, and the screen
// goes back to its place.
func TestFieldStandsAboveKeyboard(t *testing.T) {
	for _, scale := range []float32{1, kit.ElderScale} {
		for _, size := range []fyne.Size{tablet, {Width: 1024, Height: 600}, {Width: 800, Height: 1280}} {
			kittest.Start(t, kit.LightPalette(), scale)
			d := newDesk(t, size, true)
			before, _ := bounds(d.name)
			for _, field := range []*kit.TextField{d.name, d.secret, d.note, d.where} {
				field.Focus()
				board, _ := bounds(kittest.Find[*kit.Keyboard](t, d.root(), nil))
				at, end := bounds(field)
				if end.Y > board.Y || at.Y < 0 {
					t.Errorf("%v at %v: a field from %v to %v, the keyboard begins at %v", size, scale, at.Y, end.Y, board.Y)
				}
			}
			d.tap(t, "Xong")
			if after, _ := bounds(d.name); d.up() || after != before || d.window.Canvas().Focused() != nil {
				t.Errorf("done, the keyboard is up: %v; the field is at %v and was at %v", d.up(), after, before)
			}
		}
	}
}

// TestHiddenKeyboardComesBack: put away it stays away, while the field is written in on, until a touch.
func TestHiddenKeyboardComesBack(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, true)
	d.name.Focus()
	d.letters(t, "as")
	d.tap(t, "Ẩn bàn phím")
	focused := d.window.Canvas().Focused()
	if d.up() || focused == nil {
		t.Fatalf("hidden, it is up: %v, focus %v", d.up(), focused)
	}
	focused.TypedRune('n')
	finger := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(400, 10)}, Button: desktop.MouseButtonPrimary}
	focused.(desktop.Mouseable).MouseDown(finger)
	if d.up() {
		t.Error("the screen moves under the finger")
	}
	focused.(desktop.Mouseable).MouseUp(finger)
	if !d.up() || d.name.Text() != "án" {
		t.Errorf("touched, it is up: %v; written is %q", d.up(), d.name.Text())
	}
	d.window.Canvas().Unfocus()
	if d.up() {
		t.Error("it stays when the field is left")
	}
	d.typing.SetTouch(false)
	d.name.Focus()
	if d.up() {
		t.Error("a window worked by mouse and keys shows it")
	}
}

// TestKeyboardOverDialog: fields of a dialog are written in as well, and stay in sight.
func TestKeyboardOverDialog(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, fyne.NewSize(1024, 600), true)
	var fields []fyne.CanvasObject
	for range 6 {
		fields = append(fields, kit.NewTextField("Họ và tên", ""))
	}
	saved := 0
	last := fields[5].(*kit.TextField)
	dialog := kit.NewDialog("Thêm đại biểu", kit.Column(14, fields...), kit.DialogButton{Text: "Lưu", Kind: kit.Strong, Tapped: func() { saved++ }})
	dialog.Open(d.window.Canvas())
	last.Focus()
	d.letters(t, "niee")
	board, _ := bounds(kittest.Find[*kit.Keyboard](t, d.root(), nil))
	at, end := bounds(last)
	if last.Text() != "niê" || end.Y > board.Y || at.Y < 0 {
		t.Errorf("written is %q in a field from %v to %v, the keyboard begins at %v", last.Text(), at.Y, end.Y, board.Y)
	}
	if _, end := bounds(dialog.Button(0)); end.Y > board.Y {
		t.Errorf("the way out ends at %v, the keyboard begins at %v", end.Y, board.Y)
	}
	kittest.Keep(t, "keyboard-dialog-1024x600-light", kittest.Capture(d.window))
	kittest.Tap(t, dialog, "Lưu")
	if saved != 1 {
		t.Error("the dialog's way is not taken")
	}
	d.name.Focus()
	d.letters(t, "b")
	if !d.up() || d.name.Text() != "b" {
		t.Errorf("after the dialog the keyboard is up: %v; written is %q", d.up(), d.name.Text())
	}
	sheetField := kit.NewTextField("Ý kiến", "")
	sheet := kit.NewSheet(300, kit.Column(8, sheetField))
	sheet.Open(d.window.Canvas())
	sheetField.Focus()
	d.letters(t, "dd")
	board, _ = bounds(kittest.Find[*kit.Keyboard](t, d.root(), nil))
	if _, end := bounds(sheetField); sheetField.Text() != "đ" || end.Y > board.Y {
		t.Errorf("written is %q in a sheet's field that ends at %v; the keyboard begins at %v", sheetField.Text(), end.Y, board.Y)
	}
	sheet.Close()
	d.wait(t, 500*time.Millisecond)
	if d.up() {
		t.Error("without a field the keyboard stays")
	}
}

// TestKeyboardGoesWithItsField: a screen that changes takes the keyboard along.
func TestKeyboardGoesWithItsField(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	field, holder := kit.NewTextField("Mời", ""), kit.Layers()
	var clock waits
	typing := kit.NewTyping(assets.LoadWords(assets.Vietnamese), clock.after)
	typing.SetTouch(true)
	holder.Objects = []fyne.CanvasObject{kit.Padded(kit.All(40), kit.Column(0, field))}
	window := kittest.Window(t, kit.WithKeyboard(holder, typing), tablet)
	field.Focus()
	clock.run[len(clock.run)-1]()
	if !kittest.HasButton(window.Content(), "Xong") {
		t.Fatal("the keyboard left a field that is there")
	}
	holder.Objects = []fyne.CanvasObject{kit.Padded(kit.All(40), kit.Column(0, kit.Space(600), field))}
	holder.Refresh()
	kittest.Settle(window.Content(), tablet)
	clock.run[len(clock.run)-1]()
	board, _ := bounds(kittest.Find[*kit.Keyboard](t, window.Content(), nil))
	if _, end := bounds(field); end.Y > board.Y {
		t.Errorf("the field went down to %v, the keyboard begins at %v", end.Y, board.Y)
	}
	holder.Objects = []fyne.CanvasObject{kit.NewText("Đang chờ", kit.Title)}
	holder.Refresh()
	clock.run[len(clock.run)-1]()
	if kittest.HasButton(window.Content(), "Xong") {
		t.Error("the keyboard stays without its field")
	}
}

// TestTabPassesTheKeyboard: the Tab key goes from field to field.
func TestTabPassesTheKeyboard(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, true)
	d.name.Focus()
	first := d.window.Canvas().Focused()
	seen := 0
	for next := kittest.Tab(d.window); next != first && seen < 20; next = kittest.Tab(d.window) {
		seen++
	}
	if seen != 4 { // three more fields and the button
		t.Errorf("the Tab key stops at %d things", seen)
	}
}

// TestTappedKeyIsFocusableAndNever: this is what has Fyne leave the focus in the field.
func TestTappedKeyIsFocusableAndNever(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, true)
	d.name.Focus()
	key := kittest.Button(t, d.root(), "g")
	focusable, ok := key.(fyne.Focusable)
	if !ok || !key.(fyne.Disableable).Disabled() {
		t.Fatalf("a key is %T", key)
	}
	d.window.Canvas().Focus(focusable)
	if d.window.Canvas().Focused() == focusable {
		t.Error("a key took the focus")
	}
}

func TestNumbersComeFirst(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, true)
	number := kit.NewTextField("Số phiếu", "").Numbers()
	dialog := kit.NewDialog("Kiểm phiếu", number)
	dialog.Open(d.window.Canvas())
	number.Focus()
	d.tap(t, "2", "4")
	if number.Text() != "24" {
		t.Errorf("written is %q", number.Text())
	}
}

func TestEnterKey(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	d := newDesk(t, tablet, true)
	d.name.Focus()
	if kittest.HasButton(d.root(), "Xuống dòng hoặc gửi") {
		t.Error("Enter is offered where it does nothing")
	}
	d.note.Focus()
	d.letters(t, "as")
	d.tap(t, "Xuống dòng hoặc gửi", "s")
	if d.note.Text() != "á\ns" {
		t.Errorf("in lines %q is written", d.note.Text())
	}
	sent := ""
	d.where.OnSubmitted = func(text string) { sent = text }
	d.where.Focus()
	d.tap(t, "h", "Xuống dòng hoặc gửi")
	if sent != "h" {
		t.Errorf("sent is %q", sent)
	}
}

// BenchmarkKey is a whole tap on a key, with the drawing of what changed.
func BenchmarkKey(b *testing.B) {
	test.NewApp().Settings().SetTheme(kit.NewTheme(kit.LightPalette(), 1))
	var clock waits
	typing := kit.NewTyping(assets.LoadWords(assets.Vietnamese), clock.after)
	typing.SetMethod(kit.TypeTelex)
	typing.SetTouch(true)
	field := kit.NewTextField("Họ tên", "")
	window := test.NewWindow(kit.WithKeyboard(kit.Padded(kit.All(40), kit.Column(0, field)), typing))
	window.Resize(tablet)
	field.Focus()
	var keys []desktop.Mouseable
	for _, label := range []string{"n", "g", "h", "i", "e", "e", "n", "g", "x", "Dấu cách"} {
		keys = append(keys, kittest.Button(b, window.Content(), label).(desktop.Mouseable))
	}
	event := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	at := 0
	for b.Loop() {
		keys[at].MouseDown(event)
		keys[at].MouseUp(event)
		if at++; at == len(keys) {
			at = 0
			field.SetText("")
		}
	}
}

// BenchmarkKeyboardUp is a field that takes the focus, and leaves it.
func BenchmarkKeyboardUp(b *testing.B) {
	test.NewApp().Settings().SetTheme(kit.NewTheme(kit.LightPalette(), 1))
	var clock waits
	typing := kit.NewTyping(assets.LoadWords(assets.Vietnamese), clock.after)
	typing.SetTouch(true)
	field := kit.NewTextField("Họ tên", "")
	window := test.NewWindow(kit.WithKeyboard(kit.Padded(kit.All(40), kit.Column(0, field)), typing))
	window.Resize(tablet)
	for b.Loop() {
		field.Focus()
		window.Canvas().Unfocus()
	}
}
