package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

func TestFieldNormalises(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	field := kit.NewTextField("Họ và tên", "Ví dụ: Nguyễn Văn Ân")
	var told, submitted string
	field.OnChanged = func(text string) { told = text }
	field.OnSubmitted = func(text string) { submitted = text }
	window := kittest.Window(t, field, fyne.NewSize(400, 100))
	kittest.Write(t, field, "Nguye\u0302\u0303n") // as a Mac or a screen keyboard composes it
	if want := "Nguyễn"; told != want || field.Text() != want {
		t.Errorf("reported %q, holds %q", told, field.Text())
	}
	kittest.Key(window, fyne.KeyReturn)
	if submitted != "Nguyễn" {
		t.Errorf("Enter submitted %q", submitted)
	}
	field.SetText("Ba\u0301o")
	if field.Text() != "Báo" || told != "Báo" {
		t.Errorf("set, it holds %q and told %q", field.Text(), told)
	}
}

func TestFieldShowsPlaceholderHelpAndFault(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	field := kit.NewTextField("Số phiếu", "Nhập số").WithHelp("Đếm lại hai lần.")
	kittest.Window(t, field, fyne.NewSize(200, 160))
	if !kittest.Shows(field, "Số phiếu") || !kittest.Shows(field, "Nhập số") || !kittest.Shows(field, "Đếm lại hai lần.") {
		t.Errorf("shown are %q", kittest.Texts(field))
	}
	before := field.HeightFor(200)
	field.SetFault("Nhiều hơn số đại biểu có mặt. Hãy kiểm tra lại.")
	if !kittest.Shows(field, "Hãy kiểm tra lại.") || kittest.Shows(field, "Đếm lại") {
		t.Errorf("with a fault shown are %q", kittest.Texts(field))
	}
	if field.HeightFor(200) <= before {
		t.Error("a fault of two lines takes no room")
	}
	field.SetFault("")
	if !kittest.Shows(field, "Đếm lại hai lần.") || field.HeightFor(200) != before {
		t.Error("without the fault the help is not back")
	}
	field.SetText("24")
	if kittest.Shows(field, "Nhập số") {
		t.Error("the placeholder stays behind what is written")
	}
}

func TestFieldHandsScreenKeysOn(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	field := kit.NewTextField("", "Tìm")
	window := kittest.Window(t, field, fyne.NewSize(400, 60))
	var keys []fyne.KeyName
	window.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) { keys = append(keys, key.Name) })
	kittest.Tab(window)
	kittest.Key(window, fyne.KeyEscape)
	kittest.Key(window, fyne.KeyF5)
	kittest.Key(window, fyne.KeyLeft)
	if len(keys) != 2 || keys[0] != fyne.KeyEscape || keys[1] != fyne.KeyF5 {
		t.Errorf("the window got %v", keys)
	}
	if len(rings(field)) != 1 {
		t.Error("the focused field has no frame of 3")
	}
	field.SetDisabled(true)
	window.Canvas().Unfocus()
	if kittest.Tab(window) != nil {
		t.Error("the keyboard stops at a field out of use")
	}
}

// TestFieldUnderAnotherTheme: a field inside a part of a window with its own theme, and after a change
// of the program's.
func TestFieldUnderAnotherTheme(t *testing.T) {
	program := kittest.Start(t, kit.LightPalette(), 1)
	field := kit.NewTextField("Tên", "Viết")
	plain := kit.NewTextField("Tên", "Viết")
	elders := container.NewThemeOverride(field, kit.NewTheme(kit.DarkPalette(), kit.ElderScale))
	window := kittest.Window(t, kit.Column(0, elders, plain), fyne.NewSize(400, 400))
	if got := field.MinSize().Height; got != 1.5*plain.MinSize().Height {
		t.Errorf("for elders a field is %v, else %v", got, plain.MinSize().Height)
	}
	before := window.Canvas().Capture()
	program.Settings().SetTheme(kit.NewTheme(kit.DarkPalette(), 1))
	kittest.Settle(window.Content(), fyne.NewSize(400, 400))
	dark := kit.DarkPalette()
	if ground := dark.Of(kit.White); count(window.Canvas().Capture(), func(r, g, b uint8) bool { return r == ground.R && g == ground.G && b == ground.B }) < 2*8000 {
		t.Error("a field did not follow the program into the dark")
	}
	if same(before, window.Canvas().Capture()) {
		t.Error("nothing changed with the theme")
	}
}

func TestCodeBoxes(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	boxes, pad := kit.NewCodeBoxes(4), kit.NewKeypad("Xóa hết", "Xóa một số")
	pad.OnDigit, pad.OnClear, pad.OnBackspace = boxes.Type, boxes.Clear, boxes.Backspace
	var changes []string
	complete := ""
	boxes.OnChanged = func(code string) { changes = append(changes, code) }
	boxes.OnComplete = func(code string) { complete = code }
	window := kittest.Window(t, kit.Column(8, boxes, pad), fyne.NewSize(400, 500))
	for _, key := range []string{"1", "9", "Xóa một số", "0", "5"} {
		kittest.Tap(t, pad, key)
	}
	if boxes.Code() != "105" || complete != "" || len(changes) != 5 {
		t.Fatalf("typed %q, complete %q after %v", boxes.Code(), complete, changes)
	}
	kittest.Tap(t, pad, "8")
	kittest.Tap(t, pad, "3") // there is no fifth box
	if boxes.Code() != "1058" || complete != "1058" {
		t.Errorf("typed %q, complete %q", boxes.Code(), complete)
	}
	if texts := kittest.Texts(boxes); len(texts) != 0 {
		t.Errorf("a masked code is to be read: %q", texts)
	}
	kittest.Tap(t, pad, "Xóa hết")
	window.Canvas().Focus(boxes)
	test.Type(boxes, "1a2")
	kittest.Key(window, fyne.KeyBackspace)
	if boxes.Code() != "1" {
		t.Errorf("the keyboard typed %q", boxes.Code())
	}
	boxes.SetDisabled(true)
	pad.SetDisabled(true)
	boxes.Type('7')
	kittest.Tap(t, pad, "6")
	if boxes.Code() != "1" {
		t.Errorf("out of use it took %q", boxes.Code())
	}
	boxes.SetDisabled(false)
	boxes.Unmasked()
	if texts := kittest.Texts(boxes); len(texts) != 1 || texts[0] != "1" {
		t.Errorf("unmasked it shows %q", texts)
	}
}

func TestToggles(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	var told []bool
	check := kit.NewCheck("Ẩn danh", false, func(on bool) { told = append(told, on) })
	kittest.Window(t, check, fyne.NewSize(300, 60))
	check.SetOn(true)
	if len(told) != 0 || !check.On() {
		t.Errorf("set by program it told %v", told)
	}
	kittest.Tap(t, check, "Ẩn danh")
	kittest.Tap(t, check, "Ẩn danh")
	if len(told) != 2 || told[0] || !told[1] {
		t.Errorf("two taps told %v", told)
	}
}
