//go:build !race

// Drawing is the work of one goroutine; the race detector would only make it ten times as long.

package kit_test

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

// golden are small boards whose pictures are kept in testdata. CONGSO_GOLDEN=write draws them anew; look
// at them then.
var golden = map[string]func() fyne.CanvasObject{
	"buttons": func() fyne.CanvasObject {
		off := kit.NewBigButton("Mở biểu quyết", kit.Primary, func() {})
		off.DisableFor("Chưa đủ đại biểu")
		return kit.Column(12, kit.Flow(12, 12, kit.NewBigButton("Tán thành", kit.Positive, func() {}).WithIcon("check"),
			kit.NewBigButton("Bắt đầu", kit.Primary, func() {}).WithKey("F5"), kit.NewBigButton("Đóng", kit.Outline, func() {})), off)
	},
	"marks": func() fyne.CanvasObject {
		item := kit.NewNumberCircle("2", 32)
		item.SetState(kit.CurrentNumber)
		return kit.Column(12,
			kit.Row(10, kit.NewChip("CHƯA GỬI", kit.UnsentChip).WithIcon("tray"), kit.NewChip("Đã công bố", kit.DoneChip), item, kit.NewAvatar("TN", 40), kit.NewEmblem(36)),
			kit.NewResultBar(kit.Tally{Total: 30, For: 13, Against: 4, Abstain: 2, Absent: 3, Need: 16}),
			kit.NewClock("04:17", 52))
	},
	"fields": func() fyne.CanvasObject {
		field := kit.NewTextField("Họ và tên", "Ví dụ: Nguyễn Văn Ân")
		field.SetFault("Hãy viết họ và tên")
		boxes := kit.NewCodeBoxes(8)
		boxes.Type('1')
		return kit.Column(12, field, boxes)
	},
}

func TestGolden(t *testing.T) {
	kittest.BothThemes(t, func(t *testing.T, suffix string) {
		for name, build := range golden {
			picture := kittest.Render(t, kit.Layers(kit.NewPanel(kit.Paper, nil), kit.Padded(kit.All(16), build())), fyne.NewSize(440, 220))
			path := filepath.Join("testdata", name+suffix+".png")
			if os.Getenv("CONGSO_GOLDEN") == "write" {
				write(t, path, picture)
			}
			if differs := differing(picture, read(t, path)); differs > 0.015 {
				kittest.Keep(t, "golden-"+name+suffix, picture)
				t.Errorf("%s%s: %.1f %% of the picture is not as it was kept", name, suffix, 100*differs)
			}
		}
	})
}

// differing is the share of pixels that are clearly of another colour; edges of letters and curves
// differ a little from machine to machine.
func differing(got, want image.Image) float64 {
	if got.Bounds().Size() != want.Bounds().Size() {
		return 1
	}
	const clearly = 0x30
	different := 0
	one, other := flat(got).Pix, flat(want).Pix
	for i := 0; i < len(one); i += 4 {
		if apart(one[i], other[i]) > clearly || apart(one[i+1], other[i+1]) > clearly || apart(one[i+2], other[i+2]) > clearly {
			different++
		}
	}
	return float64(different) / float64(len(one)/4)
}

func apart(a, b uint8) uint8 { return max(a, b) - min(a, b) }

func write(t *testing.T, path string, picture image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, picture); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) image.Image {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	picture, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// TestDifferingSees: a picture in the other theme is not alike.
func TestDifferingSees(t *testing.T) {
	light, dark := read(t, "testdata/buttons-light.png"), read(t, "testdata/buttons-dark.png")
	if differing(light, light) != 0 || differing(light, dark) < 0.5 {
		t.Error("the measure does not tell light from dark")
	}
	if differing(light, read(t, "testdata/marks-light.png")) < 0.05 {
		t.Error("the measure does not tell buttons from marks")
	}
}
