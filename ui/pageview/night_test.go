package pageview

import (
	"image"
	"image/color"
	"testing"
)

func TestNightKeepsHues(t *testing.T) {
	page := image.NewRGBA(image.Rect(0, 0, 4, 1))
	for x, tone := range []color.RGBA{{255, 255, 255, 255}, {0, 0, 0, 255}, {200, 16, 46, 255}, {128, 128, 128, 255}} {
		page.SetRGBA(x, 0, tone)
	}
	dark := Darkened(page)
	if paper := dark.RGBAAt(0, 0); paper.R != nightPaper || paper.G != nightPaper || paper.B != nightPaper {
		t.Errorf("white becomes %v", paper)
	}
	if ink := dark.RGBAAt(1, 0); ink.R < 200 || ink.R != ink.G || ink.G != ink.B {
		t.Errorf("black becomes %v", ink)
	}
	if seal := dark.RGBAAt(2, 0); int(seal.R) < int(seal.G)+80 || int(seal.R) < int(seal.B)+60 || seal.A != 255 {
		t.Errorf("a red seal becomes %v", seal)
	}
}
