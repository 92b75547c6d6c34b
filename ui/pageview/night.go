package pageview

import (
	"context"
	"image"
	"sync"

	"congso.vn/congso/app/ink"
)

// ShotSource is what page pictures come from: Pages, or something before them.
type ShotSource interface {
	Picture(blob string, page, width int) (picture *image.RGBA, exact, ok bool)
	Request(ctx context.Context, blob string, page, width int, priority Priority, done func(error))
}

// NightBytes bounds the dark pictures that are kept: the pages on the screen and those next to them.
const NightBytes = 64 << 20

// NightLens stands before Pages and turns their pictures dark while it is on. They are turned where they were
// drawn, never on the goroutine of the interface.
type NightLens struct {
	from ShotSource

	mu    sync.Mutex
	on    bool
	made  map[shotName]*nightShot
	Bytes int
	tick  int
}

type shotName struct {
	blob        string
	page, width int
}

type nightShot struct {
	picture *image.RGBA
	used    int
}

// NewNightLens lays a lens over pages; it is off.
func NewNightLens(from ShotSource) *NightLens {
	return &NightLens{from: from, made: map[shotName]*nightShot{}}
}

// Set switches the night on or off.
func (n *NightLens) Set(on bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.on = on; !on {
		n.made, n.Bytes = map[shotName]*nightShot{}, 0
	}
}

// IsOn tells whether pages are dark.
func (n *NightLens) IsOn() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.on
}

// Picture is part of ShotSource.
func (n *NightLens) Picture(blob string, page, width int) (picture *image.RGBA, exact, ok bool) {
	if !n.IsOn() {
		return n.from.Picture(blob, page, width)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.tick++
	name := shotName{blob, page, width}
	if shot := n.made[name]; shot != nil {
		shot.used = n.tick
		return shot.picture, true, true
	}
	var best *nightShot
	for other, shot := range n.made {
		if other.blob == blob && other.page == page && (best == nil || shot.picture.Rect.Dx() > best.picture.Rect.Dx()) {
			best = shot
		}
	}
	if best == nil {
		return nil, false, false
	}
	best.used = n.tick
	return best.picture, false, true
}

// Request is part of ShotSource.
func (n *NightLens) Request(ctx context.Context, blob string, page, width int, priority Priority, done func(error)) {
	n.from.Request(ctx, blob, page, width, priority, func(err error) {
		if err == nil && n.IsOn() {
			if light, exact, ok := n.from.Picture(blob, page, width); ok && exact {
				n.keep(shotName{blob, page, width}, Darkened(light))
			}
		}
		done(err)
	})
}

// keep keeps a dark picture; those that were not shown for longest make room.
func (n *NightLens) keep(name shotName, picture *image.RGBA) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.on {
		return
	}
	n.tick++
	if before := n.made[name]; before != nil {
		n.Bytes -= len(before.picture.Pix)
	}
	n.made[name] = &nightShot{picture, n.tick}
	n.Bytes += len(picture.Pix)
	for n.Bytes > NightBytes && len(n.made) > 1 {
		var oldest shotName
		least := n.tick + 1
		for other, shot := range n.made {
			if other != name && shot.used < least {
				oldest, least = other, shot.used
			}
		}
		n.Bytes -= len(n.made[oldest].picture.Pix)
		delete(n.made, oldest)
	}
}

// nightPaper is what white paper becomes: dark, and not as black as a hole.
const nightPaper = 0x1e

// Darkened is a page picture for the night: light and dark change places, hues stay, so that a red seal is red.
// Nothing becomes darker than the paper, nor brighter than is good for eyes in the dark.
func Darkened(picture *image.RGBA) *image.RGBA {
	made := image.NewRGBA(image.Rect(0, 0, picture.Rect.Dx(), picture.Rect.Dy()))
	var scale [256]uint8
	for i := range scale {
		scale[i] = uint8(nightPaper + i*(0xe6-nightPaper)/255)
	}
	for y := range made.Rect.Dy() {
		from := picture.Pix[y*picture.Stride:][:4*made.Rect.Dx()]
		to := made.Pix[y*made.Stride:][:4*made.Rect.Dx()]
		for x := 0; x+3 < len(from); x += 4 {
			r, g, b := int(from[x]), int(from[x+1]), int(from[x+2])
			turn := 255 - max(r, g, b) - min(r, g, b) // the lightness of HSL, turned over
			to[x], to[x+1], to[x+2], to[x+3] = scale[r+turn], scale[g+turn], scale[b+turn], 255
		}
	}
	return made
}

// NightColour is a colour of ink on dark paper, as the page will show it.
func NightColour(c ink.Colour) ink.Colour {
	light := &image.RGBA{Pix: []byte{byte(c >> 16), byte(c >> 8), byte(c), 255}, Stride: 4, Rect: image.Rect(0, 0, 1, 1)}
	dark := Darkened(light).Pix
	return ink.Colour(dark[0])<<16 | ink.Colour(dark[1])<<8 | ink.Colour(dark[2])
}
