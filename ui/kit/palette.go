package kit

import "image/color"

// Tone is one colour as it is drawn.
type Tone = color.NRGBA

// Color names a colour of the palette by its use.
type Color uint8

// The colours. In the dark palettes every name keeps its use: White is the ground of cards and bars
// whatever its tone, OnFill is what is written on a coloured ground.
const (
	NoColor Color = iota // nothing is drawn

	Ink       // text, selected tab, active tool, second primary button
	Ink2      // secondary text
	Ink3      // meta text, icons at rest
	OnInk     // text on a ground of Ink
	InkShadow // the edge of a button of Ink
	Disabled  // text of what cannot be used now

	Paper      // the window
	White      // cards and bars
	Well       // the rail, keys of second rank
	Desk       // behind the paper page
	ThumbStrip // behind thumbnails

	Line        // between rows
	LineRound   // round cards
	LineControl // round controls, at least 3:1
	Track       // the empty part of a bar
	Hover       // a row under the pointer

	Red       // one thing a screen
	RedShadow // the edge of a red button
	RedText   // red as text
	RedTint   // a strip of bad news
	OnFill    // text on red, agree, abstain, slate

	Agree        // always with a tick
	AgreeDark    // its edge
	AgreeText    // agree as text
	AgreeTint    // behind done marks and quiet good news
	Disagree     // always with a cross
	DisagreeDark // its edge
	Abstain      // always with a ring
	AbstainDark  // its edge
	Blue         // between abstain and agree: the middle grade of confidence
	BlueDark     // its edge
	Online       // the dot of a connection that stands

	Slate     // offline, old, refused
	SlateTint // behind offline news
	Beige     // quiet chips and avatars

	Gold       // unsent, speaking requests
	GoldShadow // its edge
	GoldTint   // quiet gold
	GoldText   // gold as text
	OnGold     // text on gold
	Mark       // behind found words

	Scrim        // over the screen behind a sheet
	PageShadow   // under a page of paper
	ButtonShadow // under a white button
	Pen          // the delegate's own ink
	Highlighter  // the delegate's highlighter

	Plate      // the dark panel of start screens, dark in every palette
	PlateLine  // motifs and lines on it
	PlateRise  // raised parts on it
	OnPlate    // text on it
	OnPlate2   // secondary text on it
	Star       // the star of the emblem
	EmblemFill // its ground
	SeatAbsent // an empty seat

	HallGround
	HallPanel
	HallLine
	HallTrack
	HallText
	HallText2
	HallText3
	HallAgree
	HallAgreeText
	HallDisagree
	HallAbstain
	HallGold
	HallEmpty
	HallAbsent
	HallOver

	colorCount
)

// Palette is one set of colours. It is a value: change a copy freely before it is given to a theme.
type Palette struct {
	Dark  bool
	Tones [colorCount]Tone
}

// Of returns the tone of a name; NoColor is transparent.
func (p *Palette) Of(name Color) Tone { return p.Tones[name] }

