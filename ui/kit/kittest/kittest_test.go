package kittest_test

import (
	"fmt"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

func TestLoopRunsInOrder(t *testing.T) {
	loop := kittest.NewLoop()
	var ran []int
	loop.Post(func() {
		ran = append(ran, 1)
		loop.Post(func() { ran = append(ran, 3) })
	})
	loop.Post(func() { ran = append(ran, 2) })
	if count := loop.Drain(); count != 3 || fmt.Sprint(ran) != "[1 2 3]" {
		t.Errorf("%d functions ran as %v", count, ran)
	}
	if loop.Drain() != 0 {
		t.Error("an empty loop ran something")
	}
}

// TestLoopTakesFromEveryGoroutine: what is posted runs on the goroutine of Until alone, which the race
// detector watches.
func TestLoopTakesFromEveryGoroutine(t *testing.T) {
	loop := kittest.NewLoop()
	ran := 0
	var posts sync.WaitGroup
	for range 8 {
		posts.Go(func() {
			for range 100 {
				loop.Post(func() { ran++ })
			}
		})
	}
	loop.Until(t, "all posts to run", func() bool { return ran == 800 })
	posts.Wait()
}

func TestFindingAndTyping(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	taps := 0
	hidden := kit.NewBigButton("Ẩn", kit.Outline, func() {})
	hidden.Hide()
	field := kit.NewTextField("Tên", "")
	root := kit.Column(8, kit.NewBigButton("Lưu", kit.Strong, func() { taps++ }), hidden, field, kit.NewParagraph("Nghị quyết được thông qua", kit.Body))
	window := kittest.Window(t, root, fyne.NewSize(120, 400))
	kittest.Tap(t, root, "Lưu")
	if taps != 1 || kittest.HasButton(root, "Ẩn") || !kittest.HasButton(root, "Lưu") {
		t.Errorf("tapped %d times; a hidden button is found: %v", taps, kittest.HasButton(root, "Ẩn"))
	}
	if !kittest.Shows(root, "được thông qua") || kittest.Shows(root, "Ẩn") {
		t.Errorf("to be read are %q", kittest.Texts(root))
	}
	kittest.Write(t, field, "Niê")
	if field.Text() != "Niê" || window.Canvas().Focused() == nil {
		t.Errorf("written is %q", field.Text())
	}
	if got := len(kittest.FindAll[*kit.BigButton](root)); got != 1 {
		t.Errorf("%d buttons are seen", got)
	}
}

func TestPictureHasItsSize(t *testing.T) {
	kittest.BothThemes(t, func(t *testing.T, suffix string) {
		t.Setenv("CONGSO_PICTURES", t.TempDir())
		picture := kittest.Picture(t, "nothing"+suffix, kit.NewPanel(kit.Paper, nil), fyne.NewSize(64, 48))
		if picture.Bounds().Dx() != 64 || picture.Bounds().Dy() != 48 {
			t.Errorf("the picture is %v", picture.Bounds())
		}
		r, _, _, _ := picture.At(32, 24).RGBA()
		if (suffix == "-dark") != (r>>8 < 0x40) {
			t.Errorf("paper%s has the red %x", suffix, r>>8)
		}
	})
}
