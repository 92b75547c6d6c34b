package kit

import (
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"congso.vn/congso/assets"
)

// ElderScale is the scale of a theme for elders.
const ElderScale = 1.5

// The three weights: Regular for reading, SemiBold as the theme's bold, Bold for clocks and big numbers.
var (
	regularFont  = sync.OnceValue(func() fyne.Resource { return font("BeVietnamPro-Regular.ttf") })
	semiBoldFont = sync.OnceValue(func() fyne.Resource { return font("BeVietnamPro-SemiBold.ttf") })
	boldFont     = sync.OnceValue(func() fyne.Resource { return font("BeVietnamPro-Bold.ttf") })
)

func font(name string) fyne.Resource { return fyne.NewStaticResource(name, assets.Font(name)) }

// Theme dresses Fyne's own widgets in the house colours and carries the palette and the scale to the
// house widgets. A theme does not change after it was made: to change the look, set another.
type Theme struct {
	palette Palette
	scale   float32
}

var _ fyne.Theme = (*Theme)(nil)

// NewTheme makes a theme of a palette and a scale; 1 is the size of the design, ElderScale for elders.
func NewTheme(palette Palette, scale float32) *Theme {
	if scale <= 0 {
		scale = 1
	}
	return &Theme{palette: palette, scale: scale}
}

// lookName asks a theme for its look. Fyne wraps themes where one is overridden for a part of a
// window, so the question has to travel as a colour.
const lookName fyne.ThemeColorName = "congso-look"

// lookCarrier is a colour that carries a look.
type lookCarrier struct {
	color.NRGBA
	look Look
}

var plainLook = sync.OnceValue(func() Look {
	palette := LightPalette()
	return Look{Palette: &palette, Scale: 1}
})

// LookOf tells the look under which an object is drawn. Under a foreign theme it is the light one.
func LookOf(object fyne.CanvasObject) Look {
	current := theme.Current()
	if object != nil {
		current = theme.CurrentForWidget(object)
	}
	if carrier, ok := current.Color(lookName, theme.VariantLight).(lookCarrier); ok {
		return carrier.look
	}
	return plainLook()
}

// Color is part of fyne.Theme.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if name == lookName {
		return lookCarrier{look: Look{Palette: &t.palette, Scale: t.scale}}
	}
	if own, ok := themeColors[name]; ok {
		return t.palette.Of(own)
	}
	switch name {
	case theme.ColorNameShadow:
		return color.Transparent // the house draws edges, not soft shadows
	case theme.ColorNameScrollBarBackground:
		return color.Transparent
	case theme.ColorNameScrollBar:
		tone := t.palette.Of(Ink3)
		tone.A = 0x66
		return tone
	case theme.ColorNameSelection, theme.ColorNameFocus:
		tone := t.palette.Of(Gold)
		tone.A = 0x66
		return tone
	case theme.ColorNamePressed:
		tone := t.palette.Of(Ink)
		tone.A = 0x22
		return tone
	}
	variant := theme.VariantLight
	if t.palette.Dark {
		variant = theme.VariantDark
	}
	return theme.DefaultTheme().Color(name, variant)
}

var themeColors = map[fyne.ThemeColorName]Color{
	theme.ColorNameBackground:          Paper,
	theme.ColorNameButton:              White,
	theme.ColorNameDisabledButton:      White,
	theme.ColorNameDisabled:            Disabled,
	theme.ColorNameError:               RedText,
	theme.ColorNameForeground:          Ink,
	theme.ColorNameForegroundOnError:   OnFill,
	theme.ColorNameForegroundOnPrimary: OnInk,
	theme.ColorNameForegroundOnSuccess: OnFill,
	theme.ColorNameForegroundOnWarning: OnGold,
	theme.ColorNameHeaderBackground:    Well,
	theme.ColorNameHover:               Hover,
	theme.ColorNameHyperlink:           Pen,
	theme.ColorNameInputBackground:     White,
	theme.ColorNameInputBorder:         LineControl,
	theme.ColorNameMenuBackground:      White,
	theme.ColorNameOverlayBackground:   White,
	theme.ColorNamePlaceHolder:         Ink3,
	theme.ColorNamePrimary:             Ink,
	theme.ColorNameSeparator:           Line,
	theme.ColorNameSuccess:             Agree,
	theme.ColorNameWarning:             Gold,
}

// Font is part of fyne.Theme. Symbols and monospace stay with the built-in fonts, and so does every
// letter that the house font lacks.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace, style.Symbol:
		return theme.DefaultTheme().Font(style)
	case style.Bold:
		return semiBoldFont()
	default:
		return regularFont()
	}
}

// Icon is part of fyne.Theme.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size is part of fyne.Theme.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if own, ok := themeSizes[name]; ok {
		return own * t.scale
	}
	return theme.DefaultTheme().Size(name) * t.scale
}

var themeSizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:               16,
	theme.SizeNameCaptionText:        14,
	theme.SizeNameHeadingText:        28,
	theme.SizeNameSubHeadingText:     20,
	theme.SizeNamePadding:            4,
	theme.SizeNameInnerPadding:       12,
	theme.SizeNameInputRadius:        10,
	theme.SizeNameInputBorder:        1,
	theme.SizeNameSeparatorThickness: 1,
	theme.SizeNameScrollBar:          12,
	theme.SizeNameScrollBarSmall:     4,
	theme.SizeNameScrollBarRadius:    3,
	theme.SizeNameInlineIcon:         24,
	theme.SizeNameButtonRadius:       12,
}