func rgb(hex uint32) Tone {
	return Tone{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

func rgba(hex uint32, share float32) Tone {
	tone := rgb(hex)
	tone.A = uint8(share*255 + 0.5)
	return tone
}

// LightPalette is ink on paper, for tablets and desktops.
func LightPalette() Palette {
	p := Palette{Tones: [colorCount]Tone{
		Ink: rgb(0x1B2430), Ink2: rgb(0x46515F), Ink3: rgb(0x5B6675), OnInk: rgb(0xFFFFFF),
		InkShadow: rgb(0x0C1219), Disabled: rgb(0x8A8172),
		Paper: rgb(0xFAF8F4), White: rgb(0xFFFFFF), Well: rgb(0xF1ECE3), Desk: rgb(0xE4DED3),
		ThumbStrip: rgb(0xEDE8DE),
		Line:       rgb(0xE2DBCE), LineRound: rgb(0xCBC2B2), LineControl: rgb(0x8A8172),
		Track: rgb(0xE4DACD), Hover: rgb(0xF6F2EA),
		Red: rgb(0xB3261E), RedShadow: rgb(0x8E1B15), RedText: rgb(0xB3261E), RedTint: rgb(0xFBE9E7),
		OnFill: rgb(0xFFFFFF),
		Agree:  rgb(0x1E7B4F), AgreeDark: rgb(0x186541), AgreeText: rgb(0x186541), AgreeTint: rgb(0xE6F2EB),
		Disagree: rgb(0xB3261E), DisagreeDark: rgb(0x8E1B15),
		Abstain: rgb(0x5B6675), AbstainDark: rgb(0x454F5C), Blue: rgb(0x1F4B73), BlueDark: rgb(0x163654), Online: rgb(0x1E7B4F),
		Slate: rgb(0x5B6675), SlateTint: rgb(0xE9ECEF), Beige: rgb(0xEFE8DC),
		Gold: rgb(0xC8962E), GoldShadow: rgb(0xA67A20), GoldTint: rgb(0xFBF2DF), GoldText: rgb(0x71500C),
		OnGold: rgb(0x1B2430), Mark: rgb(0xF7DE9B),
		Scrim: rgba(0x1B2430, 0.46), PageShadow: rgb(0xCFC6B6), ButtonShadow: rgb(0xDDD5C6),
		Pen: rgb(0x1F4B73), Highlighter: rgba(0xF4C430, 0.42),
		EmblemFill: rgb(0x1B2430), SeatAbsent: rgb(0xE9E4DA),
	}}
	p.addPlate()
	p.addHall()
	return p
}

// DarkPalette is for ordinary screens in a darkened room.
func DarkPalette() Palette {
	p := Palette{Dark: true, Tones: [colorCount]Tone{
		Ink: rgb(0xF5F2EB), Ink2: rgb(0xBCC5D0), Ink3: rgb(0x98A4B3), OnInk: rgb(0x10161E),
		InkShadow: rgb(0xBDB8AC), Disabled: rgb(0x7A8694),
		Paper: rgb(0x0E141B), White: rgb(0x1A232D), Well: rgb(0x141C25), Desk: rgb(0x090D12),
		ThumbStrip: rgb(0x111820),
		Line:       rgb(0x2B3744), LineRound: rgb(0x3D4B5B), LineControl: rgb(0x8090A0),
		Track: rgb(0x303D4C), Hover: rgb(0x212C38),
		Red: rgb(0xC23B31), RedShadow: rgb(0x8F2921), RedText: rgb(0xFF8A7D), RedTint: rgb(0x3A1D1B),
		OnFill: rgb(0xFFFFFF),
		Agree:  rgb(0x22804F), AgreeDark: rgb(0x175C38), AgreeText: rgb(0x5CC495), AgreeTint: rgb(0x15322A),
		Disagree: rgb(0xC23B31), DisagreeDark: rgb(0x8F2921),
		Abstain: rgb(0x657283), AbstainDark: rgb(0x48525F), Blue: rgb(0x33699A), BlueDark: rgb(0x234A6E), Online: rgb(0x4CC38A),
		Slate: rgb(0x657283), SlateTint: rgb(0x26313D), Beige: rgb(0x2A3541),
		Gold: rgb(0xD9A441), GoldShadow: rgb(0xA67A20), GoldTint: rgb(0x352B17), GoldText: rgb(0xEBC06A),
		OnGold: rgb(0x1B2430), Mark: rgb(0x6B5317),
		Scrim: rgba(0x000000, 0.60), PageShadow: rgb(0x05080B), ButtonShadow: rgb(0x0A0F14),
		Pen: rgb(0x7FB2DC), Highlighter: rgba(0xF4C430, 0.42),
		EmblemFill: rgb(0x2B3745), SeatAbsent: rgb(0x232D38),
	}}
	p.addPlate()
	p.addHall()
	return p
}

// addPlate sets the colours of start panels, which are dark in every palette.
func (p *Palette) addPlate() {
	p.Tones[Plate] = rgb(0x1B2430)
	if p.Dark {
		p.Tones[Plate] = rgb(0x141C25)
	}
	p.Tones[PlateLine] = rgb(0x283443)
	p.Tones[PlateRise] = rgb(0x2B3745)
	p.Tones[OnPlate] = rgb(0xFFFFFF)
	p.Tones[OnPlate2] = rgb(0xBCC5D0)
	p.Tones[Star] = rgb(0xF4C542)
}

// addHall sets the colours of the room's big screen, which is dark whatever the theme of the program.
func (p *Palette) addHall() {
	for name, hex := range map[Color]uint32{
		HallGround: 0x0E141B, HallPanel: 0x172029, HallLine: 0x303D4C, HallTrack: 0x303D4C,
		HallText: 0xF5F2EB, HallText2: 0xBCC5D0, HallText3: 0x98A4B3,
		HallAgree: 0x2F9E6C, HallAgreeText: 0x5CC495, HallDisagree: 0xCB463C, HallAbstain: 0x77838F,
		HallGold: 0xE3AE45, HallEmpty: 0x66727F, HallAbsent: 0x1E2833, HallOver: 0xFF8A7D,
	} {
		p.Tones[name] = rgb(hex)
	}
}

// HallInLight returns the palette with the hall's colours in light, for a hall flooded by day.
func (p Palette) HallInLight() Palette {
	for name, hex := range map[Color]uint32{
		HallGround: 0xFAF8F4, HallPanel: 0xFFFFFF, HallLine: 0xCBC2B2, HallTrack: 0xE4DACD,
		HallText: 0x1B2430, HallText2: 0x46515F, HallText3: 0x5B6675,
		HallAgree: 0x1E7B4F, HallAgreeText: 0x186541, HallDisagree: 0xB3261E, HallAbstain: 0x5B6675,
		HallGold: 0x8A6314, HallEmpty: 0x8A8172, HallAbsent: 0xE9E4DA, HallOver: 0xB3261E,
	} {
		p.Tones[name] = rgb(hex)
	}
	return p
}
