package pageview

import "congso.vn/congso/ui/kit"

// PaperGround is the colour of paper without a picture: that of paper, in every theme.
func PaperGround(night bool) kit.Tone {
	if night {
		return kit.Tone{R: nightPaper, G: nightPaper, B: nightPaper, A: 255}
	}
	return kit.Tone{R: 255, G: 255, B: 255, A: 255}
}
