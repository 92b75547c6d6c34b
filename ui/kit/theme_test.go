package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

func TestThemeDressesFyne(t *testing.T) {
	light, dark := NewTheme(LightPalette(), 1), NewTheme(DarkPalette(), ElderScale)
	if light.Color(theme.ColorNameBackground, theme.VariantDark) != Tone(rgb(0xFAF8F4)) {
		t.Error("paper is not paper, whatever the system prefers")
	}
	if dark.Color(theme.ColorNameForeground, theme.VariantLight) != Tone(rgb(0xF5F2EB)) {
		t.Error("ink in the dark is not light")
	}
	if light.Size(theme.SizeNameText) != 16 || dark.Size(theme.SizeNameText) != 24 || NewTheme(LightPalette(), 0).Size(theme.SizeNameText) != 16 {
		t.Error("text is not 16, or 24 for elders")
	}
	bold, regular := light.Font(fyne.TextStyle{Bold: true}), light.Font(fyne.TextStyle{})
	if bold.Name() != "BeVietnamPro-SemiBold.ttf" || regular.Name() != "BeVietnamPro-Regular.ttf" || len(bold.Content()) < 10000 {
		t.Errorf("the fonts are %s and %s", bold.Name(), regular.Name())
	}
	for _, name := range []fyne.ThemeColorName{theme.ColorNameShadow, theme.ColorNameFocus, theme.ColorNameSelection,
		theme.ColorNamePressed, theme.ColorNameScrollBar, theme.ColorNameButton, "unheard of"} {
		if light.Color(name, theme.VariantLight) == nil {
			t.Errorf("%s has no colour", name)
		}
	}
}

func TestLookFollowsTheme(t *testing.T) {
	program(t)
	inside, outside := NewText("a", Body), NewText("a", Body)
	part := container.NewThemeOverride(inside, NewTheme(DarkPalette(), 2))
	start(t, container.NewVBox(part, outside), fyne.NewSize(200, 200))
	if look := LookOf(inside); look.Scale != 2 || !look.Palette.Dark {
		t.Errorf("in a dark part the look is %v", look.Scale)
	}
	if look := LookOf(outside); look.Scale != 1 || look.Palette.Dark {
		t.Errorf("beside it the look is %v", look.Scale)
	}
	fyne.CurrentApp().Settings().SetTheme(theme.DefaultTheme())
	if look := LookOf(outside); look.Scale != 1 || look.Palette == nil {
		t.Error("under a foreign theme there is no look")
	}
}

func TestForeignWidgetsStandInTheHouse(t *testing.T) {
	program(t)
	label := widget.NewLabel("Ấg")
	house := NewText("Ấg", Body)
	start(t, container.NewVBox(label, house), fyne.NewSize(200, 200))
	own := fyne.MeasureText("Ấg", 16, fyne.TextStyle{})
	if got := house.MinSize().Width; got != own.Width {
		t.Errorf("house words are %v wide, Fyne's %v", got, own.Width)
	}
}

func TestThemeChangesLive(t *testing.T) {
	program(t)
	button := NewBigButton("Chọn", Outline, func() {})
	list := newCountedList(50)
	window := start(t, Column(0, button, Fixed(0, 200, list.List)), fyne.NewSize(300, 400))
	list.SetCount(100)
	small, long := button.MinSize(), list.Scroll().ContentSize().Height
	fyne.CurrentApp().Settings().SetTheme(NewTheme(DarkPalette(), ElderScale))
	window.Resize(fyne.NewSize(301, 401))
	if got := button.MinSize(); got.Height != 1.5*small.Height {
		t.Errorf("for elders a button of %v is %v", small, got)
	}
	if got := list.Scroll().ContentSize().Height; got != 1.5*long {
		t.Errorf("for elders a list of %v is %v", long, got)
	}
	if y := list.Row(1).Position().Y; y != 75 {
		t.Errorf("for elders the second row stands at %v", y)
	}
}
