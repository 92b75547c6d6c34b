//go:build !race

// Drawing is the work of one goroutine; the race detector would only make it ten times as long.

package kit_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

// TestPicturesOfOverlays draws what lies over a screen, and what has the focus.
func TestPicturesOfOverlays(t *testing.T) {
	kittest.BothThemes(t, func(t *testing.T, suffix string) {
		toast := kit.NewToast(later)
		screen := kit.Layers(board(buttons(), kit.Fixed(0, 700, peopleTable(12))), toast)
		window := kittest.Window(t, screen, fyne.NewSize(1280, 800))
		toast.Say(kit.InkStrip, "check", "Đã lưu danh sách đại biểu", 4*time.Second)
		for range 4 {
			kittest.Tab(window)
		}
		plain := kittest.Capture(window)
		kittest.Keep(t, "kit-focus"+suffix, plain)

		field := kit.NewTextField("Họ và tên", "Ví dụ: Nguyễn Văn Ân")
		dialog := kit.NewDialog("Thêm đại biểu", kit.Column(12, field, kit.NewCheck("Chủ tọa kỳ họp", false, nil)),
			kit.DialogButton{Text: "Hủy", Kind: kit.Outline, Cancel: true}, kit.DialogButton{Text: "Thêm", Kind: kit.Strong, Default: true, Icon: "person_plus"})
		dialog.Open(window.Canvas())
		field.Focus()
		over := kittest.Capture(window)
		kittest.Keep(t, "kit-dialog"+suffix, over)
		dialog.Close()

		sheet := kit.NewSheet(432, kit.RowAt(kit.Stretch, 16, kit.Fill(kit.NewChoiceButton(kit.ForAnswer, "Tán thành", func() {})),
			kit.Fill(kit.NewChoiceButton(kit.AgainstAnswer, "Không tán thành", func() {})), kit.Fill(kit.NewChoiceButton(kit.AbstainAnswer, "Không biểu quyết", func() {}))))
		sheet.Open(window.Canvas())
		risen := kittest.Capture(window)
		kittest.Keep(t, "kit-sheet"+suffix, risen)
		sheet.Close()

		if differing(over, plain) < 0.05 || differing(risen, plain) < 0.05 {
			t.Error("what lies over the screen is not seen")
		}
		if differing(kittest.Capture(window), plain) > 0.02 {
			t.Error("after it is closed something is left")
		}
	})
}
