package reader

import (
	"testing"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"congso.vn/congso/ui/pageview"
)

// Whatever the pages are like: none stands over another, a row holds no more than it may, and every point of a page
// leads back to it.
func TestPlanOfPages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) pageview.PageSize {
			return pageview.PageSize{Width: rapid.Float64Range(0, 3000).Draw(t, "width"), Height: rapid.Float64Range(0, 3000).Draw(t, "height")}
		}), 1, 40).Draw(t, "sizes")
		for i := range sizes { // as the renderer bounds them
			sizes[i].Height = min(sizes[i].Height, sizes[i].Width*20)
			if sizes[i].Height < sizes[i].Width/20 {
				sizes[i].Height = sizes[i].Width / 20
			}
		}
		wish := pageview.PlanWish{
			Sizes: sizes, Room: fyne.NewSize(rapid.Float32Range(1, 2000).Draw(t, "room"), 600), Margin: 16, Gap: 16,
			Across: rapid.IntRange(1, 2).Draw(t, "across"), Percent: rapid.IntRange(leastZoom, mostZoom).Draw(t, "percent"),
			Only: rapid.IntRange(-1, len(sizes)-1).Draw(t, "only"),
		}
		plan := pageview.PlanPages(wish)
		bottom := float32(0)
		for _, row := range plan.Rows {
			if row.Last-row.First+1 > wish.Across || row.Top < bottom-0.01 {
				t.Fatalf("row %+v begins before %v", row, bottom)
			}
			bottom = row.Bottom
			for page := row.First; page <= row.Last; page++ {
				spot := plan.Spots[page]
				if spot.X+spot.Width > plan.Extent.Width+0.01 || spot.Y+spot.Height > row.Bottom+0.01 {
					t.Fatalf("page %d stands at %+v, outside %v", page, spot, plan.Extent)
				}
				if spot.Height < 0.01 {
					continue
				}
				got, _, _, ok := plan.At(spot.X+spot.Width/2, spot.Y+spot.Height/2)
				if !ok || got != page {
					t.Fatalf("the middle of page %d is page %d, %v", page, got, ok)
				}
			}
		}
		if first, last := plan.Shown(0, len(sizes)-1); wish.Only >= 0 && (wish.Only < first || wish.Only > last || last-first+1 > wish.Across) {
			t.Fatalf("%d to %d are shown in place of %d", first, last, wish.Only)
		}
	})
}

func TestFits(t *testing.T) {
	a4 := float32(297.0 / 210)
	for _, row := range []struct {
		fit    PageFit
		across int
		want   int
	}{
		{FitWidth, 1, 100}, {FitWidth, 2, 100}, {FitPage, 1, 53}, {FitPage, 2, 100}, {FitText, 1, 125},
	} {
		if got := fitted(row.fit, 800, 600, row.across, 16, a4, pageview.TextSpan{Left: 0.12, Right: 0.90}); got != row.want {
			t.Errorf("%q, %d across: %d percent, want %d", row.fit, row.across, got, row.want)
		}
	}
	for percent, want := range map[int][2]int{100: {75, 125}, 110: {100, 125}, 53: {50, 75}, 50: {50, 75}, 20: {50, 50}, 400: {300, 400}, 1000: {400, 400}} {
		if got := [2]int{zoomBy(percent, -1), zoomBy(percent, 1)}; got != want {
			t.Errorf("from %d: %v, want %v", percent, got, want)
		}
	}
}
