//go:build !race

package chamber

import (
	"fmt"
	"math"
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/writing"
)

// scribble writes on the first page as people do: words at the margin, a ring, a marker over a line.
func (p *pen) scribble() {
	p.screen.write.Choose(writing.MarkerTool)
	p.line(0, [2]float32{0.2, 0.305}, [2]float32{0.35, 0.306}, [2]float32{0.52, 0.304})
	p.screen.write.Choose(writing.PenTool)
	for word := range 3 {
		for letter := range 4 {
			x, y := 0.035+float32(letter)*0.022, 0.36+float32(word)*0.03
			p.line(0, [2]float32{x, y}, [2]float32{x + 0.008, y + 0.016}, [2]float32{x + 0.014, y + 0.002}, [2]float32{x + 0.02, y + 0.014})
		}
	}
	var ring [][2]float32
	for i := range 40 {
		turn := float64(i) / 36 * 2 * math.Pi
		ring = append(ring, [2]float32{0.3 + 0.09*float32(math.Cos(turn)), 0.4 + 0.018*float32(math.Sin(turn))})
	}
	p.line(0, ring...)
	p.screen.write.Colours[writing.PenTool] = writing.PenColours[1].Colour
	p.line(0, [2]float32{0.3, 0.52}, [2]float32{0.45, 0.515}, [2]float32{0.7, 0.523})
	p.screen.write.Colours[writing.PenTool] = writing.PenColours[0].Colour
	p.still()
}

var writeScenes = []struct {
	name string
	do   func(p *pen)
}{
	{"write", func(p *pen) { p.scribble() }},
	{"write-hand", func(p *pen) { p.scribble(); p.screen.write.Choose(writing.HandTool) }},
	{"write-more", func(p *pen) { p.scribble(); p.screen.openWriteMore() }},
	{"write-left", func(p *pen) {
		p.fakeRoom.look.LeftHand = true
		p.scribble()
	}},
	{"write-chosen", func(p *pen) {
		p.scribble()
		p.screen.write.Choose(writing.LassoTool)
		p.line(0, [2]float32{0.01, 0.34}, [2]float32{0.14, 0.34}, [2]float32{0.14, 0.46}, [2]float32{0.01, 0.46})
	}},
	{"write-share", func(p *pen) { p.scribble(); p.screen.openShare() }},
	{"write-shared", func(p *pen) { p.scribble(); p.screen.write.Share(notes.With("p2")) }},
	{"write-others", func(p *pen) {
		p.scribble()
		p.screen.write.Choose(writing.HandTool)
		p.notes.draws("p2", someID(0), 0, waveOf(60, 0.3, 0.6, ink.Pen), 0)
		p.notes.draws("p3", someID(1), 0, waveOf(40, 0.6, 0.15, ink.Marker), 0)
		p.settle()
	}},
	{"write-unsaved", func(p *pen) {
		p.notes.err = writing.ErrDiskFull
		p.screen.write.Choose(writing.PenTool)
		p.line(0, [2]float32{0.2, 0.2}, [2]float32{0.6, 0.2})
		p.loop.Until(p.t, "the trouble", func() bool { return p.screen.write.Trouble != "" })
	}},
	{"write-signs", func(p *pen) {
		p.scribble()
		p.screen.write.Choose(writing.AgreeTool)
		p.line(0, [2]float32{0.8, 0.2})
		p.screen.write.Choose(writing.ReviewTool)
		p.line(0, [2]float32{0.8, 0.5})
		moment := p.notes.NoteMoment()
		m := p.screen.write.Mark(notes.Sticky, p.screen.write.Anchor(0), moment)
		m.Text, m.Colour, m.Anchor.Quads = "Hỏi Sở Tài chính", writing.NoteColour, onePlace(0.05, 0.6)
		p.screen.write.Keep(oneDrawn(m), nil, moment)
		p.still()
	}},
	{"write-note", func(p *pen) {
		p.screen.write.Choose(writing.TextTool)
		p.line(0, [2]float32{0.5, 0.3})
	}},
	{"write-locked", func(p *pen) {
		p.notebook.set(notes.Access{Known: true, Issued: true, Locked: 2})
		p.screen.write.Choose(writing.PenTool)
	}},
	{"write-no-key", func(p *pen) {
		p.notebook.set(notes.Access{Known: true})
		p.screen.write.Choose(writing.PenTool)
	}},
}

// TestWritePictures lays writing out in every size.
func TestWritePictures(t *testing.T) {
	kept := os.Getenv("CONGSO_PICTURES") != ""
	run := func(t *testing.T, suffix string, all []fyne.Size, do func(p *pen), name string) {
		for _, size := range all {
			b := newBench(t, sitting(t).state, at(9, 26, 0))
			b.pages.plain = !kept
			screen := b.open()
			window := kittest.Window(t, screen.Content(), size)
			screen.Start()
			b.settle()
			b.loop.Until(t, "the paper", func() bool { return b.delegate.paper.Opening == "" })
			kittest.Settle(screen.Content(), size)
			b.settle()
			do(&pen{b, screen, window})
			b.settle()
			kittest.Settle(screen.Content(), size)
			b.settle()
			inspect(t, fmt.Sprint(size), window)
			if kept {
				kittest.Keep(t, fmt.Sprintf("delegate-%s-%.0fx%.0f%s", name, size.Width, size.Height, suffix), kittest.Capture(window))
			}
			screen.Stop()
		}
	}
	for _, one := range writeScenes {
		t.Run(one.name, func(t *testing.T) {
			kittest.BothThemes(t, func(t *testing.T, suffix string) {
				if kept || suffix != "-dark" {
					run(t, suffix, sizes, one.do, one.name)
				}
			})
			t.Run("elder", func(t *testing.T) {
				kittest.Start(t, kit.LightPalette(), kit.ElderScale)
				run(t, "-elder", []fyne.Size{tablet, {Width: 800, Height: 1280}}, one.do, one.name)
			})
		})
	}
}
