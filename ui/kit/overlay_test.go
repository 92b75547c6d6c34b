package kit_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

func TestDialogWays(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	under := 0
	window := kittest.Window(t, kit.NewBigButton("Dưới", kit.Outline, func() { under++ }), fyne.NewSize(800, 600))
	keys := 0
	window.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { keys++ })
	var taken []string
	dialog := kit.NewMessage("Xóa tài liệu?", "Tài liệu bị xóa khỏi mọi máy.",
		kit.DialogButton{Text: "Hủy", Kind: kit.Outline, Cancel: true, Tapped: func() { taken = append(taken, "hủy") }},
		kit.DialogButton{Text: "Xóa", Kind: kit.Primary, Default: true, Tapped: func() { taken = append(taken, "xóa") }})
	open := func() {
		dialog.Open(window.Canvas())
		dialog.Open(window.Canvas())
		if !dialog.IsOpen() || len(window.Canvas().Overlays().List()) != 1 {
			t.Fatal("opened twice it is not up once")
		}
	}
	open()
	test.TapCanvas(window.Canvas(), fyne.NewPos(5, 5))
	if under != 0 {
		t.Error("a tap beside the dialog reached the screen under it")
	}
	kittest.Key(window, fyne.KeyF5)
	kittest.Key(window, fyne.KeyEscape)
	open()
	kittest.Key(window, fyne.KeyReturn)
	open()
	kittest.Tap(t, dialog, "Hủy")
	open()
	dialog.Button(1).DisableFor("Không còn quyền")
	kittest.Key(window, fyne.KeyReturn)
	if !dialog.IsOpen() {
		t.Error("Enter went a way that is closed")
	}
	dialog.Close()
	dialog.Close()
	if got := strings.Join(taken, " "); got != "hủy xóa hủy" {
		t.Errorf("taken: %s", got)
	}
	if keys != 0 {
		t.Errorf("%d keys reached the screen under the dialog", keys)
	}
	kittest.Key(window, fyne.KeyF5)
	if keys != 1 || len(window.Canvas().Overlays().List()) != 0 {
		t.Error("after it is closed the screen does not have its keys")
	}
}

func TestDialogStaysForCheck(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	window := kittest.Window(t, kit.Space(1), fyne.NewSize(800, 600))
	checked := 0
	dialog := kit.NewDialog("Thêm đại biểu", nil, kit.DialogButton{Text: "Lưu", Kind: kit.Strong, Stays: true, Tapped: func() { checked++ }})
	dialog.Open(window.Canvas())
	kittest.Tap(t, dialog, "Lưu")
	if checked != 1 || !dialog.IsOpen() {
		t.Errorf("checked %d times, open: %v", checked, dialog.IsOpen())
	}
	dialog.Close()
}

// TestDialogFitsSmallScreens: title and buttons stay on the screen, the rest scrolls, and buttons that
// are too long stand under each other.
func TestDialogFitsSmallScreens(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), kit.ElderScale)
	room := fyne.NewSize(1024, 600)
	window := kittest.Window(t, kit.Space(1), room)
	sentence := strings.Repeat("Nghị quyết được thông qua khi quá nửa tổng số đại biểu biểu quyết tán thành. ", 20)
	dialog := kit.NewMessage("Điều kiện thông qua", sentence,
		kit.DialogButton{Text: "Để sau, khi có đủ đại biểu", Kind: kit.Outline},
		kit.DialogButton{Text: "Đã hiểu và tiếp tục biểu quyết", Kind: kit.Strong})
	dialog.Open(window.Canvas())
	first, second := dialog.Button(0), dialog.Button(1)
	for _, button := range []*kit.BigButton{first, second} {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(button)
		if at.X < 0 || at.Y < 0 || at.X+button.Size().Width > room.Width || at.Y+button.Size().Height > room.Height {
			t.Errorf("%q stands at %v with %v", button.Text(), at, button.Size())
		}
	}
	if second.Position().Y < first.Position().Y+first.Size().Height {
		t.Error("two long buttons overlap")
	}
	scroll := kittest.Find[*kit.FingerScroll](t, dialog, nil)
	if scroll.Size().Height < 60 || scroll.ContentSize().Height <= scroll.Size().Height {
		t.Errorf("a long sentence is %v in a room of %v", scroll.ContentSize(), scroll.Size())
	}
	dialog.Close()
}

