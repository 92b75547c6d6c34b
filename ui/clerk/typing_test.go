package clerk

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

// TestBarShowsTyping: the way of typing is seen in the bar and turned there, and fields go by it.
func TestBarShowsTyping(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 1920, Height: 1080}} {
		s := newStage(t, withDevices(t, running(t, 30), 12), kit.LightPalette(), size)
		typing := kit.NewTyping(assets.LoadWords(assets.Vietnamese), func(time.Duration, func()) func() { return func() {} })
		s.clerk.screen.typing = typing
		s.window.SetContent(kit.WithKeyboard(s.clerk.Content(), typing))
		s.clerk.screen.bar.state.forget()
		s.clerk.screen.Draw(s.clerk.screen.last)
		s.settle()
		high := s.clerk.screen.bar.holder.HeightFor(size.Width)
		s.tap("Kiểu gõ: Tắt")
		s.tap("Kiểu gõ: Telex")
		if high != barHeight {
			t.Errorf("at %v the bar is %v high", size, high)
		}
		if typing.Method() != kit.TypeVNI || !s.shows("VNI") {
			t.Errorf("two taps lead to %q", typing.Method())
		}
		kittest.Keep(t, "clerk-typing-"+map[float32]string{1280: "1280x800", 1920: "1920x1080"}[size.Width]+"-light", kittest.Capture(s.window))
	}
}

// TestFormsComposeWordsAlone: a name is composed, a number and an address are what was typed.
func TestFormsComposeWordsAlone(t *testing.T) {
	s := newStage(t, prepared(t, 30), kit.LightPalette(), fyne.NewSize(1280, 800))
	typing := kit.NewTyping(assets.LoadWords(assets.Vietnamese), func(time.Duration, func()) func() { return func() {} })
	typing.SetMethod(kit.TypeVNI)
	for id, want := range map[string]string{"title": "á", "hour": "a1", "phone": "a1", "email": "a1", "seat": "a1", "presenter": "á"} {
		field := typed(kit.NewTextField(id, ""), id)
		s.window.SetContent(kit.WithKeyboard(kit.Padded(kit.All(20), field), typing))
		kittest.Write(t, field, "a1")
		if field.Text() != want {
			t.Errorf("in %q %q is written", id, field.Text())
		}
	}
}
