package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"testing"
)

// The picture in the assets is the one that this program draws, up to rounding.
func TestIconIsUpToDate(t *testing.T) {
	data, err := os.ReadFile("../../assets/pictures/icon.png")
	if err != nil {
		t.Fatal(err)
	}
	kept, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	drawn := drawIcon(512)
	if kept.Bounds() != drawn.Bounds() {
		t.Fatalf("kept picture is %v, drawn %v", kept.Bounds(), drawn.Bounds())
	}
	different := 0
	for y := range 512 {
		for x := range 512 {
			if !near(kept.At(x, y), drawn.At(x, y)) {
				different++
			}
		}
	}
	if different > 0 {
		t.Errorf("%d pixels differ: draw the picture anew with tools/icon", different)
	}
}

func near(a, b color.Color) bool {
	const tolerance = 4 << 8
	close := func(x, y uint32) bool { return max(x, y)-min(x, y) <= tolerance }
	r1, g1, b1, a1 := a.RGBA()
	r2, g2, b2, a2 := b.RGBA()
	return close(r1, r2) && close(g1, g2) && close(b1, b2) && close(a1, a2)
}

// Every picture in the Windows icon can be decoded and has the size that the directory tells.
func TestWindowsIcon(t *testing.T) {
	sizes := []int{16, 48, 256}
	data, err := encodeICO(sizes...)
	if err != nil {
		t.Fatal(err)
	}
	for i, size := range sizes {
		entry := data[6+16*i:]
		at, length := int(entry[12])|int(entry[13])<<8|int(entry[14])<<16, int(entry[8])|int(entry[9])<<8|int(entry[10])<<16
		config, err := png.DecodeConfig(bytes.NewReader(data[at : at+length]))
		if err != nil {
			t.Fatalf("picture of %d: %v", size, err)
		}
		if config.Width != size || config.Height != size || int(entry[0]) != size%256 {
			t.Errorf("picture %d is %d×%d, told as %d", size, config.Width, config.Height, entry[0])
		}
		if i == len(sizes)-1 && at+length != len(data) {
			t.Errorf("%d bytes follow the last picture", len(data)-at-length)
		}
	}
	if _, _, err := image.Decode(bytes.NewReader(data)); err == nil {
		t.Error("an icon is not to be taken for a PNG")
	}
}
