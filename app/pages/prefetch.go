package pages

import (
	"context"
	"image"
)

// Prefetch has the pages around one rendered, up to reach away from it on both sides, the nearest
// and those ahead first, so that they are at hand when somebody turns to them. It returns at once
// and tells nobody; what goes wrong is told to whoever asks for the page itself. What is still
// waiting when ctx ends is dropped: a viewer cancels it when it turns the page and asks anew.
func (r *Renderer) Prefetch(ctx context.Context, id string, page, width, reach int) {
	r.mu.Lock()
	count := r.papers[id].paper.Pages
	r.mu.Unlock()
	for distance := 1; distance <= reach; distance++ {
		for _, other := range []int{page + distance, page - distance} {
			if other < 0 || other >= count {
				continue
			}
			r.Request(ctx, id, other, width, Soon, func(*image.RGBA, error) {})
		}
	}
}
