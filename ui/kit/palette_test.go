package kit

import (
	"math"
	"testing"
)

// luminance is the relative luminance of WCAG 2.
func luminance(tone Tone) float64 {
	linear := func(c uint8) float64 {
		share := float64(c) / 255
		if share <= 0.04045 {
			return share / 12.92
		}
		return math.Pow((share+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(tone.R) + 0.7152*linear(tone.G) + 0.0722*linear(tone.B)
}

func contrast(a, b Tone) float64 {
	light, dark := luminance(a), luminance(b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

// written are the pairs of words and grounds that stand anywhere in the house.
var written = map[Color][]Color{
	Ink:       {Paper, White, Well, Desk, ThumbStrip, Hover, Beige, SlateTint, Line, GoldTint, RedTint, AgreeTint, Mark},
	Ink2:      {Paper, White, Well, ThumbStrip, Hover, Beige, SlateTint, AgreeTint, GoldTint},
	Ink3:      {Paper, White, Well, Hover, Beige},
	OnInk:     {Ink},
	OnFill:    {Red, Agree, Disagree, Abstain, Slate, RedShadow, AgreeDark, DisagreeDark, AbstainDark},
	RedText:   {Paper, White, Well, RedTint, Hover},
	AgreeText: {Paper, White, Well, AgreeTint, Hover},
	GoldText:  {Paper, White, GoldTint},
	OnGold:    {Gold},
	Pen:       {Paper, White},
	OnPlate:   {Plate, PlateRise},
	OnPlate2:  {Plate, PlateRise},
}

var writtenInHall = map[Color][]Color{
	HallText: {HallGround, HallPanel}, HallText2: {HallGround, HallPanel}, HallText3: {HallGround, HallPanel},
	HallAgreeText: {HallGround, HallPanel}, HallGold: {HallGround, HallPanel}, HallOver: {HallGround, HallPanel},
}

// drawnPairs are icons, lines and large shapes on their grounds.
var drawnPairs = map[Color][]Color{
	LineControl: {White, Paper}, Disabled: {White}, Online: {White, Paper}, Gold: {}, Star: {EmblemFill, PlateRise},
	Red: {Paper}, Agree: {Paper}, Abstain: {Paper},
	HallAgree: {HallGround}, HallDisagree: {HallGround}, HallAbstain: {HallGround}, HallEmpty: {HallGround},
	OnFill: {HallAgree, HallDisagree, HallAbstain},
}

func TestContrast(t *testing.T) {
	light, dark := LightPalette(), DarkPalette()
	day := light.HallInLight()
	for name, palette := range map[string]*Palette{"light": &light, "dark": &dark, "hall by day": &day} {
		check := func(pairs map[Color][]Color, least float64) {
			for above, grounds := range pairs {
				for _, ground := range grounds {
					if got := contrast(palette.Of(above), palette.Of(ground)); got < least {
						t.Errorf("%s: colour %d %v on %d %v is %.2f:1, not %v", name, above, palette.Of(above), ground, palette.Of(ground), got, least)
					}
				}
			}
		}
		check(written, 4.5)
		check(writtenInHall, 4.5)
		check(drawnPairs, 3)
	}
}

// TestDressesAreReadable: what buttons, chips, strips and answers write on themselves.
func TestDressesAreReadable(t *testing.T) {
	light, dark := LightPalette(), DarkPalette()
	for name, palette := range map[string]*Palette{"light": &light, "dark": &dark} {
		check := func(what string, d dress) {
			ground := d.fill
			if ground == NoColor {
				ground = Paper
			}
			if got := contrast(palette.Of(d.text), palette.Of(ground)); got < 4.5 {
				t.Errorf("%s: %s is %.2f:1", name, what, got)
			}
		}
		for kind, d := range kindDress {
			check("button "+string('0'+rune(kind)), d)
		}
		for kind, d := range chipDress {
			check("chip "+string('0'+rune(kind)), d)
		}
		for kind, d := range stripDress {
			check("strip "+string('0'+rune(kind)), d)
		}
		for answer, look := range answerLooks {
			check("answer "+string('0'+rune(answer)), dress{fill: look.fill, text: OnFill})
			check("answer outlined "+string('0'+rune(answer)), dress{fill: White, text: look.text})
		}
	}
}

func TestEveryColourHasATone(t *testing.T) {
	light, dark := LightPalette(), DarkPalette()
	for name := Ink; name < colorCount; name++ {
		if light.Of(name).A == 0 || dark.Of(name).A == 0 {
			t.Errorf("colour %d is not drawn in light %v or dark %v", name, light.Of(name), dark.Of(name))
		}
	}
	if light.Of(NoColor).A != 0 {
		t.Error("no colour is a colour")
	}
}