func TestSheet(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	under, dismissed, keys := 0, 0, 0
	window := kittest.Window(t, kit.NewBigButton("Dưới", kit.Outline, func() { under++ }), fyne.NewSize(1280, 800))
	window.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { under++ })
	sheet := kit.NewSheet(432, kit.NewText("Biểu quyết", kit.SheetTitle))
	sheet.OnDismiss = func() { dismissed++ }
	sheet.OnKey = func(*fyne.KeyEvent) { keys++ }
	sheet.Open(window.Canvas())
	test.TapCanvas(window.Canvas(), fyne.NewPos(600, 700)) // on the sheet
	if dismissed != 0 {
		t.Error("a tap on the sheet wants it away")
	}
	test.TapCanvas(window.Canvas(), fyne.NewPos(600, 100)) // above it
	kittest.Key(window, fyne.KeyEscape)
	kittest.Key(window, fyne.Key1)
	if dismissed != 2 || keys != 1 || under != 0 || !sheet.IsOpen() {
		t.Errorf("dismissed %d, keys %d, under it %d, open %v", dismissed, keys, under, sheet.IsOpen())
	}
	panel := kittest.Find[*kit.Panel](t, sheet, nil)
	if panel.Size() != fyne.NewSize(1280, 432) || panel.Position().Y != 800-432 {
		t.Errorf("the sheet is %v at %v", panel.Size(), panel.Position())
	}
	sheet.Close()
	if sheet.IsOpen() || len(window.Canvas().Overlays().List()) != 0 {
		t.Error("a closed sheet is up")
	}
}

// waits keeps what is to be done later.
type waits struct {
	length  []time.Duration
	run     []func()
	stopped int
}

func (w *waits) after(length time.Duration, run func()) func() {
	w.length, w.run = append(w.length, length), append(w.run, run)
	return func() { w.stopped++ }
}

func TestToastPasses(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	var clock waits
	toast := kit.NewToast(clock.after)
	window := kittest.Window(t, kit.Layers(kit.NewPanel(kit.Paper, nil), toast), fyne.NewSize(800, 600))
	if toast.Visible() {
		t.Fatal("a toast that says nothing is seen")
	}
	toast.Say(kit.InkStrip, "check", "Đã lưu", 4*time.Second)
	toast.Say(kit.AlertStrip, "warn", "Không lưu được", 6*time.Second)
	if !toast.Visible() || !kittest.Shows(window.Content(), "Không lưu được") || clock.stopped != 1 {
		t.Errorf("shown %q, stopped %d", kittest.Texts(window.Content()), clock.stopped)
	}
	clock.run[1]()
	if toast.Visible() || clock.length[1] != 6*time.Second {
		t.Errorf("after its time it is seen: %v, %v", toast.Visible(), clock.length)
	}
}

func TestWorkingComesAfterPatience(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	var clock waits
	work := kit.NewWorking("Đang tải", 24, clock.after)
	kittest.Window(t, work, fyne.NewSize(300, 60))
	work.Start()
	work.Start()
	if work.Visible() || len(clock.run) != 1 || clock.length[0] != 300*time.Millisecond {
		t.Fatalf("at once it is seen: %v, waits %v", work.Visible(), clock.length)
	}
	work.Stop()
	clock.run[0]() // too late
	if work.Visible() || clock.stopped != 1 {
		t.Error("work that was quick is shown")
	}
	work.Start()
	clock.run[1]()
	if !work.Visible() || !kittest.Shows(work, "Đang tải") {
		t.Error("work that takes long is not shown")
	}
	work.SetText("Đang tải, 3/12")
	if !kittest.Shows(work, "3/12") {
		t.Error("how much is done is not shown")
	}
	work.Stop()
	if work.Visible() {
		t.Error("work that has ended is shown")
	}
}

func TestDropZone(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	chosen := 0
	zone := kit.NewDropZone("file_drop", "Thả tệp vào đây", "PDF hoặc Word", kit.NewBigButton("Chọn tệp", kit.Outline, func() { chosen++ }))
	var got []string
	zone.OnDropped = func(paths []string) { got = append(got, paths...) }
	kittest.Window(t, kit.Padded(kit.All(100), zone), fyne.NewSize(800, 600))
	paths := []string{"/tờ trình.pdf"}
	if zone.Take(fyne.NewPos(50, 50), paths) || zone.Take(fyne.NewPos(750, 300), paths) || zone.Take(fyne.NewPos(400, 300), nil) {
		t.Error("it took what fell beside it, or nothing")
	}
	if !zone.Take(fyne.NewPos(400, 300), paths) || len(got) != 1 || got[0] != paths[0] {
		t.Errorf("it took %v", got)
	}
	kittest.Tap(t, zone, "Chọn tệp")
	zone.SetDisabled(true)
	if zone.Take(fyne.NewPos(400, 300), paths) || len(got) != 1 {
		t.Error("out of use it took files")
	}
	kittest.Tap(t, zone, "Chọn tệp")
	if chosen != 1 {
		t.Errorf("its button acted %d times", chosen)
	}
	zone.SetText("Thả tệp vào đây", "Tệp này không phải PDF")
	zone.SetFault(true)
	if !kittest.Shows(zone, "Tệp này không phải PDF") {
		t.Error("the fault is not to be read")
	}
}
