package chamber

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// plateView is the dark panel of the start screen. In portrait it is a band at the top.
type plateView struct {
	office, title, term *kit.Paragraph
	when, place         *kit.Paragraph
	label               *kit.Text
	number              *kit.Text
	dot                 *kit.Dot
	link                *kit.Paragraph
	rule                fyne.CanvasObject
	motif               *canvas.Image
	brand               fyne.CanvasObject
	brandName, brandSub *kit.Text
	words               *assets.Words
	content             *fyne.Container
}

func newPlateView(words *assets.Words) *plateView {
	second := kit.Style{Size: 18, LineHeight: 26, Color: kit.OnPlate2}
	p := &plateView{
		words:  words,
		office: kit.NewParagraph("", second).MaxLines(3),
		title:  kit.NewParagraph("", kit.Style{Size: 48, LineHeight: 58, Weight: kit.SemiBold, Color: kit.OnPlate}).MaxLines(3),
		term:   kit.NewParagraph("", second).MaxLines(2),
		when:   kit.NewParagraph("", kit.Heading.In(kit.OnPlate)),
		place:  kit.NewParagraph("", second).MaxLines(2),
		label:  kit.NewText("", kit.Style{Size: 16, LineHeight: 24, Color: kit.OnPlate2}),
		number: kit.NewText("", kit.Style{Size: 72, LineHeight: 80, Weight: kit.Bold, Color: kit.OnPlate}),
		dot:    kit.NewDot(10, kit.Online),
		link:   kit.NewParagraph("", kit.Body.In(kit.OnPlate)),
		rule:   kit.Anchored(0, 0, kit.Fixed(56, 4, kit.NewPanel(kit.Gold, nil).WithRadius(2))),
	}
	p.brandName = kit.NewText("", kit.Title.In(kit.OnPlate))
	p.brandSub = kit.NewText("", kit.Meta.In(kit.OnPlate2))
	p.brand = kit.Row(12, kit.NewEmblem(48).On(kit.PlateRise), kit.Column(0, p.brandName, p.brandSub))
	p.motif = canvas.NewImageFromImage(nil)
	p.motif.FillMode, p.motif.ScaleMode = canvas.ImageFillStretch, canvas.ImageScaleFastest
	p.content = container.New(&plateLayout{p},
		kit.NewPanel(kit.Plate, nil), p.motif, p.brand,
		kit.Column(8, p.office, p.title, p.term, kit.Space(8), p.rule, kit.Space(8), p.when, p.place),
		kit.Column(0, p.label, p.number, kit.Row(10, p.dot, kit.Fill(p.link))),
	)
	return p
}

func (p *plateView) draw(value plateValue) {
	p.brandName.SetText(p.words.Say("chamber.brand"))
	p.brandSub.SetText(p.words.Say("chamber.brand.sub"))
	p.office.SetText(value.Office)
	p.title.SetText(value.Title)
	p.term.SetText(value.Term)
	p.when.SetText(value.When)
	p.place.SetText(value.Place)
	frame.Show(p.office, value.Office != "")
	frame.Show(p.term, value.Term != "")
	frame.Show(p.when, value.When != "")
	frame.Show(p.place, value.Place != "")
	p.label.SetText(value.Label)
	p.number.SetText(value.Number)
	frame.Show(p.number, value.Number != "")
	p.dot.SetColor(frame.DotColor(value.Link.State))
	p.link.SetText(value.Link.Text)
}

// plateLayout places brand, session and tablet from top to bottom; where it is low, the tablet stands
// at the right.
type plateLayout struct{ view *plateView }

// plateBand is the height under which the plate is a band.
const plateBand = 400

// plateHigh is the height of the plate in portrait, where it is a band.
const plateHigh = 344

func (l *plateLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	look := kit.LookOf(objects[0])
	ground, motif, brand, session, tablet := objects[0], objects[1], objects[2], objects[3], objects[4]
	frame.Put(ground, 0, 0, size.Width, size.Height)
	band := size.Height < look.Dp(plateBand)
	pad := look.Dp(40)
	if band || size.Width < look.Dp(400) {
		pad = look.Dp(24)
	}
	wide := size.Width - 2*pad
	frame.Show(motif, !band)
	if !band {
		l.paintMotif(look, size)
	}
	titleSize, titleLine := float32(48), float32(58)
	if wide < look.Dp(340) || band {
		titleSize, titleLine = 32, 42
	}
	l.view.title.SetStyle(kit.Style{Size: titleSize, LineHeight: titleLine, Weight: kit.SemiBold, Color: kit.OnPlate})
	frame.Put(brand, pad, look.Dp(32), wide, look.Dp(48))
	if band {
		frame.Put(brand, pad, pad, wide, look.Dp(48))
		right := look.Dp(240)
		top := pad + look.Dp(48) + look.Dp(20)
		high := kit.HeightFor(tablet, right)
		frame.Put(tablet, size.Width-pad-right, pad, right, high)
		frame.Put(session, pad, top, wide-right-look.Dp(24), size.Height-top)
		return
	}
	foot := kit.HeightFor(tablet, wide)
	frame.Put(tablet, pad, size.Height-foot-look.Dp(32), wide, foot)
	high := kit.HeightFor(session, wide)
	room := size.Height - foot - look.Dp(32+16) - look.Dp(32+48+16)
	top := look.Dp(32+48+16) + max(0, min(look.Dp(72), (room-high)/2))
	frame.Put(session, pad, top, wide, min(high, room))
}

func (l *plateLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// paintMotif shows the part of the drum that lies on the plate.
func (l *plateLayout) paintMotif(look kit.Look, size fyne.Size) {
	side := look.Dp(524)
	left, top := size.Width-look.Dp(278), size.Height-look.Dp(390)
	wide, high := size.Width-left, size.Height-top
	frame.Put(l.view.motif, left, top, wide, high)
	part := drumPart(wide/side, high/side, look.Color(kit.PlateLine))
	if l.view.motif.Image != part {
		l.view.motif.Image = part
		l.view.motif.Refresh()
	}
}

var drum = sync.OnceValue(func() *image.NRGBA {
	picture, err := png.Decode(bytes.NewReader(assets.Picture("motif-drum.png")))
	if err != nil {
		panic(err) // it is embedded and was looked at
	}
	bounds := picture.Bounds()
	whole := image.NewNRGBA(image.Rect(0, 0, bounds.Dx(), bounds.Dy()))
	for y := range bounds.Dy() {
		for x := range bounds.Dx() {
			whole.Set(x, y, picture.At(bounds.Min.X+x, bounds.Min.Y+y))
		}
	}
	return whole
})

var drumParts = map[[2]int]*image.RGBA{}

// drumPart is the upper left part of the drum in a tone.
func drumPart(wide, high float32, tone color.NRGBA) image.Image {
	whole := drum()
	bounds := whole.Bounds()
	width := min(bounds.Dx(), max(1, int(wide*float32(bounds.Dx()))))
	height := min(bounds.Dy(), max(1, int(high*float32(bounds.Dy()))))
	key := [2]int{width<<16 | height, int(tone.R)<<16 | int(tone.G)<<8 | int(tone.B)}
	if part, made := drumParts[key]; made {
		return part
	}
	part := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			cover := whole.NRGBAAt(x, y).A
			part.Set(x, y, color.NRGBA{R: tone.R, G: tone.G, B: tone.B, A: cover})
		}
	}
	drumParts[key] = part
	return part
}
