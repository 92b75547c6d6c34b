package reader

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/pageview"
)

// PageFlow is how pages stand beside each other.
type PageFlow string

// The flows. Written strings: they are kept on devices.
const (
	Column PageFlow = ""       // below each other, without an end
	Single PageFlow = "single" // one at a time, turned by a tap
	Pairs  PageFlow = "pairs"  // two and two, below each other
)

// PageFit is how large pages are while nobody asked for a zoom.
type PageFit string

// The fits. Written strings: they are kept on devices.
const (
	FitWidth PageFit = ""     // as wide as the screen's part
	FitPage  PageFit = "page" // whole pages
	FitText  PageFit = "text" // what is written as wide as the screen's part, the margins beside it
)

// Viewing is how a person likes to look at papers.
type Viewing struct {
	Flow  PageFlow `json:"flow,omitempty"`
	Fit   PageFit  `json:"fit,omitempty"`
	Night bool     `json:"night,omitempty"` // dark paper
	Bare  bool     `json:"bare,omitempty"`  // without the strip of small pages
}

// sane is the wish with everything that this version does not know left away.
func (v Viewing) sane() Viewing {
	if v.Flow != Single && v.Flow != Pairs {
		v.Flow = Column
	}
	if v.Fit != FitPage && v.Fit != FitText {
		v.Fit = FitWidth
	}
	return v
}

// across is how many pages stand beside each other on a screen; never two on one that is higher than wide.
func across(view Viewing, size fyne.Size) int {
	if view.Flow == Pairs && size.Width > size.Height {
		return 2
	}
	return 1
}

// The bounds of the zoom in percent of the width of the screen's part.
const (
	leastZoom = 50
	mostZoom  = 400
)

// zooms are the steps of the zoom.
var zooms = []int{leastZoom, 75, 100, 125, 150, 200, 250, 300, mostZoom}

// zoomBy is the zoom so many steps away from any percentage.
func zoomBy(percent, steps int) int {
	for ; steps > 0; steps-- {
		percent = nextZoom(percent)
	}
	for ; steps < 0; steps++ {
		percent = lastZoom(percent)
	}
	return percent
}

func nextZoom(percent int) int {
	for _, step := range zooms {
		if step > percent {
			return step
		}
	}
	return mostZoom
}

func lastZoom(percent int) int {
	least := leastZoom
	for _, step := range zooms {
		if step < percent {
			least = step
		}
	}
	return least
}

// fitted is the zoom at which pages fit, in percent. The room is what the screen has for pages, margins left
// away, and height by width that of the page at hand.
func fitted(fit PageFit, wide, high float32, across int, gap, aspect float32, span pageview.TextSpan) int {
	column := (wide - gap*float32(across-1)) / float32(across)
	if column <= 0 {
		return 100
	}
	percent := float32(100)
	switch fit {
	case FitPage:
		if aspect > 0 {
			percent = min(100, 100*high/(column*aspect))
		}
	case FitText:
		if part := span.Right - span.Left + 0.02; part > 0 {
			percent = max(100, 100/part)
		}
	}
	return min(max(int(percent), leastOf(fit)), mostZoom)
}

// leastOf lets a whole page become smaller than anybody would zoom it.
func leastOf(fit PageFit) int {
	if fit == FitPage {
		return 10
	}
	return leastZoom
}
